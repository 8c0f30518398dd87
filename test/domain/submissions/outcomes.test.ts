import Big from 'big.js'
import { describe, expect, it } from 'vitest'
import type { CurrentValue, SubmittedBatch, SubmittedRow } from '../../../schema/domain/submissions/submission.js'
import { judgeBatch } from '../../support/judge-batch.js'
import { standardEdition } from '../../support/standard-edition.js'
import { contextOf, dimensionsOf, EMPTY_BATCH, rowOf } from '../../support/submission-samples.js'

const edition = await standardEdition()

const stored = (fields: Partial<CurrentValue> = {}): CurrentValue => ({
  measure: 'calls_offered',
  period: { type: 'day', start: '2026-11-19' },
  cell: '',
  value: 12,
  status: 'provisional',
  parameters: null,
  confirmedRules: [],
  ...fields,
})

const judge = (rows: readonly SubmittedRow[], batch: Partial<SubmittedBatch> = {}, current: readonly CurrentValue[] = []) =>
  judgeBatch({ ...EMPTY_BATCH, ...batch, rows }, contextOf(edition), current)

const outcomesOf = (...facts: Parameters<typeof judge>) =>
  judge(...facts).rows.map(({ outcome, issues }) => [outcome, ...issues.map(({ code }) => code)])

describe('S34: what a revision is', () => {
  const short = { measure: 'calls_abandoned_short', value: 12 }
  it.each<[string, Partial<SubmittedRow>, CurrentValue, string]>([
    ['the same value', { value: 12 }, stored(), 'unchanged'],
    ['12.0 for 12', { value: '12.0' }, stored(), 'unchanged'],
    ['12 for an exact 12.0', { value: 12 }, stored({ value: new Big('12.0') }), 'unchanged'],
    ['another unit label', { value: 12, unit: '콜' }, stored(), 'unchanged'],
    ['another value', { value: 13 }, stored(), 'revised'],
    ['another status', { value: 12, status: 'final' }, stored(), 'revised'],
    ['a missing reason', { value: null, status: 'outage' }, stored(), 'revised'],
    ['another missing reason', { value: null, status: 'outage' }, stored({ value: null, status: 'missing' }), 'revised'],
    ['the same missing reason', { value: null, status: 'outage' }, stored({ value: null, status: 'outage' }), 'unchanged'],
    ['a value for another cell', { value: 12, dimensions: dimensionsOf({ hour: '09' }) }, stored(), 'inserted'],
    [
      'a value for another period type',
      { value: 12, periodType: 'month', periodStart: '2026-11-01' },
      stored({ period: { type: 'day', start: '2026-11-01' } }),
      'inserted',
    ],
  ])('%s is judged against what is stored', (_, row, current, outcome) =>
    expect(judge([rowOf(row)], {}, [current]).rows[0]?.outcome).toBe(outcome),
  )

  it('a changed parameter is a revision', () => {
    const differs = (seconds: string) =>
      stored({ measure: short.measure, status: 'definition_differs', parameters: { short_abandon_threshold_seconds: seconds } })
    const parameters = [{ name: 'short_abandon_threshold_seconds', value: 10 }]
    expect(outcomesOf([rowOf(short)], { parameters }, [differs('10')])).toEqual([['unchanged']])
    expect(outcomesOf([rowOf(short)], { parameters }, [differs('7')])).toEqual([['revised']])
  })
})

describe('H33: one key twice in a batch', () => {
  it('equal: the second is unchanged with a note', () =>
    expect(outcomesOf([rowOf({ value: 12 }), rowOf({ value: '12.0', measure: 'calls_offered' })])).toEqual([
      ['inserted'],
      ['unchanged', 'DUPLICATE_EQUAL'],
    ]))

  it('different: all are held, both indexes named', () => {
    const { rows } = judge([rowOf({ value: 12, sourceRow: 3 }), rowOf({ value: 13, sourceRow: 9 }), rowOf({ value: 12 })])
    expect(rows.map(({ outcome, issues }) => [outcome, issues[0]?.code, issues[0]?.messageEn])).toEqual([
      ['quarantined', 'DUPLICATE_DISAGREES', 'Another value came for the same key at line 9 (index 1), index 2; say which one is right.'],
      ['quarantined', 'DUPLICATE_DISAGREES', 'Another value came for the same key at line 3 (index 0), index 2; say which one is right.'],
      [
        'quarantined',
        'DUPLICATE_DISAGREES',
        'Another value came for the same key at line 3 (index 0), line 9 (index 1); say which one is right.',
      ],
    ])
  })

  it('another status is another value', () =>
    expect(judge([rowOf({ status: 'final' }), rowOf({ status: 'estimated' })]).counts).toEqual({ quarantined: 2 }))

  it('a row that is rejected disagrees with nobody', () =>
    expect(judge([rowOf({ value: -1 }), rowOf({ value: 1 })]).counts).toEqual({ rejected: 1, inserted: 1 }))
})

