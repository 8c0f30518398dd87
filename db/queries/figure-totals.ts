import type { Tx } from '../transaction.js'
import type { StoredSeries } from '../../schema/domain/figures/stored-cells.js'
import {
  centerColumns,
  centersOf,
  isBefore,
  qualitiesByDay,
  toSeries,
  valuesAt,
  wantedRows,
  type CellRange,
  type CellsToFetch,
  type Codes,
  type LeavingItem,
  type SeriesRow,
} from './figures.js'

const ROLLUP_COLUMNS =
  'r.center_id, r.measure_id, r.period_start, r.period_type, r.table_id, r.cells, r.usable, r.blocked, r.uncounted, r.blocked_reason, r.center_sum, r.council_excluded, r.council_part, r.qualities'

/** Rows of pair `p` on the days asked. Its first row's type is held against first, because looking through a list costs a tenth of a question. */
const inRange = (tx: Tx, { from, to }: CellRange) => tx.sql`r.center_id = p.center_id and r.measure_id = p.measure_id
  and r.period_start between ${from}::date and ${to}::date and (r.period_type = p.first_type or r.period_type = any(p.period_types))
  and r.cells > r.uncounted`

/** Roll-ups of pair `p`: those that stand, or those and former images that stood before the bound of its center. */
const rollupsAt = (tx: Tx, range: CellRange) => {
  const columns = tx.sql.unsafe(ROLLUP_COLUMNS)
  const standing = tx.sql`select ${columns} from observation_rollups r where ${inRange(tx, range)}`
  return range.bounds === null
    ? standing
    : tx.sql`${standing} and r.recorded_at < p.bound
      union all
      select ${columns} from observation_rollup_history r where ${inRange(tx, range)} and r.recorded_at < p.bound and r.superseded_at >= p.bound`
}

/** Whether all usable rows leave totals over centers and rows that do not apply remain; both may leave with 0 (S31). */
const APPLIES_TO_NO_COUNCIL = 'r.council_part = 1 and r.usable > 0 and r.blocked = 0'

/** One text for all days of a table, and one for all its entries; `tellsLeaving`: whether rows that leave totals over centers have a number. */
const columnsOfTable = (tx: Tx, tellsLeaving = 'r.council_excluded <> 0') => tx.sql`
  array_to_string(array_agg(r.period_start - date '1970-01-01'), ',') as days,
  string_agg(case when r.blocked > 0 then r.blocked_reason when r.usable > 0 then r.center_sum::text else 'NOT_APPLICABLE' end, ',') as entries,
  string_agg(
    (r.period_start - date '1970-01-01') || ':'
      || case when ${tx.sql.unsafe(APPLIES_TO_NO_COUNCIL)} then 'NOT_APPLICABLE' else trim_scale(r.council_excluded)::text end,
    ',') filter (where ${tx.sql.unsafe(tellsLeaving)} or ${tx.sql.unsafe(APPLIES_TO_NO_COUNCIL)}) as council_excluded,
  ${qualitiesByDay(tx, 'r')} as qualities`

