import { dayNumber, fromDayNumber } from './period.js'

const PARTS = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|([+-])(\d\d):(\d\d))$/
const DAY = 86_400

/** Whole seconds from 1970-01-01T00:00:00Z to an ISO instant (see parseInstant); NaN for any other text. */
export function instantSeconds(instant: string): number {
  const [, day, hour = '', minute = '', second = '', , sign, offsetHour = '0', offsetMinute = '0'] = PARTS.exec(instant) ?? []
  if (day === undefined) return NaN
  const local = dayNumber(day) * DAY + Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  const offset = Number(offsetHour) * 3600 + Number(offsetMinute) * 60
  return local - (sign === '-' ? -offset : offset)
}

const KOREA = 9 * 3600

/** The instant so many seconds after 1970-01-01T00:00:00Z, to the second in Korean time: the other way round. */
export function fromInstantSeconds(seconds: number): string {
  const local = seconds + KOREA
  const ofDay = ((local % DAY) + DAY) % DAY
  const two = (value: number): string => `${Math.floor(value)}`.padStart(2, '0')
  return `${fromDayNumber(Math.floor(local / DAY))}T${two(ofDay / 3600)}:${two((ofDay % 3600) / 60)}:${two(ofDay % 60)}+09:00`
}
