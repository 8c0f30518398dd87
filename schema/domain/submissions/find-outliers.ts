import Big from 'big.js'
import { toDecimalText, ZERO } from '../decimal.js'
import { issue, type Issue } from '../issue.js'
import { addDays, type Day } from '../period.js'
import type { Edition } from '../statistics/edition.js'
import type { Measure } from '../statistics/measure.js'
import { textOfNumber } from './exact-number.js'
import { hasKey, pathOf, type KeyedRow } from './row-key.js'
import type { ExactNumber, JudgedRow } from './submission.js'

/** Weeks looked back: about two months, so that a season does not count as an outlier, and few enough to follow a center that grows. */
const HISTORY_WEEKS = 8
/** With fewer values a single odd one moves the median itself. */
const FEWEST_VALUES = 4
/**
 * Five deviations, each 1.4826 times the median absolute deviation (MAD), which is the standard deviation where values are normal.
 * Call volumes are skewed and seasonal, so mean and standard deviation would be drawn along by the very days that are looked for; the median
 * and the MAD are not, and the same weekday takes the week's shape out.
 */
const DEVIATIONS = new Big('5').times('1.4826')
/** Eight quiet weeks make a MAD near 0, against which every change is large: it has to be more than half of the median as well, */
const LEAST_SHARE = new Big('0.5')
/** and no matter of small counts, where 2 calls instead of 8 mean nothing. In the unit of the measure. */
const LEAST_DIFFERENCE = new Big('30')

/** A row that is compared with the weeks before: a good daily total of a flow or a duration. */
export type WatchedRow = KeyedRow & { readonly value: ExactNumber }

/** The center's value of a measure on a day, as it stands; null when there is none that can be compared. */
export type ValueBefore = (measure: string, day: Day) => ExactNumber | null

const isWatchedKind = (measure: Measure | undefined): boolean => measure?.kind === 'flow_count' || measure?.kind === 'duration_sum'

const isWatched = (row: JudgedRow, edition: Edition): row is WatchedRow =>
  row.verdict === 'good' &&
  row.duplicateOf === null &&
  hasKey(row) &&
  row.value !== null &&
  row.cell === '' &&
  row.period.type === 'day' &&
  isWatchedKind(edition.measures.get(row.measure)) &&
  edition.statuses.get(row.status ?? '')?.quality !== 'DEFINITION_DIFFERS'

/** The rows of a batch that findOutliers looks at. Numbers under another definition are left out: they compare with nothing. */
export const watchedRows = (rows: readonly JudgedRow[], edition: Edition): readonly WatchedRow[] =>
  rows.filter(row => isWatched(row, edition))

/** The same weekday in the weeks before, latest first. */
export const historyDays = (day: Day): readonly Day[] => Array.from({ length: HISTORY_WEEKS }, (_, week) => addDays(day, -7 * (week + 1)))

const medianOf = (values: readonly Big[]): Big => {
  const sorted = values.toSorted((a, b) => a.cmp(b))
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? ZERO
  return sorted.length % 2 === 1 ? upper : upper.plus(sorted[middle - 1] ?? ZERO).times('0.5')
}

/** The median of the weeks before when the value lies far from it, else null. */
const medianLeft = (value: Big, before: readonly Big[]): Big | null => {
  if (before.length < FEWEST_VALUES) return null
  const median = medianOf(before)
  const deviation = medianOf(before.map(one => one.minus(median).abs()))
  const difference = value.minus(median).abs()
  const isFar = difference.gt(deviation.times(DEVIATIONS)) && difference.gt(median.times(LEAST_SHARE)) && difference.gte(LEAST_DIFFERENCE)
  return isFar ? median : null
}

const outlierNote = (row: WatchedRow, { nameKo, nameEn }: Measure, found: { readonly median: Big; readonly weeks: number }): Issue => {
  const [value, median] = [textOfNumber(row.value), toDecimalText(found.median)]
  return issue({
    code: 'OUTLIER',
    severity: 'info',
    path: pathOf(row),
    messageKo: `${nameKo}의 ${row.period.start} 값(${value})이 지난 ${HISTORY_WEEKS}주 같은 요일 ${found.weeks}일의 중앙값(${median})과 크게 다릅니다. 값은 그대로 받았습니다. 잘못 적은 값이면 고쳐서 다시 제출해 주십시오.`,
    messageEn: `${nameEn} on ${row.period.start} is ${value}, far from ${median}, the median of the same weekday in ${found.weeks} of the last ${HISTORY_WEEKS} weeks. The value is accepted; send it again if it is a slip.`,
    expected: `median ${median} of ${found.weeks} weeks`,
    got: value,
    sourceRow: row.sourceRow,
  })
}

/**
 * A note (OUTLIER, info) for each row whose value lies far from the center's own values of the same weekday, by row index. It never changes
 * an outcome: a typhoon day at four times the volume is true. Values of the batch itself are no history, so a back-load is judged by
 * what stood before it.
 */
export const findOutliers = (rows: readonly WatchedRow[], edition: Edition, valueBefore: ValueBefore): ReadonlyMap<number, Issue> => {
  const notes = new Map<number, Issue>()
  for (const row of rows) {
    const measure = edition.measures.get(row.measure)
    const before = historyDays(row.period.start).flatMap(day => {
      const value = valueBefore(row.measure, day)
      return value === null ? [] : [new Big(value)]
    })
    const median = medianLeft(new Big(row.value), before)
    if (measure !== undefined && median !== null) notes.set(row.index, outlierNote(row, measure, { median, weeks: before.length }))
  }
  return notes
}
