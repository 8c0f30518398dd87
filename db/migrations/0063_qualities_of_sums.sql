-- A figure says of how many values it rests on that are estimated, imputed or otherwise not what a reader takes for granted (S4). Sums tell it for the
-- rows that they hold: null, which costs no byte, unless one of them is not ordinary (docs/decisions/0059).

-- All four tables at once or none, as in 0053: whoever waited for the one while holding the other would bring a push or a question down.
do $$
begin
  for attempt in 1..1200 loop
    begin
      lock table observations, observation_history, observation_rollups, observation_rollup_history in access exclusive mode nowait;
      return;
    exception when lock_not_available then
      perform pg_sleep(0.025);
    end;
  end loop;
  raise exception 'The values were in use for half a minute without a gap. Stop the pushes and migrate again.';
end $$;

-- The quality that a figure tells of a value; null for what is ordinary, and for numbers by another definition, which are in no standard figure (S5).
alter table observation_statuses add column told_quality text generated always as (
  case when has_value and quality not in ('NORMAL', 'PROVISIONAL', 'DEFINITION_DIFFERS') then quality end) stored;

-- [quality, values, of which leave totals over centers] of each quality, in the order of their names; given several of one quality, added up.
create function hub_count_qualities(told jsonb) returns jsonb language sql immutable strict parallel safe
  set search_path = pg_catalog, pg_temp as $$
  select jsonb_agg(jsonb_build_array(quality, members, leaving) order by quality collate "C")
  from (
    select t ->> 0 as quality, sum((t ->> 1)::integer) as members, sum((t ->> 2)::integer) as leaving
    from jsonb_array_elements(told) t
    group by 1
  ) counted
$$;

alter table observation_rollups add column qualities jsonb;
alter table observation_rollup_history add column qualities jsonb;

create or replace function hub_keep_rollup_history() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  insert into observation_rollup_history (center_id, measure_id, period_start, period_type, table_id, cells, usable, not_applicable, blocked,
      uncounted, blocked_reason, center_sum, council_excluded, council_part, qualities, recorded_at, superseded_at)
  select o.center_id, o.measure_id, o.period_start, o.period_type, o.table_id, o.cells, o.usable, o.not_applicable, o.blocked,
      o.uncounted, o.blocked_reason, o.center_sum, o.council_excluded, o.council_part, o.qualities, o.recorded_at, n.recorded_at
  from before_rows o
  join after_rows n using (center_id, measure_id, period_start, period_type, table_id)
  where n.recorded_at <> o.recorded_at;
  return null;
end $$;

-- The rows of every center, whoever owns the tables.
alter table observations no force row level security;
alter table observation_history no force row level security;
alter table observation_rollups no force row level security;
alter table observation_rollup_history no force row level security;
-- A former image is not changed by being told what it always was; every other change stays refused.
alter table observation_rollup_history disable trigger observation_rollup_history_append_only;

-- What stands behind the sums, now and at the moment before an image was superseded.
create temporary table told_facts on commit drop as
  select o.center_id, o.measure_id, o.period_start, o.period_type, c.table_id, o.recorded_at, o.superseded_at, s.told_quality as quality,
    case when o.measure_id = any(c.council_excludes) then 1 else 0 end as leaving
  from (
    select center_id, measure_id, period_start, period_type, cell_id, status_id, is_retracted, recorded_at, timestamptz 'infinity' as superseded_at
    from observations
    union all
    select center_id, measure_id, period_start, period_type, cell_id, status_id, is_retracted, recorded_at, superseded_at from observation_history
  ) o
  join dimension_cells c on c.id = o.cell_id
  join observation_statuses s on s.id = o.status_id
  where not o.is_retracted and s.told_quality is not null and not o.measure_id = any(c.center_excludes);
analyze told_facts;

update observation_rollups r set qualities = f.qualities
from (
  select center_id, measure_id, period_start, period_type, table_id,
    hub_count_qualities(jsonb_agg(jsonb_build_array(quality, 1, leaving))) as qualities
  from told_facts where superseded_at = 'infinity' group by 1, 2, 3, 4, 5
) f
where (r.center_id, r.measure_id, r.period_start, r.period_type, r.table_id) = (f.center_id, f.measure_id, f.period_start, f.period_type, f.table_id);

update observation_rollup_history r set qualities = f.qualities
from (
  select h.center_id, h.measure_id, h.period_start, h.period_type, h.table_id, h.recorded_at,
    hub_count_qualities(jsonb_agg(jsonb_build_array(o.quality, 1, o.leaving))) as qualities
  from observation_rollup_history h
  join told_facts o using (center_id, measure_id, period_start, period_type, table_id)
  where o.recorded_at < h.superseded_at and o.superseded_at >= h.superseded_at
  group by 1, 2, 3, 4, 5, 6
) f
where (r.center_id, r.measure_id, r.period_start, r.period_type, r.table_id, r.recorded_at)
    = (f.center_id, f.measure_id, f.period_start, f.period_type, f.table_id, f.recorded_at);

-- Of a month that is detached nobody can look: its sums say that they do not know.
create temporary table attached_months on commit drop as
  select to_char(m, 'YYYY_MM') as month
  from generate_series((select date_trunc('month', min(period_start)) from observation_rollups), (select max(period_start) from observation_rollups),
    interval '1 month') m
  where exists (
    select from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'observations'::regclass and c.relname = 'observations_' || to_char(m, 'YYYY_MM'));

update observation_rollups r set qualities = jsonb_build_array(jsonb_build_array('NOT_KNOWN', r.usable, 0))
where r.usable > 0 and to_char(r.period_start, 'YYYY_MM') not in (select month from attached_months);
update observation_rollup_history r set qualities = jsonb_build_array(jsonb_build_array('NOT_KNOWN', r.usable, 0))
where r.usable > 0 and to_char(r.period_start, 'YYYY_MM') not in (select month from attached_months);

alter table observation_rollup_history enable trigger observation_rollup_history_append_only;
alter table observations force row level security;
alter table observation_history force row level security;
alter table observation_rollups force row level security;
alter table observation_rollup_history force row level security;

-- Questions read sums from the key alone.
alter table observation_rollups
  drop constraint observation_rollups_pkey,
  add constraint observation_rollups_pkey primary key (center_id, measure_id, period_start, period_type, table_id)
    include (council_part, cells, usable, blocked, uncounted, blocked_reason, center_sum, council_excluded, recorded_at, qualities);
