import type { PeriodType } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/** A value as it stands, or a retracted one, with where it came from. */
export type ObservationRow = {
  readonly center_id: number
  readonly measure_id: number
  readonly period_start: string
  readonly period_type: PeriodType
  readonly cell_id: number
  readonly cell: string
  readonly value: string | null
  readonly status_id: number
  readonly revision: number
  readonly submission_id: string | null
  /** When its submission was first received, in Korea; null where the caller may not read the receipt. */
  readonly received_time: string | null
  readonly recorded_at: string
  readonly is_retracted: boolean
  readonly is_provisional_mapping: boolean
  readonly is_pending: boolean
  readonly raw_value: string | null
  readonly raw_unit: string | null
  readonly unit_factor: string | null
  readonly label: string | null
}

/** Place of a row in the list: the primary key of observations. */
export type ObservationPlace = Pick<ObservationRow, 'center_id' | 'measure_id' | 'period_start' | 'period_type' | 'cell_id'>

/** Values of `measureId` are given to others than their owner only where the count named for the same key is 0 or at least so large (S24). */
export type DisclosureRow = { readonly measureId: number; readonly countId: number; readonly least: string }

export type ObservationsWanted = {
  readonly centerIds: readonly number[]
  /** Measures wanted of every center; those in `ownMeasureIds` are given of `ownerId` alone. */
  readonly measureIds: readonly number[]
  readonly ownMeasureIds: readonly number[]
  readonly ownerId: number | null
  readonly limits: readonly DisclosureRow[]
  readonly from: string
  readonly to: string
  readonly periodType: PeriodType | null
  /** Dimension -> items; null wants every cell. */
  readonly filters: Readonly<Record<string, readonly string[]>> | null
  readonly includeRetracted: boolean
  readonly after: ObservationPlace | null
  readonly limit: number
}

/**
 * Rows in the order of their key. The page is cut by key, so the hundredth costs what the first does.
 * The receipt's id is told only where row security shows the receipt: to its own center and to administrators.
 */
export async function listObservations(tx: Tx, wanted: ObservationsWanted): Promise<readonly ObservationRow[]> {
  const { after, filters, limits } = wanted
  return tx.sql<ObservationRow[]>`
    with page as (
      select o.*, c.key as cell
      from observations o
      join dimension_cells c on c.id = o.cell_id
      where o.center_id = any(${plainColumn(wanted.centerIds)}::smallint[])
        -- All of them once more by themselves: the index cannot be asked through the condition that follows.
        and o.measure_id = any(${plainColumn([...new Set([...wanted.measureIds, ...wanted.ownMeasureIds])])}::smallint[])
        and (o.measure_id = any(${plainColumn(wanted.measureIds)}::smallint[])
          or (o.center_id = ${wanted.ownerId}::smallint and o.measure_id = any(${plainColumn(wanted.ownMeasureIds)}::smallint[])))
        and (o.center_id = ${wanted.ownerId}::smallint or not exists (
          select from unnest(
            ${plainColumn(limits.map(({ measureId }) => measureId))}::smallint[], ${plainColumn(limits.map(({ countId }) => countId))}::smallint[],
            ${plainColumn(limits.map(({ least }) => least))}::numeric[]) as l (measure_id, count_id, least)
          where l.measure_id = o.measure_id and not exists (
            select from observations n
            where n.center_id = o.center_id and n.measure_id = l.count_id and n.period_start = o.period_start
              and n.period_type = o.period_type and n.cell_id = o.cell_id and not n.is_retracted and (n.value = 0 or n.value >= l.least))))
        and o.period_start between ${wanted.from}::date and ${wanted.to}::date
        and (${wanted.periodType}::period_type is null or o.period_type = ${wanted.periodType}::period_type)
        and (${wanted.includeRetracted}::boolean or not o.is_retracted)
        and (${filters === null} or not exists (
          select from jsonb_each(${JSON.stringify(filters ?? {})}::jsonb) as f (name, allowed) where not f.allowed ? coalesce(c.items ->> f.name, '')))
        and (${after === null} or (o.center_id, o.measure_id, o.period_start, o.period_type, o.cell_id)
          > (${after?.center_id ?? 0}::smallint, ${after?.measure_id ?? 0}::smallint, ${after?.period_start ?? '1900-01-01'}::date,
             ${after?.period_type ?? 'day'}::period_type, ${after?.cell_id ?? 0}::int))
      order by o.center_id, o.measure_id, o.period_start, o.period_type, o.cell_id
      limit ${wanted.limit}
    ), waiting as (
      select distinct h.*
      from hub_held_keys(
        (select array_agg(distinct center_id) from page), (select array_agg(distinct measure_id) from page),
        (select min(period_start) from page), (select max(period_start) from page)) h
    )
    select p.center_id, p.measure_id, p.period_start, p.period_type, p.cell_id, p.cell, p.value, p.status_id, p.revision,
      s.id as submission_id, to_char(s.received_at at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS.US') as received_time,
      coalesce(r.committed_at, p.recorded_at) as recorded_at, p.is_retracted,
      case when p.is_provisional_mapping then hub_is_provisional(p.center_id, p.mapping_versions, p.period_start, 'infinity') else false end as is_provisional_mapping,
      w.center_id is not null as is_pending,
      p.raw_value, p.raw_unit, p.unit_factor, p.label
    from page p
    left join submissions s on s.center_id = p.center_id and s.no = p.submission_no
    left join recordings r on r.center_id = p.center_id and r.stamp = p.recorded_at
    left join waiting w on w.center_id = p.center_id and w.measure_id = p.measure_id and w.period_start = p.period_start
      and w.period_type = p.period_type and w.cell_id = p.cell_id
    order by p.center_id, p.measure_id, p.period_start, p.period_type, p.cell_id`
}
