import { afterAll, beforeAll, expect, it } from 'vitest'
import { queryFigures } from '../../api/operations/query-figures.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { dimensionsOf } from '../support/submission-samples.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
  await center.database.setClock('2026-11-20T09:30:00+09:00')
})
afterAll(() => center.close())

/** Each day's value and marks, from Monday, 2 November, on. */
const ask = async (code: string) =>
  valueOf(
    await queryFigures(
      center.hub,
      await center.caller(null, 'stats:read'),
      questionOf({ measures: ['calls_offered'], centers: [code], from: '2026-11-02', to: '2026-11-05', by: 'day' }),
    ),
  ).figures.map(({ value, marks }) => [value, marks])

const korean = { dimensions: dimensionsOf({ language: 'ko' }) }
const send = async (code: string, day: string, tables: Readonly<{ total?: number; korean?: number }>) => {
  const { total, korean: part } = tables
  const rows = [
    ...(total === undefined ? [] : rowsOf({ calls_offered: total }, { periodStart: day })),
    ...(part === undefined ? [] : rowsOf({ calls_offered: part }, { periodStart: day, ...korean })),
  ]
  valueOf(await center.submit(code, { rows }))
}

it('S3: a breakdown that comes after days of totals alone is derived from, and one that disagrees is told', async () => {
  await send('seoul', '2026-11-02', { total: 10 })
  await send('seoul', '2026-11-03', { total: 20 })
  await send('seoul', '2026-11-04', { korean: 30 })
  await send('seoul', '2026-11-05', { total: 40, korean: 39 })
  const expected = [
    ['10', []],
    ['20', []],
    ['30', ['DERIVED']],
    ['40', ['TOTAL_MISMATCH']],
  ]
  expect(await ask('seoul')).toEqual(expected)
})

it('S3: so is one that stands on the first day, beside or instead of the total', async () => {
  await send('busan', '2026-11-02', { total: 10, korean: 9 })
  await send('busan', '2026-11-03', { total: 20, korean: 20 })
  await send('busan', '2026-11-04', { total: 30 })
  await send('daegu', '2026-11-02', { korean: 10 })
  await send('daegu', '2026-11-03', { total: 20 })
  expect(await ask('busan')).toEqual([
    ['10', ['TOTAL_MISMATCH']],
    ['20', []],
    ['30', []],
    [null, []],
  ])
  expect(await ask('daegu')).toEqual([
    ['10', ['DERIVED']],
    ['20', []],
    [null, []],
    [null, []],
  ])
})
