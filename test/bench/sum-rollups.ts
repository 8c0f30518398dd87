import type postgres from 'postgres'
import type { Span } from './facts-plan.js'

/**
 * Sums the tables of every center and measure again for the days named: what refreshRollups does for the keys of one batch, for all at once.
 * A sum is recorded when the latest of its values is; one that did not change leaves no former image.
 */
export async function sumRollups(sql: postgres.ISql, { from, to }: Span): Promise<void> {
  await sql`
    with judged as (
      select o.center_id, o.measure_id, o.period_start, o.period_type, c.table_id, o.value, o.recorded_at,
             o.measure_id = any(c.council_excludes) as leaves_council,
             o.measure_id = any(c.center_excludes) as leaves_center, s.told_quality,
             case when o.measure_id = any(c.center_excludes) then 'uncounted'
                  when s.missing_reason = 'NOT_APPLICABLE' then 'not_applicable'
                  when not s.has_value or s.quality = 'DEFINITION_DIFFERS' then 'blocked'
                  else 'usable' end as standing,
             case when s.has_value then 'NOT_COMPARABLE' else s.missing_reason end as reason
      from observations o
      join dimension_cells c on c.id = o.cell_id
      join observation_statuses s on s.id = o.status_id
      where not o.is_retracted and o.period_start between ${from}::text::date and ${to}::text::date
    )
    insert into observation_rollups (center_id, measure_id, period_start, period_type, table_id, cells, usable, not_applicable, blocked,
      uncounted, blocked_reason, center_sum, council_excluded, council_part, qualities, recorded_at)
    select center_id, measure_id, period_start, period_type, table_id,
      count(*),
      count(*) filter (where standing = 'usable'),
      count(*) filter (where standing = 'not_applicable'),
      count(*) filter (where standing = 'blocked'),
      count(*) filter (where standing = 'uncounted'),
      (array['NOT_COMPARABLE', 'NOT_COLLECTED', 'OUTAGE', 'MISSING', 'CLOSED', 'SUPPRESSED'])[min(array_position(
         array['NOT_COMPARABLE', 'NOT_COLLECTED', 'OUTAGE', 'MISSING', 'CLOSED', 'SUPPRESSED'], reason)) filter (where standing = 'blocked')],
      coalesce(sum(value) filter (where standing = 'usable'), 0),
      coalesce(sum(value) filter (where standing = 'usable' and leaves_council), 0),
      max(case when leaves_council then 0 when standing = 'usable' then 2 when standing = 'not_applicable' then 1 else 0 end),
      hub_count_qualities(jsonb_agg(jsonb_build_array(told_quality, 1, case when leaves_council then 1 else 0 end))
        filter (where told_quality is not null and not leaves_center)),
      max(recorded_at)
    from judged
    group by center_id, measure_id, period_start, period_type, table_id
    order by period_start, center_id
    on conflict (center_id, measure_id, period_start, period_type, table_id) do update set
      cells = excluded.cells, usable = excluded.usable, not_applicable = excluded.not_applicable, blocked = excluded.blocked,
      uncounted = excluded.uncounted, blocked_reason = excluded.blocked_reason, center_sum = excluded.center_sum, council_excluded = excluded.council_excluded,
      council_part = excluded.council_part, qualities = excluded.qualities,
      recorded_at = excluded.recorded_at`
}
