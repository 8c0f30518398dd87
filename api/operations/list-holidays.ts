import { holidayListRefused, reachesUnknownHolidays } from '../../schema/domain/centers/holidays-known.js'
import { holidayCalendar, type CountedHoliday, type HolidayCalendar } from '../../schema/domain/centers/list-holidays.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { daysBetween, type Day } from '../../schema/domain/period.js'
import type { Hub } from '../hub.js'
import { endsBeforeItBegins, inputFault } from './registry-refusals.js'

/** Ten years. */
const MOST_DAYS = 3_653

type Span = { readonly from: Day; readonly to: Day }

/** The public holidays of the council between two days, both inside, and how far they are known. Open to every caller. */
export async function readHolidayCalendar(hub: Hub, { from, to }: Span): Promise<Outcome<HolidayCalendar>> {
  if (to < from) return refuse(endsBeforeItBegins('to', from, to))
  const days = daysBetween(from, to) + 1
  if (days > MOST_DAYS) {
    return refuse(
      inputFault('PERIOD_TOO_LONG', 'to', {
        ko: `기간이 ${days}일로 너무 깁니다. ${MOST_DAYS}일 이하로 나누어 물으십시오.`,
        en: `The range has ${days} days; ask for at most ${MOST_DAYS} at once.`,
        expected: `at most ${MOST_DAYS} days`,
        got: `${days} days`,
      }),
    )
  }
  const { calendarExceptions } = await hub.standards()
  return accept(holidayCalendar(calendarExceptions, { from, to }))
}

/** The bare list. It has no room to say that it ends where the hub knows no more, and is refused there rather than silently empty. */
export async function listHolidaysOfCouncil(hub: Hub, span: Span): Promise<Outcome<readonly CountedHoliday[]>> {
  const found = await readHolidayCalendar(hub, span)
  if (!found.ok) return found
  return reachesUnknownHolidays(span) ? refuse(holidayListRefused(span, 'holidayCalendar')) : accept(found.value.nodes)
}
