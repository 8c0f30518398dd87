import { addDays, bucketOf, daysBetween, isoWeekOf, periodEnd, type Day, type PeriodType } from '../period.js'

/**
 * What a question may ask figures by, from short to long. An hour is asked as a day and the dimension `hour` (S1); a week is ISO, Monday to
 * Sunday, also across the end of a year, and no value is ever stored by it.
 */
export const GRAINS = ['hour', 'day', 'week', 'month', 'quarter', 'half', 'year'] as const
export type Grain = (typeof GRAINS)[number]

export const isGrain = (text: string): text is Grain => (GRAINS as readonly string[]).includes(text)

/** The type of stored periods that are as long as the grain; null for a week. */
export const periodTypeOfGrain = (grain: Grain): PeriodType | null => (grain === 'week' ? null : grain === 'hour' ? 'day' : grain)

/** First and last day of the day, week or period in which the day lies. */
export const grainAround = (day: Day, grain: Grain): { readonly from: Day; readonly to: Day } => {
  const type = periodTypeOfGrain(grain)
  if (type === null) {
    const { start, end } = isoWeekOf(day)
    return { from: start, to: end }
  }
  const period = bucketOf(day, type)
  return { from: period.start, to: periodEnd(period) }
}

/** Year and number of the ISO week in which the day lies: those of its Thursday. */
export const isoWeekNumber = (day: Day): { readonly year: number; readonly week: number } => {
  const thursday = addDays(isoWeekOf(day).start, 3)
  const year = Number(thursday.slice(0, 4))
  return { year, week: Math.floor(daysBetween(isoWeekOf(`${year}-01-04`).start, thursday) / 7) + 1 }
}

/** Last day of the day, week or period in which the day lies. */
const lastDayAround = (day: Day, grain: Grain): Day => {
  const type = periodTypeOfGrain(grain)
  return type === null ? isoWeekOf(day).end : periodEnd(bucketOf(day, type))
}

/** Last days of the grain from `from` on, the last one cut to `to`. */
export function* lastDays(from: Day, to: Day, grain: Grain): Generator<Day, void, undefined> {
  for (let last = lastDayAround(from, grain); ; last = lastDayAround(addDays(last, 1), grain)) {
    yield last < to ? last : to
    if (last >= to) return
  }
}
