import { describe, expect, it } from 'vitest'
import { dueTime, lockTime, startOfDay, toInstant } from '../../../schema/domain/centers/due-time.js'
import { weekday } from '../../../schema/domain/period.js'

const NIGHTLY = { due: { days: 1, time: '06:00' }, holidayRule: 'none' } as const
const MONTHLY = { due: { days: 10, time: '18:00' }, holidayRule: 'next_business_day' } as const
const onWeekdays = (day: string) => weekday(day) !== 0 && weekday(day) !== 6

describe('due-time', () => {
  it.each([
    ['the next morning', NIGHTLY, '2026-11-19', onWeekdays, '2026-11-20T06:00:00.000000'],
    ['over a leap day', NIGHTLY, '2028-02-28', onWeekdays, '2028-02-29T06:00:00.000000'],
    ['on a closed day, where the agreement moves nothing', NIGHTLY, '2026-11-20', onWeekdays, '2026-11-21T06:00:00.000000'],
    ['on an open day', MONTHLY, '2026-10-31', onWeekdays, '2026-11-10T18:00:00.000000'],
    ['from a Saturday to Monday, at the same time', MONTHLY, '2026-09-30', onWeekdays, '2026-10-12T18:00:00.000000'],
    ['a center that is always open', MONTHLY, '2026-09-30', () => true, '2026-10-10T18:00:00.000000'],
    ['a center that never opens keeps it', MONTHLY, '2026-09-30', () => false, '2026-10-10T18:00:00.000000'],
    ['the 31st day is the last it moves to', MONTHLY, '2026-09-30', (day: string) => day >= '2026-11-10', '2026-11-10T18:00:00.000000'],
    ['beyond, it stays', MONTHLY, '2026-09-30', (day: string) => day >= '2026-11-11', '2026-10-10T18:00:00.000000'],
  ])('%s', (_what, agreement, lastDay, isOpen, due) => {
    expect(dueTime(agreement, lastDay, isOpen)).toBe(due)
  })

  it('a lock stays on its day, closed or not, and is never before a deadline that moved beyond it', () => {
    const agreement = { due: { days: 10, time: '18:00' }, lock: { days: 11, time: '00:00' }, holidayRule: 'next_business_day' } as const
    expect(lockTime(agreement, '2026-10-31', onWeekdays)).toBe('2026-11-11T00:00:00.000000')
    expect(lockTime(agreement, '2026-09-30', onWeekdays)).toBe('2026-10-12T18:00:00.000000')
    expect(lockTime({ ...agreement, lock: { days: 45, time: '00:00' } }, '2026-09-30', onWeekdays)).toBe('2026-11-14T00:00:00.000000')
  })

  it('is an instant nine hours before the same text in UTC', () => {
    expect(new Date(toInstant('2026-11-20T06:00:00.000000')).toISOString()).toBe('2026-11-19T21:00:00.000Z')
  })

  it('orders as text, to the microsecond', () => {
    const due = dueTime(NIGHTLY, '2026-11-19', onWeekdays)
    expect(['2026-11-20T05:59:59.999999' < due, startOfDay('2026-11-20') < due, '2026-11-20T06:00:00.000000' >= due]).toEqual([
      true,
      true,
      true,
    ])
  })
})
