import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml'
import { issue, type Issue } from '../../schema/domain/issue.js'

/** One YAML file of a pack, with what lines its parts stand on and what keeps it from being read. */
export type YamlSource = {
  readonly file: string
  readonly document: Document
  readonly lines: LineCounter
  /** Null where there is no such file. */
  readonly text: string | null
  readonly issues: readonly Issue[]
}

/** Reads `<file>.yaml` of a folder. A file that cannot be read for another cause than that it is not there is thrown. */
export async function readYaml(folder: string, file: string): Promise<YamlSource> {
  const lines = new LineCounter()
  const text = await readText(folder, file)
  const document = parseDocument(text ?? '', { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const faults = [...document.errors, ...document.warnings].map(fault => yamlIssue(file, fault, lines))
  return { file, document, lines, text, issues: faults }
}

async function readText(folder: string, file: string): Promise<string | null> {
  try {
    return await readFile(join(folder, `${file}.yaml`), 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
}

const yamlIssue = (file: string, fault: YAMLError, lines: LineCounter): Issue =>
  issue({
    code: 'EDITION_SHAPE',
    path: [`${file}.yaml`],
    messageKo: `${file}.yaml을(를) YAML로 읽을 수 없습니다. (${fault.message})`,
    messageEn: `${file}.yaml does not read as YAML: ${fault.message}`,
    expected: fault.code === 'DUPLICATE_KEY' ? 'each key once' : 'YAML 1.2',
    sourceRow: lines.linePos(fault.pos[0]).line,
  })

/** Line of the deepest part of the path that is in the file: of a key that is missing, the line of what it is missing from. */
export function lineOf(path: Issue['path'], sources: readonly YamlSource[]): number | null {
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
