import { addDays, type Day } from '../period.js'
import { openingDays, type OpeningFacts } from './is-open.js'

/** A minute in Korea: `2026-11-20` and `08:30`. */
export type KoreanMinute = { readonly day: Day; readonly time: string }

/** Whether doors are open in that minute. A center of which no calendar is known is always open. */
export const isOpenNow = (facts: OpeningFacts, center: string, { day, time }: KoreanMinute): boolean => {
  return openingDays(facts, center)(day).spans.some(([opens, closes]) => opens <= time && time < closes)
}

/** Longest that an opening is looked for; a center closed for longer has nobody to read it. */
const MOST_DAYS = 31
/** When a center that never closes begins its day. */
const NEVER_CLOSED_BEGINS = '09:00'

/** When the day of a center begins: its opening, or 09:00 where doors are open around the clock; null on a day without service. */
export const dayBegins = (facts: OpeningFacts, center: string, day: Day): string | null => {
  const { hours } = openingDays(facts, center)(day)
  if (hours === null) return null
  return hours[0] === '00:00' && hours[1] === '24:00' ? NEVER_CLOSED_BEGINS : hours[0]
}

const DAY_MINUTES = 24 * 60
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const twoDigits = (count: number): string => `${count}`.padStart(2, '0')
const minuteAt = (day: Day, minute: number): KoreanMinute =>
  minute >= DAY_MINUTES
    ? { day: addDays(day, 1), time: '00:00' }
    : { day, time: `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}` }

/**
 * The minute at which doors of a center have been open for `minutes` (1 at least) since a minute: its hours, holidays and closed days counted as its calendar has them.
 * Null where it is not open for so long within a month.
 */
export const afterOpenMinutes = (
  facts: OpeningFacts,
  center: string,
  since: KoreanMinute & { readonly minutes: number },
): KoreanMinute | null => {
  const openingOf = openingDays(facts, center)
  let left = since.minutes
  for (let ahead = 0; ahead <= MOST_DAYS; ahead++) {
    const day = addDays(since.day, ahead)
    for (const [opens, closes] of openingOf(day).spans) {
      const from = Math.max(minuteOf(opens), ahead === 0 ? minuteOf(since.time) : 0)
      const open = Math.max(0, minuteOf(closes) - from)
      if (open >= left) return minuteAt(day, from + left)
      left -= open
    }
  }
  return null
}

/** The next beginning of a day at a center, later than a minute; null where there is none for a month. */
export const nextBeginning = (facts: OpeningFacts, center: string, { day, time }: KoreanMinute): KoreanMinute | null => {
  for (let ahead = 0; ahead <= MOST_DAYS; ahead++) {
    const candidate = addDays(day, ahead)
    const begins = dayBegins(facts, center, candidate)
    if (begins !== null && (ahead > 0 || begins > time)) return { day: candidate, time: begins }
  }
  return null
}
