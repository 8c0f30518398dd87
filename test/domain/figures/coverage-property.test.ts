import fc from 'fast-check'
import { expect, it } from 'vitest'
import { coveragePercent } from '../../../schema/domain/figures/coverage-percent.js'
import type { Grain } from '../../../schema/domain/figures/grain.js'
import { addDays, daysBetween } from '../../../schema/domain/period.js'
import { ask, council, type Row } from './ask-figures.js'

const FROM = '2026-09-21' // Monday; Chuseok, two holidays with a substitute day and weekends lie ahead
const TO = '2026-10-25'
const day = fc.nat({ max: daysBetween(FROM, TO) }).map(step => addDays(FROM, step))
const CENTERS = ['seoul', 'busan', 'daegu']
const center = fc.constantFrom(...CENTERS)

const rows = fc
  .array(
    fc.record({
      center,
      measure: fc.constantFrom('calls_offered', 'calls_answered', 'headcount_agents'),
      day,
      value: fc.oneof(
        { weight: 6, arbitrary: fc.nat({ max: 50 }) },
        { weight: 1, arbitrary: fc.constantFrom('NOT_COLLECTED', 'OUTAGE', 'CLOSED') },
      ),
    }),
    { maxLength: 120 },
  )
  .map(drawn => [...new Map(drawn.map(row => [`${row.center} ${row.measure} ${row.day}`, row])).values()])

const exceptions = fc
  .array(
    fc.record({
      center: fc.option(center),
      day,
      kind: fc.constantFrom('closed' as const, 'hours' as const, 'holiday' as const, 'not_holiday' as const),
    }),
    { maxLength: 20 },
  )
  .map(drawn =>
    drawn.map(one => ({ ...one, hours: one.kind === 'hours' ? (['09:00', '10:00'] as const) : null, nameKo: '예외', nameEn: 'Exception' })),
  )

const membership = fc.record({ center, first: day, length: fc.nat({ max: 40 }), isOpen: fc.boolean(), isTrial: fc.boolean() }).map(one => ({
  center: one.center,
  memberFrom: one.first,
  memberTo: one.isOpen ? null : addDays(one.first, one.length),
  isTrial: one.isTrial,
}))
/** One span per center, or the founding members. */
const memberships = fc
  .array(membership, { maxLength: 3 })
  .map(drawn => [
    ...council.registry.memberships.filter(one => !drawn.some(other => other.center === one.center)),
    ...new Map(drawn.map(one => [one.center, one])).values(),
  ])

const question = fc.record({
  subject: fc.constantFrom({ indicators: ['response_rate'] }, { measures: ['calls_offered'] }, { measures: ['headcount_agents'] }),
  by: fc.constantFrom<(Grain | null)[]>(null, 'day', 'week', 'month', 'quarter'),
  isByCenter: fc.boolean(),
})

it('exchange §4.1: coverage is never above 100 percent, whatever came, was closed, declared or left the council', () => {
  fc.assert(
    fc.property(rows, exceptions, memberships, question, day, (stored, calendarExceptions, members, { subject, by, isByCenter }, today) => {
      const contents = { ...council, registry: { ...council.registry, memberships: members } }
      const world = { rows: stored as readonly Row[], calendarExceptions, contents, today: addDays(today, 10) }
      for (const { coverage, value, reason } of ask({ ...subject, by, isByCenter, centers: CENTERS, from: FROM, to: TO }, world)) {
        expect(coverage.cellsIn).toBeLessThanOrEqual(coverage.cellsExpected)
        expect(coverage.centersIn).toBeLessThanOrEqual(coverage.centersExpected)
        expect(Number(coveragePercent(coverage) ?? '0')).toBeLessThanOrEqual(100)
        // What is expected and not in is named.
        const named = coverage.gaps.filter(({ reason: why }) => why !== 'NOT_A_MEMBER').reduce((sum, { cells }) => sum + cells, 0)
        expect(named).toBeGreaterThanOrEqual(coverage.cellsExpected - coverage.cellsIn)
        expect((value === null) === (reason !== null)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

it.each([
  [0, 0, null],
  [0, 3, '0.00'],
  [2, 3, '66.67'],
  [1, 800, '0.12'],
  [17, 17, '100.00'],
])('coverage of %i of %i cells is %s percent', (cellsIn, cellsExpected, percent) => {
  expect(coveragePercent({ cellsIn, cellsExpected })).toBe(percent)
})
