import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addDays,
  bucketOf,
  businessHourOf,
  containsDay,
  dayNumber,
  daysBetween,
  daysIn,
  fromDayNumber,
  isPeriodType,
  nextPeriod,
  parseDate,
  parsePeriod,
  PERIOD_TYPES,
  periodEnd,
  periodsCovering,
  weekday,
  type PeriodType,
} from '../../schema/domain/period.js'

const FIRST_NUMBER = dayNumber('1900-01-01')
const LAST_NUMBER = dayNumber('2199-12-31')
const days = fc.integer({ min: FIRST_NUMBER, max: LAST_NUMBER }).map(fromDayNumber)
const types = fc.constantFrom(...PERIOD_TYPES)

describe('S1: days', () => {
  it.each(['2026-11-19', '2024-02-29', '2000-02-29', '1900-01-01', '2199-12-31'])('S1: %s is a day', text =>
    expect(parseDate(text)).toBe(text),
  )

  it.each(['2026-02-29', '1900-02-29', '2100-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00', '1899-12-31', '2200-01-01'])(
    'S1: %s does not exist or is out of range',
    text => expect(parseDate(text)).toBeNull(),
  )

  it.each(['', '2026-1-1', '20261119', '2026/11/19', '2026-11-19T00:00:00Z', ' 2026-11-19', '2026-11-19\n', '２０２６-11-19'])(
    'S1: %j is no day',
    text => expect(parseDate(text)).toBeNull(),
  )

  it('S1: every day of three centuries has its own number and calls Date a witness', () => {
    for (let number = FIRST_NUMBER; number <= LAST_NUMBER; number++) {
      const day = fromDayNumber(number)
      if (dayNumber(day) !== number || new Date(number * 86_400_000).toISOString().slice(0, 10) !== day) throw new Error(day)
    }
    expect(dayNumber('1970-01-01')).toBe(0)
  })

  it('S1: steps and distances agree', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29')
    expect(daysBetween('2026-11-20', '2026-11-19')).toBe(-1)
    expect(['1969-12-28', '2026-11-19', '2026-11-22'].map(weekday)).toEqual([0, 4, 0])
  })
})

describe('S1: periods', () => {
  it.each<[PeriodType, string, string, string, number]>([
    ['day', '2026-11-19', '2026-11-19', '2026-11-19', 1],
    ['month', '2026-11', '2026-11-01', '2026-11-30', 30],
    ['month', '2024-02-01', '2024-02-01', '2024-02-29', 29],
    ['quarter', '2026-Q4', '2026-10-01', '2026-12-31', 92],
    ['quarter', '2026-01-01', '2026-01-01', '2026-03-31', 90],
    ['half', '2026-H2', '2026-07-01', '2026-12-31', 184],
    ['half', '2026-H1', '2026-01-01', '2026-06-30', 181],
    ['year', '2026', '2026-01-01', '2026-12-31', 365],
    ['year', '2024-01-01', '2024-01-01', '2024-12-31', 366],
  ])('S1: %s %s runs from %s to %s', (type, text, start, end, length) => {
    const outcome = parsePeriod(type, text)
    expect(outcome).toEqual({ ok: true, value: { type, start } })
    expect([periodEnd({ type, start }), daysIn({ type, start })]).toEqual([end, length])
  })

  it.each<[PeriodType, string, string]>([
    ['month', '2026-11-19', 'PERIOD_NOT_ALIGNED'],
    ['quarter', '2026-11-01', 'PERIOD_NOT_ALIGNED'],
    ['half', '2026-10-01', 'PERIOD_NOT_ALIGNED'],
    ['year', '2026-07-01', 'PERIOD_NOT_ALIGNED'],
    ['day', '2026-02-29', 'PERIOD_UNREADABLE'],
    ['day', '2026-11', 'PERIOD_UNREADABLE'],
    ['month', '2026-13', 'PERIOD_UNREADABLE'],
    ['month', '2026', 'PERIOD_UNREADABLE'],
    ['quarter', '2026-Q5', 'PERIOD_UNREADABLE'],
    ['quarter', '2026-q4', 'PERIOD_UNREADABLE'],
    ['half', '2026-H0', 'PERIOD_UNREADABLE'],
    ['year', '1899', 'PERIOD_UNREADABLE'],
    ['day', '2026-11-19T00:00:00', 'PERIOD_UNREADABLE'],
  ])('S1: %s %s is refused with %s', (type, text, code) => {
    const outcome = parsePeriod(type, text)
    expect(outcome.ok ? [] : outcome.issues.map(found => found.code)).toEqual([code])
  })

  it('S28: a refusal names the first day and never echoes free text', () => {
    const aligned = parsePeriod('month', '2026-11-19')
    const unreadable = parsePeriod('day', '홍길동 010-1234-5678')
    if (aligned.ok || unreadable.ok) throw new Error('both are refused')
    expect(aligned.issues[0]?.messageEn).toBe('2026-11-19 is not the first day of a month; that month starts on 2026-11-01.')
    expect(JSON.stringify(unreadable.issues)).not.toContain('홍길동')
  })

  it('S1: a period type is one of five words', () => {
    expect([...PERIOD_TYPES, 'hour', 'week', 'Day', ''].map(isPeriodType)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ])
  })

  it('S1: each day lies in one period of each type, and the next one begins after its end', () => {
    fc.assert(
      fc.property(days, types, (day, type) => {
        const period = bucketOf(day, type)
        const next = nextPeriod(period)
        return containsDay(period, day) && !containsDay(next, day) && addDays(periodEnd(period), 1) === next.start
      }),
    )
  })
})

