import type { Period } from '../period.js'
import { KeyTree } from './key-tree.js'
import type { CurrentValue, JudgedRow } from './submission.js'

/** What names a value within one center (S1). */
export type RowKey = { readonly measure: string; readonly period: Period; readonly cell: string }

/** A row whose key could be read. */
export type KeyedRow = JudgedRow & RowKey

/** True when measure, period and cell of the row could be read. */
export const hasKey = (row: JudgedRow): row is KeyedRow => row.measure !== null && row.period !== null && row.cell !== null

/** Current values of one center by key. */
export type CurrentValues = KeyTree<CurrentValue>

/** Current values by their keys. */
export const indexCurrent = (values: Iterable<CurrentValue>): CurrentValues => {
  const tree: CurrentValues = new KeyTree()
  for (const value of values) tree.put(value, value)
  return tree
}

/** Where a judged row stands in the input, for the path of an issue. */
export const pathOf = ({ series, position }: JudgedRow): readonly (string | number)[] =>
  series === null ? ['rows', position] : ['series', series, 'values', position]
