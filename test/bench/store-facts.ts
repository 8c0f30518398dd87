import type postgres from 'postgres'
import { inLanes, type BenchOptions } from './bench.js'
import { cellsOf, rowsOfNight, type FactsPlan, type Span } from './facts-plan.js'
import { sumRollups } from './sum-rollups.js'

/** Two cores: two months at once. */
const LANES = 2

type Month = Span & { readonly part: string }

/**
 * Puts a night of every center for every day of the span where ingest would have put it, without passing the API: submissions with their recordings,
 * cells, values by monthly partition and roll-ups. Partitions are filled detached and without their key, which is built at the end. Not written: bodies,
 * audit entries, and history (nothing was revised). Throws when a single row is missing. Gives the number of values.
 */
export async function storeFacts(
  owner: postgres.Sql,
  plan: FactsPlan,
  { from, to, say }: Span & Pick<BenchOptions, 'say'>,
): Promise<number> {
  await owner`select hub_ensure_partitions(${from}::text::date, ${to}::text::date)`
  await prepare(owner, plan, { from, to })
  const months = await owner<Month[]>`
    select to_char(month, '"observations_"YYYY_MM') as part, greatest(month, ${from}::text::date)::date::text as from,
      least(month + interval '1 month' - interval '1 day', ${to}::text::date)::date::text as to
    from generate_series(date_trunc('month', ${from}::text::date::timestamp), ${to}::text::date, interval '1 month') as month
    order by month`
  let stored = 0
  await inLanes(months, LANES, async month => {
    const startedAt = performance.now()
    const rows = await fillMonth(owner, month)
    await sumRollups(owner, month)
    stored += rows
    say(`  ${month.part}: ${rows} values in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s, ${stored} so far`)
  })
  const [asked] = await owner<{ nights: number }[]>`
    select count(*)::int as nights from bench.nights where day between ${from}::text::date and ${to}::text::date`
  const wanted = (asked?.nights ?? 0) * rowsOfNight(plan)
  if (stored !== wanted) throw new Error(`${wanted} values were to be stored and ${stored} stand.`)
  // Not inside any transaction: what follows reads as after a night's upkeep, by hub and peer alike.
  for (const table of ['observations', 'observation_rollups', 'submissions', 'recordings', 'dimension_cells', 'dimension_tables'])
    await owner.unsafe(`vacuum (freeze, analyze) ${table}`)
  return stored
}

/** Cells, and a submission of every center for every night, received at 02:10 in Korea the morning after, the last at once where it is earlier still. */
async function prepare(owner: postgres.Sql, plan: FactsPlan, { from, to }: Span): Promise<void> {
  const cells = JSON.stringify(cellsOf(plan))
  const measures = JSON.stringify(
    plan.blocks.flatMap((block, place) => block.measures.map(([code, base, wave]) => ({ block: place, code, base, wave }))),
  )
  await owner`create schema if not exists bench`
  await owner`drop table if exists bench.cells, bench.measures, bench.nights`
  await owner`
    insert into dimension_tables (key, names)
    select distinct "table", string_to_array("table", ',') from jsonb_to_recordset(${cells}::text::jsonb) as c ("table" text)
    on conflict (key) do nothing`
  await owner`
    insert into dimension_cells (key, table_id, items)
    select c.key, t.id, c.items
    from jsonb_to_recordset(${cells}::text::jsonb) as c (key text, "table" text, items jsonb)
    join dimension_tables t on t.key = c."table"
    order by c.key
    on conflict (key) do nothing`
  await owner`
    create table bench.cells as
    select c.block, d.id as cell_id
    from jsonb_to_recordset(${cells}::text::jsonb) as c (block int, key text)
    join dimension_cells d on d.key = c.key
    order by c.block, d.id`
  await owner`
    create table bench.measures as
    select v.block, m.id as measure_id, v.base, v.wave
    from jsonb_to_recordset(${measures}::text::jsonb) as v (block int, code text, base int, wave int)
    join measures m on m.code = v.code
    order by v.block, m.id`
  await storeSubmissions(owner, { from, to, rows: rowsOfNight(plan) })
  await owner`analyze bench.cells`
  await owner`analyze bench.measures`
  await owner`analyze bench.nights`
}

