import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resolveHeldRows } from '../../api/operations/resolve-held-rows.js'
import { projectRoot } from '../../db/project-root.js'
import type { SubmittedBatch, SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { listHeld, listRollups } from '../support/stored-rows.js'
import { dimensionsOf, rowOf, seriesOf } from '../support/submission-samples.js'

let center: CenterHub
beforeAll(async () => {
  center = await startCenterHub()
})
afterAll(() => center.close())

const CENTERS = ['seoul', 'busan', 'daegu', 'incheon', 'gwangju', 'daejeon', 'ulsan', 'sejong', 'jeju']
const DAYS = ['2026-11-17', '2026-11-18', '2026-11-19']

const WILD = {
  center: fc.constantFrom(null, null, '없는센터'),
  measure: fc.constantFrom('calls_offered', '상담건수', '이상한말', 7, null),
  unit: fc.constantFrom(null, '분', '모르는단위'),
  periodStart: fc.constantFrom(...DAYS, '2026-11-19T10:00:00+09:00', '2099-01-01', '어제'),
  dimensions: fc.constantFrom({}, { hour: '24' }, { channel: 'sms' }, { 없는구분: 'x' }).map(dimensionsOf),
  value: fc.constantFrom(5, '5', '1.5', -1, true, 'x', [1], { numberText: '97.10' }, null),
  status: fc.constantFrom(null, 'outage', 'not_applicable', '이상'),
}

/** Rows that rules speak about, on few keys, so that they meet, disagree and hold each other. */
const SOUND = {
  measure: fc.constantFrom('calls_offered', 'calls_answered', 'calls_answered', 'calls_abandoned', '인입콜'),
  periodStart: fc.constantFrom(...DAYS),
  dimensions: fc.constantFrom({}, {}, { hour: '09' }).map(dimensionsOf),
  value: fc.integer({ min: 0, max: 30 }),
  status: fc.constantFrom(null, null, null, 'final', 'estimated', 'imputed', 'special_event'),
}

/** Rows of one table, which count everywhere, in the total of their center alone, or in none (S3), with a number or not applicable (S31); or nobody knows their item. */
const LEAVING = {
  periodStart: fc.constantFrom(...DAYS),
  dimensions: fc
    .constantFrom('general', 'mutual_aid', 'mutual_aid', 'loneliness120', '새창구')
    .map(item => dimensionsOf({ service_line: item })),
  said: fc.constantFrom({ value: 0 }, { value: 12 }, { value: 9, status: 'estimated' }, { value: null, status: 'not_applicable' }),
}

const anyRow: fc.Arbitrary<SubmittedRow> = fc.oneof(
  { weight: 5, arbitrary: fc.record(SOUND).map(fields => rowOf({ unit: null, ...fields })) },
  { weight: 3, arbitrary: fc.record(LEAVING).map(({ said, ...fields }) => rowOf({ unit: null, ...fields, ...said })) },
  { weight: 1, arbitrary: fc.record(WILD).map(rowOf) },
)

const anyBatch: fc.Arbitrary<Partial<SubmittedBatch>> = fc
  .record({
    mode: fc.constantFrom('PARTIAL', 'PARTIAL', 'PARTIAL', 'PARTIAL', 'PARTIAL', 'ATOMIC'),
    strategy: fc.constantFrom('MERGE', 'MERGE', 'MERGE', 'MERGE', 'REPLACE_SCOPE', 'RETRACT'),
    rows: fc.array(anyRow, { minLength: 1, maxLength: 8 }),
    hours: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
    start: fc.constantFrom(...DAYS),
  })
  .map(({ rows, hours, start, ...batch }) => ({
    ...batch,
    reason: '시험',
    scope: batch.strategy === 'REPLACE_SCOPE' ? { measureSet: 'nightly', periodType: 'day', periodStart: start } : null,
    rows: batch.strategy === 'RETRACT' ? rows.map(row => ({ ...row, value: null, status: null, unit: null })) : rows,
    series: [
      seriesOf({
        measure: 'calls_answered',
        unit: null,
        periodStart: start,
        axes: ['hour'],
        items: [hours.map((_, hour) => `0${hour}`)],
        values: batch.strategy === 'RETRACT' ? hours.map(() => null) : hours,
      }),
    ],
  }))

type Step =
  | { readonly kind: 'submit'; readonly batch: Partial<SubmittedBatch> }
  | {
      readonly kind: 'resolve'
      readonly picks: readonly number[]
      readonly action: 'CONFIRM' | 'CORRECT' | 'WITHDRAW'
      readonly value: number
    }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('submit' as const), batch: anyBatch }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('resolve' as const),
      picks: fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 3 }),
      action: fc.constantFrom('CONFIRM', 'CORRECT', 'CORRECT', 'WITHDRAW'),
      value: fc.integer({ min: 0, max: 20 }),
    }),
  },
)

