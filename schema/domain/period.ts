import { issue, type IssueCode } from './issue.js'
import { accept, refuse, type Outcome } from './outcome.js'

/** Period types from short to long (S1). The hour of a day is a dimension, never a period. */
export const PERIOD_TYPES = ['day', 'month', 'quarter', 'half', 'year'] as const
export type PeriodType = (typeof PERIOD_TYPES)[number]

/** A Korean business day, `YYYY-MM-DD`, between 1900-01-01 and 2199-12-31. Text order is time order. */
export type Day = string

/** A calendar period by type and first day. Periods of two types that start on one day are two keys (S1). */
export type Period = { readonly type: PeriodType; readonly start: Day }

const FIRST_YEAR = 1900
const LAST_YEAR = 2199
const MINUTES_OF_KOREA = 9 * 60

/** Months of one period; days are counted, not built from months. */
const MONTHS: Record<Exclude<PeriodType, 'day'>, number> = { month: 1, quarter: 3, half: 6, year: 12 }

export const isPeriodType = (text: string): text is PeriodType => (PERIOD_TYPES as readonly string[]).includes(text)

const padTwo = (value: number): string => (value < 10 ? `0${value}` : `${value}`)
const toDay = (year: number, month: number, dayOfMonth: number): Day => `${year}-${padTwo(month)}-${padTwo(dayOfMonth)}`

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31

/** The day when the text names one that exists, else null: `2026-02-29` is refused and never becomes March. */
export const parseDate = (text: string): Day | null => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))]
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12) return null
  return day >= 1 && day <= daysInMonth(year, month) ? text : null
}

const yearOf = (day: Day): number => Number(day.slice(0, 4))
const monthOf = (day: Day): number => Number(day.slice(5, 7))

