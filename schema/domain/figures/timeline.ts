import { bucketOf, dayNumber, fromDayNumber, type Day, type PeriodType } from '../period.js'

/** Numbers the periods of one type from 0, so that values of a range lie in arrays. */
export type Timeline = { readonly type: PeriodType; readonly first: number; readonly count: number }

const MONTHS: Record<Exclude<PeriodType, 'day'>, number> = { month: 1, quarter: 3, half: 6, year: 12 }

/** Number of the period of that type in which the day lies, counted from a fixed origin. */
const ordinalOf = (type: PeriodType, day: Day): number =>
  type === 'day' ? dayNumber(day) : Math.floor((Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1) / MONTHS[type])

export const makeTimeline = (type: PeriodType, from: Day, to: Day): Timeline => {
  const first = ordinalOf(type, from)
  return { type, first, count: ordinalOf(type, to) - first + 1 }
}

/** Place of the period in which the day lies; below 0 or past the end when it is outside. */
export const slotOfDay = ({ type, first }: Timeline, day: Day): number => ordinalOf(type, day) - first

/** The same for a day given by its number. */
export const slotOfDayNumber = (timeline: Timeline, day: number): number =>
  timeline.type === 'day' ? day - timeline.first : slotOfDay(timeline, fromDayNumber(day))

/** First day of the period at that place. */
export const startOfSlot = ({ type, first }: Timeline, slot: number): Day => {
  if (type === 'day') return fromDayNumber(first + slot)
  const months = (first + slot) * MONTHS[type]
  return bucketOf(`${Math.floor(months / 12)}-${`${(months % 12) + 1}`.padStart(2, '0')}-01`, type).start
}
