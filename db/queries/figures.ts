import type { HeldKey, HeldWord, StoredSeries } from '../../schema/domain/figures/stored-cells.js'
import { dayNumber, type PeriodType } from '../../schema/domain/period.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/** Cells wanted of one measure, by the numbers that rows carry. */
export type CellsToFetch = {
  readonly request: number
  readonly measureId: number
  readonly periodTypes: readonly PeriodType[]
  /** True where only `ownerId` may be asked (S24). */
  readonly isRestricted: boolean
}

export type CellRange = {
  readonly centerIds: readonly number[]
  /** The asker's own center, or null. */
  readonly ownerId: number | null
  readonly from: string
  readonly to: string
  /** What stood at an earlier instant (S25): rows recorded before the bound of their center, in the order of `centerIds`; null is now. */
  readonly bounds: readonly string[] | null
}

/** Items that leave sums over their dimension: out of the total of their center, or out of totals over centers (S3). */
export type LeavingItem = {
  readonly measureId: number
  readonly item: Readonly<Record<string, string>>
  readonly total: 'center' | 'council'
}

export type SeriesRow = {
  readonly request: number
  readonly center_id: number
  readonly measure_id: number
  readonly period_type: PeriodType
  readonly table_key: string
  readonly items: string | null
  readonly days: string
  readonly entries: string
  /** `day:what leaves` for the days of which there is something to tell. */
  readonly council_excluded: string | null
  /** By day number: quality, values, and how many of them leave totals over centers. Null where all values are ordinary. */
  readonly qualities: Readonly<Record<string, readonly (readonly [quality: string, values: number, leaving: number])[]>> | null
}

export type Codes = Pick<Standards, 'centerCodes' | 'measureCodes'>

/** Columns travel as one text each: a year of a measure is one row, and splitting a text costs less than 365 rows. */
export const toSeries = (rows: readonly SeriesRow[], codes: Codes): readonly StoredSeries[] => {
  // Most rows tell of the same days in the same words.
  const lists = new Map<string, readonly number[]>()
  const daysOf = (text: string): readonly number[] => {
    const days = lists.get(text) ?? text.split(',').map(Number)
    lists.set(text, days)
    return days
  }
  return rows.map(row => ({
    request: row.request,
    center: codes.centerCodes.get(row.center_id) ?? '',
    measure: codes.measureCodes.get(row.measure_id) ?? '',
    periodType: row.period_type,
    table: row.table_key,
    items: row.items,
    days: daysOf(row.days),
    entries: row.entries.split(','),
    councilExcluded: row.council_excluded === null ? null : spreadOver(daysOf(row.days), row.council_excluded),
    qualities: row.qualities === null ? null : toQualities(row.qualities),
  }))
}

/** What is told of some days, in the places of all. */
const spreadOver = (days: readonly number[], told: string): readonly string[] => {
  const byDay = new Map(told.split(',').map(one => [Number(one.slice(0, one.indexOf(':'))), one.slice(one.indexOf(':') + 1)]))
  return days.map(day => byDay.get(day) ?? '')
}

const toQualities = (days: NonNullable<SeriesRow['qualities']>): NonNullable<StoredSeries['qualities']> =>
  new Map(
    Object.entries(days).map(([day, told]) => [Number(day), told.map(([quality, values, leaving]) => ({ quality, values, leaving }))]),
  )

/** The days of a series whose sums are not all ordinary, with what their values are; null, for which nothing is built, where there is none. */
export const qualitiesByDay = (tx: Tx, rows: 'r' | 'sums') => {
  const of = tx.sql.unsafe(rows)
  return tx.sql`json_object_agg(${of}.period_start - date '1970-01-01', ${of}.qualities) filter (where ${of}.qualities is not null)`
}

/**
 * What is wanted, a row per request. Period types come as one text each, since arrays of arrays would need equal lengths, and are cut apart here:
 * under row security the comparison is made row by row, and cutting them again each time took half of a question's time.
 */
export const wantedRows = (tx: Tx, wanted: readonly CellsToFetch[]) => tx.sql`
  select request, measure_id, string_to_array(period_types, ' ')::period_type[] as period_types, is_restricted
  from unnest(
    ${plainColumn(wanted.map(one => one.request))}::int[],
    ${plainColumn(wanted.map(one => one.measureId))}::smallint[],
    ${plainColumn(wanted.map(one => one.periodTypes.join(' ')))}::text[],
    ${plainColumn(wanted.map(one => one.isRestricted))}::boolean[]
  ) as u (request, measure_id, period_types, is_restricted)`

export const centersOf = (tx: Tx, { centerIds, bounds }: CellRange) =>
  bounds === null
    ? tx.sql`unnest(${plainColumn(centerIds)}::smallint[])`
    : tx.sql`unnest(${plainColumn(centerIds)}::smallint[], ${plainColumn(bounds)}::timestamptz[])`