describe.each(['UTC', 'Asia/Seoul', 'America/Los_Angeles'])('S1, scenario 9: in a process under %s', zone => {
  const before = process.env.TZ
  beforeAll(() => void (process.env.TZ = zone))
  afterAll(() => void (before === undefined ? delete process.env.TZ : (process.env.TZ = before)))

  it('S1: a call hour falls on the same Korean day', () => {
    expect([businessHourOf('2026-11-20T15:30:00Z'), businessHourOf('2026-11-21T00:30:00+09:00')]).toEqual([
      { day: '2026-11-21', hour: '00' },
      { day: '2026-11-21', hour: '00' },
    ])
  })
})

describe('S32: whole periods', () => {
  it.each<[string, string, PeriodType, readonly string[] | null]>([
    ['2026-11-19', '2026-11-20', 'day', ['2026-11-19', '2026-11-20']],
    ['2026-11-01', '2027-01-31', 'month', ['2026-11-01', '2026-12-01', '2027-01-01']],
    ['2026-11-01', '2026-11-29', 'month', null],
    ['2026-11-02', '2026-11-30', 'month', null],
    ['2026-07-01', '2026-12-31', 'half', ['2026-07-01']],
    ['2026-04-01', '2026-12-31', 'year', null],
    ['2026-12-01', '2026-11-30', 'month', null],
  ])('S32: %s to %s by %s', (from, to, type, starts) => {
    expect(periodsCovering(from, to, type)?.map(period => period.start) ?? null).toEqual(starts)
  })
})

describe('S1, scenario 9: an instant falls on one Korean day and hour', () => {
  it.each([
    ['2026-11-20T15:30:00Z', '2026-11-21', '00'],
    ['2026-11-21T00:30:00+09:00', '2026-11-21', '00'],
    ['2026-11-20T14:59:59.999Z', '2026-11-20', '23'],
    ['2026-11-20T07:30:00-08:00', '2026-11-21', '00'],
    ['2026-12-31T20:00:00-05:30', '2027-01-01', '10'],
    ['2026-11-21T00:30+14:00', '2026-11-20', '19'],
    ['2024-02-29T15:00:00Z', '2024-03-01', '00'],
  ])('S1: %s is %s hour %s', (text, day, hour) => expect(businessHourOf(text)).toEqual({ day, hour }))

  it.each([
    '2026-11-20T15:30:00',
    '2026-11-20',
    '2026-11-20 15:30:00Z',
    '2026-02-29T00:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T12:60:00Z',
  ])('S1: %s has no zone or is no instant', text => expect(businessHourOf(text)).toBeNull())

  it.each([
    '2026-11-20T12:00:00+15:00',
    '2026-11-20T12:00:00+09:60',
    '2026-11-20T12:00:60Z',
    '2199-12-31T15:00:00Z',
    '2026-11-20T12:00:00+0900',
  ])('S1: %s is refused', text => expect(businessHourOf(text)).toBeNull())
})
