import { describe, expect, it } from 'vitest'
import type { CalendarException, Hours, OpeningCalendar } from '../../../schema/domain/centers/calendar.js'
import { calendarOn, hoursOn, isOpenAt, isOpenOn, isSpanOfHours, openingDays } from '../../../schema/domain/centers/is-open.js'
import { afterOpenMinutes, isOpenNow } from '../../../schema/domain/centers/opening-now.js'
import { membershipOn, regionOf } from '../../../schema/domain/centers/membership-on.js'

const ulsan = (facts: Partial<OpeningCalendar>): OpeningCalendar => ({
  center: 'ulsan',
  validFrom: '2024-01-01',
  validTo: null,
  weekdays: ['09:00', '18:00'],
  saturday: null,
  sunday: null,
  holidays: null,
  ...facts,
})
const calendars = [
  ulsan({ validTo: '2025-12-31' }),
  ulsan({ validFrom: '2026-01-01', weekdays: ['08:00', '20:00'], saturday: ['09:00', '10:00'] }),
  ulsan({ center: 'daegu', holidays: ['09:00', '18:00'] }),
]

describe('opening days', () => {
  it.each([
    ['a weekday', '2025-12-31', true],
    ['a weekday that is a holiday', '2026-01-01', false],
    ['a substitute day', '2026-03-02', false],
    ['a Saturday under the older calendar', '2025-12-27', false],
    ['a Saturday with a single hour', '2026-01-03', true],
    ['a Sunday', '2026-01-04', false],
    ['a day before the first calendar', '2023-12-31', true],
  ])('%s (%s)', (_what, day, isOpen) => {
    expect(isOpenOn({ calendars, calendarExceptions: [] }, 'ulsan', day)).toBe(isOpen)
  })

  it('a holiday goes before the weekday, open or closed', () => {
    expect(isOpenOn({ calendars, calendarExceptions: [] }, 'daegu', '2026-02-17')).toBe(true)
  })

  it('hours are those of the calendar in force', () => {
    const hours = ['2025-12-31', '2026-01-02'].map(day => {
      const calendar = calendarOn(calendars, 'ulsan', day)
      return calendar === null ? null : hoursOn(calendar, day, false)
    })
    expect(hours).toEqual([
      ['09:00', '18:00'],
      ['08:00', '20:00'],
    ])
  })
})

const said = (facts: Partial<CalendarException>): CalendarException => ({
  center: null,
  day: '2026-11-19',
  kind: 'holiday',
  hours: null,
  nameKo: '임시공휴일',
  nameEn: 'Temporary holiday',
  ...facts,
})

