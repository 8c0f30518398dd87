import { describe, expect, it } from 'vitest'
import { judgeLines, sumLines, type DrillLine } from '../../../schema/domain/playbooks/drill-report.js'
import { minutesAfter, valuesAt } from '../../../schema/domain/playbooks/drill-values.js'
import { startSpans } from '../../../schema/domain/playbooks/drill-window.js'
import { planInjects } from '../../../schema/domain/playbooks/plan-injects.js'
import { standardLibrary } from '../../support/standard-library.js'

const { library } = await standardLibrary()
const scenario = library.exercises.get('EXR-2026-01')!
const playbook = library.playbooks.get(scenario.template)!
const plan = (changed: Partial<typeof scenario> = {}) =>
  planInjects({ scenario: { ...scenario, ...changed }, playbook, library, values: {}, changes: [] })

describe('a drill', () => {
  it('takes level, purpose and target of each message from the words of its scenario, else the level’s', () => {
    const messages = plan().flatMap(({ no, message }) =>
      message === null ? [] : [[no, message.level, message.purpose, message.ackSeconds, message.applySeconds]],
    )
    expect(messages).toEqual([
      [1, 'alert', 'INFORM', 600, 1800],
      [3, 'serious', 'INFORM', 300, 900],
      [5, 'serious', 'CORRECT', 300, 900],
      [10, 'serious', 'ALL_CLEAR', 300, null],
    ])
  })

  it('is ended in its last minute where its scenario has no end', () => {
    const last = plan({ injects: scenario.injects.slice(0, 3) }).at(-1)
    expect([last?.no, last?.minute, last?.message?.purpose]).toEqual([4, 89, 'ALL_CLEAR'])
  })

  it('tells its instants from when each message is due, in Korean time', () => {
    const values = { next_update: { ko: '+30m', en: null }, damage_deadline: { ko: '+10d', en: null }, area: { ko: '-', en: null } }
    expect(valuesAt(values, '2026-12-31T14:45:00Z')).toEqual({
      next_update: { ko: '2027-01-01T00:15:00+09:00', en: null },
      damage_deadline: { ko: '2027-01-10', en: null },
      area: { ko: '-', en: null },
    })
    expect(minutesAfter('2026-12-31T23:59:59+09:00', -60)).toBe('2026-12-31T22:59:59+09:00')
  })

  it('begins while every door is open until its end, on no blackout day and not before an instant', () => {
    const hours = (center: string, weekdays: [string, string]) =>
      ({ center, validFrom: '2024-01-01', validTo: null, weekdays, saturday: null, sunday: null, holidays: null }) as const
    const facts = { calendars: [hours('a', ['08:30', '18:30']), hours('b', ['09:00', '24:00'])], calendarExceptions: [] }
    const wanted = { from: '2026-12-24', to: '2026-12-29', blackoutDays: ['2026-12-29'], durationMinutes: 90, centers: ['a', 'b'] }
    // Thursday from the instant on, Christmas, a weekend, Monday, the blackout day.
    expect(startSpans(facts, { ...wanted, notBefore: '2026-12-24T12:00:00+09:00' })).toEqual([
      { from: '2026-12-24T12:00:00+09:00', to: '2026-12-24T17:00:00+09:00' },
      { from: '2026-12-28T09:00:00+09:00', to: '2026-12-28T17:00:00+09:00' },
    ])
  })

  const line = (answer: Partial<DrillLine>): DrillLine => ({
    drillId: 'd',
    no: 1,
    centerId: 1,
    ackSeconds: 300,
    applySeconds: null,
    sentAt: '2026-12-01T10:00:00+09:00',
    leftAfter: null,
    overAfter: 1200,
    delivered: null,
    received: null,
    acknowledged: null,
    applied: null,
    rejected: null,
    rejectReason: null,
    escalations: 0,
    ...answer,
  })

  it.each([
    [{ acknowledged: 300 }, false, 'MET'],
    [{ acknowledged: 301 }, false, 'LATE'],
    [{ acknowledged: 301, rejected: 10 }, false, 'LATE'],
    [{ rejected: 10 }, false, 'REJECTED'],
    [{}, false, 'MISSED'],
    [{ overAfter: 300 }, false, 'MISSED'],
    [{ overAfter: 299 }, false, 'OVERTAKEN'],
    [{ overAfter: 299 }, true, 'OPEN'],
    [{ leftAfter: 299 }, false, 'LEFT'],
    [{ leftAfter: 300 }, false, 'MISSED'],
    [{ ackSeconds: null }, false, 'NOT_ASKED'],
  ])('%o in a drill that runs (%s) is %s', (answer, isRunning, verdict) => {
    expect(judgeLines([line(answer)], isRunning)[0]?.acknowledgedAs).toBe(verdict)
  })

  it('has the mean of the two in the middle as the median of a center with an even number of answers', () => {
    const lines = judgeLines(
      [line({ acknowledged: 10 }), line({ acknowledged: 21 }), line({}), line({ rejected: 3, escalations: 2 })],
      false,
    )
    expect(sumLines(lines)).toEqual({ met: 2, late: 0, missed: 1, rejected: 1, medianSeconds: 15.5, escalations: 2 })
  })
})