export const centerColumns = (tx: Tx, { bounds }: CellRange) => (bounds === null ? tx.sql`(center_id)` : tx.sql`(center_id, bound)`)

const VALUE_COLUMNS = 'center_id, measure_id, period_start, period_type, cell_id, value, status_id, is_retracted, recorded_at'

/** Values as they stand, or those and former images; the caller keeps to the bounds (see isBefore). */
export const valuesAt = (tx: Tx, { bounds }: CellRange) => {
  const columns = tx.sql.unsafe(VALUE_COLUMNS)
  return bounds === null
    ? tx.sql`observations`
    : tx.sql`(select ${columns}, timestamptz 'infinity' as superseded_at from observations
        union all select ${columns}, superseded_at from observation_history)`
}

export const isBefore = (tx: Tx, { bounds }: CellRange) =>
  bounds === null ? tx.sql`true` : tx.sql`(o.recorded_at < n.bound and o.superseded_at >= n.bound)`

/** Items that leave sums, a row each. */
const leavingRows = (tx: Tx, leaving: readonly LeavingItem[]) => tx.sql`
  select l.* from jsonb_to_recordset(${JSON.stringify(leaving.map(one => ({ measure_id: one.measureId, item: one.item, total: one.total })))}::jsonb)
    as l (measure_id smallint, item jsonb, total text)`

/**
 * Sums by the dimensions asked, from the facts of every table that has them. `filters` limits items; rows outside come without items,
 * because that their table stands decides which table answers (S3).
 */
export async function listBreakdowns(
  tx: Tx,
  wanted: readonly CellsToFetch[],
  {
    dimensions,
    filters,
    leaving,
    ...range
  }: CellRange & {
    readonly dimensions: readonly string[]
    readonly filters: Readonly<Record<string, readonly string[]>>
    readonly leaving: readonly LeavingItem[]
  },
  codes: Codes,
): Promise<readonly StoredSeries[]> {
  const rows = await tx.sql<SeriesRow[]>`
    with wanted as materialized (${wantedRows(tx, wanted)}), cells as materialized (
      select c.id, t.key as table_key, c.items as all_items,
        case when not exists (
          select from jsonb_each(${JSON.stringify(filters)}::jsonb) as f (name, allowed) where not f.allowed ? (c.items ->> f.name)
        ) then array_to_string(array(
          select c.items ->> d.name from unnest(${[...dimensions]}::text[]) with ordinality as d (name, place) order by d.place
        ), '|') end as items
      from dimension_cells c
      join dimension_tables t on t.id = c.table_id
      where t.names @> ${[...dimensions]}::text[]
    ), leaving as materialized (
      select c.id as cell_id, l.measure_id, bool_or(l.total = 'center') as leaves_center, bool_or(l.total = 'council') as leaves_council
      from cells c
      join (${leavingRows(tx, leaving)}) l on c.all_items @> l.item
      group by c.id, l.measure_id
    ), sums as (
      select w.request, o.center_id, o.measure_id, o.period_type, o.period_start, c.table_key, c.items,
        min(array_position(array['NOT_COMPARABLE', 'NOT_COLLECTED', 'OUTAGE', 'MISSING', 'CLOSED', 'SUPPRESSED'],
          case when s.quality = 'DEFINITION_DIFFERS' then 'NOT_COMPARABLE' when not s.has_value then s.missing_reason end)) as blocked,
        count(*) filter (where s.has_value) as usable,
        coalesce(sum(o.value) filter (where s.has_value), 0) as center_sum,
        -- As the roll-ups count them: a number by another definition is in no standard figure, and is not taken from one (S5).
        sum(o.value) filter (where s.has_value and s.quality is distinct from 'DEFINITION_DIFFERS' and l.leaves_council) as council_excluded,
        -- What is left for totals over centers, as the roll-ups say it: 2 a number, 1 only what does not apply, 0 no row.
        max(case when l.leaves_council then 0 when s.has_value then 2 else 1 end) as council_part,
        hub_count_qualities(jsonb_agg(jsonb_build_array(s.told_quality, 1, case when l.leaves_council then 1 else 0 end))
          filter (where s.told_quality is not null)) as qualities
      from wanted w
      cross join ${centersOf(tx, range)} as n ${centerColumns(tx, range)}
      join ${valuesAt(tx, range)} o on o.center_id = n.center_id and o.measure_id = w.measure_id
        and o.period_start between ${range.from}::date and ${range.to}::date
        and o.period_type = any(w.period_types)
      join cells c on c.id = o.cell_id
      join observation_statuses s on s.id = o.status_id
      left join leaving l on l.cell_id = o.cell_id and l.measure_id = o.measure_id
      where not o.is_retracted and ${isBefore(tx, range)}
        -- Once more as constants: the planner takes a list of unknown length for a reason to read whole months.
        and o.center_id = any(${plainColumn(range.centerIds)}::smallint[])
        and o.measure_id = any(${plainColumn(wanted.map(one => one.measureId))}::smallint[])
        and l.leaves_center is not true
        and (not w.is_restricted or o.center_id = ${range.ownerId}::smallint)
      group by w.request, o.center_id, o.measure_id, o.period_type, o.period_start, c.table_key, c.items
    )
    select request, center_id, measure_id, period_type, table_key, items,
      string_agg((period_start - date '1970-01-01')::text, ',') as days,
      string_agg(
        case when blocked is not null then (array['NOT_COMPARABLE', 'NOT_COLLECTED', 'OUTAGE', 'MISSING', 'CLOSED', 'SUPPRESSED'])[blocked]
             when usable > 0 then trim_scale(center_sum)::text
             else 'NOT_APPLICABLE' end, ',') as entries,
      string_agg(
        (period_start - date '1970-01-01') || ':'
          || case when blocked is null and council_part = 0 then 'NOTHING'
                  when blocked is null and council_part = 1 and usable > 0 then 'NOT_APPLICABLE'
                  else trim_scale(council_excluded)::text end,
        ',') filter (where council_excluded is not null or blocked is null and council_part < least(usable, 1) + 1) as council_excluded,
      ${qualitiesByDay(tx, 'sums')} as qualities
    from sums
    group by request, center_id, measure_id, period_type, table_key, items`
  return toSeries(rows, codes)
}

