import { afterAll, beforeAll, expect, it } from 'vitest'
import { freezeBaselines } from '../../api/operations/freeze-baselines.js'
import { explainFigure } from '../../api/operations/explain-figure.js'
import { listHeldRows } from '../../api/operations/list-held-rows.js'
import { listObservations, type ObservationQuestion } from '../../api/operations/list-observations.js'
import { queryFigures } from '../../api/operations/query-figures.js'
import { readHistoriesOf, readObservationHistory } from '../../api/operations/read-observation-history.js'
import { listReceipts, readReceipt } from '../../api/operations/read-receipt.js'
import type { Hub } from '../../api/hub.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { EMPTY_BATCH, seoulBatch } from '../support/submission-samples.js'
import { submitStatistics } from '../../api/operations/submit-statistics.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
  await center.database.setClock('2026-11-20T09:30:00+09:00')
  valueOf(await center.submit('seoul', seoulBatch(), { idempotencyKey: 'night' }))
  await fill(center)
}, 120_000)
afterAll(() => center.close())

/** A month of hourly values of all centers: enough that reading everything would cost more than an index. */
async function fill({ database: { owner } }: CenterHub): Promise<void> {
  await owner`select hub_ensure_partitions('2026-10-01', '2026-11-30')`
  await owner`
    insert into observations (center_id, measure_id, period_start, period_type, cell_id, value, status_id, submission_no)
    select c.id, m.id, d::date, 'day', k.id, 10, s.id, 1
    from centers c
    cross join generate_series(date '2026-10-25', date '2026-11-18', interval '1 day') d
    cross join (select id from measures where kind = 'measure' order by id limit 20) m
    cross join (select id from dimension_cells where key = '' or key like 'hour=%') k
    cross join (select id from observation_statuses where code = 'provisional') s`
  // One former image of every value.
  await owner`
    insert into observation_history (center_id, measure_id, period_start, period_type, cell_id, value, status_id, revision, submission_no, recorded_at,
      is_retracted, is_provisional_mapping, superseded_at, superseded_by)
    select center_id, measure_id, period_start, period_type, cell_id, 9, status_id, 0, 1, recorded_at - interval '1 day', false, false, recorded_at, 1
    from observations where submission_no = 1 and period_start < '2026-11-19'`
  await owner`
    insert into observation_rollups (center_id, measure_id, period_start, period_type, table_id, cells, usable, not_applicable, blocked, uncounted,
      center_sum, council_excluded)
    select o.center_id, o.measure_id, o.period_start, o.period_type, c.table_id, count(*), count(*), 0, 0, 0, sum(o.value), 0
    from observations o join dimension_cells c on c.id = o.cell_id
    where o.submission_no = 1 and o.period_start < '2026-11-19'
    group by o.center_id, o.measure_id, o.period_start, o.period_type, c.table_id`
  await owner`analyze`
}

/** Whole-table reads of facts, their history and their roll-ups in the transactions of `ask`, by table, as each transaction counts them itself. */
async function scansOf(ask: (hub: Hub) => Promise<unknown>): Promise<Record<string, number>> {
  const { hub } = center
  const scans: Record<string, number> = {}
  const transaction: Hub['db']['transaction'] = (context, work, options) =>
    hub.db.transaction(
      context,
      async tx => {
        const result = await work(tx)
        // An empty table is read whole because there is nothing cheaper.
        const counted = await tx.sql<{ name: string; count: number }[]>`
          select x.relname as name, x.seq_scan as count
          from pg_stat_xact_user_tables x join pg_class c on c.oid = x.relid
          where x.seq_scan > 0 and c.reltuples > 0 and x.relname ~ '^observation(s|_history|_rollups)(_\\d|$)'`
        for (const { name, count } of counted) scans[name] = (scans[name] ?? 0) + count
        return result
      },
      options,
    )
  await ask({ ...hub, db: { ...hub.db, transaction } })
  return scans
}

const analyst = (): Promise<Caller> => center.caller(null, 'stats:read')
const rate = { indicators: ['response_rate'] }
const observed: ObservationQuestion = {
  centers: [],
  measures: [],
  from: '2026-11-18',
  to: '2026-11-18',
  periodType: null,
  filters: [],
  includeRetracted: false,
  first: 100,
  after: null,
}

