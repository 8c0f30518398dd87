-- Kinds of evidence on which words were accepted without asking anybody, and whether they may be: one wrong acceptance switches its tier
-- off for that kind of word, until a person switches it on again. Appended only; the last entry of a kind and tier counts.

set local lock_timeout = '2s';

create table term_tier_switches (
  no bigint generated always as identity,
  kind text not null,
  tier text not null,
  is_on boolean not null,
  -- The wrong acceptance; null where a person switched.
  center_id smallint,
  decision_no bigint,
  actor text not null,
  reason text not null,
  switched_at timestamptz not null default hub_now(),
  constraint term_tier_switches_pk primary key (no),
  constraint term_tier_switches_kind_known check (kind in ('subject', 'codelist')),
  constraint term_tier_switches_tier_known check (tier in ('T0', 'T1', 'T2')),
  -- A wrong acceptance switches off once, however often the jobs look.
  constraint term_tier_switches_decision_once unique (center_id, decision_no, tier),
  constraint term_tier_switches_decision_fk foreign key (center_id, decision_no) references term_decisions (center_id, no),
  constraint term_tier_switches_cause check ((center_id is null) = (decision_no is null))
);
create index term_tier_switches_last_idx on term_tier_switches (kind, tier, no desc);

create trigger term_tier_switches_append_only before update or delete or truncate on term_tier_switches
  for each statement execute function hub_refuse_change();

alter table term_tier_switches enable row level security;
alter table term_tier_switches force row level security;
create policy term_tier_switches_read on term_tier_switches for select to hub120_app using ((select hub_role()) in ('steward', 'admin', 'jobs'));
create policy term_tier_switches_insert on term_tier_switches for insert to hub120_app with check ((select hub_role()) in ('steward', 'jobs'));
grant select, insert on term_tier_switches to hub120_app;
