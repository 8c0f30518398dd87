import type postgres from 'postgres'
import type { PeriodType } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import { isOfOnePeriod, spanOf, type ObservationToStore } from './observations.js'

type PostgresFragment = postgres.PendingQuery<postgres.Row[]>

/** Reasons of missing values in the order of S22: the first among the blocking rows is that of the sum. */
const REASONS = `array['NOT_COMPARABLE', 'NOT_COLLECTED', 'OUTAGE', 'MISSING', 'CLOSED', 'SUPPRESSED']`

/** How a row stands in the sums of its center, and why it has no number to add. */
const STANDING = `case when leaves_center then 'uncounted'
                  when missing_reason = 'NOT_APPLICABLE' then 'not_applicable'
                  when not has_value or quality = 'DEFINITION_DIFFERS' then 'blocked'
                  else 'usable' end`
const REASON = `case when has_value then 'NOT_COMPARABLE' else missing_reason end`

/** What a row is to totals over centers, the greatest of which is what its table is to them: 2 a number, 1 not applicable, 0 nothing. */
const COUNCIL_PART = `case when j.leaves_council then 0 when j.standing = 'usable' then 2 when j.standing = 'not_applicable' then 1 else 0 end`

/**
 * Values of a sum by what a reader has to know of them (S4), and how many leave totals over centers; null where all are ordinary: nothing is built then,
 * for neither the filter lets a row in nor the function is called. Rows that leave their center's total are not in the sum.
 */
const QUALITIES = (values: string): string => `hub_count_qualities(jsonb_agg(jsonb_build_array(j.told_quality, ${values},
        case when j.leaves_council then ${values} else 0 end)) filter (where j.told_quality is not null and not j.leaves_center))`

/** The sums of a table from its judged rows `j`, in the order of SUMS. */
const SUMMED = `
  coalesce(sum(j.cells), 0)::int as cells,
  coalesce(sum(j.cells) filter (where j.standing = 'usable'), 0)::int as usable,
  coalesce(sum(j.cells) filter (where j.standing = 'not_applicable'), 0)::int as not_applicable,
  coalesce(sum(j.cells) filter (where j.standing = 'blocked'), 0)::int as blocked,
  coalesce(sum(j.cells) filter (where j.standing = 'uncounted'), 0)::int as uncounted,
  (${REASONS})[min(array_position(${REASONS}, j.reason)) filter (where j.standing = 'blocked')] as blocked_reason,
  coalesce(sum(j.total) filter (where j.standing = 'usable'), 0) as center_sum,
  coalesce(sum(j.total) filter (where j.standing = 'usable' and j.leaves_council), 0) as council_excluded,
  max(${COUNCIL_PART})::smallint as council_part,
  ${QUALITIES('j.cells')} as qualities`
const SUMS = 'cells, usable, not_applicable, blocked, uncounted, blocked_reason, center_sum, council_excluded, council_part, qualities'
/** What a sum may leave unsaid; every other one of them is a number. */
const MAY_BE_NULL = ['blocked_reason', 'qualities']

/**
 * Brings every table of rule S3 that the rows lie in up to date. Rows that are all new are added to what stands; sums of decimals are exact, so
 * the order does not matter. Where a value was revised or taken back, its tables are summed again from the facts.
 */
export async function refreshRollups(tx: Tx, centerId: number, rows: readonly ObservationToStore[]): Promise<void> {
  const isAllNew = rows.every(row => !row.isKnown && !row.isRetracted)
  await (isAllNew ? addToRollups : sumRollups)(tx, centerId, rows)
}

/** The new rows as a table; what one night has in common is said once. */
function newRows({ sql }: Tx, rows: readonly ObservationToStore[]) {
  const measures = plainColumn(rows.map(row => row.measureId))
  const cells = plainColumn(rows.map(row => row.cellId))
  const values = plainColumn(rows.map(row => row.value))
  const [first] = rows
  return first !== undefined && isOfOnePeriod(rows)
    ? sql`
      select ${first.periodStart}::date as period_start, ${first.periodType}::period_type as period_type, ${first.statusId}::smallint as status_id, n.*
      from unnest(${measures}::smallint[], ${cells}::int[], ${values}::numeric[]) as n (measure_id, cell_id, value)`
    : sql`
      select n.*
      from unnest(${plainColumn(rows.map(row => row.periodStart))}::date[], ${plainColumn(rows.map(row => row.periodType))}::period_type[],
        ${plainColumn(rows.map(row => row.statusId))}::smallint[], ${measures}::smallint[], ${cells}::int[], ${values}::numeric[]
      ) as n (period_start, period_type, status_id, measure_id, cell_id, value)`
}

