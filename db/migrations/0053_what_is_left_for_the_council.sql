-- A table whose only usable rows leave totals over centers (S3) is nothing there where rows that do not apply remain (S31), and 0 where no row remains.
-- The amount that leaves cannot tell the two apart, nor either from rows that leave with 0. It costs no byte of the key: the two lie in what the
-- alignment of an entry left empty.

-- All four tables at once or none: a push takes the values first and a question the sums, so whoever waited for the one while holding the other would
-- bring one of them down.
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

-- What of the rows that count in totals over centers comes first: 2 a usable number, 1 one that does not apply, 0 no row. Blocking rows are not asked:
-- where one stands there is no sum. What is not known counts as before: sums of months that are detached while this runs, and those that a former
-- program still writes beside this schema, until a value of their table is revised.
alter table observation_rollups add column council_part smallint not null default 2;
alter table observation_rollup_history add column council_part smallint not null default 2;

create or replace function hub_keep_rollup_history() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  insert into observation_rollup_history (center_id, measure_id, period_start, period_type, table_id, cells, usable, not_applicable, blocked,
      uncounted, blocked_reason, center_sum, council_excluded, council_part, recorded_at, superseded_at)
  select o.center_id, o.measure_id, o.period_start, o.period_type, o.table_id, o.cells, o.usable, o.not_applicable, o.blocked,
      o.uncounted, o.blocked_reason, o.center_sum, o.council_excluded, o.council_part, o.recorded_at, n.recorded_at
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

-- Without a usable row, most of which have no row that leaves.
update observation_rollups set council_part = case when not_applicable > 0 then 1 else 0 end where usable = 0;
update observation_rollup_history set council_part = case when not_applicable > 0 then 1 else 0 end where usable = 0;

-- Where rows leave, from the facts as they stood: those of now, and those of the moment before an image was superseded.
create temporary table leaving_tables on commit drop as
  select distinct c.table_id, m.measure_id from dimension_cells c cross join unnest(c.council_excludes) as m (measure_id);
create temporary table facts_of_leaving on commit drop as
  select o.center_id, o.measure_id, o.period_start, o.period_type, c.table_id, o.recorded_at, o.superseded_at,
    case when o.measure_id = any(c.council_excludes) or o.measure_id = any(c.center_excludes) then 0
         when s.missing_reason = 'NOT_APPLICABLE' then 1
         when s.has_value and s.quality is distinct from 'DEFINITION_DIFFERS' then 2
         else 0 end as part
  from (
    select center_id, measure_id, period_start, period_type, cell_id, status_id, is_retracted, recorded_at, timestamptz 'infinity' as superseded_at
    from observations
    union all
    select center_id, measure_id, period_start, period_type, cell_id, status_id, is_retracted, recorded_at, superseded_at from observation_history
  ) o
  join dimension_cells c on c.id = o.cell_id
  join leaving_tables l on l.table_id = c.table_id and l.measure_id = o.measure_id
  join observation_statuses s on s.id = o.status_id
  where not o.is_retracted;
analyze facts_of_leaving;

update observation_rollups r set council_part = f.part
from (
  select center_id, measure_id, period_start, period_type, table_id, max(part) as part
  from facts_of_leaving where superseded_at = 'infinity' group by 1, 2, 3, 4, 5
) f
where (r.center_id, r.measure_id, r.period_start, r.period_type, r.table_id) = (f.center_id, f.measure_id, f.period_start, f.period_type, f.table_id);

update observation_rollup_history r set council_part = f.part
from (
  select h.center_id, h.measure_id, h.period_start, h.period_type, h.table_id, h.recorded_at, max(o.part) as part
  from observation_rollup_history h
  join facts_of_leaving o using (center_id, measure_id, period_start, period_type, table_id)
  where o.recorded_at < h.superseded_at and o.superseded_at >= h.superseded_at
  group by 1, 2, 3, 4, 5, 6
) f
where (r.center_id, r.measure_id, r.period_start, r.period_type, r.table_id, r.recorded_at)
    = (f.center_id, f.measure_id, f.period_start, f.period_type, f.table_id, f.recorded_at);

alter table observation_rollup_history enable trigger observation_rollup_history_append_only;
alter table observations force row level security;
alter table observation_history force row level security;
alter table observation_rollups force row level security;
alter table observation_rollup_history force row level security;

alter table observation_rollups
  drop constraint observation_rollups_pkey,
  add constraint observation_rollups_pkey primary key (center_id, measure_id, period_start, period_type, table_id)
    include (council_part, cells, usable, blocked, uncounted, blocked_reason, center_sum, council_excluded, recorded_at);
