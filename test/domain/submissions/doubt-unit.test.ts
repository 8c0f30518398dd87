import { describe, expect, it } from 'vitest'
import { readCouncilRanges } from '../../../db/edition/read-lexicon.js'
import { judgeRows } from '../../../schema/domain/submissions/judge-rows.js'
import { rangesOn } from '../../../schema/domain/terms/lexicon-on.js'
import { standardEdition } from '../../support/standard-edition.js'
import { contextOf, EMPTY_BATCH, rowOf, seriesOf } from '../../support/submission-samples.js'

const edition = await standardEdition()
const context = { ...contextOf(edition), ranges: rangesOn(await readCouncilRanges(), '2026-11-20') }

/** The unit that the value of a row looks like, or null where it lands. */
const looksLike = (measure: string, unit: string | null, value: string): string | null => {
  const [row] = judgeRows({ ...EMPTY_BATCH, rows: [rowOf({ measure, unit, value })] }, context).rows
  const doubt = row?.issues.find(({ code }) => code === 'UNIT_DOUBTED')
  expect([measure, row?.verdict]).toEqual([measure, doubt === undefined ? 'good' : 'held'])
  expect(row?.words.map(({ isWaiting }) => isWaiting)).toEqual(doubt === undefined ? [] : [true])
  return doubt === undefined ? null : (/looks like ([^.]+)\./.exec(doubt.messageEn)?.[1] ?? '')
}

describe('S5: a unit that cannot be meant', () => {
  it.each([
    ['평균통화시간', '초', '3', 'minutes'],
    ['평균통화시간', null, '3', 'minutes'],
    ['평균통화시간', '초', '0.05', 'hours'],
    ['평균통화시간', '분', '174', 'seconds'],
    ['응대율', '%', '0.93', 'ratio'],
    ['응대율', '%', '930', 'per mille'],
    // Possible as stated, though not usual.
    ['평균통화시간', '초', '6', null],
    ['평균통화시간', '초', '7000', null],
    ['응대율', '%', '5', null],
    ['응대율', '%', '0', null],
    // Usual in no other unit.
    ['응대율', '%', '3', null],
    ['평균통화시간', '초', '0.5', null],
    // Usual in two others: nothing says which.
    ['수어상담비중', '만건당', '0.01', null],
    ['평균통화시간', '초', '-3', null],
    // How it is written is said by the unit, and measures have rules of their own.
    ['평균통화시간', 'mm:ss', '00:03', null],
    ['통화시간합', '초', '3', null],
  ])('%s in %s of %s looks like %s', (measure, unit, value, expected) => expect(looksLike(measure, unit, value)).toBe(expected))

  it('is told of its value in a series, whose other values land', () => {
    const series = seriesOf({
      measure: '평균통화시간',
      unit: '초',
      periodStart: null,
      axes: ['periodStart'],
      items: [['2026-11-17', '2026-11-18']],
      values: [174, 3],
    })
    const { rows } = judgeRows({ ...EMPTY_BATCH, series: [series] }, context)
    expect(rows.map(({ verdict }) => verdict)).toEqual(['good', 'held'])
    expect(rows[1]?.issues.map(({ code, path }) => [code, path])).toEqual([['UNIT_DOUBTED', ['series', 0, 'values', 1]]])
  })

  it('is doubted nowhere where nobody knows what is usual', () => {
    const [row] = judgeRows({ ...EMPTY_BATCH, rows: [rowOf({ measure: '평균통화시간', unit: '초', value: 3 })] }, contextOf(edition)).rows
    expect(row).toMatchObject({ verdict: 'good', value: 3, words: [] })
  })
})
