import type { KoreanTime } from '../../schema/domain/centers/due-time.js'
import type { CompleteNight, FrozenNight, KnownTable, SurgeMark } from '../../schema/domain/figures/baseline.js'
import type { Day } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import { koreanTime } from './night-completions.js'

/** Days of the span that were marked as a surge, and since when. */
export async function listSurgeMarks(
  tx: Tx,
  centerId: number,
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<readonly SurgeMark[]> {
  return tx.sql<SurgeMark[]>`
    select day, ${tx.sql.unsafe(koreanTime('complete_at'))} as "completeAt"
    from frozen_baselines
    where center_id = ${centerId} and is_surge and day between ${from} and ${to}
    order by day`
}

type TableRow = {
  readonly day: Day
  readonly earlier: Day
  readonly table: string
  readonly sum: string | null
  readonly is_counted: boolean
  readonly cells: string | null
  readonly numbers: string | null
  readonly leaving: Readonly<Record<string, string>> | null
}

type NightsToRead = {
  readonly nights: readonly { readonly day: Day; readonly completeAt: KoreanTime }[]
  readonly measureId: number
  readonly weeksBack: number
  readonly dimensions: readonly string[]
}

/**
 * Each night with the values of a measure as they stood when it was first complete: of the day itself and of the same weekdays before it, by table.
 * What stood is the latest revision recorded by then, current or superseded since, and what waited then with nothing behind it, so that a run that comes
 * late finds what an early one would have. Cells are told of tables that have `dimensions` alone, and of every table those with items that may leave totals over centers.
 * Days are joined by equality and bounded besides, for the partitions' sake.
 */
export async function listCompleteNights(tx: Tx, centerId: number, wanted: NightsToRead): Promise<readonly CompleteNight[]> {
  const days = wanted.nights.map(({ day }) => day)
  const [first, last] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))]
  const bounds = tx.sql`between ${first}::date - 7 * ${wanted.weeksBack}::int and ${last}::date`
  const rows = await tx.sql<TableRow[]>`
    with wanted as (
      select n.day, n.day - 7 * week as earlier, n.at at time zone 'Asia/Seoul' as at
      from unnest(${plainColumn(days)}::date[], ${plainColumn(wanted.nights.map(({ completeAt }) => completeAt))}::timestamp[]) as n (day, at)
      cross join generate_series(0, ${wanted.weeksBack}::int) as week
    ), stood as (
      select w.day, w.earlier, o.cell_id, o.value, o.status_id
      from wanted w
      join observations o on o.period_start = w.earlier and o.recorded_at <= w.at
      where o.center_id = ${centerId} and o.measure_id = ${wanted.measureId} and o.period_type = 'day' and not o.is_retracted
        and o.period_start ${bounds}
      union all
      select w.day, w.earlier, h.cell_id, h.value, h.status_id
      from wanted w
      join observation_history h on h.period_start = w.earlier and h.recorded_at <= w.at and h.superseded_at > w.at
      where h.center_id = ${centerId} and h.measure_id = ${wanted.measureId} and h.period_type = 'day' and not h.is_retracted
        and h.period_start ${bounds}
    ), waited as (
      select distinct w.day, w.earlier, h.cell_id
      from wanted w
      join held_rows_as_read h on h.period_start = w.earlier and h.held_at <= w.at and coalesce(h.settled_at, 'infinity') > w.at
        and h.read_at <= w.at and h.superseded_at > w.at
      where h.center_id = ${centerId} and h.measure_id = ${wanted.measureId} and h.period_type = 'day' and h.cell_id is not null
        and not exists (select from stood v where v.day = w.day and v.earlier = w.earlier and v.cell_id = h.cell_id)
    ), judged as (
      -- A row that waits with nothing accepted behind it makes its table stand, and leaves it without a sum (S3, S10).
      select v.day, v.earlier, c.table_id, c.key, v.value,
        ${wanted.measureId} = any(c.center_excludes) as leaves_center,
        ${wanted.measureId} = any(c.council_excludes) as leaves_council,
        s.missing_reason is distinct from 'NOT_APPLICABLE' as applies,
        coalesce(s.has_value and s.quality <> 'DEFINITION_DIFFERS', false) as is_usable
      from (
        select day, earlier, cell_id, value, status_id from stood
        union all
        select day, earlier, cell_id, null, null from waited
      ) v
      join dimension_cells c on c.id = v.cell_id
      left join observation_statuses s on s.id = v.status_id
    )
    select j.day, j.earlier, t.key as table,
      case when bool_and(j.is_usable or j.leaves_center or not j.applies)
        then trim_scale(sum(j.value) filter (where j.is_usable and not j.leaves_center))::text end as sum,
      bool_or(not j.leaves_center) as is_counted,
      string_agg(j.key, ',' order by j.key) filter (where j.is_usable and t.is_broken_down) as cells,
      string_agg(trim_scale(j.value)::text, ',' order by j.key) filter (where j.is_usable and t.is_broken_down) as numbers,
      jsonb_object_agg(j.key, trim_scale(j.value)::text) filter (where j.is_usable and j.leaves_council) as leaving
    from judged j
    join (
      select id, key, key <> '' and names <@ ${[...wanted.dimensions]}::text[] as is_broken_down from dimension_tables
    ) t on t.id = j.table_id
    group by j.day, j.earlier, t.key
    having bool_or(not j.leaves_center or j.is_usable and t.is_broken_down)
    order by j.day, j.earlier, t.key`
  const known = new Map<Day, Map<Day, KnownTable[]>>()
  for (const row of rows) {
    const tables = known.get(row.day) ?? new Map<Day, KnownTable[]>()
    known.set(row.day, tables)
    tables.set(row.earlier, [...(tables.get(row.earlier) ?? []), toTable(row)])
  }
  return wanted.nights.map(({ day, completeAt }) => ({ day, completeAt, known: known.get(day) ?? new Map<Day, KnownTable[]>() }))
}

function toTable({ table, sum, is_counted, cells, numbers, leaving }: TableRow): KnownTable {
  const values = numbers?.split(',') ?? []
  return {
    table,
    sum,
    isCounted: is_counted,
    cells: new Map((cells?.split(',') ?? []).map((cell, place) => [cell, values[place] ?? ''])),
    leaving: new Map(Object.entries(leaving ?? {})),
  }
}

/** Remembers the nights as frozen by the submission; a night that is frozen already fails the transaction. */
export async function appendFrozenBaselines(
  tx: Tx,
  centerId: number,
  { submissionNo, nights }: { readonly submissionNo: number; readonly nights: readonly FrozenNight[] },
): Promise<void> {
  await tx.sql`
    insert into frozen_baselines (center_id, day, complete_at, is_surge, submission_no)
    select ${centerId}, n.day, n.complete_at at time zone 'Asia/Seoul', n.is_surge, ${submissionNo}
    from unnest(
      ${plainColumn(nights.map(({ day }) => day))}::date[],
      ${plainColumn(nights.map(({ completeAt }) => completeAt))}::timestamp[],
      ${plainColumn(nights.map(({ isSurge }) => isSurge))}::boolean[]
    ) as n (day, complete_at, is_surge)`
}
