import { listOutlierHistory } from '../../db/queries/outlier-history.js'
import type { Tx } from '../../db/transaction.js'
import { openingDays } from '../../schema/domain/centers/is-open.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { findOutliers, historyDays, watchedRows, type ValueBefore } from '../../schema/domain/submissions/find-outliers.js'
import type { JudgedRow } from '../../schema/domain/submissions/submission.js'
import { readNumeric } from './load-current.js'

/** A night is never skipped, however many rows it has; a back-load of years is, for nobody acts on notes about last year. */
const LARGE_BATCH_ROWS = 20_000
const LARGE_BATCH_DAYS = 40

type Place = { readonly standards: Standards; readonly centerId: number }

/**
 * The rows with a note (OUTLIER) on those far from the center's values of the same weekday in the weeks before (exchange scenario 13); nothing
 * else about them changes. Holidays and days of exceptional hours are neither looked at nor compared with. One statement for the whole batch, and none for more than 20,000 rows that spread over more than 40 days.
 */
export async function noteOutliers(tx: Tx, place: Place, rows: readonly JudgedRow[]): Promise<readonly JudgedRow[]> {
  const openingOf = openingDays(place.standards, place.standards.centerCodes.get(place.centerId) ?? '')
  const watched = watchedRows(rows, place.standards.edition).filter(row => openingOf(row.period.start).isUsual)
  const days = new Set(watched.map(row => row.period.start))
  if (watched.length === 0 || (rows.length > LARGE_BATCH_ROWS && days.size > LARGE_BATCH_DAYS)) return rows
  const measures = new Set(watched.map(row => row.measure))
  const valueBefore = await readHistory(tx, place, {
    measures,
    days: new Set([...days].flatMap(historyDays).filter(day => openingOf(day).isUsual)),
  })
  const notes = findOutliers(watched, place.standards.edition, valueBefore)
  if (notes.size === 0) return rows
  return rows.map(row => {
    const note = notes.get(row.index)
    return note === undefined ? row : { ...row, issues: [...row.issues, note] }
  })
}

async function readHistory(
  tx: Tx,
  { standards, centerId }: Place,
  wanted: { readonly measures: ReadonlySet<string>; readonly days: ReadonlySet<string> },
): Promise<ValueBefore> {
  const measureIds = [...wanted.measures].flatMap(code => standards.measureIds.get(code) ?? [])
  const stored = await listOutlierHistory(tx, centerId, { measureIds, days: [...wanted.days] })
  const values = new Map(stored.map(row => [`${standards.measureCodes.get(row.measure_id)}|${row.day}`, readNumeric(row.value)]))
  return (measure, day) => values.get(`${measure}|${day}`) ?? null
}
