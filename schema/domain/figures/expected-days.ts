import { isOpenAt, openingDays, type OpenSpan } from '../centers/is-open.js'
import { membershipOn } from '../centers/membership-on.js'
import type { Day } from '../period.js'
import type { Standards } from '../statistics/standards.js'

export type DayExpectation = 'expected' | 'notEnded' | 'closed' | 'notMember' | 'trial'

/** The days of a question; `hours` limits it to some hours of each day, null for whole days. */
export type ExpectedDays = { readonly days: readonly Day[]; readonly today: Day; readonly hours: readonly string[] | null }

const isOpenIn = (spans: readonly OpenSpan[], hours: readonly string[] | null): boolean =>
  hours === null ? spans.length > 0 : hours.some(hour => spans.some(span => isOpenAt(span, hour)))

/**
 * What each of the days may be expected to bring from the center: a value, once a member's open day has ended. Open is a day of which any
 * asked hour is, by the center's calendar, the public holidays and the exceptions. Values of days in trial enter no figure (S29).
 */
export const expectDays = (
  standards: Pick<Standards, 'memberships' | 'calendars' | 'calendarExceptions'>,
  center: string,
  { days, today, hours }: ExpectedDays,
): readonly DayExpectation[] => {
  const memberships = standards.memberships.filter(membership => membership.center === center)
  const openingOf = openingDays(standards, center)
  return days.map(day => {
    const membership = membershipOn(memberships, center, day)
    if (membership === null) return 'notMember'
    if (membership.isTrial) return 'trial'
    if (!isOpenIn(openingOf(day).spans, hours)) return 'closed'
    return day < today ? 'expected' : 'notEnded'
  })
}

/**
 * One word for a longer period: a value is expected when it has ended and any of its days expects one. It has not where only closed days, or days
 * after a membership, are left of it.
 */
export const expectPeriod = (days: readonly DayExpectation[], hasEnded: boolean): DayExpectation => {
  if (days.includes('notEnded')) return 'notEnded'
  if (days.includes('expected')) return hasEnded ? 'expected' : 'notEnded'
  if (days.includes('closed')) return 'closed'
  return days.includes('trial') ? 'trial' : 'notMember'
}

/** Calendar days of a period up to the end of membership: days after the last one of a member do not count; without any, all do. */
export const daysOfMember = (days: readonly DayExpectation[]): number => {
  const last = days.findLastIndex(day => day !== 'notMember')
  return last === -1 ? days.length : last + 1
}
