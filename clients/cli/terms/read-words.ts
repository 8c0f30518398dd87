import { readFile } from 'node:fs/promises'
import { CsvError, parse } from 'csv-parse/sync'
import type { LocalWord } from '../../../schema/domain/terms/proposal.js'
import { decodeText } from '../files/decode-text.js'
import { UsageFault } from '../usage-fault.js'

/** A word of a file, under the row name that the file gives it or its line number. */
export type NamedWord = { readonly row: string; readonly word: LocalWord }

const MAX_RECORD = 2_000_000
/** Each of them ends a line, in one file as well: pasted together, the parts of a sheet may have been saved on different machines. */
const LINE_ENDS = ['\r\n', '\n', '\r']

/** Columns under the names that sheets give them. */
const COLUMNS: Readonly<Record<'row' | 'center' | 'label' | 'unit' | 'kind' | 'values', readonly string[]>> = {
  row: ['row', '행', '번호'],
  center: ['center', '센터'],
  label: ['localterm', 'term', 'label', '용어', '로컬용어', '이름', '항목'],
  unit: ['localunit', 'unit', '단위', '로컬단위'],
  kind: ['kind', '종류', '구분'],
  values: ['values', '값'],
}

async function readText(path: string): Promise<string> {
  try {
    const text = decodeText(await readFile(path))
    if (text.ok) return text.value
    throw new UsageFault(`${path}: ${text.issues[0]?.messageKo ?? ''}`, `${path}: ${text.issues[0]?.messageEn ?? ''}`)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new UsageFault(
      `${path}: 파일을 열 수 없습니다(${String(error.code)}).`,
      `${path}: the file cannot be opened (${String(error.code)}).`,
    )
  }
}

function readRecords(path: string, text: string): readonly (readonly string[])[] {
  try {
    return parse(text, { record_delimiter: LINE_ENDS, relax_column_count: true, skip_empty_lines: true, max_record_size: MAX_RECORD })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? error['lines'] : null
    throw new UsageFault(
      `${path}: ${line === null ? '' : `${line}행 부근을 `}CSV로 읽을 수 없습니다(${error.code}). 따옴표가 짝이 맞는지 보십시오.`,
      `${path} is not CSV${line === null ? '' : ` near line ${line}`} (${error.code}); look for quotation marks that do not pair up.`,
    )
  }
}

/** The words of a CSV file with the columns row, center, local_term, local_unit, kind and values (nightly totals joined by `;`). Only local_term has to be there. */
export async function readWords(path: string): Promise<readonly NamedWord[]> {
  const [head, ...body] = readRecords(path, await readText(path))
  if (head === undefined) {
    throw new UsageFault(
      `${path}: 파일이 비어 있습니다. 첫 줄에 열 이름이 있어야 합니다: row,center,local_term,local_unit,kind,values`,
      `${path} is empty; its first line names the columns: row,center,local_term,local_unit,kind,values.`,
    )
  }
  const names = head.map(name => name.toLowerCase().replace(/[\s_-]/g, ''))
  const at = (column: keyof typeof COLUMNS): number => names.findIndex(name => COLUMNS[column].includes(name))
  const places = { row: at('row'), center: at('center'), label: at('label'), unit: at('unit'), kind: at('kind'), values: at('values') }
  if (places.label < 0) {
    throw new UsageFault(
      `${path}: local_term 열이 없습니다. 필요한 열: row,center,local_term,local_unit,kind,values`,
      `${path} has no column local_term; accepted are row,center,local_term,local_unit,kind,values.`,
    )
  }
  return body.map((cells, line) => {
    const cell = (place: number): string => (place < 0 ? '' : (cells[place] ?? ''))
    const unit = cell(places.unit)
    const values = cell(places.values)
    return {
      row: places.row < 0 ? String(line + 1) : cell(places.row),
      word: {
        kind: cell(places.kind),
        label: cell(places.label),
        unit: unit.trim() === '' ? null : unit,
        values: values.trim() === '' ? [] : values.split(';'),
        center: cell(places.center).trim(),
      },
    }
  })
}
