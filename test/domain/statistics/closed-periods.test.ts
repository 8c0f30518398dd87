import { beforeAll, describe, expect, it } from 'vitest'
import type { Agreement, OpeningCalendar } from '../../../schema/domain/centers/calendar.js'
import {
  closingTime,
  lastClosedPeriods,
  spanAround,
  type ClosedOver,
  type DeadlineRules,
} from '../../../schema/domain/statistics/closed-periods.js'
import type { Edition } from '../../../schema/domain/statistics/edition.js'
import { standardEdition } from '../../support/standard-edition.js'

let edition: Edition
beforeAll(async () => {
  edition = await standardEdition()
})

const nightly = (facts: Partial<Agreement> = {}): Agreement => ({
  code: 'nightly',
  measureSet: 'nightly',
  center: 'busan',
  validFrom: '2026-07-01',
  validTo: null,
  mode: 'PARTIAL',
  strategy: 'MERGE',
  due: { days: 1, time: '06:00' },
  lock: { days: 7, time: '00:00' },
  holidayRule: 'none',
  ...facts,
})
/** Closed at weekends. */
const BUSAN: OpeningCalendar = {
  center: 'busan',
  validFrom: '2024-01-01',
  validTo: null,
  weekdays: ['08:30', '18:30'],
  saturday: null,
  sunday: null,
  holidays: null,
}
const rulesOf = (agreements: readonly Agreement[], calendarExceptions: DeadlineRules['calendarExceptions'] = []): DeadlineRules => ({
  agreements,
  calendars: [BUSAN],
  calendarExceptions,
  edition,
})
const CALLS = { center: 'busan', measures: ['contacts_handled', 'contacts_offered'] }
const moving = nightly({ holidayRule: 'next_business_day' })

describe('spanAround', () => {
  it.each<[ClosedOver, string, string, string]>([
    ['closed_day', '2026-11-19', '2026-11-19', '2026-11-19'],
    ['closed_week', '2026-11-16', '2026-11-16', '2026-11-22'],
    ['closed_week', '2026-11-22', '2026-11-16', '2026-11-22'],
    ['closed_week', '2027-01-01', '2026-12-28', '2027-01-03'],
    ['closed_quarter', '2026-10-01', '2026-10-01', '2026-12-31'],
    ['closed_quarter', '2026-12-31', '2026-10-01', '2026-12-31'],
    ['closed_quarter', '2028-02-29', '2028-01-01', '2028-03-31'],
  ])('S27: %s around %s is %s to %s', (over, day, start, end) => {
    expect(spanAround(day, over)).toEqual({ start, end })
  })
})

