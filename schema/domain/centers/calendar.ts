/**
 * Opening hours of one kind of day in local time, or null when the center is closed that day: ['08:30', '18:30']. Hours over midnight go on counting, up to 36:00:
 * ['18:00', '26:00'] closes at 02:00 of the next day.
 */
export type Hours = readonly [opens: string, closes: string] | null

/** Opening hours of a center over a span of days; `holidays` goes before the weekday. Source: members.yaml, calendar_en. */
export type OpeningCalendar = {
  readonly center: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly weekdays: Hours
  readonly saturday: Hours
  readonly sunday: Hours
  readonly holidays: Hours
}

/** What is said of a day by itself: no service, hours of its own, or that it counts as a public holiday, or does not. */
export const EXCEPTION_KINDS = ['closed', 'hours', 'holiday', 'not_holiday'] as const
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number]

/** A day that goes otherwise than calendar and law say, at one center or, where `center` is null, in the whole council. */
export type CalendarException = {
  readonly center: string | null
  readonly day: string
  readonly kind: ExceptionKind
  /** Hours of that day; null for every kind but `hours`. */
  readonly hours: Hours
  readonly nameKo: string
  readonly nameEn: string
}

/** When the figures of a measure set are due and when they lock; receipts carry labels by it, nothing is enforced yet. Source: members.yaml, agreement_en. */
export type Agreement = {
  readonly code: string
  readonly measureSet: string
  readonly center: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly mode: 'PARTIAL' | 'ATOMIC'
  readonly strategy: 'MERGE' | 'REPLACE_SCOPE'
  readonly due: { readonly days: number; readonly time: string }
  readonly lock: { readonly days: number; readonly time: string }
  readonly holidayRule: 'none' | 'next_business_day'
}
