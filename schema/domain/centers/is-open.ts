import { addDays, weekday, type Day } from '../period.js'
import type { CalendarException, Hours, OpeningCalendar } from './calendar.js'
import { isPublicHoliday } from './holidays.js'

/** When doors are open, as far as anybody said. */
export type OpeningFacts = {
  readonly calendars: readonly OpeningCalendar[]
  readonly calendarExceptions: readonly CalendarException[]
}

/**
 * A day at a center. `hours` are those of the day itself and may run over midnight; `spans` are all stretches of the day that are open, the end of the night before
 * included. `isUsual` is false for holidays and for days of which something was said apart from the calendar.
 */
export type OpeningDay = {
  readonly hours: Hours
  readonly spans: readonly OpenSpan[]
  readonly isHoliday: boolean
  readonly isUsual: boolean
}

/** From 00:00 to 24:00 of one day. */
export type OpenSpan = readonly [opens: string, closes: string]

/**
 * Where no calendar is known every hour is open: figures that did not come are then missing, which somebody looks into, and not silently excused.
 */
const ALL_DAY: Hours = ['00:00', '24:00']

/** The center's calendar of that day, or null when none is known. */
export const calendarOn = (calendars: readonly OpeningCalendar[], center: string, day: Day): OpeningCalendar | null =>
  calendars.find(
    calendar => calendar.center === center && calendar.validFrom <= day && (calendar.validTo === null || day <= calendar.validTo),
  ) ?? null

/** Opening hours of a day under a calendar; null when the center is closed all day. A public holiday goes before the weekday. */
export const hoursOn = (calendar: OpeningCalendar, day: Day, isHoliday: boolean): Hours => {
  if (isHoliday) return calendar.holidays
  switch (weekday(day)) {
    case 0:
      return calendar.sunday
    case 6:
      return calendar.saturday
    default:
      return calendar.weekdays
  }
}

/** What was said of single days, by day; the center's own word goes before the council's. A null center has the council's alone. */
const exceptionsOf = (exceptions: readonly CalendarException[], center: string | null): ReadonlyMap<Day, CalendarException> => {
  const said = new Map<Day, CalendarException>()
  for (const one of exceptions) if (one.center === null) said.set(one.day, one)
  if (center !== null) for (const one of exceptions) if (one.center === center) said.set(one.day, one)
  return said
}

const isHolidayBy = (exception: CalendarException | undefined, day: Day): boolean =>
  exception?.kind === 'holiday' || (exception?.kind !== 'not_holiday' && isPublicHoliday(day))

const MIDNIGHT = '24:00'

const runsOver = (hours: Hours): hours is OpenSpan => hours !== null && hours[1] > MIDNIGHT

/** What the night before leaves of a day: up to 02:00 for one that closes at 26:00. */
const endOfNight = (hours: Hours): OpenSpan | null =>
  runsOver(hours) ? ['00:00', `${Number(hours[1].slice(0, 2)) - 24}`.padStart(2, '0') + hours[1].slice(2)] : null

const spansOf = (hours: Hours, before: OpenSpan | null): readonly OpenSpan[] => {
  if (hours === null) return before === null ? [] : [before]
  const own: OpenSpan = [hours[0], runsOver(hours) ? MIDNIGHT : hours[1]]
  if (before === null) return [own]
  return own[0] > before[1] ? [before, own] : [['00:00', own[1] > before[1] ? own[1] : before[1]]]
}

/** Looks days of one center up: its exception, the public holidays with what the council declared since, its calendar, in this order. */
export const openingDays = ({ calendars, calendarExceptions }: OpeningFacts, center: string): ((day: Day) => OpeningDay) => {
  const own = calendars.filter(calendar => calendar.center === center)
  const exceptions = exceptionsOf(calendarExceptions, center)
  const hoursOf = (day: Day, isHoliday: boolean): Hours => {
    const calendar = calendarOn(own, center, day)
    return calendar === null ? ALL_DAY : hoursOn(calendar, day, isHoliday)
  }
  const ownHours = (day: Day): Omit<OpeningDay, 'spans'> => {
    const exception = exceptions.get(day)
    const isHoliday = isHolidayBy(exception, day)
    const isSetByItself = exception?.kind === 'closed' || exception?.kind === 'hours'
    const hours = isSetByItself ? exception.hours : hoursOf(day, isHoliday)
    return { hours, isHoliday, isUsual: !isHoliday && !isSetByItself }
  }
  // Hardly any center is open over midnight; for the others a day is looked up once.
  const mayRunOver =
    [...exceptions.values()].some(({ hours }) => runsOver(hours)) ||
    own.some(({ weekdays, saturday, sunday, holidays }) => [weekdays, saturday, sunday, holidays].some(runsOver))
  return day => {
    const opening = ownHours(day)
    return { ...opening, spans: spansOf(opening.hours, mayRunOver ? endOfNight(ownHours(addDays(day, -1)).hours) : null) }
  }
}

/** Whether any hour of the day is open; a day is closed only when no hour of it is. */
export const isOpenOn = (known: OpeningFacts, center: string, day: Day): boolean => openingDays(known, center)(day).spans.length > 0

/** Whether any minute of the hour ('00' to '23') is open. */
export const isOpenAt = (hours: Hours, hour: string): boolean => {
  if (hours === null) return false
  const [opens, closes] = hours
  const next = `${Number(hour) + 1}`.padStart(2, '0')
  return opens < `${next}:00` && `${hour}:00` < closes
}

/** Whether the text is opening hours of a day: opening before closing, for at most 24 hours, and up to 36:00, which is noon of the next day. */
export const isSpanOfHours = (text: string): boolean => {
  if (!/^([01]\d|2[0-3]):[0-5]\d-([0-2]\d|3[0-5]):[0-5]\d$|^([01]\d|2[0-3]):[0-5]\d-36:00$/.test(text)) return false
  const [opens = '', closes = ''] = text.split('-')
  const nextDay = `${Number(opens.slice(0, 2)) + 24}${opens.slice(2)}`
  return opens < closes && closes <= nextDay
}
