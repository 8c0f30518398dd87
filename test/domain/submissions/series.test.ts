import { describe, expect, it } from 'vitest'
import { countRows, expandBatch, rowAt } from '../../../schema/domain/submissions/expand-batch.js'
import { judgeRows } from '../../../schema/domain/submissions/judge-rows.js'
import type { SubmittedBatch, SubmittedSeries } from '../../../schema/domain/submissions/submission.js'
import { standardEdition } from '../../support/standard-edition.js'
import { contextOf, dimensionsOf, EMPTY_BATCH, rowOf, seriesOf } from '../../support/submission-samples.js'

const edition = await standardEdition()

const batchOf = (...series: SubmittedSeries[]): SubmittedBatch => ({ ...EMPTY_BATCH, rows: [rowOf({ measure: 'calls_answered' })], series })

const nightly = seriesOf({
  unit: '콜',
  periodStart: null,
  fixed: dimensionsOf({ language: 'ko' }),
  axes: ['hour', 'periodStart'],
  items: [
    ['00', '01', '24'],
    ['2026-11-18', '2026-11-19', '2026-11-19'],
  ],
  values: [3, true, 5],
  status: ['final'],
  sourceRows: [11, 12, 13],
})

describe('S16: values in columns', () => {
  it('are judged as the same rows would be, with paths into the columns and notes once per series', () => {
    const judged = judgeRows(batchOf(nightly), contextOf(edition))
    expect(
      judged.rows
        .slice(1)
        .map(({ index, sourceRow, period, cell, value, status, verdict }) => [
          index,
          sourceRow,
          period?.start,
          cell,
          value,
          status,
          verdict,
        ]),
    ).toEqual([
      [1, 11, '2026-11-18', 'hour=00|language=ko', 3, 'final', 'good'],
      [2, 12, '2026-11-19', 'hour=01|language=ko', null, 'final', 'rejected'],
      [3, 13, '2026-11-19', null, 5, 'final', 'rejected'],
    ])
    expect(judged.rows.slice(1).map(({ issues }) => issues.map(({ code, path }) => [code, path.join('.')]))).toEqual([
      [],
      [['VALUE_NOT_A_NUMBER', 'series.0.values.1']],
      [['CODE_MALFORMED', 'series.0.items.0.2']],
    ])
    expect(judged.issues.map(({ code, path, sourceRow }) => [code, path.join('.'), sourceRow])).toEqual([
      ['UNIT_LABEL_KEPT', 'series.0.unit', 11],
    ])
  })

  it('and expanded into rows get the same verdicts', () => {
    const batch = batchOf(nightly, seriesOf({ measure: '인입콜', axes: ['언어'], items: [['영어', 'xx']], values: [1, 2] }))
    const asRows = { ...EMPTY_BATCH, rows: [...expandBatch(batch)] }
    const facts = (judged: SubmittedBatch) =>
      judgeRows(judged, contextOf(edition)).rows.map(({ measure, period, cell, value, status, verdict, origin, isProvisionalMapping }) => ({
        measure,
        period,
        cell,
        value,
        status,
        verdict,
        origin,
        isProvisionalMapping,
      }))
    expect(facts(batch)).toEqual(facts(asRows))
    expect([countRows(batch), asRows.rows.length, asRows.rows.map((_, index) => rowAt(batch, index))]).toEqual([6, 6, asRows.rows])
  })

  it('an index outside the batch is a fault of the caller', () => expect(() => rowAt(batchOf(nightly), 4)).toThrow(RangeError))

  it.each<[string, Partial<SubmittedSeries>]>([
    ['an axis without its list', { axes: ['hour', 'language'], items: [['00', '01']] }],
    ['a list too short', { axes: ['hour'], items: [['00']] }],
    ['a list that is null', { axes: ['hour'], items: [null] }],
    ['statuses that are neither one nor all', { status: ['final', 'final', 'final'] }],
    ['line numbers that are too few', { sourceRows: [4] }],
    ['period starts given twice', { axes: ['periodStart'], items: [['2026-11-18', '2026-11-19']] }],
  ])('SERIES_SHAPE: %s rejects every row of that series and the rest goes on', (_, fields) => {
    const broken = seriesOf({ values: [1, 2], ...fields })
    const { rows } = judgeRows(batchOf(broken, seriesOf({ values: [7] })), contextOf(edition))
    expect(rows.map(({ verdict, issues }) => [verdict, ...issues.map(({ code, path }) => `${code} ${path.join('.')}`)])).toEqual([
      ['good'],
      ['rejected', 'SERIES_SHAPE series.0'],
      ['rejected', 'SERIES_SHAPE series.0'],
      ['good'],
    ])
  })

  it('findings lead to their own column when the period starts are one of the axes', () => {
    const series = seriesOf({
      periodStart: null,
      axes: ['periodStart', 'hour'],
      items: [
        ['2026-02-30', '2026-11-19'],
        ['09', '24'],
      ],
      values: [1, 2],
    })
    const { rows } = judgeRows({ ...EMPTY_BATCH, series: [series] }, contextOf(edition))
    expect(rows.flatMap(({ issues }) => issues.map(({ code, path }) => `${code} ${path.join('.')}`))).toEqual([
      'PERIOD_UNREADABLE series.0.items.0.0',
      'CODE_MALFORMED series.0.items.1.1',
    ])
  })

  it('a word that is unknown holds every value under it, each with its issue', () => {
    const { rows } = judgeRows(
      { ...EMPTY_BATCH, series: [seriesOf({ measure: '고객감동지수', values: [1, 2], sourceRows: [5, 6] })] },
      contextOf(edition),
    )
    expect(rows.map(({ verdict, issues }) => [verdict, issues.map(({ code, sourceRow }) => [code, sourceRow])])).toEqual([
      ['held', [['WORD_UNKNOWN', 5]]],
      ['held', [['WORD_UNKNOWN', 6]]],
    ])
  })

  it('a series without values adds no row', () =>
    expect(judgeRows({ ...EMPTY_BATCH, series: [seriesOf({})] }, contextOf(edition)).rows).toEqual([]))

  it('instants in columns become day and hour', () => {
    const series = seriesOf({
      periodStart: null,
      axes: ['periodStart'],
      items: [['2026-11-18T15:30:00Z', '2026-11-18T14:30:00Z']],
      values: [1, 2],
    })
    const { rows } = judgeRows({ ...EMPTY_BATCH, series: [series] }, contextOf(edition))
    expect(rows.map(({ period, cell, verdict }) => [period?.start, cell, verdict])).toEqual([
      ['2026-11-19', 'hour=00', 'good'],
      ['2026-11-18', 'hour=23', 'good'],
    ])
  })
})
