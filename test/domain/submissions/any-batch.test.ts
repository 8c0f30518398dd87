import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countOutcomes, decideOutcomes } from '../../../schema/domain/submissions/decide-outcomes.js'
import { decideBatch } from '../../../schema/domain/submissions/decide-batch.js'
import { countRows, rowAt } from '../../../schema/domain/submissions/expand-batch.js'
import { judgeRows } from '../../../schema/domain/submissions/judge-rows.js'
import { markDuplicates } from '../../../schema/domain/submissions/mark-duplicates.js'
import { indexCurrent } from '../../../schema/domain/submissions/row-key.js'
import type { Cell, CurrentValue, SubmittedBatch, SubmittedRow, SubmittedSeries } from '../../../schema/domain/submissions/submission.js'
import { standardEdition } from '../../support/standard-edition.js'
import { contextOf } from '../../support/submission-samples.js'

const edition = await standardEdition()

/** Any JSON value a cell may hold, numbers by their text among them. */
const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  // fast-check knows JSON values by its own name for them
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Cell>,
  fc.record({ numberText: fc.oneof(fc.string(), fc.constantFrom('1e3', '97.10', '-0', '9007199254740993')) }),
  fc.constantFrom<Cell>('__proto__', 'constructor', 'toString', '12', '-5', '1,234'),
)

const mostly = (...plausible: readonly Cell[]): fc.Arbitrary<Cell> =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...plausible) }, { weight: 1, arbitrary: anyCell })

const cells = {
  center: mostly(null, null, 'busan', 'seoul'),
  measure: mostly(
    'calls_offered',
    'calls_answered',
    'calls_abandoned',
    'calls_flowed_out',
    '인입콜',
    'talk_seconds',
    'answered_by_wait_band',
    '응답률',
  ),
  unit: mostly('calls', '호', null, '분', 'seconds'),
  periodType: mostly(null, 'day', '월'),
  periodStart: mostly('2026-11-19', '2026-11-18', '2026-11-01', '2026-11-18T15:30:00Z'),
  status: mostly(null, 'final', 'estimated', 'outage'),
  value: mostly(0, 1, 2, 5, 40, 4000, null),
}

const dimension = fc.record({
  dimension: mostly('hour', 'language', 'wait_band', '언어'),
  item: mostly('09', '10', 'en', 'w000_010', 'all'),
})

const anyRow: fc.Arbitrary<SubmittedRow> = fc.record({
  ...cells,
  dimensions: fc.array(dimension, { maxLength: 2 }),
  sourceRow: fc.option(fc.nat(999)),
})

const anySeries: fc.Arbitrary<SubmittedSeries> = fc.record({
  ...cells,
  fixed: fc.array(dimension, { maxLength: 1 }),
  axes: fc.array(fc.constantFrom('hour', 'language', 'periodStart', 'x', '__proto__'), { maxLength: 2 }),
  items: fc.array(fc.option(fc.array(mostly('09', 'en', '2026-11-19'), { minLength: 2, maxLength: 2 })), { maxLength: 2 }),
  values: fc.array(cells.value, { minLength: 2, maxLength: 2 }),
  status: fc.array(cells.status, { maxLength: 2 }),
  sourceRows: fc.array(fc.nat(999), { maxLength: 2 }),
})

const anyBatch: fc.Arbitrary<SubmittedBatch> = fc.record({
  edition: fc.constantFrom(null, '2026.1', '1999.9'),
  mode: fc.constantFrom('PARTIAL', 'ATOMIC'),
  strategy: fc.constantFrom('MERGE', 'MERGE', 'REPLACE_SCOPE', 'RETRACT'),
  scope: fc.constantFrom(null, { measureSet: [...edition.measureSets.keys()][0] ?? '', periodType: 'day', periodStart: '2026-11-19' }),
  reason: fc.constantFrom(null, '오류'),
  center: cells.center,
  parameters: fc.array(fc.record({ name: fc.constantFrom('short_abandon_threshold_seconds', '__proto__', 'x'), value: anyCell }), {
    maxLength: 2,
  }),
  rows: fc.array(anyRow, { maxLength: 12 }),
  series: fc.array(anySeries, { maxLength: 3 }),
})

const anyCurrent: fc.Arbitrary<CurrentValue> = fc.record({
  measure: fc.constantFrom('calls_offered', 'calls_answered', 'calls_abandoned', 'answered_by_wait_band'),
  period: fc.constantFrom({ type: 'day', start: '2026-11-19' } as const, { type: 'month', start: '2026-11-01' } as const),
  cell: fc.constantFrom('', 'hour=09', 'wait_band=w000_010'),
  value: fc.constantFrom(null, 1, 5, 40),
  status: fc.constantFrom('final', 'provisional'),
  parameters: fc.constant(null),
  confirmedRules: fc.constant([]),
})

it('S8: whatever the cells hold nothing throws, and the six outcomes add up to the rows received', () => {
  fc.assert(
    fc.property(anyBatch, fc.array(anyCurrent, { maxLength: 8 }), (batch, stored) => {
      const current = indexCurrent(stored)
      const { rows } = judgeRows(batch, contextOf(edition))
      const decided = decideBatch(batch, markDuplicates(rows), { edition, current })
      const received = countRows(batch)
      const counts = countOutcomes(decided.rows)
      expect(decided.rows.map(({ row }) => row.index)).toEqual([...Array(received).keys()])
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(received)
      for (const { row, outcome } of decided.rows) {
        expect(row.sourceRow).toBe(rowAt(batch, row.index).sourceRow)
        const stands = row.issues.some(({ severity }) => severity === 'error' || severity === 'hold')
        expect(stands).toBe(outcome === 'quarantined' || outcome === 'rejected')
        expect(row.issues.every(({ messageKo, messageEn }) => messageKo !== '' && messageEn !== '')).toBe(true)
      }
    }),
    { numRuns: 1500 },
  )
})

it('S7: judging a batch again gives the same rows', () => {
  fc.assert(
    fc.property(anyBatch, batch => {
      const judge = () => decideOutcomes(markDuplicates(judgeRows(batch, contextOf(edition)).rows), indexCurrent([]), batch)
      expect(judge()).toEqual(judge())
    }),
    { numRuns: 200 },
  )
})

it('S34: what was just stored comes back unchanged', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), rows => {
      const batch: SubmittedBatch = {
        edition: null,
        mode: 'PARTIAL',
        strategy: 'MERGE',
        scope: null,
        reason: null,
        center: null,
        parameters: [],
        rows,
        series: [],
      }
      const judged = markDuplicates(judgeRows(batch, contextOf(edition)).rows)
      const first = decideOutcomes(judged, indexCurrent([]), batch)
      const stored = first.flatMap(({ row: { measure, period, cell, value, status, parameters }, outcome }) =>
        outcome !== 'inserted' || measure === null || period === null || cell === null || status === null
          ? []
          : [{ measure, period, cell, value, status, parameters, confirmedRules: [] }],
      )
      const again = countOutcomes(decideOutcomes(judged, indexCurrent(stored), batch))
      expect([again.inserted, again.revised]).toEqual([0, 0])
    }),
    { numRuns: 300 },
  )
})
