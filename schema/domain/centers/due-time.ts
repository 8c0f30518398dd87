import { addDays, type Day } from '../period.js'
import type { Agreement } from './calendar.js'

/** A moment in Korea to the microsecond, `2026-11-20T06:00:00.000000`. Text order is time order. */
export type KoreanTime = string

/** The first moment of a Korean business day. */
export const startOfDay = (day: Day): KoreanTime => `${day}T00:00:00.000000`

/** A center closed for longer keeps the deadline it had: nobody will come to move it for. */
const MOST_DAYS_MOVED = 31

/** The day itself where the center is open, else the next day on which it is. */
const openDayFrom = (day: Day, isOpen: (day: Day) => boolean): Day => {
  for (let moved = 0; moved <= MOST_DAYS_MOVED; moved++) {
    const candidate = addDays(day, moved)
    if (isOpen(candidate)) return candidate
  }
  return day
}

/**
 * The moment from which figures of a period that ends with `lastDay` are late: D + days at the time of the agreement. Under next_business_day
 * it moves from a closed day of the center to its next open day, at the same time. Source: members.yaml, agreement_en.
 */
export const dueTime = (
  { due, holidayRule }: Pick<Agreement, 'due' | 'holidayRule'>,
  lastDay: Day,
  isOpen: (day: Day) => boolean,
): KoreanTime => {
  const plain = addDays(lastDay, due.days)
  return `${holidayRule === 'none' ? plain : openDayFrom(plain, isOpen)}T${due.time}:00.000000`
}

/** The moment from which they are locked: D + days, on whatever day that is, but never before a deadline that moved beyond it. */
export const lockTime = (
  agreement: Pick<Agreement, 'due' | 'lock' | 'holidayRule'>,
  lastDay: Day,
  isOpen: (day: Day) => boolean,
): KoreanTime => {
  const plain = `${addDays(lastDay, agreement.lock.days)}T${agreement.lock.time}:00.000000`
  const due = dueTime(agreement, lastDay, isOpen)
  return plain < due ? due : plain
}

/** The same moment as an instant, `2026-11-20T06:00:00.000000+09:00`. */
export const toInstant = (time: KoreanTime): string => `${time}+09:00`
