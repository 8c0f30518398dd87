import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { PACK_FILES, type PackFile } from '../../schema/domain/statistics/edition-pack.js'
import type { EditionContents } from '../../schema/domain/statistics/standards.js'
import { parsePack } from './parse-pack.js'
import { lineOf, readYaml } from './read-yaml.js'

/** The raw pack: what each of its files says, before any check; this is what is stored and hashed. */
export type PackDocument = Readonly<Record<PackFile, unknown>>

/**
 * The edition in a folder of five YAML files, with the raw pack it came from. A pack with any mistake is refused whole and every mistake is
 * told at once: `path` is the file and the keys to the place, `sourceRow` its line, `expected` what would be accepted.
 * A missing file is a mistake of the pack; a folder that cannot be read for another cause is thrown.
 */
export async function readEdition(folder: string): Promise<Outcome<EditionContents & { readonly document: PackDocument }>> {
  const sources = await Promise.all(PACK_FILES.map(file => readFilled(folder, file)))
  const unreadable = sources.flatMap(({ issues }) => issues)
  if (unreadable.length > 0) return refuse(...unreadable)
  // fromEntries forgets its keys; they are those of PACK_FILES
  const document = Object.fromEntries(sources.map(source => [source.file, source.document.toJS() as unknown])) as Record<PackFile, unknown>
  const contents = parsePack(document)
  if (contents.ok) return accept({ ...contents.value, document })
  return refuse(...contents.issues.map(found => ({ ...found, sourceRow: lineOf(found.path, sources) })))
}

async function readFilled(folder: string, file: PackFile) {
  const source = await readYaml(folder, file)
  return { ...source, file, issues: source.text === null ? [missingFile(file)] : source.issues }
}

const missingFile = (file: PackFile): Issue =>
  issue({
    code: 'EDITION_SHAPE',
    path: [`${file}.yaml`],
    messageKo: `${file}.yaml 파일이 없습니다.`,
    messageEn: `The file ${file}.yaml is not there.`,
    expected: PACK_FILES.map(name => `${name}.yaml`).join(', '),
  })
