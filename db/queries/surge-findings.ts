import type { FoundSurge, SurgeCount } from '../../schema/domain/figures/find-surges.js'
import type { Day } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

export type SurgeFinding = Omit<FoundSurge, 'series'> & {
  readonly centerId: number
  readonly measure: string
  readonly dimension: string
  readonly proposalId: string
}

type SeriesToRead = { readonly measureId: number; readonly measure: string; readonly dimension: string }
type PlaceToRead = { readonly centerId: number; readonly day: Day }
export type CenterCount = SurgeCount & { readonly centerId: number }

/**
 * Counts of centers on some days by item of a dimension, by day and by hour. Of a day the smallest table that has the dimension (S3), and the smallest that has the
 * hour besides, each only where every cell of it carries a number; and the explicit totals beside them. One statement for all centers; days are joined by
 * equality and bounded besides, for the partitions' sake.
 */
export async function listSurgeCounts(
  tx: Tx,
  { measureId, measure, dimension }: SeriesToRead,
  places: readonly PlaceToRead[],
): Promise<readonly CenterCount[]> {
  const days = places.map(({ day }) => day)
  const [first, last] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))]
  return tx.sql<CenterCount[]>`
    with stood as (
      select o.center_id, o.period_start as day, t.id as table_id, t.names, t.key, c.items, o.value,
        s.has_value and s.quality <> 'DEFINITION_DIFFERS' as is_usable, s.missing_reason is distinct from 'NOT_APPLICABLE' as applies
      from unnest(${plainColumn(places.map(({ centerId }) => centerId))}::smallint[], ${plainColumn(days)}::date[]) as w (center_id, day)
      join observations o on o.center_id = w.center_id and o.period_start = w.day
      join dimension_cells c on c.id = o.cell_id
      join dimension_tables t on t.id = c.table_id
      join observation_statuses s on s.id = o.status_id
      where o.measure_id = ${measureId} and o.period_type = 'day' and not o.is_retracted
        and o.period_start between ${first}::date and ${last}::date
        and (${dimension} = any(t.names) or t.key in ('', 'hour')) and not ${measureId} = any(c.center_excludes)
    ), whole as (
      select center_id, day, table_id, names, key from stood
      group by center_id, day, table_id, names, key
      having bool_and(is_usable or not applies)
    ), chosen as (
      (select distinct on (center_id, day) center_id, day, table_id, false as by_hour, true as by_item from whole
        where ${dimension} = any(names) order by center_id, day, cardinality(names), key)
      union all
      (select distinct on (center_id, day) center_id, day, table_id, true, true from whole
        where ${dimension} = any(names) and 'hour' = any(names) order by center_id, day, cardinality(names), key)
      union all
      select center_id, day, table_id, key = 'hour', false from whole where key in ('', 'hour')
    )
    select c.center_id as "centerId", ${measure} as series, c.day, case when c.by_hour then s.items ->> 'hour' end as hour,
      case when c.by_item then s.items ->> ${dimension} end as item, sum(s.value)::float8 as value
    from chosen c
    join stood s on s.center_id = c.center_id and s.day = c.day and s.table_id = c.table_id and s.is_usable
    group by 1, 3, 4, 5
    order by 1, 3, 4 nulls first, 5 nulls first`
}

export type KnownSurge = {
  readonly centerId: number
  readonly measure: string
  readonly item: string
  readonly day: Day
  readonly hour: string | null
  readonly isOpen: boolean
}

/** What was found and waits, and all that was found of the days since one. */
export async function listKnownSurges(tx: Tx, since: Day): Promise<readonly KnownSurge[]> {
  return tx.sql<KnownSurge[]>`
    select f.center_id as "centerId", f.measure, f.item, f.day, f.hour, f.ended_at is null as "isOpen"
    from surge_findings f
    where f.ended_at is null or f.day >= ${since}::date`
}

/** Keeps what was found, with the proposal it led to. */
export async function insertSurgeFindings(tx: Tx, findings: readonly SurgeFinding[]): Promise<void> {
  await tx.sql`
    insert into surge_findings (center_id, measure, dimension, item, day, hour, value, median, mad, z, compared_with, day_kind, proposal_id)
    select f."centerId", f.measure, f.dimension, f.item, f.day, f.hour, f.value, f.median, f.mad, f.z,
      array(select jsonb_array_elements_text(f."comparedWith"))::date[], f."dayKind", f."proposalId"
    from jsonb_to_recordset(${JSON.stringify(findings)}::text::jsonb) as f (
      "centerId" smallint, measure text, dimension text, item text, day date, hour text, value numeric, median numeric, mad numeric, z numeric,
      "comparedWith" jsonb, "dayKind" text, "proposalId" uuid)`
}

/** What some proposals rest on, in the order it was found. */
export async function listFindingsOf(tx: Tx, proposalIds: readonly string[]): Promise<SurgeFinding[]> {
  return tx.sql<SurgeFinding[]>`
    select f.center_id as "centerId", f.measure, f.dimension, f.item, f.day, f.hour, f.value::float8 as value, f.median::float8 as median, f.mad::float8 as mad,
      f.z::float8 as z, f.compared_with::text[] as "comparedWith", f.day_kind as "dayKind", f.proposal_id as "proposalId"
    from surge_findings f
    where f.proposal_id = any(${[...proposalIds]}::uuid[])
    order by f.found_at, f.center_id, f.measure, f.item
    limit 2000`
}