describe('S12: modes', () => {
  const mixed = [rowOf({ value: 5 }), rowOf({ measure: '고객감동지수' }), rowOf({ measure: 'calls_abandoned', value: 'x' })]

  it('PARTIAL lands what is good', () => expect(judge(mixed).counts).toEqual({ inserted: 1, quarantined: 1, rejected: 1 }))

  it('ATOMIC refuses all of it, the good rows with BATCH_REFUSED and the others with their own reasons', () =>
    expect(outcomesOf(mixed, { mode: 'ATOMIC' })).toEqual([
      ['rejected', 'BATCH_REFUSED'],
      ['rejected', 'WORD_UNKNOWN'],
      ['rejected', 'VALUE_NOT_A_NUMBER'],
    ]))

  it('ATOMIC counts a row that a rule holds', () =>
    expect(judge([rowOf({ value: 5 }), rowOf({ measure: 'calls_answered', value: 6 })], { mode: 'ATOMIC' }).counts).toEqual({
      rejected: 2,
    }))

  it('ATOMIC without a faulty row lands', () => expect(judge([rowOf({ value: 5 })], { mode: 'ATOMIC' }).counts).toEqual({ inserted: 1 }))
})

describe('S13: RETRACT', () => {
  const retract = { strategy: 'RETRACT', reason: '집계 오류' } as const
  it('retracts what is there and leaves the rest unchanged with a note', () =>
    expect(outcomesOf([rowOf({ value: null }), rowOf({ value: null, measure: 'calls_answered' })], retract, [stored()])).toEqual([
      ['retracted'],
      ['unchanged', 'NOTHING_TO_RETRACT'],
    ]))
  it('a key named twice is retracted once', () =>
    expect(outcomesOf([rowOf({ value: null }), rowOf({ value: null })], retract, [stored()])).toEqual([
      ['retracted'],
      ['unchanged', 'DUPLICATE_EQUAL'],
    ]))
})

describe('S13: REPLACE_SCOPE', () => {
  const set =
    [...edition.measureSets.values()].find(({ measures }) => measures.includes('calls_offered') && measures.includes('calls_answered'))
      ?.code ?? ''
  const replace = { strategy: 'REPLACE_SCOPE', scope: { measureSet: set, periodType: 'day', periodStart: '2026-11-19' } } as const
  const current = [
    stored({ value: 20 }),
    stored({ measure: 'calls_answered', value: 9 }),
    stored({ cell: 'hour=09' }),
    stored({ period: { type: 'day', start: '2026-11-18' } }),
  ]

  it('retracts current keys of the scope that the batch does not name', () => {
    const { counts, implied } = judge([rowOf({ value: 20 })], replace, current)
    expect([counts, implied]).toEqual([{ unchanged: 1 }, [current[2], current[1]]])
  })

  it('a key named with any outcome is not retracted', () => {
    const rows = [
      rowOf({ value: 20 }),
      rowOf({ measure: 'calls_answered', unit: '초' }),
      rowOf({ value: -1, dimensions: dimensionsOf({ hour: '09' }) }),
    ]
    const { counts, implied } = judge(rows, replace, current)
    expect([counts, implied]).toEqual([{ unchanged: 1, quarantined: 1, rejected: 1 }, []])
  })

  it('rules see the state without what is retracted', () => {
    expect(judge([rowOf({ value: 5 })], {}, current).counts).toEqual({ quarantined: 1 })
    expect(judge([rowOf({ value: 5 })], replace, current).counts).toEqual({ revised: 1 })
  })

  it('a scope with an unreadable key is refused whole, rows outside it land', () => {
    const outside = rowOf({ value: 7, periodStart: '2026-11-17' })
    const { rows, implied } = judge([rowOf({ value: 20 }), rowOf({ measure: '고객감동지수' }), outside], replace, current)
    expect(rows.map(({ outcome, issues }) => [outcome, ...issues.map(({ code }) => code)])).toEqual([
      ['rejected', 'SCOPE_UNREADABLE'],
      ['quarantined', 'WORD_UNKNOWN'],
      ['inserted'],
    ])
    expect(implied).toEqual([])
  })

  it('an unreadable row that cannot belong to the scope does not refuse it', () => {
    const rows = [
      rowOf({ value: 20 }),
      rowOf({ periodStart: '2026-11-17', dimensions: dimensionsOf({ hour: '24' }) }),
      rowOf({ center: 'seoul', measure: 'x' }),
    ]
    expect(judge(rows, replace, current).counts).toEqual({ unchanged: 1, rejected: 2 })
  })

  it('a refused ATOMIC batch retracts nothing', () =>
    expect(
      judge([rowOf({ value: 20 }), rowOf({ measure: 'calls_answered', value: -1 })], { ...replace, mode: 'ATOMIC' }, current).implied,
    ).toEqual([]))

  it.each<[SubmittedBatch['scope'], string]>([
    [null, 'SCOPE_REQUIRED'],
    [{ measureSet: 'nothing', periodType: 'day', periodStart: '2026-11-19' }, 'SCOPE_UNKNOWN'],
    [{ measureSet: set, periodType: 'week', periodStart: '2026-11-19' }, 'SCOPE_UNKNOWN'],
    [{ measureSet: set, periodType: 'month', periodStart: '2026-11-19' }, 'SCOPE_UNKNOWN'],
  ])('the scope %j is %s', (scope, code) => {
    const { issues, implied } = judge([rowOf({ value: 20 })], { ...replace, scope }, current)
    expect([issues.map(issue => issue.code), implied]).toEqual([[code], []])
  })
})
