import type { PeriodType } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import type { LeavingItem } from './figures.js'
import type { DisclosureRow } from './observation-reads.js'

/** A measure of a formula with the items asked of it, by the numbers that rows carry. */
export type MeasureToRead = {
  readonly measureId: number
  readonly asked: Readonly<Record<string, readonly string[]>>
  /** Asked dimensions in the order in which items are joined. */
  readonly dimensions: readonly string[]
}

/** Where rows are looked for: one measure, center, period and table (null: none stands), all asked items or some of them. */
export type PlaceToRead = {
  readonly centerId: number
  /** Rows of the center recorded before it (S25); null is now. All places have one, or none has. */
  readonly bound: string | null
  readonly measureId: number
  readonly periodType: PeriodType
  readonly periodStart: string
  readonly table: string | null
  readonly items: readonly string[] | null
  /** Only rows that leave totals over centers. */
  readonly isSubtracted: boolean
}

/** A row behind a figure; `place` is that of its place in the list asked. A place where nothing stands gives one row without a cell. */
export type FigureRow = {
  readonly place: number
  readonly cell_id: number | null
  readonly cell: string | null
  /** False where nothing stands: a key that waits, or nothing at all. */
  readonly is_stored: boolean
  /** Null as well where it rests on too few for the reader; `is_withheld` says so. */
  readonly value: string | null
  readonly is_withheld: boolean
  readonly status_id: number | null
  readonly has_value: boolean
  readonly leaves_center: boolean
  readonly leaves_council: boolean
  /** What leaves a baseline over centers; null for every other row. */
  readonly own_leaving: string | null
  readonly revision: number | null
  readonly recorded_at: string | null
  readonly submission_id: string | null
  /** Its row in that submission, from 0, and the line of the file; null where the receipt is not for the caller. */
  readonly row_index: number | null
  readonly source_row: number | null
  readonly edition: string | null
  readonly is_provisional_mapping: boolean
  readonly is_pending: boolean
  /** Rows that wait under the key; none where the caller may not read them. */
  readonly held_rows: readonly string[]
  readonly raw_value: string | null
  readonly raw_unit: string | null
  readonly unit_factor: string | null
  readonly label: string | null
  /** Ids of the versions of mappings it was read by; empty where none was needed, or the caller may not read the words. */
  readonly mapping_versions: readonly string[]
}

export type FigureRowsWanted = {
  readonly measures: readonly MeasureToRead[]
  readonly places: readonly PlaceToRead[]
  readonly leaving: readonly LeavingItem[]
  readonly limits: readonly DisclosureRow[]
  /** The measure whose values carry with them what leaves them over centers; null in an edition without it. */
  readonly baselineId: number | null
  /** The center whose values are shown however few they rest on. */
  readonly ownerId: number | null
  /** The center whose receipts and held rows are shown; null for all of them. */
  readonly receiptsOf: number | null
  /** Number of the cell in the first place after which rows are wanted; null for all of it. */
  readonly afterCell: number | null
  readonly limit: number
}

const placeColumns = (places: readonly PlaceToRead[]) =>
  [
    plainColumn(places.map((_, at) => at)),
    plainColumn(places.map(place => place.centerId)),
    plainColumn(places.map(place => place.bound)),
    plainColumn(places.map(place => place.measureId)),
    plainColumn(places.map(place => place.periodType)),
    plainColumn(places.map(place => place.periodStart)),
    // Lists as JSON: arrays of arrays would need equal lengths.
    places.map(place => (place.items === null ? null : JSON.stringify(place.items))),
    places.map(place => place.table),
    plainColumn(places.map(place => place.isSubtracted)),
  ] as const

const VALUE_COLUMNS = `center_id, measure_id, period_start, period_type, cell_id, value, status_id, revision, submission_no, recorded_at, is_retracted,
  is_provisional_mapping, raw_value, raw_unit, unit_factor, label, mapping_versions, row_index`

