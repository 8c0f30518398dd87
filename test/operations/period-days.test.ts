import { afterAll, beforeAll, expect, it } from 'vitest'
import { queryFigures } from '../../api/operations/query-figures.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
})
afterAll(() => center.close())

const submitAt = async (clock: string, day: string, handled: number) => {
  await center.database.setClock(clock)
  const rows = rowsOf({ contacts_handled: handled, headcount_fte: 10 }, { periodStart: day })
  valueOf(await center.submit('busan', { edition: '2026.1', rows }))
}
const askAt = async (clock: string, asOf: string | null) => {
  await center.database.setClock(clock)
  const asked = { indicators: ['contacts_per_fte_day'], centers: ['busan'], from: '2026-10-08', to: '2026-10-12', asOf }
  return valueOf(await queryFigures(center.hub, await center.caller(null, 'stats:read'), questionOf(asked)))
}

it('S21, S25: period_days counts the days that have all parts, no holiday without one, and is told again as it was', async () => {
  await submitAt('2026-10-09T02:10:00+09:00', '2026-10-08', 90)
  await submitAt('2026-10-13T02:10:00+09:00', '2026-10-12', 110)
  const first = await askAt('2026-10-13T09:00:00+09:00', null)
  // (90 + 110) / (10 x 2): 2026-10-09 is a holiday, 10 and 11 are a weekend.
  expect(first.figures).toMatchObject([{ value: '10.00', numerator: '200', denominator: '20' }])
  await submitAt('2026-10-20T10:00:00+09:00', '2026-10-09', 130)
  const later = await askAt('2026-10-20T11:00:00+09:00', null)
  // Work on the holiday counts once it is told: (90 + 130 + 110) / (10 x 3).
  expect(later.figures).toMatchObject([{ value: '11.00', numerator: '330', denominator: '30' }])
  expect(JSON.stringify(await askAt('2026-10-20T11:00:00+09:00', first.asOf))).toBe(JSON.stringify(first))
})
