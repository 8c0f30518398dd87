import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookLibrary } from '../../schema/domain/playbooks/playbook.js'
import { validateLibrary } from '../../schema/domain/playbooks/validate-library.js'
import type { EditionContents } from '../../schema/domain/statistics/standards.js'
import { parseLibrary } from './parse-library.js'
import { lineOf, readYaml } from './read-yaml.js'

export type ReadLibrary = { readonly library: PlaybookLibrary; readonly document: unknown }

/**
 * The playbooks.yaml beside an edition, judged with it; null where the folder has none, as an edition may come without. Refused whole, with the line of every
 * mistake. A review that is due is no mistake of the file: `today` is the day it says it was prepared on.
 */
export async function readLibrary(folder: string, { edition }: EditionContents): Promise<Outcome<ReadLibrary | null>> {
  const source = await readYaml(folder, 'playbooks')
  if (source.text === null) return accept(null)
  if (source.issues.length > 0) return refuse(...source.issues)
  const document: unknown = source.document.toJS()
  const library = parseLibrary(document)
  const issues = library.ok ? validateLibrary(library.value, edition, library.value.preparedOn) : library.issues
  const faults = issues.filter(({ severity }) => severity === 'error')
  if (!library.ok || faults.length > 0) return refuse(...faults.map(found => ({ ...found, sourceRow: lineOf(found.path, [source]) })))
  return accept({ library: library.value, document })
}