async function storeSubmissions(owner: postgres.Sql, { from, to, rows }: Span & { readonly rows: number }): Promise<void> {
  await owner`
    insert into submissions (center_id, idempotency_key, content_hash, mode, strategy, status, edition, submitted_by, received_at,
      received, inserted, revised, unchanged, retracted, quarantined, rejected, implied_retractions, outcomes, issues)
    select c.id, 'bench-' || d.day::date, encode(sha256(convert_to(c.code || d.day::date, 'UTF8')), 'hex'), 'PARTIAL', 'MERGE', 'ACCEPTED',
      (select code from editions order by effective_from <= hub_today() desc, effective_from desc limit 1), c.code || '-client',
      least((d.day::date + 1 + time '02:10') at time zone 'Asia/Seoul', hub_now()),
      ${rows}::int, ${rows}::int, 0, 0, 0, 0, 0, 0, repeat('i', ${rows}::int), '[]'
    from generate_series(${from}::text::date::timestamp, ${to}::text::date, interval '1 day') as d (day)
    cross join centers c
    order by d.day, c.id`
  await owner`
    create table bench.nights as
    select substr(idempotency_key, 7)::date as day, center_id, no as submission_no, received_at
    from submissions
    where idempotency_key like 'bench-____-__-__'
    order by 1, 2`
  // Commits of long ago, in their order: the trigger that would stamp them with today's instant is left out.
  await owner.begin(async sql => {
    await sql`set local session_replication_role = replica`
    await sql`
      insert into recordings (center_id, stamp, committed_at)
      select center_id, received_at, received_at
      from bench.nights
      where day between ${from}::text::date and ${to}::text::date`
  })
}

/** Values of a month in the order in which nights would have brought them, into its partition. */
async function fillMonth(owner: postgres.Sql, { part, from, to }: Month): Promise<number> {
  const connection = await owner.reserve()
  try {
    await connection.unsafe(
      `set maintenance_work_mem = '768MB'; set synchronous_commit = off; set join_collapse_limit = 1; set enable_hashjoin = off; set enable_mergejoin = off`,
    )
    const isEmpty = (await connection.unsafe(`select from ${part} limit 1`)).length === 0
    if (isEmpty) await connection.unsafe(`alter table observations detach partition ${part}`)
    if (isEmpty) await connection.unsafe(`alter table ${part} drop constraint ${part}_pkey`)
    const filled = await connection.unsafe(`
      insert into ${part} (center_id, measure_id, period_start, period_type, cell_id, value, status_id, submission_no, recorded_at)
      select n.center_id, v.measure_id, n.day, 'day', c.cell_id,
        v.base + v.wave * ((c.cell_id * 7 + n.center_id * 5 + (n.day - date '2000-01-01') * 3) % 17),
        (select id from observation_statuses where code = 'provisional'), n.submission_no, n.received_at
      from (select * from bench.nights where day between '${from}' and '${to}' order by day, center_id offset 0) n
      cross join bench.measures v
      join bench.cells c on c.block = v.block`)
    if (isEmpty) await connection.unsafe(`alter table ${part} add primary key (center_id, measure_id, period_start, period_type, cell_id)`)
    if (isEmpty) await connection.unsafe(`alter table observations attach partition ${part} ${boundsOf(from)}`)
    await connection.unsafe('reset all')
    return filled.count
  } finally {
    connection.release()
  }
}

/** The bounds hub_ensure_partitions gave the month. */
function boundsOf(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
  return `for values from ('${day.slice(0, 7)}-01') to ('${next}-01')`
}
