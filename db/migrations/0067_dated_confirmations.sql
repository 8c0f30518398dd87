-- A hold rule that somebody confirms for a value that stands is remembered with it and makes no revision (S34). It is dated now, so that the history of a value as of
-- an earlier instant does not tell of a confirmation that came later (S25, decision 60).

set local lock_timeout = '2s';

create table observation_confirmations (
  center_id smallint not null,
  no bigint generated always as identity,
  measure_id smallint not null,
  period_start date not null,
  period_type period_type not null,
  cell_id integer not null,
  revision integer not null,
  -- Those that were added.
  rules text[] not null,
  recorded_at timestamptz not null,
  constraint observation_confirmations_pk primary key (center_id, no)
);
create index observation_confirmations_key_idx on observation_confirmations (center_id, measure_id, period_start, period_type, cell_id, revision);
comment on table observation_confirmations is 'Append-only. What was confirmed of a value after its revision was recorded; written by the trigger of the values alone.';

create trigger observation_confirmations_append_only before update or delete or truncate on observation_confirmations
  for each statement execute function hub_refuse_change();
alter table observation_confirmations enable row level security;
alter table observation_confirmations force row level security;
create policy observation_confirmations_own on observation_confirmations for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('admin', 'jobs'));
create policy observation_confirmations_open on observation_confirmations for select to hub120_app
  using ((select hub_role()) in ('center', 'reader', 'steward', 'admin')
    and measure_id in (select id from measures where kind = 'measure' and access = 'open'));
create policy observation_confirmations_insert on observation_confirmations for insert to hub120_app
  with check (center_id = (select hub_center()) and pg_trigger_depth() > 0);
grant select, insert on observation_confirmations to hub120_app;

create or replace function hub_keep_history() returns trigger language plpgsql set enable_nestloop = off as $$
declare
  kept bigint;
begin
  insert into observation_history (center_id, measure_id, period_start, period_type, cell_id, value, status_id, revision, submission_no,
      recorded_at, is_retracted, is_provisional_mapping, parameters, confirmed_rules, raw_value, raw_unit, unit_factor, label, mapping_versions,
      row_index, superseded_at, superseded_by)
  select o.center_id, o.measure_id, o.period_start, o.period_type, o.cell_id, o.value, o.status_id, o.revision, o.submission_no,
      o.recorded_at, o.is_retracted, o.is_provisional_mapping, o.parameters, o.confirmed_rules, o.raw_value, o.raw_unit, o.unit_factor, o.label,
      o.mapping_versions, o.row_index, n.recorded_at, n.submission_no
  from before_rows o
  join after_rows n using (center_id, measure_id, period_start, period_type, cell_id)
  where n.revision = o.revision + 1;
  get diagnostics kept = row_count;
  if kept <> (select count(*) from after_rows) and exists (
    select from after_rows n
    left join before_rows o using (center_id, measure_id, period_start, period_type, cell_id)
    where o.revision is distinct from n.revision - 1
      and (n.value, n.status_id, n.revision, n.submission_no, n.recorded_at, n.is_retracted, n.is_provisional_mapping, n.parameters,
           n.raw_value, n.raw_unit, n.unit_factor, n.label, n.mapping_versions, n.row_index)
        is distinct from (o.value, o.status_id, o.revision, o.submission_no, o.recorded_at, o.is_retracted, o.is_provisional_mapping,
           o.parameters, o.raw_value, o.raw_unit, o.unit_factor, o.label, o.mapping_versions, o.row_index)
  ) then
    raise exception 'a value is changed by its next revision and in no other way' using errcode = 'insufficient_privilege';
  end if;
  -- Where every row was revised, which is nearly always, nothing was confirmed.
  if kept <> (select count(*) from after_rows) then
    insert into observation_confirmations (center_id, measure_id, period_start, period_type, cell_id, revision, rules, recorded_at)
    select n.center_id, n.measure_id, n.period_start, n.period_type, n.cell_id, n.revision,
      array(select unnest(n.confirmed_rules) except select unnest(o.confirmed_rules) order by 1), hub_record(n.center_id)
    from before_rows o
    join after_rows n using (center_id, measure_id, period_start, period_type, cell_id)
    where n.revision = o.revision and n.confirmed_rules is distinct from o.confirmed_rules;
  end if;
  return null;
end $$;