/** Days since 1970-01-01 in the Gregorian calendar, by integers alone. Source: H. Hinnant, days_from_civil. */
export const dayNumber = (day: Day): number => {
  const month = monthOf(day)
  const year = yearOf(day) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + Number(day.slice(8, 10)) - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The day with that number; the other way round of `dayNumber`. */
export const fromDayNumber = (number: number): Day => {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return toDay(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1)
}

export const addDays = (day: Day, count: number): Day => fromDayNumber(dayNumber(day) + count)

/** Days from `from` to `to`; 1 for the next day, negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

/** 0 is Sunday, 6 is Saturday. */
export const weekday = (day: Day): number => (((dayNumber(day) + 4) % 7) + 7) % 7

/** Monday and Sunday of the ISO week in which the day lies, also across the end of a year. */
export const isoWeekOf = (day: Day): { readonly start: Day; readonly end: Day } => {
  const start = addDays(day, -((weekday(day) + 6) % 7))
  return { start, end: addDays(start, 6) }
}

/** The period of that type in which the day lies. */
export const bucketOf = (day: Day, type: PeriodType): Period => {
  if (type === 'day') return { type, start: day }
  const length = MONTHS[type]
  return { type, start: toDay(yearOf(day), Math.floor((monthOf(day) - 1) / length) * length + 1, 1) }
}

/** The period of the same type that follows. */
export const nextPeriod = ({ type, start }: Period): Period => {
  if (type === 'day') return { type, start: addDays(start, 1) }
  const months = monthOf(start) - 1 + MONTHS[type]
  return { type, start: toDay(yearOf(start) + Math.floor(months / 12), (months % 12) + 1, 1) }
}

/** Last day of the period, itself inside it. */
export const periodEnd = (period: Period): Day => (period.type === 'day' ? period.start : addDays(nextPeriod(period).start, -1))

/** Number of calendar days in the period. */
export const daysIn = (period: Period): number => daysBetween(period.start, nextPeriod(period).start)

export const containsDay = (period: Period, day: Day): boolean => period.start <= day && day <= periodEnd(period)

/** The whole periods from `from` to `to`, both inside; null when the range does not begin and end with one (S32) or is empty. */
export const periodsCovering = (from: Day, to: Day, type: PeriodType): readonly Period[] | null => {
  if (from > to || bucketOf(from, type).start !== from || periodEnd(bucketOf(to, type)) !== to) return null
  const periods: Period[] = []
  for (let period = bucketOf(from, type); period.start <= to; period = nextPeriod(period)) periods.push(period)
  return periods
}

const SPELLINGS: Record<PeriodType, string> = {
  day: '2026-11-19',
  month: '2026-11, 2026-11-01',
  quarter: '2026-Q4, 2026-10-01',
  half: '2026-H2, 2026-07-01',
  year: '2026, 2026-01-01',
}

const TYPE_NAMES_KO: Record<PeriodType, string> = { day: '일', month: '월', quarter: '분기', half: '반기', year: '연' }

/** First day that a short spelling (2026-11, 2026-Q4, 2026-H2, 2026) names; null when it is none of that type. */
const startOfShortText = (type: PeriodType, text: string): Day | null => {
  const year = text.slice(0, 4)
  switch (type) {
    case 'day':
      return null
    case 'month':
      return /^\d{4}-\d\d$/.test(text) ? parseDate(`${text}-01`) : null
    case 'quarter':
      return /^\d{4}-Q[1-4]$/.test(text) ? parseDate(`${year}-${padTwo(Number(text.slice(6)) * 3 - 2)}-01`) : null
    case 'half':
      return /^\d{4}-H[12]$/.test(text) ? parseDate(`${year}-${padTwo(Number(text.slice(6)) * 6 - 5)}-01`) : null
    case 'year':
      return /^\d{4}$/.test(text) ? parseDate(`${text}-01-01`) : null
  }
}

const refusePeriod = (code: IssueCode, type: PeriodType, facts: { ko: string; en: string; got: string }): Outcome<never> =>
  refuse(issue({ code, path: ['periodStart'], messageKo: facts.ko, messageEn: facts.en, expected: SPELLINGS[type], got: facts.got }))

/**
 * The period of that type which starts there, from its first day or its short spelling (2026-11, 2026-Q4, 2026-H2, 2026).
 * PERIOD_UNREADABLE for text that names no day or is out of 1900 to 2199; PERIOD_NOT_ALIGNED for a day that is not the first of the period (S1).
 * The text is echoed in the issue only when it looks like a date.
 */
export const parsePeriod = (type: PeriodType, startText: string): Outcome<Period> => {
  const start = parseDate(startText) ?? startOfShortText(type, startText)
  if (start === null) {
    const got = /^[0-9QH./-]{1,12}$/.test(startText) ? startText : `${startText.length} characters`
    return refusePeriod('PERIOD_UNREADABLE', type, {
      ko: `기간 시작을 읽을 수 없습니다. ${TYPE_NAMES_KO[type]} 단위는 ${SPELLINGS[type]} 형식으로 적으십시오.`,
      en: `The period start cannot be read; a ${type} is written ${SPELLINGS[type]}.`,
      got,
    })
  }
  const first = bucketOf(start, type).start
  if (first === start) return accept({ type, start })
  return refusePeriod('PERIOD_NOT_ALIGNED', type, {
    ko: `${TYPE_NAMES_KO[type]} 단위 기간은 첫날로 적어야 합니다. 받은 값은 ${start}, 그 기간의 첫날은 ${first}입니다.`,
    en: `${start} is not the first day of a ${type}; that ${type} starts on ${first}.`,
    got: start,
  })
}

const INSTANT = /^(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/

/**
 * The Korean business day and the hour ('00' to '23') in which an ISO instant falls; null without a zone, or when it names no instant.
 * By integers: the zone of the process plays no part (S1). Korea has had no summer time since 1988.
 */
export const businessHourOf = (instantText: string): { readonly day: Day; readonly hour: string } | null => {
  const match = INSTANT.exec(instantText)
  if (match === null) return null
  const [, dayText = '', hour = '', minute = '', second = '0', zone = ''] = match
  const day = parseDate(dayText)
  const offset = minutesOfZone(zone)
  if (day === null || offset === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const minutes = Number(hour) * 60 + Number(minute) - offset + MINUTES_OF_KOREA
  const koreanDay = parseDate(addDays(day, Math.floor(minutes / 1440)))
  return koreanDay === null ? null : { day: koreanDay, hour: padTwo(Math.floor((((minutes % 1440) + 1440) % 1440) / 60)) }
}

/** Minutes east of UTC; null beyond the 14 hours that any zone has. */
const minutesOfZone = (zone: string): number | null => {
  if (zone === 'Z' || zone === 'z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))]
  const size = hours * 60 + minutes
  return minutes > 59 || size > 14 * 60 ? null : zone.startsWith('-') ? -size : size
}
