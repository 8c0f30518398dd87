import { parseInstant } from '../instant.js'
import { addDays, parseDate } from '../period.js'

const KST = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d):\d\d\+09:00$/

/** Whether a text is an instant as messages carry it: to the second, in Korean time with its offset, never Z. */
export const isKstInstant = (text: string): boolean => KST.test(text) && parseInstant(text) !== null

/** An instant of a message as people say it, to the minute; the text itself where it is written otherwise. */
export function nameKstInstant(text: string): { readonly ko: string; readonly en: string } {
  const [, year, month, day, time] = KST.exec(text) ?? []
  if (year === undefined) return { ko: text, en: text }
  return { ko: `${year}년 ${Number(month)}월 ${Number(day)}일 ${time}`, en: `${year}-${month}-${day} ${time} KST` }
}

const PARTS = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/
const KOREA_MINUTES = 9 * 60
const DAY_MINUTES = 24 * 60

/** Any instant as messages carry it: the same moment in Korean time, fractions of a second left out; null for a text that is no instant. */
export function toKstInstant(text: string): string | null {
  const [, day = '', hour, minute, second, sign, offsetHour = '0', offsetMinute = '0'] =
    (parseInstant(text) === null ? null : PARTS.exec(text)) ?? []
  const parsed = parseDate(day)
  if (parsed === null) return null
  const offset = (sign === '-' ? -1 : 1) * (Number(offsetHour) * 60 + Number(offsetMinute))
  const minutes = Number(hour) * 60 + Number(minute) - offset + KOREA_MINUTES
  const shift = Math.floor(minutes / DAY_MINUTES)
  const [rest, two] = [minutes - shift * DAY_MINUTES, (value: number): string => `${value}`.padStart(2, '0')]
  return `${addDays(parsed, shift)}T${two(Math.floor(rest / 60))}:${two(rest % 60)}:${second}+09:00`
}
