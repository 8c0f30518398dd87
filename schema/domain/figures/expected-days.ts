import { isOpenOn } from '../centers/is-open.js'
import { membershipOn } from '../centers/membership-on.js'
import type { Day } from '../period.js'
import type { Standards } from '../statistics/standards.js'

export type DayExpectation = 'expected' | 'notEnded' | 'closed' | 'notMember' | 'trial'

/**
 * What each of the days may be expected to bring from the center: a value, once a member's open day has ended.
 * Holidays are not known yet; a holiday is judged by its weekday. Values of days in trial enter no figure (S29).
 */
export const expectDays = (
  standards: Pick<Standards, 'memberships' | 'calendars'>,
  center: string,
  { days, today }: { readonly days: readonly Day[]; readonly today: Day },
): readonly DayExpectation[] => {
  const memberships = standards.memberships.filter(membership => membership.center === center)
  const calendars = standards.calendars.filter(calendar => calendar.center === center)
  return days.map(day => {
    const membership = membershipOn(memberships, center, day)
    if (membership === null) return 'notMember'
    if (membership.isTrial) return 'trial'
    if (!isOpenOn(calendars, center, day, false)) return 'closed'
    return day < today ? 'expected' : 'notEnded'
  })
}

/** One word for a longer period: a value is expected when it has ended and any of its days expects one. */
export const expectPeriod = (days: readonly DayExpectation[]): DayExpectation => {
  if (days.includes('notEnded')) return 'notEnded'
  if (days.includes('expected')) return 'expected'
  if (days.includes('closed')) return 'closed'
  return days.includes('trial') ? 'trial' : 'notMember'
}
