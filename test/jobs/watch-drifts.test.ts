import { afterAll, beforeAll, expect, it } from 'vitest'
import { watchTerms } from '../../api/operations/watch-terms.js'
import { addDays } from '../../schema/domain/period.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { ordinaryNights } from '../support/generated-nights.js'
import { rowOf } from '../support/submission-samples.js'

const CENTERS = ['seoul', 'busan', 'daegu', 'incheon', 'jeju'] as const
/** Chuseok and the holidays of October are among the nights before. */
const [FIRST, WATCHED_FROM, NIGHTS] = ['2026-08-10', '2026-11-09', 18] as const
const BEFORE = 91

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
})
afterAll(() => center.close())

const told = async () =>
  (
    await center.database.owner<{ said: string }[]>`
    select c.code || ' ' || t.conflict || ' ' || t.state || ' ' || t.subject as said
    from term_conflicts t join centers c on c.id = t.center_id order by c.code, t.detected_on`
  ).map(({ said }) => said)

it('terminology 12, §5: a night after the other, one alarm for one change of one series, and none for ordinary nights with holidays', async () => {
  const nights = new Map(
    CENTERS.map((code, at) => {
      const ordinary = ordinaryNights(FIRST, BEFORE + NIGHTS, { seed: 300 + at, level: 4_000, deviation: 0.1 })
      // Busan's level moves by three deviations, Daegu counts in ones what it had counted in thousands.
      const factorOf = (night: number): number =>
        code === 'busan' && night >= BEFORE + 2 ? Math.exp(0.3) : code === 'daegu' && night >= BEFORE + 6 ? 1_000 : 1
      return [code, ordinary.map(({ day, value }, night) => ({ day, value: Math.round(value * factorOf(night)) }))] as const
    }),
  )
  const send = async (from: number, to: number) => {
    for (const [code, all] of nights) {
      const rows = all
        .slice(from, to)
        .map(({ day, value }) => rowOf({ measure: 'inquiries_recorded', unit: null, periodStart: day, value }))
      expect(valueOf(await center.submit(code, { rows })).stored.record.counts).toMatchObject({ inserted: rows.length })
    }
  }
  await center.database.setClock(`${WATCHED_FROM}T01:00:00+09:00`)
  await send(0, BEFORE)
  const firstTold = new Map<string, number>()
  for (let night = 0; night < NIGHTS; night++) {
    await center.database.setClock(`${addDays(WATCHED_FROM, night + 1)}T02:00:00+09:00`)
    await send(BEFORE + night, BEFORE + night + 1)
    const { centerIds } = await center.hub.standards()
    for (const code of CENTERS) await watchTerms(center.hub, centerIds.get(code) ?? 0)
    expect(await watchTerms(center.hub, centerIds.get('busan') ?? 0)).toMatchObject({ added: 0 })
    for (const one of await told()) if (!firstTold.has(one)) firstTold.set(one, night)
    if (night === 12)
      await center.database.owner`
        update term_conflicts set state = 'dismissed', settled_at = hub_now(), settled_by = 'person:steward', settlement = '이전 개소' where conflict = 'drift'`
  }
  expect((await told()).map(one => one.split(' ').slice(0, 4).join(' '))).toEqual([
    'busan drift dismissed measure:inquiries_recorded',
    'daegu unit open measure:inquiries_recorded',
  ])
  const nightOf = (code: string): number => Math.min(...[...firstTold].flatMap(([one, night]) => (one.startsWith(code) ? [night] : [])))
  // Within seven nights of the second; and on the very night.
  expect(nightOf('busan')).toBeLessThanOrEqual(2 + 6)
  expect(nightOf('daegu')).toBe(6)
}, 120_000)
