import { expect, it } from 'vitest'
import { judgeBatch } from '../../support/judge-batch.js'
import { standardEdition } from '../../support/standard-edition.js'
import { busanBatch, contextOf, SEOUL, seoulBatch } from '../../support/submission-samples.js'

const edition = await standardEdition()

it('the Seoul sample ends with 153 inserted rows, no note and no warning', () => {
  const { rows, counts, issues } = judgeBatch(seoulBatch(), contextOf(edition, SEOUL))
  expect(counts).toEqual({ inserted: 153 })
  expect(rows.flatMap(row => row.issues)).toEqual([])
  expect(issues).toEqual([])
})

it('the Busan sample ends line by line as its README says', () => {
  const { rows, counts, issues } = judgeBatch(busanBatch(), contextOf(edition))
  expect(counts).toEqual({ inserted: 23, quarantined: 7, rejected: 1 })
  expect(issues).toEqual([])
  const notLanded = rows.filter(({ outcome }) => outcome !== 'inserted')
  const facts = notLanded.map(row => [
    row.sourceRow,
    row.outcome,
    ...row.issues.filter(({ severity }) => severity !== 'info').map(({ code, rule }) => rule ?? code),
  ])
  expect(facts).toEqual([
    [3, 'quarantined', 'calls_offered.c1', 'calls_answered.c1'],
    [4, 'quarantined', 'calls_offered.c1', 'calls_answered.c1'],
    [10, 'quarantined', 'talk_seconds.p1'],
    [11, 'rejected', 'VALUE_BELOW_MINIMUM'],
    [20, 'quarantined', 'WORD_AMBIGUOUS'],
    [23, 'quarantined', 'WORD_UNKNOWN'],
    [30, 'quarantined', 'WORD_AMBIGUOUS'],
    [31, 'quarantined', 'RATE_AMBIGUOUS'],
  ])
  expect(rows.flatMap(row => row.issues).filter(({ severity }) => severity === 'warning')).toEqual([])
})

it('the receipt of the broken Busan rules names both sides, the imbalance and the lines on the other side', () => {
  const { rows } = judgeBatch(busanBatch(), contextOf(edition))
  const line = (number: number) => rows.find(({ sourceRow }) => sourceRow === number)
  const [balance, answered] = (line(4)?.issues ?? []).filter(({ code }) => code === 'RULE_BROKEN')
  expect(answered).toEqual({
    code: 'RULE_BROKEN',
    severity: 'error',
    path: ['rows', 2],
    messageKo:
      '규칙 calls_answered.c1(calls_answered <= calls_offered)에 맞지 않습니다(2026-11-19 일 단위): 1561 <= 1548, 차이 13. 함께 본 값: 행 3 calls_offered. 확인될 때까지 보류합니다.',
    messageEn:
      'The rule calls_answered.c1 (calls_answered <= calls_offered) does not hold for day 2026-11-19: 1561 <= 1548, imbalance 13. Compared with line 3 calls_offered. The row waits until it is settled.',
    expected: 'calls_answered <= calls_offered',
    got: '1561 <= 1548',
    sourceRow: 4,
    rule: 'calls_answered.c1',
  })
  expect(balance?.got).toBe('1548 = 1648')
  expect(balance?.messageEn).toContain('line 3 calls_offered, line 5 calls_abandoned, line 7 calls_flowed_out')
  expect(line(10)?.issues.find(({ code }) => code === 'RULE_BROKEN')?.got).toBe('15610 <= 3312')
})

it('S5: the Busan rows keep raw value, unit, factor and label where they differ from what is stored', () => {
  const { rows } = judgeBatch(busanBatch(), contextOf(edition))
  const kept = rows.filter(({ origin }) => origin?.rawUnit != null).map(({ sourceRow, value, origin }) => [sourceRow, value, origin])
  const unit = (line: number, value: number, rawUnit: string, label: string | null) => [
    line,
    value,
    { rawValue: null, rawUnit, factor: null, label },
  ]
  expect(kept.filter(([line]) => line === 12)).toEqual([
    [12, 48720, { rawValue: '812', rawUnit: '분', factor: '60', label: '총후처리시간' }],
  ])
  expect(kept.map(([line]) => line)).toEqual([12, 15, 16, 17, 18, 19, 21, 22, 24, 26, 28, 29, 32])
  expect(kept.filter(([line]) => line === 15)).toEqual([unit(15, 1730, '건', '총응대건수')])
})

it('the Busan breakdown lines land in their cells without a total', () => {
  const { rows } = judgeBatch(busanBatch(), contextOf(edition))
  const cells = rows.filter(({ cell }) => cell !== '').map(({ sourceRow, measure, cell, outcome }) => [sourceRow, measure, cell, outcome])
  expect(cells.filter(([, measure]) => measure !== null)).toEqual([
    [19, 'foreign_language_contacts', 'language=en', 'inserted'],
    [32, 'hazard_contacts', 'hazard_type=cold_wave', 'inserted'],
  ])
})

it('a corrected line 4 lets everything of the Busan counts land', () => {
  const batch = busanBatch()
  const rows = batch.rows.map(row => (row.sourceRow === 4 ? { ...row, value: '1461' } : row))
  const judged = judgeBatch({ ...batch, rows }, contextOf(edition)).rows
  expect(judged.filter(({ sourceRow }) => sourceRow === 3 || sourceRow === 4).map(({ outcome }) => outcome)).toEqual([
    'inserted',
    'inserted',
  ])
  expect(judged.find(({ sourceRow }) => sourceRow === 10)?.outcome).toBe('quarantined')
})