/** Submits, and checks the receipt against what the tables have of it. */
async function submitAndCheck(code: string, batch: Partial<SubmittedBatch>): Promise<void> {
  const { stored } = valueOf(await center.submit(code, batch))
  const { counts, outcomes, issues } = stored.record
  const { inserted, revised, unchanged, retracted, quarantined, rejected } = counts
  expect(inserted + revised + unchanged + retracted + quarantined + rejected).toBe(counts.received)
  expect(counts.received).toBe((batch.rows?.length ?? 0) + (batch.series?.[0]?.values.length ?? 0))
  const letters = { i: inserted, v: revised, u: unchanged, t: retracted, q: quarantined, x: rejected }
  for (const [letter, count] of Object.entries(letters)) expect(outcomes.split('').filter(one => one === letter)).toHaveLength(count)
  const refused = issues.filter(issue => issue.code === 'BATCH_REFUSED').reduce((sum, { occurrences }) => sum + occurrences, 0)
  const [kept] = await center.database.owner`
    select (select count(*) from held_rows where submission_no = ${stored.no}) as held,
           (select count(*) from rejected_rows where submission_no = ${stored.no}) as rejected,
           (select count(*) from observations where submission_no = ${stored.no})
             + (select count(*) from observation_history where submission_no = ${stored.no}) as images`
  expect(kept).toEqual({
    held: quarantined,
    rejected: rejected - refused,
    images: inserted + revised + retracted + counts.impliedRetractions,
  })
}

async function resolve(code: string, { picks, action, value }: Extract<Step, { kind: 'resolve' }>): Promise<void> {
  const waiting = (await listHeld(center.database.owner, code)).filter(({ state }) => state === 'held')
  const named = [...new Set(picks.flatMap(pick => waiting[pick % Math.max(waiting.length, 1)]?.id ?? []))]
  if (named.length === 0) return
  const said = named.map(heldRow => ({ heldRow, action, value: action === 'CORRECT' ? value : undefined, reason: '확인' }))
  valueOf(await resolveHeldRows(center.hub, await center.caller(code), said))
}

/** What must be true of a whole database at any time. */
async function checkStore(): Promise<void> {
  const { owner } = center.database
  expect(await listRollups(owner, 'stored')).toEqual(await listRollups(owner, 'rebuilt'))
  const gaps = await owner`
    select o.measure_id from observations o
    left join observation_history h using (center_id, measure_id, period_start, period_type, cell_id)
    group by o.center_id, o.measure_id, o.period_start, o.period_type, o.cell_id, o.revision
    having count(h.revision) <> o.revision - 1 or coalesce(max(h.revision), 0) <> o.revision - 1 or coalesce(min(h.revision), 1) <> 1`
  expect(gaps).toEqual([])
  const [sums] = await owner`
    select sum(quarantined) = (select count(*) from held_rows) as held,
           count(*) = (select count(*) from audit_entries where action like 'submission.%') as audited,
           count(*) = (select count(*) from submission_bodies) as bodies,
           sum(inserted + revised + retracted + implied_retractions)
             + (select count(*) from held_row_resolutions where outcome = 'landed')
             >= (select count(*) from observations) + (select count(*) from observation_history) as images
    from submissions`
  expect(sums).toEqual({ held: true, audited: true, bodies: true, images: true })
  const unsettled = await owner`
    select h.id from held_rows h
    where (h.state = 'held') = exists (
      select from held_row_resolutions r where r.held_row_id = h.id and r.outcome in ('landed', 'withdrawn', 'superseded'))`
  expect(unsettled).toEqual([])
}

