import { findLibrary } from '../../db/queries/playbook-libraries.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import { applyEdits, checkComplete } from '../../schema/domain/playbooks/check-given.js'
import { lintPlaybook } from '../../schema/domain/playbooks/lint-playbook.js'
import { lintContextOf } from '../../schema/domain/playbooks/validate-library.js'
import { libraryMissing, templateUnknown } from './playbook-refusals.js'
import type { PlaybookPlace } from './playbook-act.js'
import { readGiven } from './read-given.js'

/** What can be said against a text before it goes to review: what is still missing, then the lint of its words. Errors stand in the way. */
export async function lintVersion(
  { tx, standards, today }: Pick<PlaybookPlace, 'tx' | 'standards' | 'today'>,
  { library: code, template, given }: Pick<PlaybookVersion, 'library' | 'template' | 'given'>,
): Promise<readonly Issue[]> {
  const library = await findLibrary(tx.sql, code)
  if (library === null) return [libraryMissing()]
  const playbook = library.playbooks.get(template)
  if (playbook === undefined) return [templateUnknown(template, [...library.playbooks.keys()])]
  const { values, edits } = readGiven(given)
  const written = applyEdits(playbook, edits)
  const context = lintContextOf(library, standards.edition, today)
  return [
    ...checkComplete(written, { values }, library),
    ...lintPlaybook(written, context).map(found => ({ ...found, path: ['text', ...found.path] })),
  ]
}
