import { afterAll, beforeAll, expect, it } from 'vitest'
import { suspendMapping } from '../../api/operations/suspend-mapping.js'
import { addDays } from '../../schema/domain/period.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { countStatements } from '../support/count-statements.js'
import { startCurator, type Curator } from '../support/curate.js'
import { rowOf } from '../support/submission-samples.js'

let center: CenterHub
let curator: Curator
beforeAll(async () => {
  center = await startCenterHub()
  curator = await startCurator(center)
})
afterAll(() => center.close())

/** Stops a word that was said on so many nights; the statements that took. */
async function stop(code: string, nights: number): Promise<number> {
  const say = async (night: number) => {
    const rows = [rowOf({ measure: '들어온것', unit: '건', periodStart: addDays('2026-08-01', night), value: 5 + night })]
    valueOf(await center.submit(code, { rows }))
  }
  await say(0)
  const sourceTerm = await curator.termOf(code, '들어온것')
  await curator.map(sourceTerm)
  for (let night = 1; night < nights; night++) await say(night)
  const counted = countStatements(center.hub.db)
  const steward = { ...(await center.caller(null, 'terms:curate')), kind: 'person' as const }
  const stopped = await suspendMapping({ ...center.hub, db: counted.db }, steward, {
    sourceTerm,
    effective: { from: null, to: null },
    reason: '시험',
  })
  expect(valueOf(stopped)).toMatchObject({ heldAgain: nights, stillHeld: nights, toCome: 0 })
  return counted.seen().length
}

it('a word is stopped by a few statements, whether it was said on ten nights or on sixty', async () => {
  const [few, many] = [await stop('ulsan', 10), await stop('jeju', 60)]
  expect(many - few).toBeLessThanOrEqual(6)
}, 60_000)

it('held rows are known to be of some twenty centers, however few wait when they are counted', async () => {
  await center.database.owner`analyze held_rows`
  const known = await center.database.owner<{ n: number }[]>`
    select n_distinct::int as n from pg_stats where tablename = 'held_rows' and attname = 'center_id'`
  expect(known).toEqual([{ n: 20 }])
})
