-- Recorded time is an order of commits, not a reading of a clock (S25). One row per transaction and center that changed anything a figure rests
-- on: `stamp` is what its rows carry as the time they were recorded, later than any stamp of that center before; `committed_at` is given by the
-- database at the very end of the transaction, one transaction after another, and never lies before an instant that a question was answered as of.
-- Center 0 stands for what the council holds in common: registry and editions.

set local lock_timeout = '10s';

create table recordings (
  center_id smallint not null,
  stamp timestamptz not null,
  -- Null within the transaction alone: nobody else ever sees it so.
  committed_at timestamptz,
  constraint recordings_pk primary key (center_id, stamp),
  constraint recordings_committed_after_stamp check (committed_at >= stamp)
);
create index recordings_committed_idx on recordings (committed_at);

-- The last instant that was given out, to a commit or to an answer, in microseconds since 1970.
create sequence recorded_instants as bigint minvalue 0 start 0;

-- The clock as it is this moment; hub_now() stands still within a transaction.
create function hub_clock() returns timestamptz
  language sql volatile
  begin atomic
    select coalesce((select instant from public.test_clock), clock_timestamp());
  end;

-- The next instant of all that are given out: never earlier than the clock, never before the last one. The caller holds the lock of commits.
create function hub_take_instant(after_last integer, not_before timestamptz) returns timestamptz
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
declare
  wanted constant bigint := (extract(epoch from greatest(hub_clock(), not_before)) * 1000000)::bigint;
  given bigint;
begin
  select greatest(wanted, last_value + after_last) into given from recorded_instants;
  perform setval('recorded_instants', given);
  return timestamptz 'epoch' + given * interval '1 microsecond';
end $$;
revoke execute on function hub_take_instant(integer, timestamptz) from public;

-- The stamp of this transaction at a center, made when it is first asked for. Takes the lock under which writers of a center follow each other, so
-- that the latest stamp of the center is committed or, without an instant yet, of this transaction. Runs as the owner: nobody stamps by hand, and the application only
-- for the center it works for, or for the council as an administrator or a job.
create function hub_record(center smallint) returns timestamptz
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  latest timestamptz;
  is_ours boolean;
begin
  if 'hub120_app' in (current_setting('role'), session_user) and center is distinct from hub_center() and hub_role() not in ('admin', 'jobs') then
    raise exception 'permission denied: center % records for itself alone', center using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(12001, center::integer);
  select stamp, committed_at is null into latest, is_ours from recordings where center_id = center order by stamp desc limit 1;
  if is_ours then return latest; end if;
  latest := greatest(hub_clock(), latest + interval '1 microsecond');
  insert into recordings (center_id, stamp) values (center, latest);
  return latest;
end $$;
revoke execute on function hub_record(smallint) from public;
grant execute on function hub_record(smallint) to hub120_app;

-- Runs as the transaction commits. Whoever has an instant holds the lock until everybody sees what it committed, so instants are in that order.
create function hub_commit_recording() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(12013);
  update recordings set committed_at = hub_take_instant(1, new.stamp) where center_id = new.center_id and stamp = new.stamp;
  return null;
end $$;
revoke execute on function hub_commit_recording() from public;
create constraint trigger recordings_get_their_instant after insert on recordings
  deferrable initially deferred for each row execute function hub_commit_recording();

-- The instant of an answer: all that was given an instant so far is committed, and all that comes is given a later one.
-- A statement of its own, before the snapshot that is read.
create function hub_answer_instant() returns timestamptz
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(12013);
  -- Nobody waits for a disk to ask a question: what is lost in a crash is older than the clock after it.
  perform set_config('synchronous_commit', 'off', true);
  return hub_take_instant(0, '-infinity');
end $$;
revoke execute on function hub_answer_instant() from public;
grant execute on function hub_answer_instant() to hub120_app;

-- A test may turn its clock back; instants begin anew with it.
create function hub_restart_instants() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform setval('recorded_instants', 0);
  return null;
end $$;
revoke execute on function hub_restart_instants() from public;
create trigger test_clock_restarts_instants after insert or update or delete on test_clock
  for each statement execute function hub_restart_instants();

alter table recordings enable row level security;
alter table recordings force row level security;
do $$
begin
  execute format('create policy recordings_kept_by_owner on recordings to %I using (true) with check (true)', current_user);
end $$;
create policy recordings_read on recordings for select to hub120_app using (true);
grant select on recordings to hub120_app;

-- Former images of roll-ups, so that a sum of an earlier instant costs what one of today does.
alter table observation_rollups add column recorded_at timestamptz not null default now();
alter table observation_rollups alter column recorded_at set default hub_now();

create table observation_rollup_history (
  center_id smallint not null,
  measure_id smallint not null,
  period_start date not null,
  period_type period_type not null,
  table_id smallint not null,
  cells integer not null,
  usable integer not null,
  not_applicable integer not null,
  blocked integer not null,
  uncounted integer not null,
  blocked_reason text,
  center_sum numeric not null,
  council_excluded numeric not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null,
  constraint observation_rollup_history_pkey primary key (center_id, measure_id, period_start, period_type, table_id, recorded_at)
);

