import type { Agreement } from '../centers/calendar.js'
import { dueTime, startOfDay, type KoreanTime } from '../centers/due-time.js'
import { openingDays } from '../centers/is-open.js'
import { addDays, bucketOf, isoWeekOf, periodEnd, type Day } from '../period.js'
import type { Constraint } from './measure.js'
import type { Standards } from './standards.js'

/** How far a rule over longer periods reaches (S27). */
export type ClosedOver = NonNullable<Constraint['over']>

/** Days that a rule takes together, both ends inside. */
export type Span = { readonly start: Day; readonly end: Day }

/** What deadlines follow from: the agreements, when doors are open, and which measures a set holds. */
export type DeadlineRules = Pick<Standards, 'agreements' | 'calendars' | 'calendarExceptions' | 'edition'>

/** Whose values, and of which measures. */
export type Reported = { readonly center: string; readonly measures: readonly string[] }

/** The span in which a day lies: itself, its ISO week (Monday to Sunday), or its calendar quarter. */
export const spanAround = (day: Day, over: ClosedOver): Span => {
  switch (over) {
    case 'closed_day':
      return { start: day, end: day }
    case 'closed_week':
      return isoWeekOf(day)
    case 'closed_quarter': {
      const quarter = bucketOf(day, 'quarter')
      return { start: quarter.start, end: periodEnd(quarter) }
    }
  }
}

/** Under which agreements daily values of the measures were due on days of the span. */
const agreementsOf = ({ center, measures }: Reported, { start, end }: Span, { agreements, edition }: DeadlineRules): readonly Agreement[] =>
  agreements.filter(agreement => {
    const set = edition.measureSets.get(agreement.measureSet)
    const isInForce = agreement.validFrom <= end && (agreement.validTo === null || start <= agreement.validTo)
    return agreement.center === center && isInForce && set?.frequency === 'day' && measures.some(code => set.measures.includes(code))
  })

/**
 * The moment at which the last deadline of the span has passed, and never before the span itself is over. A deadline moves forward only, so
 * the last day under each agreement decides. Days under no agreement have no deadline.
 */
export const closingTime = (span: Span, reported: Reported, rules: DeadlineRules): KoreanTime => {
  const openingOf = openingDays(rules, reported.center)
  const isOpen = (day: Day) => openingOf(day).hours !== null
  const deadlines = agreementsOf(reported, span, rules).map(agreement => {
    const isWhole = agreement.validTo === null || span.end <= agreement.validTo
    return dueTime(agreement, isWhole ? span.end : (agreement.validTo ?? span.end), isOpen)
  })
  return [startOfDay(addDays(span.end, 1)), ...deadlines].reduce((a, b) => (a > b ? a : b))
}

/** Spans that end within the last `lookBackDays` days and are closed now, latest first. A deadline that is now has passed (exchange scenario 10). */
export const lastClosedPeriods = (
  { over, ...reported }: Reported & { readonly over: ClosedOver },
  { now, lookBackDays }: { readonly now: KoreanTime; readonly lookBackDays: number },
  rules: DeadlineRules,
): readonly Span[] => {
  const today = now.slice(0, 10)
  const first = addDays(today, -lookBackDays)
  const spans: Span[] = []
  for (let span = spanAround(today, over); span.end >= first; span = spanAround(addDays(span.start, -1), over)) {
    if (closingTime(span, reported, rules) <= now) spans.push(span)
  }
  return spans
}
