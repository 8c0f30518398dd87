import { addDays, type Day } from '../period.js'
import { openingDays, type OpeningFacts } from './is-open.js'

/** A minute in Korea: `2026-11-20` and `08:30`. */
export type KoreanMinute = { readonly day: Day; readonly time: string }

/** Whether doors are open in that minute. A center of which no calendar is known is always open. */
export const isOpenNow = (facts: OpeningFacts, center: string, { day, time }: KoreanMinute): boolean => {
  const { hours } = openingDays(facts, center)(day)
  return hours !== null && hours[0] <= time && time < hours[1]
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

/** The next beginning of a day at a center, later than a minute; null where there is none for a month. */
export const nextBeginning = (facts: OpeningFacts, center: string, { day, time }: KoreanMinute): KoreanMinute | null => {
  for (let ahead = 0; ahead <= MOST_DAYS; ahead++) {
    const candidate = addDays(day, ahead)
    const begins = dayBegins(facts, center, candidate)
    if (begins !== null && (ahead > 0 || begins > time)) return { day: candidate, time: begins }
  }
  return null
}
