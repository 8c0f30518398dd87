import type { Issue } from '../../../schema/domain/issue.js'
import { normalizeLabel } from '../../../schema/domain/terms/normalize-label.js'
import { isDimensionColumn } from './dimension-columns.js'
import { fileIssue, notSent } from './source-file.js'

/** What a column of a member's sheet holds. */
export type Field = 'center' | 'periodStart' | 'periodType' | 'measure' | 'value' | 'unit' | 'dimensions' | 'status'

export type Column =
  { readonly kind: 'field'; readonly field: Field } | { readonly kind: 'dimension'; readonly name: string } | { readonly kind: 'notSent' }

const HEADERS: Readonly<Record<Field, readonly string[]>> = {
  center: ['센터', '센터명', 'center', 'centre'],
  periodStart: ['기준일', '기준일자', '일자', '날짜', 'date', 'period_start', 'periodStart'],
  periodType: ['기간', '기간종류', 'period', 'period_type', 'periodType'],
  measure: ['항목', '항목명', '지표', 'measure'],
  value: ['값', '수치', 'value'],
  unit: ['단위', 'unit'],
  dimensions: ['구분', 'dimensions'],
  status: ['상태', 'status', 'obs_status'],
}

/** Free text, where names and callers' matters are found: it never leaves the center. */
const FREE_TEXT = new Set(['비고', '메모', '참고', 'note', 'notes', 'remark', 'remarks', 'comment', 'comments'].map(normalizeLabel))

const FIELD_OF_HEADER = new Map(
  Object.entries(HEADERS).flatMap(([field, names]) => names.map(name => [normalizeLabel(name), field as Field] as const)), // keys are fields
)

const REQUIRED: readonly (readonly [Field, string])[] = [
  ['periodStart', '기준일 (date)'],
  ['measure', '항목 (measure)'],
  ['value', '값 (value)'],
]

function columnOf(header: string, dimensions: ReadonlyMap<string, string> | null): Column {
  const field = FIELD_OF_HEADER.get(normalizeLabel(header))
  if (field !== undefined) return { kind: 'field', field }
  const isFreeText = FREE_TEXT.has(normalizeLabel(header))
  return !isFreeText && isDimensionColumn(header, dimensions) ? { kind: 'dimension', name: header } : { kind: 'notSent' }
}

const nameOf = (column: Column): string | null =>
  column.kind === 'field' ? column.field : column.kind === 'dimension' ? normalizeLabel(column.name) : null

/** The columns by their headers, what is not sent, and what makes the header useless. `dimensions` are those of the edition at hand. */
export function readHeader(
  headers: readonly string[],
  dimensions: ReadonlyMap<string, string> | null,
): { readonly columns: readonly Column[]; readonly notes: readonly Issue[]; readonly faults: readonly Issue[] } {
  const columns = headers.map(header => columnOf(header, dimensions))
  const names = columns.map(nameOf)
  const missing = REQUIRED.filter(([field]) => !names.includes(field)).map(([, label]) =>
    fileIssue({
      line: 1,
      ko: `머리글에 ${label} 열이 없습니다.`,
      en: `The header has no column ${label}.`,
      expected: '센터, 기준일, 항목, 값, 단위, 구분, 상태',
    }),
  )
  const repeated = headers.filter((_, at) => names[at] !== null && names.indexOf(names[at] ?? null) !== at)
  const faults = repeated.map(header =>
    fileIssue({
      line: 1,
      ko: `머리글에 "${header}" 열이 두 번 나옵니다.`,
      en: `The header names the column "${header}" twice.`,
      got: header,
    }),
  )
  const notes = headers.flatMap((header, at) =>
    columns[at]?.kind === 'notSent' && header !== ''
      ? [notSent(header, FREE_TEXT.has(normalizeLabel(header)) ? 'freeText' : 'unknown')]
      : [],
  )
  return { columns, notes, faults: [...missing, ...faults] }
}
