import { CsvError, parse } from 'csv-parse/sync'
import type { Issue } from '../../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../../schema/domain/outcome.js'
import type { SubmittedDimension } from '../../../schema/domain/submissions/submission.js'
import { readHeader, type Column, type Field } from './csv-columns.js'
import { readDateText, readDimensionsText, readValueText } from './read-cell-text.js'
import { fileIssue, liftCenter, type SourceFile } from './source-file.js'

/** Characters of one record; a quotation mark that is never closed would otherwise swallow the file. */
const MAX_RECORD = 100_000

type Line = { readonly number: number; readonly cells: readonly string[] }

/** The separator that the header uses most. */
function separatorOf(text: string): string {
  const header =
    text
      .slice(0, 10_000)
      .split(/\r?\n/)
      .find(line => line.trim() !== '') ?? ''
  const counts = [',', '\t', ';'].map(sign => [sign, header.split(sign).length] as const)
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

const newlinesIn = (cells: readonly string[]): number => cells.reduce((count, cell) => count + (cell.match(/\n/g)?.length ?? 0), 0)

function splitLines(text: string): readonly Line[] {
  // The parser counts a carriage return and line feed within quotation marks as two lines.
  const records = parse(text.replaceAll(/\r\n?/g, '\n'), {
    delimiter: separatorOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
    // With info each record comes with where it ended.
  }) as unknown as readonly { info: { lines: number }; record: readonly string[] }[]
  const ends = records.map(({ info }) => info.lines)
  return records.map(({ record }, at) => ({ number: (ends[at] ?? 0) - newlinesIn(record), cells: record }))
}

function toIssue(error: CsvError): Issue {
  const lines: unknown = error['lines']
  const line = typeof lines === 'number' ? lines : undefined
  const where = line === undefined ? '' : `${line}행 부근: `
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const ko = `${where}한 줄이 ${MAX_RECORD}자를 넘습니다. 닫지 않은 따옴표가 없는지 보십시오.`
    return fileIssue({
      ...(line === undefined ? {} : { line }),
      ko,
      en: `A line has over ${MAX_RECORD} characters; look for a quotation mark that is not closed.`,
    })
  }
  const ko = `${where}CSV로 읽을 수 없습니다. 따옴표가 짝이 맞는지 보십시오.`
  return fileIssue({
    ...(line === undefined ? {} : { line }),
    ko,
    en: `Not CSV (${error.code}); look for quotation marks that do not pair up.`,
  })
}

/** Whether a number such as 1,548 seems to have fallen into two cells: the one after the value holds three digits where words belong. */
function isValueSplit({ cells }: Line, columns: readonly Column[]): boolean {
  const at = columns.findIndex(column => column.kind === 'field' && column.field === 'value')
  const next = columns[at + 1]
  const holdsWords = next?.kind === 'field' && ['unit', 'dimensions', 'status'].includes(next.field)
  const isThreeDigits = /^\d{3}(?:\.\d+)?$/.test(cells[at + 1]?.trim() ?? '')
  return (holdsWords || cells.length < columns.length) && isThreeDigits && /^[+-]?[1-9]\d{0,2}$/.test(cells[at]?.trim() ?? '')
}

/** A line that does not fit under its header: most often a number such as 1,234 without quotation marks, and which cell is the value is not known. */
function raggedFault(line: Line, columns: readonly Column[]): Issue | null {
  const { number, cells } = line
  const width = columns.length
  if (cells.length <= width && !isValueSplit(line, columns)) return null
  return fileIssue({
    line: number,
    ko: `${number}행: 칸이 머리글과 맞지 않습니다(머리글 ${width}칸, 이 행 ${cells.length}칸). 1,234처럼 쉼표가 든 값은 "1,234"로 적으십시오.`,
    en: `Line ${number} does not fit under its header (${width} cells, here ${cells.length}); write a value with separators as "1,234".`,
    expected: `${width} cells`,
    got: `${cells.length} cells`,
  })
}

function rowOf({ number, cells }: Line, columns: readonly Column[]): SourceFile['rows'][number] {
  const texts = new Map<Field, string>()
  const dimensions: SubmittedDimension[] = []
  for (const [at, column] of columns.entries()) {
    const text = cells[at]?.trim() ?? ''
    if (text === '') continue
    if (column.kind === 'field') texts.set(column.field, text)
    else if (column.kind === 'dimension') dimensions.push({ dimension: column.name, item: text })
  }
  const textOf = (field: Field): string | null => texts.get(field) ?? null
  return {
    center: textOf('center'),
    measure: textOf('measure'),
    unit: textOf('unit'),
    periodType: textOf('periodType'),
    periodStart: texts.has('periodStart') ? readDateText(textOf('periodStart') ?? '') : null,
    dimensions: [...dimensions, ...readDimensionsText(textOf('dimensions') ?? '')],
    value: readValueText(textOf('value') ?? ''),
    status: textOf('status'),
    sourceRow: number,
  }
}

/**
 * A sheet with one value a line, headers in Korean or English. Lines are counted as an editor counts them, the header being line 1.
 * Refused when columns are missing, or else with every line that does not fit under its header. `dimensions`: names of the edition at hand.
 */
export function readCsvFile(text: string, dimensions: ReadonlyMap<string, string> | null): Outcome<SourceFile> {
  let lines: readonly Line[]
  try {
    lines = splitLines(text)
  } catch (error) {
    if (error instanceof CsvError) return refuse(toIssue(error))
    throw error
  }
  const [head, ...body] = lines
  if (head === undefined || body.length === 0) {
    return refuse(fileIssue({ code: 'ROWS_REQUIRED', ko: '파일에 행이 없습니다.', en: 'The file holds no rows.' }))
  }
  const { columns, notes, faults } = readHeader(
    head.cells.map(cell => cell.trim()),
    dimensions,
  )
  // Under a header that is wrong every line looks wrong.
  if (faults.length > 0) return refuse(...faults)
  const ragged = body.map(line => raggedFault(line, columns)).filter(fault => fault !== null)
  if (ragged.length > 0) return refuse(...ragged)
  const filled = body.filter(line => line.cells.some(cell => cell.trim() !== ''))
  return accept({ submissionId: null, edition: null, parameters: [], notes, ...liftCenter(filled.map(line => rowOf(line, columns))) })
}
