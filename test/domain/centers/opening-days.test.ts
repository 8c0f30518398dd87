import { describe, expect, it } from 'vitest'
import type { OpeningCalendar } from '../../../schema/domain/centers/calendar.js'
import { calendarOn, hoursOn, isOpenOn } from '../../../schema/domain/centers/is-open.js'
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
    ['a weekday', '2025-12-31', false, true],
    ['a weekday that is a holiday', '2026-01-01', true, false],
    ['a Saturday under the older calendar', '2025-12-27', false, false],
    ['a Saturday with a single hour', '2026-01-03', false, true],
    ['a Sunday', '2026-01-04', false, false],
    ['a day before the first calendar', '2023-12-31', false, true],
  ])('%s (%s)', (_what, day, isHoliday, isOpen) => {
    expect(isOpenOn(calendars, 'ulsan', day, isHoliday)).toBe(isOpen)
  })

  it('a holiday goes before the weekday, open or closed', () => {
    expect(isOpenOn(calendars, 'daegu', '2026-02-17', true)).toBe(true)
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