/** Items that leave sums, each once: most leave those of every measure asked, which is said in a word. */
const leavingOf = (tx: Tx, wanted: readonly CellsToFetch[], leaving: readonly LeavingItem[]) => {
  const all = new Set(wanted.map(({ measureId }) => measureId)).size
  const items = new Map<string, { readonly item: LeavingItem['item']; readonly total: string; readonly measures: Set<number> }>()
  for (const { item, total, measureId } of leaving) {
    const key = JSON.stringify([item, total])
    const one = items.get(key) ?? { item, total, measures: new Set() }
    one.measures.add(measureId)
    items.set(key, one)
  }
  const rows = [...items.values()].map(({ item, total, measures }) => ({
    item,
    total,
    measure_ids: measures.size === all ? null : [...measures],
  }))
  return tx.sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (item jsonb, total text, measure_ids smallint[])`
}

/**
 * Whether a row of table `r` that leaves totals over centers has a number; a sum of 0 does not say. One range of the key of the facts; the days asked
 * are said once more, because months are only left out before a statement begins by what is known then (opening ten years of them took 4 ms).
 * What leaves is told by the edition of the question: what the cells know grows with later ones (S25).
 */
const hasLeavingNumber = (tx: Tx, range: CellRange) => tx.sql`exists (
  select from ${valuesAt(tx, range)} o
${range.bounds === null ? tx.sql`` : tx.sql`  cross join (select p.bound) n`}
  join dimension_cells c on c.id = o.cell_id
  join observation_statuses s on s.id = o.status_id
  where o.center_id = r.center_id and o.measure_id = r.measure_id and o.period_start = r.period_start and o.period_type = r.period_type
    and o.period_start between ${range.from}::date and ${range.to}::date
    and c.table_id = r.table_id
    and exists (select from leaving l where l.total = 'council' and c.items @> l.item and (l.measure_ids is null or o.measure_id = any(l.measure_ids)))
    and not exists (select from leaving l where l.total = 'center' and c.items @> l.item and (l.measure_ids is null or o.measure_id = any(l.measure_ids)))
    and not o.is_retracted and s.has_value and s.quality is distinct from 'DEFINITION_DIFFERS' and ${isBefore(tx, range)})`

/**
 * Of several tables: the totals, and of the others only what an answer can need. Where one beside a total tells an amount that leaves totals over
 * centers, another that sent 0 for it is asked for as well, because the smallest that tells one is taken (S3).
 */
const columnsOfSeveral = (tx: Tx, range: CellRange) => {
  const totals = tx.sql`(select id from dimension_tables where key = '')`
  return tx.sql`
  select r.table_id, r.period_type, ${columnsOfTable(tx, 'r.tells_leaving')}
  from (
    select r.*,
      case when r.council_excluded <> 0 then true
           when r.any_leaves and r.table_id <> r.first_table and r.first_table = ${totals} then ${hasLeavingNumber(tx, range)}
           else false end as tells_leaving
    from (
      select r.*, first_value(r.table_id) over same_period as first_table,
        first_value(case when r.blocked = 0 and r.usable > 0 then r.center_sum end) over same_period as first_sum,
        bool_or(r.council_excluded <> 0) over (partition by r.period_start, r.period_type) as any_leaves
      from (${rollupsAt(tx, range)}) r
      window same_period as (partition by r.period_start, r.period_type order by r.table_id)
    ) r
  ) r
  where r.table_id = r.first_table
    or r.first_table <> ${totals}
    or r.tells_leaving
    or (r.blocked = 0 and r.usable > 0 and r.center_sum <> r.first_sum)
  group by r.table_id, r.period_type`
}

/**
 * Totals from the roll-ups, and of breakdowns only what an answer can need: those without a total, those that disagree with it, and those with items
 * that leave sums over centers. One range of the key per center and measure, in its order; the table of totals was made first and so comes first.
 *
 * Most measures have one table of one period type, which is written out as it is read: grouping the rows, or looking for other tables first, took a
 * third of the time. The first two rows tell beforehand where there are several, for which every table would be written in vain; where they do not
 * tell, what was written does.
 */
export async function listTotals(
  tx: Tx,
  wanted: readonly CellsToFetch[],
  { leaving, ...range }: CellRange & { readonly leaving: readonly LeavingItem[] },
  codes: Codes,
): Promise<readonly StoredSeries[]> {
  if (wanted.length === 0) return []
  const rows = await tx.sql<SeriesRow[]>`
    with wanted as materialized (${wantedRows(tx, wanted)}), leaving as materialized (${leavingOf(tx, wanted, leaving)}), pairs as materialized (
      select w.*, c.*, first_two.*
      from wanted w
      cross join ${centersOf(tx, range)} as c ${centerColumns(tx, range)}
      cross join lateral (
        select min(two.table_id) as first_table, min(two.period_type) as first_type,
          coalesce(min(two.table_id) <> max(two.table_id) or min(two.period_type) <> max(two.period_type), false) as are_several
        from (
          select r.table_id, r.period_type
          from observation_rollups r, (select w.measure_id, w.period_types, c.center_id, null::period_type as first_type) p
          where ${inRange(tx, range)}
          order by r.period_start, r.period_type, r.table_id limit 2
        ) two
      ) first_two
      where not w.is_restricted or c.center_id = ${range.ownerId}::smallint
    ), written as materialized (
      select p.request, p.center_id, p.first_table, p.first_type, s.*
      from pairs p
      cross join lateral (
        select coalesce(bool_and(r.table_id = p.first_table and r.period_type = p.first_type), false) as is_one, ${columnsOfTable(tx)}
        from (${rollupsAt(tx, range)}) r
      ) s
      where not p.are_several and s.days is not null
    ), found as (
      select request, center_id, first_table as table_id, first_type as period_type, days, entries, council_excluded, qualities from written where is_one
      union all
      select p.request, p.center_id, s.*
      from pairs p
      cross join lateral (${columnsOfSeveral(tx, range)}) s
      where p.are_several or (p.request, p.center_id) in (select request, center_id from written where not is_one)
    )
    select f.request, f.center_id, w.measure_id, f.period_type, t.key as table_key, '' as items, f.days, f.entries, f.council_excluded, f.qualities
    from found f
    join wanted w on w.request = f.request
    join dimension_tables t on t.id = f.table_id`
  return toSeries(rows, codes)
}
