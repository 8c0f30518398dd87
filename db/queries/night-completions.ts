import type { SurgeMark } from '../../schema/domain/figures/baseline.js'
import type { Day } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/**
 * Nights of a center in which every core measure has an answer and no baseline was frozen, earliest first. An answer is a number, under another
 * definition too, or that the center does not run or count it: of the explicit total, else of the smallest table (S3), in which no row waits with nothing
 * accepted behind it (S10). Read from the roll-ups, and from the rows that wait, which are few: the first measure alone says which nights are left, and only
 * those are looked at further.
 */
export async function listNightsToFreeze(
  tx: Tx,
  centerId: number,
  { coreIds, limit }: { readonly coreIds: readonly number[]; readonly limit: number },
): Promise<readonly Day[]> {
  const core = plainColumn(coreIds)
  const answered = tx.sql`(r.usable + r.not_applicable > 0 and r.blocked = 0 or r.blocked_reason in ('NOT_COMPARABLE', 'NOT_COLLECTED'))`
  const rows = await tx.sql<{ day: Day }[]>`
    with begun as materialized (
      select distinct r.period_start as day
      from observation_rollups r
      where r.center_id = ${centerId} and r.measure_id = ${coreIds[0] ?? 0} and r.period_type = 'day' and ${answered}
        and not exists (select from frozen_baselines f where f.center_id = ${centerId} and f.day = r.period_start)
    ), parts as (
      select r.measure_id, r.period_start as day, r.table_id, ${answered} as is_answered
      from observation_rollups r
      where r.center_id = ${centerId} and r.measure_id = any(${core}::smallint[]) and r.period_type = 'day' and r.cells > r.uncounted
        and r.period_start in (select day from begun)
      union all
      select h.measure_id, h.period_start, c.table_id, false
      from held_rows h
      join dimension_cells c on c.id = h.cell_id
      where h.center_id = ${centerId} and h.state = 'held' and h.measure_id = any(${core}::smallint[]) and h.period_type = 'day'
        and h.period_start in (select day from begun) and not h.measure_id = any(c.center_excludes)
        and not exists (
          select from observations o
          where o.center_id = h.center_id and o.measure_id = h.measure_id and o.period_start = h.period_start and o.period_type = h.period_type
            and o.cell_id = h.cell_id and not o.is_retracted)
    ), chosen as (
      select distinct on (p.measure_id, p.day) p.measure_id, p.day, bool_and(p.is_answered) as is_answered
      from parts p
      join dimension_tables t on t.id = p.table_id
      group by p.measure_id, p.day, t.names, t.key
      order by p.measure_id, p.day, cardinality(t.names), t.key
    )
    select day
    from chosen
    where is_answered
    group by day
    having count(*) = ${coreIds.length}::int
    order by day
    limit ${limit}`
  return rows.map(({ day }) => day)
}

/** A moment of the database as KoreanTime. */
export const koreanTime = (column: string) => `to_char(${column} at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS.US')`

type Nights = { readonly coreIds: readonly number[]; readonly days: readonly Day[] }

/** Core values of the nights with the time in which each stood, and the moments at which something about them changed. */
const coreThroughTime = (tx: Tx, centerId: number, { coreIds, days }: Nights) => {
  const ofNights = (table: string) => tx.sql`
    ${tx.sql(table)}.center_id = ${centerId} and ${tx.sql(table)}.measure_id = any(${plainColumn(coreIds)}::smallint[])
      and ${tx.sql(table)}.period_type = 'day' and ${tx.sql(table)}.period_start = any(${plainColumn(days)}::date[])`
  return tx.sql`
    recorded as materialized (
      select o.measure_id, o.period_start as day, o.cell_id, o.status_id, o.is_retracted, o.recorded_at as from_at, timestamptz 'infinity' as to_at
      from observations o
      where ${ofNights('o')}
      union all
      select h.measure_id, h.period_start, h.cell_id, h.status_id, h.is_retracted, h.recorded_at, h.superseded_at
      from observation_history h
      where ${ofNights('h')}
    ), waited as materialized (
      select h.measure_id, h.period_start as day, h.cell_id, greatest(h.held_at, h.read_at) as from_at,
        least(coalesce(h.settled_at, 'infinity'), h.superseded_at) as to_at
      from held_rows_as_read h
      where ${ofNights('h')} and h.cell_id is not null
    ), moments as (
      select measure_id, day, from_at as at from recorded
      union
      select measure_id, day, to_at from waited where to_at < 'infinity'
    ), standing as (
      select m.measure_id, m.day, m.at, v.cell_id, v.status_id
      from moments m
      join recorded v on v.measure_id = m.measure_id and v.day = m.day and v.from_at <= m.at and v.to_at > m.at and not v.is_retracted
    ), at_moments as (
      select * from standing
      union all
      -- No status: a row that waits with nothing accepted behind it.
      select m.measure_id, m.day, m.at, w.cell_id, null
      from moments m
      join waited w on w.measure_id = m.measure_id and w.day = m.day and w.from_at <= m.at and w.to_at > m.at
      where not exists (select from standing v where v.measure_id = m.measure_id and v.day = m.day and v.at = m.at and v.cell_id = w.cell_id)
    )`
}

/**
 * When each night was first complete: the moment at which the last of its core measures first had an answer (see listNightsToFreeze), whatever became of it
 * since. What waited is looked at as it was read at that moment.
 */
export async function listCompletions(tx: Tx, centerId: number, nights: Nights): Promise<readonly SurgeMark[]> {
  return tx.sql<SurgeMark[]>`
    with ${coreThroughTime(tx, centerId, nights)}, judged as (
      select a.measure_id, a.day, a.at, t.names, t.key, a.status_id is null as waits,
        s.missing_reason is not distinct from 'NOT_APPLICABLE' or s.has_value and s.quality is distinct from 'DEFINITION_DIFFERS' as is_whole,
        s.missing_reason = 'NOT_COLLECTED' or s.quality = 'DEFINITION_DIFFERS' as is_said
      from at_moments a
      join dimension_cells c on c.id = a.cell_id
      join dimension_tables t on t.id = c.table_id
      left join observation_statuses s on s.id = a.status_id
      where not a.measure_id = any(c.center_excludes)
    ), chosen as (
      select distinct on (measure_id, day, at) measure_id, day, at,
        not bool_or(waits) and (coalesce(bool_and(is_whole), false) or coalesce(bool_or(is_said), false)) as is_answered
      from judged
      group by measure_id, day, at, names, key
      order by measure_id, day, at, cardinality(names), key
    ), first_answers as (
      select day, measure_id, min(at) as at from chosen where is_answered group by day, measure_id
    )
    select day, ${tx.sql.unsafe(koreanTime('max(at)'))} as "completeAt"
    from first_answers
    group by day
    having count(*) = ${nights.coreIds.length}::int
    order by day`
}
