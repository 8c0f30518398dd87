import type { Period } from '../period.js'
import type { CurrentValue, JudgedRow } from './submission.js'

/** Canonical text of a key within one center (S1): period type and start, measure, cell. */
export const keyOf = (measure: string, period: Period, cell: string): string => `${period.type}:${period.start}/${measure}/${cell}`

/** The key of a row, or null where part of it could not be read. */
export const keyOfRow = ({ measure, period, cell }: JudgedRow): string | null =>
  measure === null || period === null || cell === null ? null : keyOf(measure, period, cell)

/** Current values of one center by key. */
export type CurrentValues = ReadonlyMap<string, CurrentValue>

/** Current values by their keys. */
export const indexCurrent = (values: Iterable<CurrentValue>): CurrentValues => {
  const byKey = new Map<string, CurrentValue>()
  for (const value of values) byKey.set(keyOf(value.measure, value.period, value.cell), value)
  return byKey
}

/** Where a judged row stands in the input, for the path of an issue. */
export const pathOf = ({ series, position }: JudgedRow): readonly (string | number)[] =>
  series === null ? ['rows', position] : ['series', series, 'values', position]
