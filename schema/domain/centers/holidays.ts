import type { Day } from '../period.js'
import { PUBLIC_HOLIDAYS, type PublicHoliday } from './public-holidays.js'

const HOLIDAYS: ReadonlyMap<Day, PublicHoliday> = new Map(PUBLIC_HOLIDAYS.map(holiday => [holiday.day, holiday]))

/** The Korean public holiday of a day, substitute days included, as the law has it; null on every other day and outside 2024 to 2030. */
export const holidayOn = (day: Day): PublicHoliday | null => HOLIDAYS.get(day) ?? null

/**
 * Whether the day is a Korean public holiday by law, substitute days included. What the council's administrators declared since is not in it:
 * `openingOf` (opening-hours.ts) minds both.
 */
export const isPublicHoliday = (day: Day): boolean => HOLIDAYS.has(day)