describe('whatever is handed in', () => {
  it('S8, S11, S13: received is the sum of the outcomes, every row is conserved, roll-ups equal a rebuild, revisions have no gap', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 5 }), async steps => {
        const code = CENTERS[run++ % CENTERS.length] ?? 'seoul'
        valueOf(await center.submit(code, { rows: [rowOf({ value: 20 })] }))
        for (const step of steps) await (step.kind === 'submit' ? submitAndCheck(code, step.batch) : resolve(code, step))
        await checkStore()
      }),
      { numRuns: 100, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false, endOnFailure: true },
    )
    expect(run).toBeGreaterThan(5)
  }, 60_000)

  it('S25: roll-ups of every earlier instant equal a rebuild from the values that stood then', async () => {
    const { owner } = center.database
    const stamps = await owner<{ stamp: string }[]>`select stamp from recordings where center_id <> 0 order by random() limit 40`
    expect(stamps.length).toBeGreaterThan(10)
    for (const { stamp } of stamps) expect(await listRollups(owner, 'stored', stamp)).toEqual(await listRollups(owner, 'rebuilt', stamp))
    const [images] = await owner<{ count: number }[]>`select count(*) from observation_rollup_history`
    expect(images?.count).toBeGreaterThan(0)
  })

  it('S31: what is left for totals over centers is filled in for what stood before it was kept, former images included', async () => {
    const { owner } = center.database
    const line = (item: string, said: Partial<SubmittedRow>) =>
      rowOf({ unit: null, periodStart: '2026-11-16', dimensions: dimensionsOf({ service_line: item }), ...said })
    const said = [
      line('mutual_aid', { value: 12 }),
      line('general', { value: null, status: 'not_applicable' }),
      line('general', { value: 5, status: 'provisional' }),
      line('general', { value: 6 }),
    ]
    for (const row of said) valueOf(await center.submit('seoul', { rows: [row] }))
    const migration = await readFile(join(projectRoot, 'db/migrations/0053_what_is_left_for_the_council.sql'), 'utf8')
    await owner.begin(async tx => {
      await tx`alter table observation_rollups drop column council_part, add constraint observation_rollups_pkey
        primary key (center_id, measure_id, period_start, period_type, table_id)`
      await tx`alter table observation_rollup_history drop column council_part`
      await tx.unsafe(migration)
    })
    const images = await owner`
      select council_part as part from observation_rollup_history
      where period_start = '2026-11-16' and center_id = (select id from centers where code = 'seoul') order by recorded_at`
    expect(images).toEqual([{ part: 0 }, { part: 1 }, { part: 2 }])
    const stamps = await owner<{ stamp: string }[]>`select stamp from recordings where center_id <> 0 order by random() limit 20`
    for (const { stamp } of [...stamps, { stamp: 'infinity' }])
      expect(await listRollups(owner, 'stored', stamp)).toEqual(await listRollups(owner, 'rebuilt', stamp))
  }, 30_000)

  it('exchange §2.3, S25: qualities are filled in for what stood before they were kept, and are not known of a detached month', async () => {
    const { owner } = center.database
    valueOf(await center.submit('seoul', { rows: [rowOf({ periodStart: '2026-10-05', status: 'estimated' })] }))
    const [images] = await owner<{ count: number }[]>`select count(*) from observation_rollup_history where qualities is not null`
    expect(images?.count).toBeGreaterThan(0)
    const isAttached = (line: string): boolean => !line.includes('2026-10-05')
    const rollups = async (from: 'stored' | 'rebuilt', stamp?: string) => (await listRollups(owner, from, stamp)).filter(isAttached)
    const before = await rollups('stored')
    const migration = await readFile(join(projectRoot, 'db/migrations/0063_qualities_of_sums.sql'), 'utf8')
    await owner.begin(async tx => {
      await tx`alter table observation_rollups drop constraint observation_rollups_pkey, drop column qualities, add constraint observation_rollups_pkey
        primary key (center_id, measure_id, period_start, period_type, table_id)`
      await tx`alter table observation_rollup_history drop column qualities`
      await tx`drop function hub_count_qualities`
      await tx`alter table observation_statuses drop column told_quality`
      await tx`alter table observations detach partition observations_2026_10`
      await tx.unsafe(migration)
      await tx`alter table observations attach partition observations_2026_10 for values from ('2026-10-01') to ('2026-11-01')`
    })
    const unknown = await owner`select qualities from observation_rollups where period_start = '2026-10-05'`
    expect(unknown).toEqual([{ qualities: [['NOT_KNOWN', 1, 0]] }])
    expect(await rollups('stored')).toEqual(before)
    const stamps = await owner<{ stamp: string }[]>`select stamp from recordings where center_id <> 0 order by random() limit 20`
    for (const { stamp } of [...stamps, { stamp: 'infinity' }])
      expect(await rollups('stored', stamp)).toEqual(await rollups('rebuilt', stamp))
  }, 30_000)
})
