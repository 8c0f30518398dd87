import type { Tx } from '../transaction.js'
import type { StoredSeries } from '../../schema/domain/figures/stored-cells.js'
import { centerColumns, centersOf, toSeries, wantedRows, type CellRange, type CellsToFetch, type Codes, type SeriesRow } from './figures.js'

const ROLLUP_COLUMNS =
  'r.center_id, r.measure_id, r.period_start, r.period_type, r.table_id, r.cells, r.usable, r.blocked, r.uncounted, r.blocked_reason, r.center_sum, r.council_excluded, r.council_part'

const inRange = (tx: Tx, { from, to }: CellRange) => tx.sql`r.center_id = p.center_id and r.measure_id = p.measure_id
  and r.period_start between ${from}::date and ${to}::date and r.period_type = any(p.period_types) and r.cells > r.uncounted`

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

/** One text for all days of a table, and one for all its entries. */
const columnsOfTable = (tx: Tx) => tx.sql`r.table_id, r.period_type,
  string_agg((r.period_start - date '1970-01-01')::text, ',') as days,
  string_agg(case when r.blocked > 0 then r.blocked_reason when r.usable > 0 then r.center_sum::text else 'NOT_APPLICABLE' end, ',') as entries,
  case when bool_or(r.council_excluded <> 0 or ${tx.sql.unsafe(APPLIES_TO_NO_COUNCIL)}) then
    string_agg(case when ${tx.sql.unsafe(APPLIES_TO_NO_COUNCIL)} then 'NOT_APPLICABLE' else trim_scale(r.council_excluded)::text end, ',')
  end as council_excluded`

/** Of several tables: the totals, and of the others only what an answer can need. */
const columnsOfSeveral = (tx: Tx, range: CellRange) => tx.sql`
  select ${columnsOfTable(tx)}
  from (
    select r.*, first_value(r.table_id) over same_period as first_table,
      first_value(case when r.blocked = 0 and r.usable > 0 then r.center_sum end) over same_period as first_sum
    from (${rollupsAt(tx, range)}) r
    window same_period as (partition by r.period_start, r.period_type order by r.table_id)
  ) r
  where r.table_id = r.first_table
    or r.first_table <> (select id from dimension_tables where key = '')
    or r.council_excluded <> 0
    or (r.blocked = 0 and r.usable > 0 and r.center_sum <> r.first_sum)
  group by r.table_id, r.period_type`

/**
 * Totals from the roll-ups, and of breakdowns only what an answer can need: those without a total, those that disagree with it, and those with items
 * that leave sums over centers. One range of the key per center and measure, in its order; the table of totals was made first and so comes first.
 *
 * Most measures have one table, which is written out as it is read: looking for others first took half of the time. The first two rows tell beforehand
 * where there are several, for which every table would be written in vain; where they do not tell, what was written does.
 */
export async function listTotals(
  tx: Tx,
  wanted: readonly CellsToFetch[],
  range: CellRange,
  codes: Codes,
): Promise<readonly StoredSeries[]> {
  if (wanted.length === 0) return []
  const rows = await tx.sql<SeriesRow[]>`
    with wanted as materialized (${wantedRows(tx, wanted)}), pairs as materialized (
      select w.*, c.*, coalesce((
        select min(two.table_id) <> max(two.table_id) from (
          select r.table_id from observation_rollups r, (select w.measure_id, w.period_types, c.center_id) p where ${inRange(tx, range)}
          order by r.period_start, r.period_type, r.table_id limit 2
        ) two), false) as are_several
      from wanted w
      cross join ${centersOf(tx, range)} as c ${centerColumns(tx, range)}
      where not w.is_restricted or c.center_id = ${range.ownerId}::smallint
    ), written as materialized (
      select p.request, p.center_id, s.*, min(s.table_id) over pair <> max(s.table_id) over pair as are_several
      from pairs p
      cross join lateral (select ${columnsOfTable(tx)} from (${rollupsAt(tx, range)}) r group by r.table_id, r.period_type) s
      where not p.are_several
      window pair as (partition by p.request, p.center_id)
    ), found as (
      select request, center_id, table_id, period_type, days, entries, council_excluded from written where not are_several
      union all
      select p.request, p.center_id, s.*
      from pairs p
      cross join lateral (${columnsOfSeveral(tx, range)}) s
      where p.are_several or (p.request, p.center_id) in (select request, center_id from written where are_several)
    )
    select f.request, f.center_id, w.measure_id, f.period_type, t.key as table_key, '' as items, f.days, f.entries, f.council_excluded
    from found f
    join wanted w on w.request = f.request
    join dimension_tables t on t.id = f.table_id`
  return toSeries(rows, codes)
}