describe('days of which something was said by itself', () => {
  it.each<[string, readonly CalendarException[], string, string, readonly [string, string] | null, boolean]>([
    ['a holiday declared since closes who closes on holidays', [said({})], 'ulsan', '2026-11-19', null, true],
    ['and not who opens on them', [said({})], 'daegu', '2026-11-19', ['09:00', '18:00'], true],
    ['the other days go on', [said({})], 'ulsan', '2026-11-20', ['08:00', '20:00'], false],
    [
      'a holiday taken back is a weekday',
      [said({ day: '2026-12-25', kind: 'not_holiday' })],
      'ulsan',
      '2026-12-25',
      ['08:00', '20:00'],
      false,
    ],
    ['closed for moving', [said({ center: 'ulsan', kind: 'closed' })], 'ulsan', '2026-11-19', null, false],
    ['another center closed', [said({ center: 'daegu', kind: 'closed' })], 'ulsan', '2026-11-19', ['08:00', '20:00'], false],
    [
      'hours of its own',
      [said({ center: 'ulsan', kind: 'hours', hours: ['09:00', '13:00'] })],
      'ulsan',
      '2026-11-19',
      ['09:00', '13:00'],
      false,
    ],
    [
      'hours of its own on a holiday',
      [said({ center: 'ulsan', day: '2026-12-25', kind: 'hours', hours: ['09:00', '13:00'] })],
      'ulsan',
      '2026-12-25',
      ['09:00', '13:00'],
      true,
    ],
    [
      "the center's word goes before the council's",
      [said({ center: 'ulsan', kind: 'not_holiday' }), said({})],
      'ulsan',
      '2026-11-19',
      ['08:00', '20:00'],
      false,
    ],
    [
      "a government's own holiday holds at its center",
      [said({ center: 'ulsan', nameKo: '지방공휴일' })],
      'ulsan',
      '2026-11-19',
      null,
      true,
    ],
  ])('%s', (_what, calendarExceptions, center, day, hours, isHoliday) => {
    expect(openingDays({ calendars, calendarExceptions }, center)(day)).toMatchObject({ hours, isHoliday })
  })

  it('a day is usual when it is no holiday and nothing was said of its hours', () => {
    const isUsual = (day: string, ...calendarExceptions: CalendarException[]) =>
      openingDays({ calendars, calendarExceptions }, 'ulsan')(day).isUsual
    expect([isUsual('2026-11-19'), isUsual('2026-12-25'), isUsual('2026-11-19', said({}))]).toEqual([true, false, false])
    expect(isUsual('2026-11-19', said({ kind: 'hours', hours: ['09:00', '13:00'] }))).toBe(false)
    expect(isUsual('2026-12-25', said({ day: '2026-12-25', kind: 'not_holiday' }))).toBe(true)
  })

  it('hours over midnight are open on both days, whatever the next one is otherwise', () => {
    const hours = (weekdays: Hours, saturday: Hours = null): OpeningCalendar => ({
      center: 'ulsan',
      validFrom: '2026-01-01',
      validTo: null,
      weekdays,
      saturday,
      sunday: null,
      holidays: null,
    })
    const facts = (calendar: OpeningCalendar, ...calendarExceptions: CalendarException[]) => ({ calendars: [calendar], calendarExceptions })
    const spansOn = (known: ReturnType<typeof facts>, day: string) => openingDays(known, 'ulsan')(day).spans.map(span => span.join('-'))
    const night = facts(hours(['18:00', '26:00']))
    expect(spansOn(night, '2026-11-18')).toEqual(['00:00-02:00', '18:00-24:00'])
    expect(spansOn(night, '2026-11-16')).toEqual(['18:00-24:00']) // a Monday
    expect(spansOn(night, '2026-11-21')).toEqual(['00:00-02:00']) // a Saturday
    expect(spansOn(night, '2026-11-22')).toEqual([])
    expect([isOpenOn(night, 'ulsan', '2026-11-21'), openingDays(night, 'ulsan')('2026-11-21').hours]).toEqual([true, null])
    expect(spansOn(facts(hours(['20:00', '32:00'], ['07:00', '12:00'])), '2026-11-21')).toEqual(['00:00-12:00'])
    const short = said({ kind: 'hours', day: '2026-11-18', hours: ['09:00', '12:00'] })
    expect(spansOn(facts(hours(['18:00', '26:00']), short), '2026-11-18')).toEqual(['00:00-02:00', '09:00-12:00'])
    expect(spansOn(facts(hours(['18:00', '26:00']), short), '2026-11-19')).toEqual(['18:00-24:00'])
    const isOpen = (day: string, time: string) => isOpenNow(night, 'ulsan', { day, time })
    expect([isOpen('2026-11-21', '01:59'), isOpen('2026-11-21', '02:00'), isOpen('2026-11-18', '23:59')]).toEqual([true, false, true])
    // Three hours from Friday 23:30: half an hour before midnight, two after it, and the rest on Monday evening.
    const after = afterOpenMinutes(night, 'ulsan', { day: '2026-11-20', time: '23:30', minutes: 180 })
    expect(after).toEqual({ day: '2026-11-23', time: '18:30' })
  })

  it.each([
    ['08:30-18:30', true],
    ['00:00-24:00', true],
    ['18:00-26:00', true],
    ['12:00-36:00', true],
    ['18:30-08:30', false],
    ['08:00-33:00', false],
    ['24:00-26:00', false],
    ['09:00-36:30', false],
    ['9:00-18:00', false],
  ])('%s reads as hours: %s', (text, isGood) => {
    expect(isSpanOfHours(text)).toBe(isGood)
  })

  it('an hour is open when any minute of it is', () => {
    const open = (hours: readonly [string, string] | null) =>
      Array.from({ length: 24 }, (_, hour) => `${hour}`.padStart(2, '0')).filter(hour => isOpenAt(hours, hour))
    expect(open(['08:30', '10:30'])).toEqual(['08', '09', '10'])
    expect(open(['08:00', '10:00'])).toEqual(['08', '09'])
    expect(open(['00:00', '24:00'])).toHaveLength(24)
    expect(open(['22:15', '24:00'])).toEqual(['22', '23'])
    expect(open(null)).toEqual([])
  })
})

describe('membership and region of a day', () => {
  const memberships = [
    { center: 'jeju', memberFrom: '2025-01-01', memberTo: '2025-06-30', isTrial: true },
    { center: 'jeju', memberFrom: '2025-07-01', memberTo: null, isTrial: false },
  ]

  it.each([
    ['2024-12-31', null],
    ['2025-01-01', true],
    ['2025-06-30', true],
    ['2025-07-01', false],
  ])('S29: on %s Jeju is in trial: %s', (day, isTrial) => {
    expect(membershipOn(memberships, 'jeju', day)?.isTrial ?? null).toBe(isTrial)
  })

  const centerRegions = [
    { center: 'gwangju', region: '29', validFrom: null, validTo: '2026-06-30' },
    { center: 'gwangju', region: '12', validFrom: '2026-07-01', validTo: null },
  ]

  it.each([
    ['gwangju', '2026-06-30', '29'],
    ['gwangju', '2026-07-01', '12'],
    ['seoul', '2026-07-01', null],
  ])('S33: the region of %s on %s is %s', (center, day, region) => {
    expect(regionOf(centerRegions, center, day)).toBe(region)
  })
})
