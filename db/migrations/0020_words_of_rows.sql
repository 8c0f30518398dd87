-- Which word a held row waits for, which versions of mappings a value was read by, and quarantine that a row may enter a second time: a decision that
-- is taken back puts the rows it had let through into quarantine again, each time as a turn of its own, so that earlier instants stay as they were.

set local lock_timeout = '2s';

alter table observations add column mapping_versions bigint[];
alter table observation_history add column mapping_versions bigint[];

create or replace function hub_keep_history() returns trigger language plpgsql set enable_nestloop = off as $$
declare
  kept bigint;
begin
  insert into observation_history (center_id, measure_id, period_start, period_type, cell_id, value, status_id, revision, submission_no,
      recorded_at, is_retracted, is_provisional_mapping, parameters, confirmed_rules, raw_value, raw_unit, unit_factor, label, mapping_versions,
      superseded_at, superseded_by)
  select o.center_id, o.measure_id, o.period_start, o.period_type, o.cell_id, o.value, o.status_id, o.revision, o.submission_no,
      o.recorded_at, o.is_retracted, o.is_provisional_mapping, o.parameters, o.confirmed_rules, o.raw_value, o.raw_unit, o.unit_factor, o.label,
      o.mapping_versions, n.recorded_at, n.submission_no
  from before_rows o
  join after_rows n using (center_id, measure_id, period_start, period_type, cell_id)
  where n.revision = o.revision + 1;
  get diagnostics kept = row_count;
  if kept <> (select count(*) from after_rows) and exists (
    select from after_rows n
    left join before_rows o using (center_id, measure_id, period_start, period_type, cell_id)
    where o.revision is distinct from n.revision - 1
      and (n.value, n.status_id, n.revision, n.submission_no, n.recorded_at, n.is_retracted, n.is_provisional_mapping, n.parameters,
           n.raw_value, n.raw_unit, n.unit_factor, n.label, n.mapping_versions)
        is distinct from (o.value, o.status_id, o.revision, o.submission_no, o.recorded_at, o.is_retracted, o.is_provisional_mapping,
           o.parameters, o.raw_value, o.raw_unit, o.unit_factor, o.label, o.mapping_versions)
  ) then
    raise exception 'a value is changed by its next revision and in no other way' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;

alter table held_rows
  -- The word that is waited for: the first that stands against the row. Null where the row waits for something else.
  add column source_term_id uuid,
  -- First day of the period as far as it can be read without knowing the measure.
  add column starts_on date,
  -- The number as it came, where nobody knows yet in which unit.
  add column raw_number numeric,
  -- 1 when it is held for the first time; a row that is held again is the next turn.
  add column turn smallint not null default 1,
  add constraint held_rows_term_fkey foreign key (center_id, source_term_id) references source_terms (center_id, id),
  add constraint held_rows_raw_number_finite check (raw_number <> 'NaN' and raw_number < 'Infinity' and raw_number > '-Infinity'),
  add constraint held_rows_turn_from_one check (turn >= 1),
  drop constraint held_rows_row_unique,
  add constraint held_rows_row_unique unique (center_id, submission_no, row_index, turn);
create index held_rows_term_idx on held_rows (center_id, source_term_id, starts_on) where source_term_id is not null;

-- HOLD says that a row was put into quarantine again, by what decision and why.
alter table held_row_resolutions
  drop constraint held_row_resolutions_action_known,
  drop constraint held_row_resolutions_outcome_known,
  add constraint held_row_resolutions_action_known check (action in ('CONFIRM', 'CORRECT', 'WITHDRAW', 'REPLAY', 'SUPERSEDE', 'HOLD')),
  add constraint held_row_resolutions_outcome_known check (outcome in ('landed', 'withdrawn', 'stillHeld', 'superseded', 'heldAgain'));

-- A steward reads the rows that wait for a word, whichever kind of word it is.
alter policy held_rows_words on held_rows using (
  (select hub_role()) = 'steward' and (reasons && array['WORD_UNKNOWN', 'WORD_AMBIGUOUS', 'RATE_AMBIGUOUS'] or source_term_id is not null));

-- Where the rows of each submission stand now: received = facts + held + voided + rejected (S11). A row that is held again counts in its last turn.
create view submission_conservation with (security_invoker = true) as
select s.center_id, s.no as submission_no, s.id as submission_id, s.received,
  s.inserted + s.revised + s.unchanged + s.retracted - coalesce(h.taken_back, 0) + coalesce(h.landed, 0) as facts,
  coalesce(h.held, 0) as held, coalesce(h.voided, 0) as voided, s.rejected,
  -- Rows that nobody can account for; always 0.
  s.quarantined + coalesce(h.taken_back, 0) - coalesce(h.landed, 0) - coalesce(h.held, 0) - coalesce(h.voided, 0) as lost
from submissions s
left join lateral (
  select count(*) filter (where substr(s.outcomes, r.row_index + 1, 1) <> 'q')::int as taken_back,
    count(*) filter (where r.state in ('replayed', 'corrected'))::int as landed,
    count(*) filter (where r.state = 'held' and r.expires_at > hub_now())::int as held,
    count(*) filter (where r.state in ('withdrawn', 'superseded', 'expired') or r.state = 'held' and r.expires_at <= hub_now())::int as voided
  from (
    select distinct on (q.row_index) q.row_index, q.state, q.expires_at
    from held_rows q
    where q.center_id = s.center_id and q.submission_no = s.no
    order by q.row_index, q.turn desc
  ) r
) h on true;
grant select on submission_conservation to hub120_app;