describe('closingTime', () => {
  it.each<[string, ClosedOver, string, readonly Agreement[], string]>([
    ['a day, the next morning', 'closed_day', '2026-11-19', [nightly()], '2026-11-20T06:00:00.000000'],
    ['a week, after its Sunday', 'closed_week', '2026-11-19', [nightly()], '2026-11-23T06:00:00.000000'],
    ['a quarter, after its last day', 'closed_quarter', '2026-11-19', [nightly()], '2027-01-01T06:00:00.000000'],
    ['a Friday whose deadline moves over the weekend', 'closed_day', '2026-11-20', [moving], '2026-11-23T06:00:00.000000'],
    ['a Friday whose deadline does not move', 'closed_day', '2026-11-20', [nightly()], '2026-11-21T06:00:00.000000'],
    ['days under no agreement: when they are over', 'closed_day', '2026-06-30', [nightly()], '2026-07-01T00:00:00.000000'],
    ["another center's agreement", 'closed_day', '2026-11-19', [nightly({ center: 'seoul' })], '2026-11-20T00:00:00.000000'],
    ['a set without the measures', 'closed_day', '2026-11-19', [nightly({ measureSet: 'annual' })], '2026-11-20T00:00:00.000000'],
    [
      'the later of two agreements in one week',
      'closed_week',
      '2026-11-19',
      [nightly({ validTo: '2026-11-18', due: { days: 9, time: '12:00' } }), nightly({ validFrom: '2026-11-19' })],
      '2026-11-27T12:00:00.000000',
    ],
    [
      'an agreement that ended on Tuesday: when the week is over',
      'closed_week',
      '2026-11-19',
      [nightly({ validTo: '2026-11-17' })],
      '2026-11-23T00:00:00.000000',
    ],
  ])('S27: %s', (_what, over, day, agreements, closing) => {
    expect(closingTime(spanAround(day, over), CALLS, rulesOf(agreements))).toBe(closing)
  })

  it('S27: a public holiday moves a deadline as a closed weekday does, up to its substitute day', () => {
    const closing = (day: string) => closingTime(spanAround(day, 'closed_day'), CALLS, rulesOf([moving]))
    expect(closing('2026-12-24')).toBe('2026-12-28T06:00:00.000000') // Christmas Day is a Friday
    expect(closing('2027-02-05')).toBe('2027-02-10T06:00:00.000000') // Seollal on a Sunday, its substitute day on Tuesday
  })

  it('S27: so does a day that the council declared a holiday, or closed at the center', () => {
    const closing = (kind: 'holiday' | 'closed', center: string | null) =>
      closingTime(
        spanAround('2026-11-19', 'closed_day'),
        CALLS,
        rulesOf([moving], [{ center, day: '2026-11-20', kind, hours: null, nameKo: '임시공휴일', nameEn: 'Temporary holiday' }]),
      )
    expect([closing('holiday', null), closing('closed', 'busan'), closing('closed', 'seoul')]).toEqual([
      '2026-11-23T06:00:00.000000',
      '2026-11-23T06:00:00.000000',
      '2026-11-20T06:00:00.000000',
    ])
  })
})

describe('lastClosedPeriods', () => {
  const latest = (over: ClosedOver, now: string, agreement = nightly()) =>
    lastClosedPeriods({ over, ...CALLS }, { now, lookBackDays: 100 }, rulesOf([agreement]))[0]?.end

  it.each<[ClosedOver, string, string]>([
    ['closed_day', '2026-11-20T05:59:59.999000', '2026-11-18'],
    ['closed_day', '2026-11-20T06:00:00.000000', '2026-11-19'],
    ['closed_day', '2026-11-20T23:59:59.999999', '2026-11-19'],
    ['closed_week', '2026-11-23T05:59:59.999000', '2026-11-15'],
    ['closed_week', '2026-11-23T06:00:00.000000', '2026-11-22'],
    ['closed_quarter', '2026-10-01T05:59:59.999000', '2026-06-30'],
    ['closed_quarter', '2026-10-01T06:00:00.000000', '2026-09-30'],
  ])('S27: %s at %s: the last one ends on %s', (over, now, end) => {
    expect(latest(over, now)).toBe(end)
  })

  it('S27: over a weekend, the last deadline that moved to Monday decides', () => {
    expect([
      latest('closed_day', '2026-11-23T05:59:59.999999', moving),
      latest('closed_day', '2026-11-23T06:00:00.000000', moving),
    ]).toEqual(['2026-11-19', '2026-11-22'])
  })

  it('looks back to spans that end a hundred days ago, latest first', () => {
    const at = { now: '2026-11-20T07:10:00.000000', lookBackDays: 100 }
    const spansOf = (over: ClosedOver) => lastClosedPeriods({ over, ...CALLS }, at, rulesOf([nightly()]))
    const days = spansOf('closed_day')
    expect([days.length, days[0]?.end, days.at(-1)?.end]).toEqual([100, '2026-11-19', '2026-08-12'])
    const weeks = spansOf('closed_week')
    expect([weeks.length, weeks[0]?.end, weeks.at(-1)?.start]).toEqual([14, '2026-11-15', '2026-08-10'])
    expect(spansOf('closed_quarter')).toEqual([{ start: '2026-07-01', end: '2026-09-30' }])
  })
})