/** Adds new rows. They are counted by status before anything is asked of the status: a night of 7,200 rows has one. */
async function addToRollups(tx: Tx, centerId: number, rows: readonly ObservationToStore[]): Promise<void> {
  const { sql } = tx
  await sql`
    with added as (
      select n.measure_id, n.period_start, n.period_type, n.status_id, c.table_id,
             n.measure_id = any(c.center_excludes) as leaves_center,
             n.measure_id = any(c.council_excludes) as leaves_council,
             count(*) as cells, sum(n.value) as total
      from (${newRows(tx, rows)}) n
      join dimension_cells c on c.id = n.cell_id
      group by 1, 2, 3, 4, 5, 6, 7
    ), judged as (
      select a.*, s.told_quality, ${sql.unsafe(STANDING)} as standing, ${sql.unsafe(REASON)} as reason
      from added a
      join observation_statuses s on s.id = a.status_id
    )
    insert into observation_rollups as standing (center_id, measure_id, period_start, period_type, table_id, cells, usable, not_applicable,
      blocked, uncounted, blocked_reason, center_sum, council_excluded, council_part, qualities, recorded_at)
    select ${centerId}, j.measure_id, j.period_start, j.period_type, j.table_id, ${sql.unsafe(SUMMED)},
      (select hub_record(${centerId}::smallint))
    from judged j
    group by j.measure_id, j.period_start, j.period_type, j.table_id
    on conflict (center_id, measure_id, period_start, period_type, table_id) do update set
      cells = standing.cells + excluded.cells, usable = standing.usable + excluded.usable,
      not_applicable = standing.not_applicable + excluded.not_applicable, blocked = standing.blocked + excluded.blocked,
      uncounted = standing.uncounted + excluded.uncounted,
      blocked_reason = (${sql.unsafe(REASONS)})[least(array_position(${sql.unsafe(REASONS)}, standing.blocked_reason),
        array_position(${sql.unsafe(REASONS)}, excluded.blocked_reason))],
      center_sum = standing.center_sum + excluded.center_sum, council_excluded = standing.council_excluded + excluded.council_excluded,
      council_part = greatest(standing.council_part, excluded.council_part),
      qualities = coalesce(hub_count_qualities(standing.qualities || excluded.qualities), standing.qualities, excluded.qualities),
      recorded_at = excluded.recorded_at`
}

/**
 * Rows of the center that stand on the days given, with the table they lie in and how they stand in the sums of that. They are counted by status before
 * anything is asked of the status, as new rows are.
 */
const judgedRows = ({ sql }: Tx, centerId: number, { first, last, only }: { first: string; last: string; only: PostgresFragment }) => sql`
  select f.*, s.told_quality, ${sql.unsafe(STANDING)} as standing, ${sql.unsafe(REASON)} as reason
  from (
    select o.measure_id, o.period_start, o.period_type, o.status_id, c.table_id,
           o.measure_id = any(c.center_excludes) as leaves_center,
           o.measure_id = any(c.council_excludes) as leaves_council,
           count(*) as cells, sum(o.value) as total
    from observations o
    join dimension_cells c on c.id = o.cell_id
    where o.center_id = ${centerId}
      and not o.is_retracted
      -- As constants, whatever else is said: by a list alone every month of ten years is opened.
      and o.period_start between ${first}::date and ${last}::date
      and ${only}
    group by 1, 2, 3, 4, 5, 6, 7
  ) f
  join observation_statuses s on s.id = f.status_id`

/** Sums the tables again from the facts, which were written a moment ago. */
async function sumRollups(tx: Tx, centerId: number, keys: readonly ObservationToStore[]): Promise<void> {
  const touched = tx.sql`
    select distinct k.measure_id, k.period_start, k.period_type, c.table_id
    from unnest(
      ${plainColumn(keys.map(key => key.measureId))}::smallint[],
      ${plainColumn(keys.map(key => key.periodStart))}::date[],
      ${plainColumn(keys.map(key => key.periodType))}::period_type[],
      ${plainColumn(keys.map(key => key.cellId))}::int[]
    ) as k (measure_id, period_start, period_type, cell_id)
    join dimension_cells c on c.id = k.cell_id`
  await sumTouched(tx, centerId, { touched, ...spanOf(keys) })
}

