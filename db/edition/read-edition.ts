import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { PACK_FILES, type PackFile } from '../../schema/domain/statistics/edition-pack.js'
import type { EditionContents } from '../../schema/domain/statistics/standards.js'
import { parsePack } from './parse-pack.js'

/** The raw pack: what each of its files says, before any check; this is what is stored and hashed. */
export type PackDocument = Readonly<Record<PackFile, unknown>>

type SourceFile = { readonly file: PackFile; readonly document: Document; readonly lines: LineCounter; readonly issues: readonly Issue[] }

/**
 * The edition in a folder of five YAML files, with the raw pack it came from. A pack with any mistake is refused whole and every mistake is
 * told at once: `path` is the file and the keys to the place, `sourceRow` its line, `expected` what would be accepted.
 * A missing file is a mistake of the pack; a folder that cannot be read for another cause is thrown.
 */
export async function readEdition(folder: string): Promise<Outcome<EditionContents & { readonly document: PackDocument }>> {
  const sources = await Promise.all(PACK_FILES.map(file => readSource(folder, file)))
  const unreadable = sources.flatMap(({ issues }) => issues)
  if (unreadable.length > 0) return refuse(...unreadable)
  // fromEntries forgets its keys; they are those of PACK_FILES
  const document = Object.fromEntries(sources.map(source => [source.file, source.document.toJS() as unknown])) as Record<PackFile, unknown>
  const contents = parsePack(document)
  if (contents.ok) return accept({ ...contents.value, document })
  return refuse(...contents.issues.map(found => ({ ...found, sourceRow: lineOf(found.path, sources) })))
}

async function readSource(folder: string, file: PackFile): Promise<SourceFile> {
  const lines = new LineCounter()
  const text = await readText(folder, file)
  const document = parseDocument(text ?? '', { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const faults = [...document.errors, ...document.warnings].map(fault => yamlIssue(file, fault, lines))
  return { file, document, lines, issues: text === null ? [missingFile(file)] : faults }
}

async function readText(folder: string, file: PackFile): Promise<string | null> {
  try {
    return await readFile(join(folder, `${file}.yaml`), 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
}

const missingFile = (file: PackFile): Issue =>
  issue({
    code: 'EDITION_SHAPE',
    path: [`${file}.yaml`],
    messageKo: `${file}.yaml 파일이 없습니다.`,
    messageEn: `The file ${file}.yaml is not there.`,
    expected: PACK_FILES.map(name => `${name}.yaml`).join(', '),
  })

const yamlIssue = (file: PackFile, fault: YAMLError, lines: LineCounter): Issue =>
  issue({
    code: 'EDITION_SHAPE',
    path: [`${file}.yaml`],
    messageKo: `${file}.yaml을(를) YAML로 읽을 수 없습니다. (${fault.message})`,
    messageEn: `${file}.yaml does not read as YAML: ${fault.message}`,
    expected: fault.code === 'DUPLICATE_KEY' ? 'each key once' : 'YAML 1.2',
    sourceRow: lines.linePos(fault.pos[0]).line,
  })

/** Line of the deepest part of the path that is in the file: of a key that is missing, the line of what it is missing from. */
function lineOf(path: Issue['path'], sources: readonly SourceFile[]): number | null {
  const [name, ...steps] = path
  const source = sources.find(({ file }) => `${file}.yaml` === name)
  if (source === undefined) return null
  let place: unknown = source.document.contents
  let offset = offsetOf(place)
  for (const step of steps) {
    const next = stepInto(place, step)
    if (next === null) break
    offset = next.offset ?? offset
    place = next.place
  }
  return offset === null ? null : source.lines.linePos(offset).line
}

const offsetOf = (node: unknown): number | null => (isNode(node) ? (node.range?.[0] ?? null) : null)

function stepInto(place: unknown, step: string | number): { readonly place: unknown; readonly offset: number | null } | null {
  if (isSeq(place) && typeof step === 'number' && place.items.length > step) {
    return { place: place.items[step], offset: offsetOf(place.items[step]) }
  }
  if (!isMap(place)) return null
  const pair = place.items.find(item => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step))
  return pair === undefined ? null : { place: pair.value, offset: offsetOf(pair.key) }
}
