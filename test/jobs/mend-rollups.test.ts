import { afterAll, beforeAll, expect, it } from 'vitest'
import { queryFigures } from '../../api/operations/query-figures.js'
import { runTermJob } from '../../api/operations/run-term-job.js'
import { checkConservation } from '../../jobs/check-conservation.js'
import type { JobContext } from '../../jobs/job.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { jobContext } from '../support/job-context.js'
import { listRollups } from '../support/stored-rows.js'
import { dimensionsOf } from '../support/submission-samples.js'
import { collectLog } from './collect-log.js'

let hub: CenterHub
let context: JobContext
const DAYS = ['2026-11-10', '2026-11-11', '2026-10-10', '2026-03-10'] as const
beforeAll(async () => {
  hub = await startCenterHub()
  // A Monday; March is due on Thursdays.
  await hub.database.setClock('2026-11-23T07:20:00+09:00')
  context = jobContext(hub.database.db, collectLog().log)
  for (const periodStart of DAYS)
    for (const [item, value] of [['general', 60] as const, ['loneliness120', 40] as const])
      valueOf(
        await hub.submit('daegu', {
          rows: rowsOf({ contacts_handled: value }, { periodStart, dimensions: dimensionsOf({ service_line: item }) }),
        }),
      )
  await forget()
})
afterAll(() => hub.close())

/** As a program before the cells followed the editions left it: the cell knows nothing of the sums that it leaves, and they hold its rows. */
async function forget(): Promise<void> {
  await hub.database.owner.begin(async sql => {
    await sql`set local session_replication_role = replica`
    await sql`update dimension_cells set center_excludes = '{}' where items ->> 'service_line' = 'loneliness120'`
    await sql`
      update observation_rollups set usable = usable + uncounted, uncounted = 0, center_sum = 100
      where measure_id = (select id from measures where code = 'contacts_handled') and period_start <> '2026-11-11'`
    await sql`delete from observation_rollups where period_start = '2026-11-11'`
  })
}

async function answer(asOf: string | null) {
  const asked = questionOf({ measures: ['contacts_handled'], centers: ['daegu'], from: '2026-03-10', to: '2026-11-11', by: 'day', asOf })
  return valueOf(await queryFigures(hub.hub, await hub.caller(null, 'stats:read'), asked))
}
const values = ({ figures }: Awaited<ReturnType<typeof answer>>) =>
  figures.flatMap(({ from, value }) => (value === null ? [] : [`${from.slice(5)} ${value}`]))
const detach = (act: 'detach' | 'attach', bounds = '') =>
  hub.database.owner.unsafe(`alter table observations ${act} partition observations_2026_10 ${bounds}`)

it('S3, S25: sums that are not those of their facts are summed again, found once, and stay what they were told to be as of before', async () => {
  const before = await answer(null)
  expect(values(before)).toEqual(['03-10 100', '10-10 100', '11-10 100'])
  await detach('detach')
  expect(await checkConservation(context)).toMatchObject({ outcome: 'failed', detail: { imbalances: [], sumsMended: 2 } })
  // Of a month that is away the sums are all that there is.
  expect(values(await answer(null))).toEqual(['03-10 100', '10-10 100', '11-10 60', '11-11 60'])
  expect(await checkConservation(context)).toMatchObject({ outcome: 'done', detail: { sumsMended: 0 } })
  await detach('attach', "for values from ('2026-10-01') to ('2026-11-01')")
  const steward = await hub.caller(null, 'terms:curate')
  const run = valueOf(await runTermJob(hub.hub, steward, { job: 'check-conservation', center: 'daegu' }))
  expect(run).toMatchObject({ outcome: 'failed', detail: { sumsMended: 2 } })
  expect(values(await answer(null))).toEqual(['03-10 60', '10-10 60', '11-10 60', '11-11 60'])
  await hub.database.owner`update observation_rollups set qualities = '[["ESTIMATED", 1, 0]]' where period_start = '2026-03-10'`
  await hub.database.setClock('2026-11-26T07:20:00+09:00')
  expect(await checkConservation(context)).toMatchObject({ outcome: 'failed', detail: { sumsMended: 1 } })
  expect(await listRollups(hub.database.owner, 'stored')).toEqual(await listRollups(hub.database.owner, 'rebuilt'))
  expect(JSON.stringify(await answer(before.asOf))).toBe(JSON.stringify(before))
  const entries = await hub.database.owner`select subject from audit_entries where action = 'rollups.summedAgain' order by seq`
  expect(entries.map(({ subject }) => subject as unknown)).toEqual([
    { month: '2026-11-01', sums: 2 },
    { month: '2026-10-01', sums: 1 },
    { month: '2026-03-01', sums: 1 },
    { month: '2026-03-01', sums: 1 },
  ])
})
