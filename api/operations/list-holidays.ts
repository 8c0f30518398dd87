import { listHolidays, type CountedHoliday } from '../../schema/domain/centers/list-holidays.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { daysBetween } from '../../schema/domain/period.js'
import type { Hub } from '../hub.js'
import { endsBeforeItBegins, inputFault } from './registry-refusals.js'

/** Ten years. */
const MOST_DAYS = 3_653

/** The public holidays of the council between two days, both inside. Open to every caller. */
export async function listHolidaysOfCouncil(
  hub: Hub,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Outcome<readonly CountedHoliday[]>> {
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
  return accept(listHolidays(calendarExceptions, { from, to }))
}
