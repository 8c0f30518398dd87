import { CsvError, parse } from 'csv-parse/sync'
import { parse as parseYaml } from 'yaml'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { SssomRow } from '../../schema/domain/terms/sssom/read-sssom-row.js'

/** A mapping set between tabs, taken apart: its prefixes, and its rows with what the header says for all of them. */
export type SssomFile = { readonly prefixes: ReadonlyMap<string, string>; readonly rows: readonly SssomRow[] }

const MOST_ROWS = 1_000
const MAX_RECORD = 20_000
const LONGEST_HEADER = 20_000
/** Columns without which no row says anything. */
const REQUIRED = ['subject_label', 'predicate_id', 'object_id', 'mapping_justification'] as const
/** What a header may say once for all rows (SSSOM 1.0, propagation of slots). */
const PROPAGATED = ['subject_type', 'subject_source'] as const

const unreadable = (ko: string, en: string, expected: string, sourceRow: number | null = null): Issue =>
  issue({ code: 'SSSOM_UNREADABLE', path: ['input', 'sssom'], messageKo: ko, messageEn: en, expected, sourceRow })

const badHeader = () =>
  unreadable(
    '파일 머리의 # 줄들을 YAML로 읽을 수 없습니다.',
    'The lines after # at the head of the file do not read as YAML.',
    'the metadata of the mapping set as YAML, each line after #',
  )

function readHeader(lines: readonly string[]): Outcome<Readonly<Record<string, unknown>>> {
  const text = lines.map(line => line.slice(1)).join('\n')
  if (text.length > LONGEST_HEADER) return refuse(badHeader())
  try {
    const value: unknown = parseYaml(text, { maxAliasCount: 0 })
    return typeof value === 'object' && !Array.isArray(value) ? accept({ ...value }) : refuse(badHeader())
  } catch {
    return refuse(badHeader()) // not YAML, or YAML that repeats itself
  }
}

type TableRecord = { readonly info: { readonly lines: number }; readonly record: readonly string[] }

function splitRecords(text: string, firstLine: number): Outcome<readonly { readonly line: number; readonly cells: readonly string[] }[]> {
  try {
    // With info each record comes with where it ended.
    const records = parse(text, {
      delimiter: '\t',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MAX_RECORD,
    }) as unknown as readonly TableRecord[]
    const newlines = (cells: readonly string[]) => cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0)
    return accept(records.map(({ info, record }) => ({ line: firstLine + info.lines - newlines(record), cells: record })))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? firstLine + error['lines'] : null
    return refuse(
      unreadable(
        `표를 읽을 수 없습니다${line === null ? '' : `(${line}행)`}. 따옴표가 닫히지 않았을 수 있습니다.`,
        `The table does not read${line === null ? '' : `, at line ${line}`}; a quotation mark may not be closed.`,
        'cells between tabs, with a line of column names',
        line,
      ),
    )
  }
}

/** The rows of a file, without any judgment of what they say. Refused whole with SSSOM_UNREADABLE where it is no table of SSSOM. */
export function readSssom(file: string): Outcome<SssomFile> {
  const text = file.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n')
  const lines = text.split('\n')
  const found = lines.findIndex(line => !line.startsWith('#'))
  const first = found === -1 ? lines.length : found
  const header = readHeader(lines.slice(0, first))
  if (!header.ok) return header
  const table = splitRecords(lines.slice(first).join('\n'), first)
  if (!table.ok) return table
  const [columns, ...records] = table.value
  const missing = REQUIRED.filter(name => columns?.cells.includes(name) !== true)
  if (columns === undefined || missing.length > 0) {
    return refuse(unreadable(`열이 없습니다: ${missing.join(', ')}`, `Columns are missing: ${missing.join(', ')}`, REQUIRED.join(', ')))
  }
  if (records.length > MOST_ROWS) {
    return refuse(
      unreadable(
        `한 파일에 ${MOST_ROWS}행까지 담을 수 있습니다(입력 ${records.length}행).`,
        `A file holds up to ${MOST_ROWS} rows; this one has ${records.length}.`,
        `1 to ${MOST_ROWS} rows`,
      ),
    )
  }
  return accept({ prefixes: prefixesOf(header.value), rows: records.map(record => rowOf(record, columns.cells, header.value)) })
}

function prefixesOf({ curie_map }: Readonly<{ curie_map?: unknown }>): ReadonlyMap<string, string> {
  const given = typeof curie_map === 'object' && curie_map !== null ? Object.entries(curie_map) : []
  return new Map(given.flatMap(([prefix, base]) => (typeof base === 'string' ? [[prefix, base] as const] : [])))
}

function rowOf(
  { line, cells }: { readonly line: number; readonly cells: readonly string[] },
  columns: readonly string[],
  header: Readonly<{ [name: string]: unknown }>,
): SssomRow {
  const said = columns.map((name, at) => [name, cells[at] ?? ''] as const)
  const common = PROPAGATED.flatMap(name => (typeof header[name] === 'string' ? [[name, header[name]] as const] : []))
  return { line, cells: Object.fromEntries([...common, ...said.filter(([name, cell]) => cell !== '' || !Object.hasOwn(header, name))]) }
}