async function sumTouched(
  tx: Tx,
  centerId: number,
  { touched, first, last }: { readonly touched: PostgresFragment; readonly first: string; readonly last: string },
): Promise<void> {
  const { sql } = tx
  const only = sql`o.measure_id = any(array(select distinct measure_id from touched))
        and o.period_start = any(array(select distinct period_start from touched))`
  await sql`
    with touched as (${touched}), judged as (${judgedRows(tx, centerId, { first, last, only })})
    insert into observation_rollups (center_id, measure_id, period_start, period_type, table_id, ${sql.unsafe(SUMS)}, recorded_at)
    select ${centerId}, t.measure_id, t.period_start, t.period_type, t.table_id, ${sql.unsafe(SUMMED)}, (select hub_record(${centerId}::smallint))
    from touched t
    left join judged j using (measure_id, period_start, period_type, table_id)
    group by t.measure_id, t.period_start, t.period_type, t.table_id
    on conflict (center_id, measure_id, period_start, period_type, table_id) do update set
      cells = excluded.cells, usable = excluded.usable, not_applicable = excluded.not_applicable, blocked = excluded.blocked,
      uncounted = excluded.uncounted, blocked_reason = excluded.blocked_reason, center_sum = excluded.center_sum, council_excluded = excluded.council_excluded,
      council_part = excluded.council_part, qualities = excluded.qualities,
      recorded_at = excluded.recorded_at`
}

/** A table of one measure and period (S3). */
export type TableOfMeasure = {
  readonly measure_id: number
  readonly period_start: string
  readonly period_type: PeriodType
  readonly table_id: number
}

/**
 * Months of which the facts are at hand, the latest first: all of them, or those that are due on a day, which are the one before it and later ones, and of
 * the others a seventh, so that each comes once a week. One that is detached (decision 19) answers from its sums alone, which nothing can be held against.
 */
export async function listMonthsAtHand(
  tx: Tx,
  { isAll }: { readonly isAll: boolean },
): Promise<readonly { readonly first: string; readonly last: string }[]> {
  return tx.sql<{ first: string; last: string }[]>`
    select m.first, (m.first + interval '1 month - 1 day')::date as last
    from (
      select to_date(right(c.relname, 7), 'YYYY_MM') as first
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'observations'::regclass and not i.inhdetachpending
    ) m
    where ${isAll} or m.first >= date_trunc('month', hub_today()) - interval '1 month'
      or (extract(year from m.first) * 12 + extract(month from m.first))::int % 7 = extract(dow from hub_today())::int
    order by m.first desc`
}

/** Tables of a center in the month whose stored sums are not those of its facts, a missing sum and one of nothing included. */
export async function listWrongRollups(
  tx: Tx,
  centerId: number,
  month: { first: string; last: string },
): Promise<readonly TableOfMeasure[]> {
  const { sql } = tx
  const { first, last } = month
  const named = (table: string) =>
    sql.unsafe(
      SUMS.split(', ')
        .map(sum => (MAY_BE_NULL.includes(sum) ? `${table}.${sum}` : `coalesce(${table}.${sum}, 0)`))
        .join(', '),
    )
  return sql<TableOfMeasure[]>`
    with judged as (${judgedRows(tx, centerId, { ...month, only: sql`true` })}), facts as (
      select measure_id, period_start, period_type, table_id, ${sql.unsafe(SUMMED)}
      from judged j
      group by measure_id, period_start, period_type, table_id
    ), stored as (
      select measure_id, period_start, period_type, table_id, ${sql.unsafe(SUMS)}
      from observation_rollups
      where center_id = ${centerId} and period_start between ${first}::date and ${last}::date
    )
    select measure_id, period_start, period_type, table_id
    from facts f
    full join stored r using (measure_id, period_start, period_type, table_id)
    where (${named('f')}) is distinct from (${named('r')})
    order by 1, 2, 3, 4`
}

/** Sums those tables again from the facts. What was told of them as of an earlier instant stays as it was told: their former sums are kept (S25). */
export async function sumAgain(tx: Tx, centerId: number, tables: readonly TableOfMeasure[]): Promise<void> {
  const touched = tx.sql`
    select * from unnest(
      ${plainColumn(tables.map(table => table.measure_id))}::smallint[],
      ${plainColumn(tables.map(table => table.period_start))}::date[],
      ${plainColumn(tables.map(table => table.period_type))}::period_type[],
      ${plainColumn(tables.map(table => table.table_id))}::smallint[]
    ) as t (measure_id, period_start, period_type, table_id)`
  await sumTouched(tx, centerId, { touched, ...spanOf(tables.map(({ period_start: periodStart }) => ({ periodStart }))) })
}
