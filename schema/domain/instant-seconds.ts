import { dayNumber, fromDayNumber } from './period.js'

const PARTS = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|([+-])(\d\d):(\d\d))$/
const SEOUL_OFFSET = 9 * 3600
const DAY = 86_400

/** Whole seconds from 1970-01-01T00:00:00Z to an ISO instant (see parseInstant); NaN for any other text. */
export function instantSeconds(instant: string): number {
  const [, day, hour = '', minute = '', second = '', , sign, offsetHour = '0', offsetMinute = '0'] = PARTS.exec(instant) ?? []
  if (day === undefined) return NaN
  const local = dayNumber(day) * DAY + Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  const offset = Number(offsetHour) * 3600 + Number(offsetMinute) * 60
  return local - (sign === '-' ? -offset : offset)
}

/** Day and time of day of an ISO instant in Korea. */
export function koreanTimeOf(instant: string): { readonly day: string; readonly hour: number; readonly minute: number } {
  const seconds = instantSeconds(instant) + SEOUL_OFFSET
  const inDay = ((seconds % DAY) + DAY) % DAY
  return { day: fromDayNumber(Math.floor(seconds / DAY)), hour: Math.floor(inDay / 3600), minute: Math.floor((inDay % 3600) / 60) }
}
