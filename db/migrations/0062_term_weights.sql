-- Weights learned from the decisions of stewards (docs/decisions/0057), and which of them are in force. Both are appended only: a set is what the decisions of its day came
-- to, also where it may not be put in force, and of the switches of a kind the last one counts. Their instants are stamps of the council (see 0013), so that an earlier instant
-- sees what was in force then. Every version of a mapping names the weights under which its candidates were ranked; what was decided before names none.

set local lock_timeout = '10s';

create table term_weight_sets (
  no bigint generated always as identity,
  -- Kind of the candidates that are weighed.
  kind text not null,
  -- measure-1, measure-2.
  version text not null,
  -- proposed: a person may put it in force; worse: than the weights in force, measured on later decisions; refused: nothing could be learned.
  outcome text not null,
  -- Why it is worse or was refused; empty where it is proposed.
  reasons text[] not null,
  -- The decisions that it was made of, and a name for them, for the rules of the day and for the weights that it was held against.
  decisions integer not null,
  first_decision_at timestamptz not null,
  last_decision_at timestamptz not null,
  inputs_hash text not null,
  rule_version text not null,
  -- Version in force when it was made.
  compared_with text not null,
  -- Base, factors and calibration; reliability of both on the later decisions. Null where nothing could be learned.
  weights jsonb,
  fitted jsonb,
  in_force jsonb,
  fitted_at timestamptz not null default hub_record(0::smallint),
  constraint term_weight_sets_pk primary key (no),
  constraint term_weight_sets_version_unique unique (kind, version),
  constraint term_weight_sets_outcome_unique unique (kind, version, outcome),
  constraint term_weight_sets_inputs_once unique (kind, inputs_hash),
  constraint term_weight_sets_kind_known check (kind in ('measure', 'indicator', 'item')),
  constraint term_weight_sets_version_of_kind check (version ~ ('^' || kind || '-[1-9][0-9]{0,8}$')),
  constraint term_weight_sets_outcome_known check (outcome in ('proposed', 'worse', 'refused')),
  constraint term_weight_sets_reasons_given check ((outcome = 'proposed') = (cardinality(reasons) = 0)),
  constraint term_weight_sets_weights_unless_refused check (num_nulls(weights, fitted, in_force) = case outcome when 'refused' then 3 else 0 end)
);

create table term_weight_switches (
  no bigint generated always as identity,
  kind text not null,
  -- Null: the fixed weights again.
  version text,
  -- Only what is proposed can be named: a worse set does not come into force by any hand.
  outcome text not null default 'proposed',
  actor text not null,
  reason text not null,
  switched_at timestamptz not null default hub_record(0::smallint),
  constraint term_weight_switches_pk primary key (no),
  constraint term_weight_switches_kind_known check (kind in ('measure', 'indicator', 'item')),
  constraint term_weight_switches_proposed check (outcome = 'proposed'),
  constraint term_weight_switches_set_fk foreign key (kind, version, outcome) references term_weight_sets (kind, version, outcome)
);
create index term_weight_switches_last_idx on term_weight_switches (kind, no desc);

create trigger term_weight_sets_append_only before update or delete or truncate on term_weight_sets
  for each statement execute function hub_refuse_change();
create trigger term_weight_switches_append_only before update or delete or truncate on term_weight_switches
  for each statement execute function hub_refuse_change();

alter table term_weight_sets enable row level security;
alter table term_weight_sets force row level security;
alter table term_weight_switches enable row level security;
alter table term_weight_switches force row level security;
-- Whoever asks what a word may mean is answered by the weights in force.
create policy term_weight_sets_read on term_weight_sets for select to hub120_app using (true);
create policy term_weight_switches_read on term_weight_switches for select to hub120_app using (true);
create policy term_weight_sets_insert on term_weight_sets for insert to hub120_app with check ((select hub_role()) = 'jobs');
create policy term_weight_switches_insert on term_weight_switches for insert to hub120_app with check ((select hub_role()) = 'steward');
grant select, insert on term_weight_sets, term_weight_switches to hub120_app;

alter table term_mapping_versions add column weights_version text;
