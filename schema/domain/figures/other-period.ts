import { addDays, isoWeekOf, parseDate, type Day } from '../period.js'
import { grainAround, isoWeekNumber, type Grain } from './grain.js'

/** What a figure of a period is held against. */
export const CHANGE_KINDS = ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** The hub knows no day before. */
const FIRST_DAY = '1900-01-01'

type Days = { readonly from: Day; readonly to: Day }

/** The week of the same number in the year before; null for a 53rd that it does not have. */
const weekYearEarlier = (from: Day): Days | null => {
  const { year, week } = isoWeekNumber(from)
  const first = isoWeekOf(`${year - 1}-01-04`).start
  const start = addDays(first, (week - 1) * 7)
  return isoWeekNumber(start).week === week ? grainAround(start, 'week') : null
}

/** The period of the same name a year earlier, or null where there is none: the 29th of February of most years. */
const yearEarlier = (from: Day, by: Grain): Days | null => {
  if (by === 'week') return weekYearEarlier(from)
  const day = parseDate(`${Number(from.slice(0, 4)) - 1}${from.slice(4)}`)
  return day === null ? null : grainAround(day, by)
}

/** The days that a whole period, known by its first day, is held against; null where the calendar has none. */
export const otherPeriod = (kind: ChangeKind, from: Day, by: Grain): Days | null => {
  const other = kind === 'PREVIOUS_PERIOD' ? grainAround(addDays(from, -1), by) : yearEarlier(from, by)
  return other !== null && other.from >= FIRST_DAY ? other : null
}

/** First day needed to hold the periods from `day` on against their others. */
export const earliestDay = (kinds: readonly ChangeKind[], day: Day, by: Grain): Day => {
  const first = grainAround(day, by)
  // A first period without its like a year earlier needs nothing; the next one may.
  const starts = [first.from, addDays(first.to, 1)].flatMap(from => kinds.flatMap(kind => otherPeriod(kind, from, by)?.from ?? []))
  return starts.reduce((least, start) => (start < least ? start : least), day)
}