/** The rows wanted, read once: how the parts of the statement below are made. */
type Reading = {
  readonly tx: Tx
  readonly wanted: FigureRowsWanted
  readonly isNow: boolean
  readonly centers: string
  readonly measureIds: string
  readonly first: string
  readonly last: string
}

function startReading(tx: Tx, wanted: FigureRowsWanted): Reading {
  const days = wanted.places.map(place => place.periodStart)
  return {
    tx,
    wanted,
    isNow: wanted.places.every(({ bound }) => bound === null),
    centers: plainColumn([...new Set(wanted.places.map(place => place.centerId))]),
    measureIds: plainColumn([...new Set(wanted.places.map(place => place.measureId))]),
    first: days.reduce((a, b) => (a < b ? a : b), '9999-12-31'),
    last: days.reduce((a, b) => (a > b ? a : b), '0001-01-01'),
  }
}

/** Values as they stand, or those and former images, of which the caller keeps those of its bound. */
const valuesAt = ({ tx, isNow }: Reading) => {
  const columns = tx.sql.unsafe(VALUE_COLUMNS)
  return isNow
    ? tx.sql`observations`
    : tx.sql`(select ${columns}, timestamptz 'infinity' as superseded_at from observations
        union all select ${columns}, superseded_at from observation_history)`
}

/** The places asked, the items that leave sums, and the cells of the tables asked with their asked items. */
const placesAndCells = ({ tx, wanted: { measures, places, leaving } }: Reading) => {
  const [ordinals, centerIds, bounds, measureIds, periodTypes, starts, items, tables, subtracted] = placeColumns(places)
  const terms = JSON.stringify(
    measures.map(({ measureId, dimensions, asked }) => ({ measure_id: measureId, names: dimensions, filters: asked })),
  )
  const leavingRows = JSON.stringify(leaving.map(one => ({ measure_id: one.measureId, item: one.item, total: one.total })))
  return tx.sql`
    wanted as materialized (
      select * from unnest(${ordinals}::int[], ${centerIds}::smallint[], ${bounds}::timestamptz[], ${measureIds}::smallint[],
        ${periodTypes}::period_type[], ${starts}::date[], ${items}::text[], ${tables}::text[], ${subtracted}::boolean[])
        as w (place, center_id, bound, measure_id, period_type, period_start, items, table_key, is_subtracted)
    ), leaving as materialized (
      select * from jsonb_to_recordset(${leavingRows}::jsonb) as l (measure_id smallint, item jsonb, total text)
    ), cells as materialized (
      select t.measure_id, c.id, c.key, d.key as table_key,
        array_to_string(array(select c.items ->> n.name from unnest(t.names) with ordinality as n (name, place) order by n.place), '|') as items,
        exists (select from leaving l where l.measure_id = t.measure_id and l.total = 'center' and c.items @> l.item) as leaves_center,
        exists (select from leaving l where l.measure_id = t.measure_id and l.total = 'council' and c.items @> l.item) as leaves_council
      from jsonb_to_recordset(${terms}::jsonb) as t (measure_id smallint, names text[], filters jsonb)
      join dimension_tables d on d.names @> t.names and d.key = any(${[...new Set(places.flatMap(({ table }) => table ?? []))]}::text[])
      join dimension_cells c on c.table_id = d.id
      where not exists (select from jsonb_each(t.filters) as f (name, allowed) where not f.allowed ? (c.items ->> f.name))
    )`
}

/** Keys that wait, or waited, under the places asked. */
const waitingKeys = ({ tx, wanted: { places }, isNow, centers, measureIds, first, last }: Reading) => {
  const boundOf = new Map(places.map(({ centerId, bound }) => [centerId, bound]))
  return isNow
    ? tx.sql`hub_held_keys(${centers}::smallint[], ${measureIds}::smallint[], ${first}::date, ${last}::date)`
    : tx.sql`hub_held_keys_before(${plainColumn([...boundOf.keys()])}::smallint[], ${plainColumn([...boundOf.values()])}::timestamptz[],
        ${measureIds}::smallint[], ${first}::date, ${last}::date)`
}