const QUESTIONS: readonly (readonly [string, (hub: Hub) => Promise<unknown>])[] = [
  [
    'response rate of all centers by month',
    async hub => queryFigures(hub, await analyst(), questionOf({ ...rate, from: '2026-11-01', to: '2026-11-30', by: 'month' })),
  ],
  ['response rate of one center on one day', async hub => queryFigures(hub, await analyst(), questionOf({ ...rate, centers: ['seoul'] }))],
  [
    'response rate by day over a month',
    async hub => queryFigures(hub, await analyst(), questionOf({ ...rate, from: '2026-11-01', to: '2026-11-30', by: 'day' })),
  ],
  [
    'calls by hour of one center on one day',
    async hub =>
      queryFigures(
        hub,
        await analyst(),
        questionOf({ measures: ['calls_offered'], centers: ['daegu'], dimensions: ['hour'], from: '2026-11-18', to: '2026-11-18' }),
      ),
  ],
  ['rows of one day of the own center', async hub => listObservations(hub, await center.caller('daegu'), observed)],
  ['rows of one measure of all centers', async hub => listObservations(hub, await analyst(), { ...observed, measures: ['calls_offered'] })],
  [
    'every revision of one value, and of the values of a page',
    async hub => [
      await readObservationHistory(hub, await analyst(), {
        key: { center: 'daegu', measure: 'calls_offered', periodType: 'day', periodStart: '2026-11-18', dimensions: [] },
        asOf: null,
        first: 100,
        after: null,
      }),
      await readHistoriesOf(hub, await analyst(), {
        rows: valueOf(await listObservations(hub, await analyst(), { ...observed, measures: ['calls_offered'] })).nodes,
        first: 20,
        after: null,
      }),
    ],
  ],
  ...[null, '2026-11-20T09:29:59+09:00'].map(
    asOf =>
      [
        `what a monthly rate of all centers rests on, ${asOf === null ? 'now' : 'as of an earlier instant'}`,
        async (hub: Hub) =>
          valueOf(
            await explainFigure(hub, await analyst(), {
              question: questionOf({ ...rate, from: '2026-11-01', to: '2026-11-30', isByCenter: false, asOf }),
              first: 100,
              after: null,
            }),
          ),
      ] as const,
  ),
  ['a night handed in', async hub => submitStatistics(hub, await center.caller('busan'), requestOf('first'))],
  ['the same night again under another key', async hub => submitStatistics(hub, await center.caller('busan'), requestOf('second'))],
  [
    'the baseline of that night, frozen, and nothing left to freeze',
    async hub => {
      const centerId = (await center.caller('busan')).center?.id ?? 0
      const freeze = () => freezeBaselines(hub, centerId)
      expect([await freeze(), await freeze()]).toMatchObject([{ nights: 1 }, { nights: 0 }])
    },
  ],
  ['a receipt by its key', async hub => readReceipt(hub, await center.caller('seoul'), { id: null, idempotencyKey: 'night' })],
  [
    'receipts and held rows of the own center',
    async hub => [
      await listReceipts(hub, await center.caller('seoul'), { first: 10, after: null }),
      await listHeldRows(hub, await center.caller('seoul'), { state: 'held', first: 10, after: null }),
    ],
  ],
]

const requestOf = (idempotencyKey: string) => {
  const { rows } = seoulBatch()
  return { idempotencyKey, uploadId: null, isDryRun: false, dryRunHash: null, batch: { ...EMPTY_BATCH, edition: '2026.1', rows } }
}

it.each(QUESTIONS)('no whole-table read of facts: %s', async (_title, ask) => {
  expect(await scansOf(ask)).toEqual({})
})

it('a whole-table read would be counted', async () => {
  const scans = await scansOf(hub =>
    hub.db.transaction({ centerId: null, role: 'admin' }, tx => tx.sql`select count(*) from observations where value = 11`),
  )
  expect(Object.keys(scans).length).toBeGreaterThan(0)
})
