-- Which row of its submission a value came in, so that a figure leads down to the line of the member's file. It costs no byte: the four lie in what
-- the alignment of a row left empty. Null for what was stored before, and for values that no row brought: those a replaced scope takes back.

set local lock_timeout = '2s';

alter table observations add column row_index integer;
alter table observation_history add column row_index integer;

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
  return null;
end $$;