type HeldKeyRow = {
  readonly center_id: number
  readonly measure_id: number
  readonly period_type: PeriodType
  readonly period_start: string
  readonly cell: string
  readonly has_accepted: boolean
}

const heldAt = (tx: Tx, { centerIds, bounds, from, to }: CellRange, measureIds: readonly number[]) =>
  bounds === null
    ? tx.sql`hub_held_keys(${plainColumn(centerIds)}::smallint[], ${plainColumn(measureIds)}::smallint[], ${from}::date, ${to}::date)`
    : tx.sql`hub_held_keys_before(${plainColumn(centerIds)}::smallint[], ${plainColumn(bounds)}::timestamptz[], ${plainColumn(measureIds)}::smallint[],
        ${from}::date, ${to}::date)`

/**
 * How much waits for words that may lead to the measures, by center, word and day: of other centers' open measures too, sums alone (see
 * hub_held_words and, for words of items, hub_held_items). Where nothing waits, which is nearly always, it is a look or two into an index.
 */
export async function listHeldWords(
  tx: Tx,
  { measures, centerIds, bounds, from, to }: CellRange & { readonly measures: readonly string[] },
  codes: Codes,
): Promise<readonly HeldWord[]> {
  const asked = tx.sql`${plainColumn(centerIds)}::smallint[], ${bounds === null ? null : plainColumn(bounds)}::timestamptz[],
      ${plainColumn(measures)}::text[], ${from}::date, ${to}::date`
  const rows = await tx.sql<
    { center_id: number; source_term_id: string; measure: string; dimension: string | null; day: string; volume: string }[]
  >`
    select center_id, source_term_id, measure, null as dimension, day, volume from hub_held_words(${asked})
    union all
    select center_id, source_term_id, measure, dimension, day, volume from hub_held_items(${asked})`
  return rows.map(({ center_id, source_term_id, measure, dimension, day, volume }) => ({
    dimension,
    center: codes.centerCodes.get(center_id) ?? '',
    word: source_term_id,
    measure,
    day,
    volume,
  }))
}

/** Keys of rows that wait in quarantine at the centers, other centers' included (see hub_held_keys), and whether a value stands behind each. */
export async function listHeldKeys(
  tx: Tx,
  { measureIds, ...range }: CellRange & { readonly measureIds: readonly number[] },
  codes: Codes,
): Promise<readonly HeldKey[]> {
  const rows = await tx.sql<HeldKeyRow[]>`
    select h.center_id, h.measure_id, h.period_type, h.period_start, c.key as cell,
      exists (
        select from ${valuesAt(tx, range)} o
        where o.center_id = h.center_id and o.measure_id = h.measure_id and o.period_start = h.period_start
          and o.period_type = h.period_type and o.cell_id = h.cell_id and not o.is_retracted
          and o.period_start between ${range.from}::date and ${range.to}::date
          and ${range.bounds === null ? tx.sql`true` : tx.sql`(o.recorded_at < h.bound and o.superseded_at >= h.bound)`}
      ) as has_accepted
    from ${heldAt(tx, range, measureIds)} h
    join dimension_cells c on c.id = h.cell_id`
  return rows.map(row => ({
    center: codes.centerCodes.get(row.center_id) ?? '',
    measure: codes.measureCodes.get(row.measure_id) ?? '',
    periodType: row.period_type,
    day: dayNumber(row.period_start),
    cell: row.cell,
    hasAccepted: row.has_accepted,
  }))
}