/** Held rows by what they stand for, or by what they stood for (S25). */
const waitingRows = ({ tx, isNow }: Reading) => (isNow ? tx.sql`held_rows h` : tx.sql`held_rows_as_read h`)
const isWaiting = ({ tx, isNow }: Reading) =>
  isNow
    ? tx.sql`h.state = 'held'`
    : tx.sql`h.held_at < g.bound and (h.state = 'held' or h.settled_at >= g.bound) and h.read_at < g.bound and h.superseded_at >= g.bound`

/** What stands or waits at the places asked, cell by cell. */
const rowsBehind = (reading: Reading) => {
  const { tx, isNow, centers, measureIds, first, last } = reading
  return tx.sql`
    stored as (
      select w.place, k.key as cell, s.has_value, k.leaves_center, k.leaves_council, o.*
      from wanted w
      join ${valuesAt(reading)} o on o.center_id = w.center_id and o.measure_id = w.measure_id and o.period_start = w.period_start
        and o.period_type = w.period_type
      join cells k on k.id = o.cell_id and k.measure_id = w.measure_id and k.table_key = w.table_key
      join observation_statuses s on s.id = o.status_id
      where not o.is_retracted and ${isNow ? tx.sql`true` : tx.sql`(o.recorded_at < w.bound and o.superseded_at >= w.bound)`}
        and o.center_id = any(${centers}::smallint[]) and o.measure_id = any(${measureIds}::smallint[])
        and o.period_start between ${first}::date and ${last}::date
        and (w.items is null or w.items::jsonb ? k.items)
        -- As the sums count them: what follows another definition is not subtracted.
        and (not w.is_subtracted or k.leaves_council and not k.leaves_center and s.has_value and s.quality is distinct from 'DEFINITION_DIFFERS')
    ), waiting as (
      select distinct w.place, h.cell_id, k.key as cell
      from ${waitingKeys(reading)} h
      join wanted w on w.center_id = h.center_id and w.measure_id = h.measure_id and w.period_start = h.period_start
        and w.period_type = h.period_type
        and (not w.is_subtracted or exists (select from stored o where o.place = w.place and o.cell_id = h.cell_id))
      join cells k on k.id = h.cell_id and k.measure_id = h.measure_id and k.table_key = w.table_key
    ), behind as (
      select coalesce(o.place, h.place) as place, coalesce(o.cell_id, h.cell_id) as cell_id, coalesce(o.cell, h.cell) as cell,
        o.revision is not null as is_stored, o.value, o.status_id, o.has_value, o.leaves_center, o.leaves_council, o.revision, o.recorded_at,
        o.submission_no, o.is_provisional_mapping, h.cell_id is not null as is_pending, o.raw_value, o.raw_unit, o.unit_factor, o.label,
        o.mapping_versions, o.row_index
      from stored o
      full join waiting h on h.place = o.place and h.cell_id = o.cell_id
    )`
}

/** Whether a value rests on too few for anyone but its owner, by the counts of the same instant. */
const isWithheld = (reading: Reading) => {
  const { tx, wanted, isNow, first, last } = reading
  const { limits } = wanted
  return tx.sql`(p.is_stored and p.center_id is distinct from ${wanted.ownerId}::smallint and exists (
    select from unnest(
      ${plainColumn(limits.map(({ measureId }) => measureId))}::smallint[], ${plainColumn(limits.map(({ countId }) => countId))}::smallint[],
      ${plainColumn(limits.map(({ least }) => least))}::numeric[]) as l (measure_id, count_id, least)
    where l.measure_id = p.measure_id and not exists (
      select from ${valuesAt(reading)} n
      where n.center_id = p.center_id and n.measure_id = l.count_id and n.period_start = p.period_start and n.period_type = p.period_type
        and n.cell_id = p.cell_id and not n.is_retracted and (n.value = 0 or n.value >= l.least)
        and ${isNow ? tx.sql`true` : tx.sql`(n.recorded_at < p.bound and n.superseded_at >= p.bound)`}
        and n.period_start between ${first}::date and ${last}::date)))`
}

