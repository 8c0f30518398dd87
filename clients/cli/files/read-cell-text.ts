import type { Cell, SubmittedDimension } from '../../../schema/domain/submissions/submission.js'

const WHOLE = /^-?(?:0|[1-9]\d{0,14})$/
/** 5,394 and 1,234,567.5: groups of three throughout. `5,39` and `12,34,567` are no numbers. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/

/** The value cell of a sheet (S6): separators of thousands are understood here and nowhere else. Text that is no number goes as it stands and is judged by its row. */
export function readValueText(text: string): Cell {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const plain = GROUPED.test(trimmed) ? trimmed.replaceAll(',', '').replace(/^\+/, '') : trimmed
  return WHOLE.test(plain) && plain !== '-0' ? Number(plain) : plain
}

/** 2026.11.19, 2026/11/19, 2026-11-9 and 20261119 as 2026-11-19; everything else as it stands. */
export function readDateText(text: string): string {
  const trimmed = text.trim()
  const parts = /^(\d{4})[./-]\s?(\d{1,2})[./-]\s?(\d{1,2})\.?$/.exec(trimmed) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(trimmed)
  if (parts === null) return trimmed
  const [, year = '', month = '', day = ''] = parts
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/**
 * The pairs of a cell such as `언어=영어;시간대=09`. A part without a name and an item becomes a pair without a name,
 * for which the hub rejects the row: left out, it would turn a part into a total.
 */
export function readDimensionsText(text: string): readonly SubmittedDimension[] {
  const parts = text.split(/[;；]/).map(part => part.trim())
  return parts
    .filter(part => part !== '')
    .map(part => {
      const [dimension = '', item = '', ...rest] = part.split(/[=＝]/).map(side => side.trim())
      return dimension === '' || item === '' || rest.length > 0 ? { dimension: null, item: null } : { dimension, item }
    })
}
