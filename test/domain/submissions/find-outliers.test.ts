import { beforeAll, describe, expect, it } from 'vitest'
import type { Edition } from '../../../schema/domain/statistics/edition.js'
import { findOutliers, historyDays, watchedRows } from '../../../schema/domain/submissions/find-outliers.js'
import { judgeRows } from '../../../schema/domain/submissions/judge-rows.js'
import { markDuplicates } from '../../../schema/domain/submissions/mark-duplicates.js'
import type { SubmittedRow } from '../../../schema/domain/submissions/submission.js'
import { standardEdition } from '../../support/standard-edition.js'
import { contextOf, dimensionsOf, EMPTY_BATCH, rowOf } from '../../support/submission-samples.js'

let edition: Edition
beforeAll(async () => {
  edition = await standardEdition()
})

/** Days before 2026-11-19 (a Thursday) that are Thursdays too, latest first, with their values; null is a week without one. */
const weeks = (values: readonly (number | null)[]) => {
  const byDay = new Map(historyDays('2026-11-19').map((day, week) => [day, values[week] ?? null]))
  return (_measure: string, day: string) => byDay.get(day) ?? null
}

const watchedOf = (...rows: readonly Partial<SubmittedRow>[]) => {
  const judged = judgeRows({ ...EMPTY_BATCH, rows: rows.map(row => rowOf({ unit: null, ...row })) }, contextOf(edition))
  return watchedRows(markDuplicates(judged.rows), edition)
}
const isNoted = (value: number | string, before: readonly (number | null)[]) =>
  findOutliers(watchedOf({ value }), edition, weeks(before)).size === 1

const STEADY = [1000, 1010, 990, 1020, 980, 1000, 1010, 990] // median 1000, MAD 10

describe('find-outliers', () => {
  it('looks at the same weekday of the eight weeks before', () => {
    expect(historyDays('2026-11-19')).toEqual([
      '2026-11-12',
      '2026-11-05',
      '2026-10-29',
      '2026-10-22',
      '2026-10-15',
      '2026-10-08',
      '2026-10-01',
      '2026-09-24',
    ])
  })

  it.each([
    ['a typhoon day at four times the volume', 4000, STEADY, true],
    ['a day that nearly went missing', 100, STEADY, true],
    ['an ordinary day', 1030, STEADY, false],
    ['far by deviations, but no more than half of the median above it', 1500, STEADY, false],
    ['just over half of the median above it', 1501, STEADY, true],
    ['half of the median below it', 500, STEADY, false],
    ['more than half of the median below it', 499, STEADY, true],
    ['five deviations of a restless center exactly', 4706.5, [1000, 1000, 1500, 500, 1500, 500, 1500, 500], false],
    ['just over five deviations', 4707, [1000, 1000, 1500, 500, 1500, 500, 1500, 500], true],
    ['small counts: 29 more', 39, [10, 10, 10, 10, 10, 10, 10, 10], false],
    ['small counts: 30 more', 40, [10, 10, 10, 10, 10, 10, 10, 10], true],
    ['a history that never moved, and a change within half', 149, [100, 100, 100, 100], false],
    ['a first value after zeros', 30, [0, 0, 0, 0], true],
    ['four weeks of history', 4000, [null, 1000, null, 1010, null, 990, null, 1000], true],
    ['three weeks of history', 4000, [null, 1000, null, 1010, null, 990, null, null], false],
    ['no history', 4000, [], false],
    ['one odd week among the eight', 4000, [9000, 1000, 1010, 990, 1020, 980, 1000, 1010], true],
  ])('%s: %s', (_what, value, before, noted) => {
    const watched = watchedOf({ measure: 'scheduled_hours', value: String(value) })
    expect(watched).toHaveLength(1)
    expect(findOutliers(watched, edition, weeks(before)).size === 1).toBe(noted)
  })

  it('reckons exactly with numbers beyond safe integers', () => {
    const before = Array<number>(8).fill(10)
    expect([isNoted('99999999999999999999', before), isNoted(39, before)]).toEqual([true, false])
  })

  it('is a note that names value, median and weeks, in both languages', () => {
    const notes = findOutliers(watchedOf({ value: 4000, sourceRow: 7 }), edition, weeks([1000, 1011, 990, 1020, null, 1001]))
    expect(notes.get(0)).toEqual({
      code: 'OUTLIER',
      severity: 'info',
      path: ['rows', 0],
      messageKo:
        '인입호의 2026-11-19 값(4000)이 지난 8주 같은 요일 5일의 중앙값(1001)과 크게 다릅니다. 값은 그대로 받았습니다. 잘못 적은 값이면 고쳐서 다시 제출해 주십시오.',
      messageEn:
        'Calls offered on 2026-11-19 is 4000, far from 1001, the median of the same weekday in 5 of the last 8 weeks. The value is accepted; send it again if it is a slip.',
      expected: 'median 1001 of 5 weeks',
      got: '4000',
      sourceRow: 7,
      rule: null,
    })
  })

  it.each<[string, Partial<SubmittedRow>, number]>([
    ['a flow count', {}, 1],
    ['a duration', { measure: 'talk_seconds' }, 1],
    ['a zero', { value: 0 }, 1],
    ['an estimate', { status: 'estimated' }, 1],
    ['a cell of a breakdown', { dimensions: dimensionsOf({ hour: '09' }) }, 0],
    ['a month', { measure: 'separations', periodType: 'month', periodStart: '2026-10-01' }, 0],
    ['a stock', { measure: 'headcount_agents' }, 0],
    ['a score', { measure: 'csat_score_sum' }, 0],
    ['a missing value', { value: null, status: 'outage' }, 0],
    ['another definition', { status: 'definition_differs' }, 0],
    ['a held word', { measure: '총인입콜수량' }, 0],
    ['a rejected value', { value: 'many' }, 0],
  ])('watches good daily totals of flows and durations: %s', (_what, row, count) => {
    expect(watchedOf(row)).toHaveLength(count)
  })

  it('watches the first of two equal rows, and none of two that disagree', () => {
    expect(watchedOf({ value: 4000 }, { value: 4000 }).map(({ index }) => index)).toEqual([0])
    expect(watchedOf({ value: 4000 }, { value: 4001 })).toEqual([])
  })
})