/**
 * Rows behind a figure, in the order of the places asked and then by cell. Every place gives at least one row, so `limit` places are enough for
 * a page. Facts are read by their key, one index range a place; the bounds are said once more as constants, for partitions to be left out.
 */
export async function listFigureRows(tx: Tx, wanted: FigureRowsWanted): Promise<readonly FigureRow[]> {
  const reading = startReading(tx, wanted)
  return tx.sql<FigureRow[]>`
    with ${placesAndCells(reading)}, ${rowsBehind(reading)}, page as (
      select w.place, w.center_id, w.bound, w.measure_id, w.period_start, w.period_type, b.cell_id, b.cell,
        coalesce(b.is_stored, false) as is_stored, b.value, b.status_id, b.has_value, b.leaves_center, b.leaves_council, b.revision, b.recorded_at,
        b.submission_no, b.is_provisional_mapping, coalesce(b.is_pending, false) as is_pending, b.raw_value, b.raw_unit, b.unit_factor, b.label,
        b.mapping_versions, b.row_index
      from wanted w
      left join behind b on b.place = w.place
      where w.place > 0 or ${wanted.afterCell === null} or b.cell_id > ${wanted.afterCell ?? 0}
      order by w.place, b.cell_id
      limit ${wanted.limit}
    ), guarded as (
      select p.*, ${isWithheld(reading)} as is_withheld from page p
    )
    select g.place, g.cell_id, g.cell, g.is_stored, case when not g.is_withheld then g.value end as value, g.is_withheld, g.status_id,
      coalesce(g.has_value, false) as has_value, coalesce(g.leaves_center, false) as leaves_center,
      coalesce(g.leaves_council, false) as leaves_council, trim_scale(f.amount)::text as own_leaving, g.revision,
      coalesce(r.committed_at, g.recorded_at) as recorded_at,
      s.id as submission_id, case when s.id is not null then g.row_index end as row_index,
      coalesce(s.source_rows[g.row_index + 1], case when s.received = 1 then s.source_rows[1] end) as source_row, s.edition,
      case when g.is_provisional_mapping then hub_is_provisional(g.center_id, g.mapping_versions, g.period_start, coalesce(g.bound, 'infinity')) else false end
        as is_provisional_mapping, g.is_pending,
      array(
        select h.id from ${waitingRows(reading)}
        where g.is_pending and h.center_id = g.center_id and h.measure_id = g.measure_id and h.period_start = g.period_start
          and h.period_type = g.period_type and h.cell_id = g.cell_id and ${isWaiting(reading)}
          and (${wanted.receiptsOf}::smallint is null or h.center_id = ${wanted.receiptsOf})
        order by h.id
      ) as held_rows,
      case when not g.is_withheld then g.raw_value end as raw_value, g.raw_unit, g.unit_factor, g.label,
      array(select v.id from term_mapping_versions v where v.center_id = g.center_id and v.no = any(g.mapping_versions) order by v.no) as mapping_versions
    from guarded g
    left join frozen_leaving f on g.measure_id = ${wanted.baselineId}::smallint and f.center_id = g.center_id and f.cell_id = g.cell_id
      and f.day = g.period_start
    left join recordings r on r.center_id = g.center_id and r.stamp = g.recorded_at
    left join submissions s on s.center_id = g.center_id and s.no = g.submission_no
      and (${wanted.receiptsOf}::smallint is null or s.center_id = ${wanted.receiptsOf})
    order by g.place, g.cell_id`
}