create function hub_keep_rollup_history() returns trigger language plpgsql set enable_nestloop = off as $$
begin
  insert into observation_rollup_history (center_id, measure_id, period_start, period_type, table_id, cells, usable, not_applicable, blocked,
      uncounted, blocked_reason, center_sum, council_excluded, recorded_at, superseded_at)
  select o.center_id, o.measure_id, o.period_start, o.period_type, o.table_id, o.cells, o.usable, o.not_applicable, o.blocked,
      o.uncounted, o.blocked_reason, o.center_sum, o.council_excluded, o.recorded_at, n.recorded_at
  from before_rows o
  join after_rows n using (center_id, measure_id, period_start, period_type, table_id)
  where n.recorded_at <> o.recorded_at;
  return null;
end $$;
create trigger observation_rollups_keep_history after update on observation_rollups
  referencing old table as before_rows new table as after_rows
  for each statement execute function hub_keep_rollup_history();
create trigger observation_rollup_history_append_only before update or delete or truncate on observation_rollup_history
  for each statement execute function hub_refuse_change();

alter table observation_rollup_history enable row level security;
alter table observation_rollup_history force row level security;
create policy observation_rollup_history_own on observation_rollup_history for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('admin', 'jobs'));
create policy observation_rollup_history_open on observation_rollup_history for select to hub120_app
  using ((select hub_role()) in ('center', 'reader', 'steward', 'admin')
    and measure_id in (select id from measures where kind = 'measure' and access = 'open'));
-- Written by its trigger alone.
create policy observation_rollup_history_insert on observation_rollup_history for insert to hub120_app
  with check (center_id = (select hub_center()) and pg_trigger_depth() > 0);
grant select, insert on observation_rollup_history to hub120_app;

-- Roll-ups that stood before their history was kept tell nothing of earlier instants.
create table rollup_history_begins (instant timestamptz not null);
insert into rollup_history_begins select now() where exists (select from observation_rollups);
grant select on rollup_history_begins to hub120_app;

-- What the council holds in common is stamped like the rest.
alter table registry_acts alter column at set default hub_record(0::smallint);
alter table editions alter column loaded_at set default hub_record(0::smallint);
alter table centers add column recorded_at timestamptz not null default '-infinity';
alter table centers alter column recorded_at set default hub_record(0::smallint);
alter table regions add column recorded_at timestamptz not null default '-infinity';
alter table regions alter column recorded_at set default hub_record(0::smallint);
alter table center_regions add column recorded_at timestamptz not null default '-infinity';
alter table center_regions alter column recorded_at set default hub_record(0::smallint);

-- Rows of a registry table as they stood before a stamp: those of now, with every later act taken back. Who may call whom is told to nobody.
create function hub_registry_before(wanted text, bound timestamptz) returns setof jsonb
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set timezone = 'Asia/Seoul' as $$
begin
  if wanted in ('callers', 'endpoints') or not exists (select from pg_trigger where tgname = wanted || '_noted' and tgrelid = to_regclass('public.' || quote_ident(wanted))) then
    raise exception 'the earlier state of % is not told', wanted using errcode = 'insufficient_privilege';
  end if;
  return query execute format($sql$
    select image from (
      select to_jsonb(t) as image, 1 as n from public.%I t
      union all
      select c.image, case c.change when 'removed' then 1 else -1 end
      from public.registry_changes c join public.registry_acts a on a.no = c.act_no
      where c.registry_table = $1 and a.at >= $2
    ) moved
    group by image having sum(n) > 0$sql$, wanted) using wanted, bound;
end $$;
revoke execute on function hub_registry_before(text, timestamptz) from public;
grant execute on function hub_registry_before(text, timestamptz) to hub120_app;

-- Keys of rows that waited before a stamp of their center (see hub_held_keys); 'infinity' is now.
create function hub_held_keys_before(centers smallint[], bounds timestamptz[], wanted smallint[], from_day date, to_day date)
returns table (center_id smallint, bound timestamptz, measure_id smallint, period_type period_type, period_start date, cell_id integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct h.center_id, b.bound, h.measure_id, h.period_type, h.period_start, h.cell_id
  from unnest(centers, bounds) as b (center_id, bound)
  join held_rows h on h.center_id = b.center_id
  join measures m on m.id = h.measure_id
  where h.held_at < b.bound
    and (h.state = 'held' or h.settled_at >= b.bound)
    and h.measure_id = any(wanted)
    and h.period_start between from_day and to_day
    and h.period_type is not null
    and h.cell_id is not null
    and (
      h.center_id = hub_center()
      or (m.kind = 'measure' and m.access = 'open' and hub_role() in ('center', 'reader', 'steward', 'admin'))
    )
$$;
revoke execute on function hub_held_keys_before(smallint[], timestamptz[], smallint[], date, date) from public;
grant execute on function hub_held_keys_before(smallint[], timestamptz[], smallint[], date, date) to hub120_app;
create policy held_rows_keys_before_for_owner on held_rows for select to current_user using (true);
