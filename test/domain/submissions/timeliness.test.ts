import { beforeAll, describe, expect, it } from 'vitest'
import type { Agreement } from '../../../schema/domain/centers/calendar.js'
import type { Edition } from '../../../schema/domain/statistics/edition.js'
import { deadlinesOf, timelinessAt, timelinessOfRow, worstTimeliness } from '../../../schema/domain/submissions/timeliness.js'
import { standardEdition } from '../../support/standard-edition.js'

let edition: Edition
beforeAll(async () => {
  edition = await standardEdition()
})

const agreementOf = (facts: Partial<Agreement> = {}): Agreement => ({
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
const lookUp = (...agreements: readonly Agreement[]) => deadlinesOf({ agreements, calendars: [], calendarExceptions: [], edition }, 'busan')
const day = (start: string) => ({ type: 'day', start }) as const

describe('exchange 10: deadlines of values', () => {
  const deadline = { dueAt: '2026-11-20T06:00:00.000000', lockAt: '2026-11-26T00:00:00.000000' }

  it.each([
    ['2026-11-20T05:59:59.999999', 'onTime'],
    ['2026-11-20T06:00:00.000000', 'late'],
    ['2026-11-25T23:59:59.999999', 'late'],
    ['2026-11-26T00:00:00.000000', 'afterLock'],
  ])('%s is %s', (received, label) => {
    expect(timelinessAt(received, deadline)).toBe(label)
  })

  it('the agreement of the last day of the period decides, for its frequency and its measures alone', () => {
    const monthly = agreementOf({
      code: 'monthly',
      measureSet: 'monthly',
      due: { days: 10, time: '18:00' },
      lock: { days: 45, time: '00:00' },
    })
    const deadlineOf = lookUp(
      agreementOf({ validTo: '2026-11-18' }),
      agreementOf({ validFrom: '2026-11-19', due: { days: 2, time: '06:00' } }),
      monthly,
    )
    const dueOf = (measure: string, period: Parameters<typeof deadlineOf>[1]) => deadlineOf(measure, period)?.dueAt ?? null
    expect(dueOf('calls_offered', day('2026-11-18'))).toBe('2026-11-19T06:00:00.000000')
    expect(dueOf('calls_offered', day('2026-11-19'))).toBe('2026-11-21T06:00:00.000000')
    expect(dueOf('calls_offered', day('2026-06-30'))).toBeNull()
    expect(dueOf('calls_offered', { type: 'month', start: '2026-10-01' })).toBeNull()
    expect(dueOf('separations', { type: 'month', start: '2026-10-01' })).toBe('2026-11-10T18:00:00.000000')
    expect(dueOf('reported:response_rate', day('2026-11-19'))).toBeNull()
  })

  it('of two agreements over one measure the one that ends last decides', () => {
    const deadlineOf = lookUp(agreementOf(), agreementOf({ code: 'slow', due: { days: 3, time: '06:00' } }))
    expect(deadlineOf('calls_offered', day('2026-11-19'))?.agreement).toBe('slow')
  })

  it('another center has deadlines of its own', () => {
    expect(lookUp(agreementOf({ center: 'seoul' }))('calls_offered', day('2026-11-19'))).toBeNull()
  })

  it('letters tell the label of a row and the latest of all', () => {
    expect([0, 1, 2, 3, 4].map(index => timelinessOfRow('-olk', index))).toEqual([null, 'onTime', 'late', 'afterLock', null])
    expect(['', '--', '-o', 'lo-', 'olk'].map(worstTimeliness)).toEqual([null, null, 'onTime', 'late', 'afterLock'])
  })
})
