import { addDays, type Day } from '../period.js'
import type { Issue } from '../issue.js'
import type { CalendarException } from './calendar.js'
import { holidayListEnds, reachesUnknownHolidays } from './holidays-known.js'
import { holidayOn } from './holidays.js'
import { HOLIDAYS_KNOWN } from './public-holidays.js'

/** A public holiday as the hub counts it: by law, or declared by the council's administrators. */
export type CountedHoliday = {
  readonly day: Day
  readonly nameKo: string
  readonly nameEn: string
  readonly isSubstitute: boolean
  readonly isDeclared: boolean
}

/** Holidays of the whole council from `from` to `to`, both inside, in order: those of the law but for the ones taken back, and those declared. */
export const listHolidays = (
  exceptions: readonly CalendarException[],
  { from, to }: { readonly from: Day; readonly to: Day },
): readonly CountedHoliday[] => {
  const declared = new Map(exceptions.filter(({ center }) => center === null).map(exception => [exception.day, exception]))
  const found: CountedHoliday[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const exception = declared.get(day)
    const byLaw = holidayOn(day)
    if (exception?.kind === 'not_holiday') continue
    if (byLaw !== null) found.push({ ...byLaw, isDeclared: false })
    else if (exception?.kind === 'holiday') {
      found.push({ day, nameKo: exception.nameKo, nameEn: exception.nameEn, isSubstitute: false, isDeclared: true })
    }
  }
  return found
}

/** Holidays of some days, and how far those of the law are known. */
export type HolidayCalendar = {
  readonly nodes: readonly CountedHoliday[]
  /** First and last day for which the holidays of the law are known. */
  readonly knownFrom: Day
  readonly knownTo: Day
  /** HOLIDAYS_UNKNOWN where the days asked for reach beyond; else empty. */
  readonly issues: readonly Issue[]
}

/** The holidays of `listHolidays`, with a warning where the list ends because nobody knows, and not because there are none. */
export const holidayCalendar = (
  exceptions: readonly CalendarException[],
  span: { readonly from: Day; readonly to: Day },
): HolidayCalendar => ({
  nodes: listHolidays(exceptions, span),
  knownFrom: HOLIDAYS_KNOWN.from,
  knownTo: HOLIDAYS_KNOWN.to,
  issues: reachesUnknownHolidays(span) ? [holidayListEnds(span)] : [],
})
