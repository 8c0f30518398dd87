import { weekday } from '../period.js'
import type { Hours, OpeningCalendar } from './calendar.js'

/** The center's calendar of that day, or null when none is known. */
export const calendarOn = (calendars: readonly OpeningCalendar[], center: string, day: string): OpeningCalendar | null =>
  calendars.find(
    calendar => calendar.center === center && calendar.validFrom <= day && (calendar.validTo === null || day <= calendar.validTo),
  ) ?? null

/** Opening hours of a day under a calendar; null when the center is closed all day. A public holiday goes before the weekday. */
export const hoursOn = (calendar: OpeningCalendar, day: string, isHoliday: boolean): Hours => {
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

/**
 * Whether any hour of the day is open; a day is closed only when no hour of it is.
 * A day without a known calendar is open: figures that did not come are then missing, which somebody looks into, and not silently excused.
 */
export const isOpenOn = (calendars: readonly OpeningCalendar[], center: string, day: string, isHoliday: boolean): boolean => {
  const calendar = calendarOn(calendars, center, day)
  return calendar === null || hoursOn(calendar, day, isHoliday) !== null
}
