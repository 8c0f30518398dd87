-- What is to be sent, what is to be answered and what falls due: written in the transaction that publishes, worked off by jobs.

set local lock_timeout = '10s';

-- A message on its way to one endpoint. Claimed under a lease; every write of a worker names the token of its lease.
--   PENDING -> IN_FLIGHT -> DELIVERED | REJECTED (422) | RETRY_WAIT | UNKNOWN (sent, no answer: tried again, and counted as maybe delivered)
--   without delivery: SUPERSEDED, CANCELED, EXPIRED, EXHAUSTED
create table deliveries (
  id bigint generated always as identity,
  center_id smallint not null,
  message_id text not null,
  activation_id text not null,
  seq integer not null,
  status text not null,
  endpoint_id uuid not null,
  endpoint_kind text not null,
  -- One per message and center: a second endpoint and every retry carry the same.
  webhook_id text not null,
  state text not null default 'PENDING',
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  lease_token uuid,
  lease_until timestamptz,
  leased_by text,
  -- The first attempt that was ever started; a cancel goes wherever there is one.
  first_attempt_at timestamptz,
  delivered_at timestamptz,
  ended_at timestamptz,
  last_http_status integer,
  last_error text,
  created_at timestamptz not null default hub_now(),
  constraint deliveries_pk primary key (id),
  constraint deliveries_once_an_endpoint unique (center_id, message_id, endpoint_id),
  constraint deliveries_message_fk foreign key (message_id, status) references messages (id, status),
  constraint deliveries_target_fk foreign key (center_id, message_id) references message_targets (center_id, message_id),
  constraint deliveries_endpoint_fk foreign key (center_id, endpoint_id, endpoint_kind) references endpoint_identities (center_id, id, kind),
  -- The wall between drill and real: with the two keys above, by type, by row and by key.
  constraint deliveries_drills_apart check ((status = 'ACTUAL') = (endpoint_kind = 'ACTUAL')),
  constraint deliveries_webhook_id_of_message check (starts_with(webhook_id, message_id) and webhook_id !~ '[.[:space:]]'),
  constraint deliveries_state_known check (state in (
    'PENDING', 'IN_FLIGHT', 'DELIVERED', 'REJECTED', 'RETRY_WAIT', 'UNKNOWN', 'SUPERSEDED', 'CANCELED', 'EXPIRED', 'EXHAUSTED')),
  constraint deliveries_leased_in_flight check (
    (state = 'IN_FLIGHT') = (lease_token is not null) and (lease_token is null) = (lease_until is null) and (lease_token is null) = (leased_by is null)),
  constraint deliveries_ended check ((state in ('PENDING', 'IN_FLIGHT', 'RETRY_WAIT', 'UNKNOWN')) = (ended_at is null)),
  constraint deliveries_attempts_from_zero check (attempts >= 0)
);
create index deliveries_due_idx on deliveries (next_attempt_at) where state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN');
create index deliveries_leased_idx on deliveries (lease_until) where state = 'IN_FLIGHT';
create index deliveries_activation_idx on deliveries (activation_id, seq);
-- One in flight per endpoint, whatever the number of replicas.
create unique index deliveries_one_in_flight on deliveries (center_id, endpoint_id) where state = 'IN_FLIGHT';
create trigger deliveries_never_deleted before delete or truncate on deliveries for each statement execute function hub_refuse_change();

-- Written before the request is made, finished after it: an attempt without an end was cut off.
create table delivery_attempts (
  center_id smallint not null,
  delivery_id bigint not null,
  no integer not null,
  endpoint_id uuid not null,
  lease_token uuid not null,
  worker text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text,
  http_status integer,
  retry_after_seconds integer,
  error text,
  constraint delivery_attempts_pk primary key (center_id, delivery_id, no),
  constraint delivery_attempts_delivery_fk foreign key (delivery_id) references deliveries (id),
  constraint delivery_attempts_outcome_known check (outcome in ('DELIVERED', 'REJECTED', 'FAILED', 'UNKNOWN')),
  constraint delivery_attempts_finished check ((finished_at is null) = (outcome is null))
);
create index delivery_attempts_started_idx on delivery_attempts (started_at);
create trigger delivery_attempts_never_deleted before delete or truncate on delivery_attempts
  for each statement execute function hub_refuse_change();

-- How one target stands to one message. Made AWAITING with the message; moves forward only. Nothing is asked of overflow partners, so they have none.
create table receipts (
  center_id smallint not null,
  message_id text not null,
  activation_id text not null,
  seq integer not null,
  state text not null default 'AWAITING',
  received_at timestamptz,
  -- 'delivery' or 'pull'
  received_by text,
  acknowledged_at timestamptz,
  acknowledged_by text,
  applied_at timestamptz,
  applied_by text,
  desks_briefed integer,
  desks_total integer,
  routing_set boolean,
  rejected_at timestamptz,
  rejected_by text,
  reject_reason text,
  -- Answered after the message had expired, or of a message that was no longer the head.
  is_late boolean not null default false,
  constraint receipts_pk primary key (center_id, message_id),
  constraint receipts_target_fk foreign key (center_id, message_id) references message_targets (center_id, message_id),
  constraint receipts_state_known check (state in ('AWAITING', 'RECEIVED', 'ACKNOWLEDGED', 'APPLIED', 'REJECTED')),
  constraint receipts_say_who check (
    (state not in ('ACKNOWLEDGED', 'APPLIED') or acknowledged_by is not null) and (state <> 'APPLIED' or applied_by is not null)
    and (state <> 'REJECTED' or (rejected_by is not null and reject_reason is not null))),
  constraint receipts_desks check (desks_briefed between 0 and desks_total)
);
create index receipts_activation_idx on receipts (activation_id, seq);
create trigger receipts_never_deleted before delete or truncate on receipts for each statement execute function hub_refuse_change();

-- What falls due. Kinds and their times come from schema/domain/playbooks/level-policy.ts; center_id null is for coordinators.
create table timers (
  id bigint generated always as identity,
  activation_id text not null,
  message_id text not null,
  center_id smallint,
  kind text not null,
  -- 0 is the first; a repeated one is the next round.
  round integer not null default 0,
  due_at timestamptz not null,
  lease_token uuid,
  lease_until timestamptz,
  done_at timestamptz,
  -- 'fired', or why there was nothing left to do: 'answered', 'superseded', 'canceled', 'expired', 'decided'.
  outcome text,
  constraint timers_pk primary key (id),
  constraint timers_once unique nulls not distinct (center_id, message_id, kind, round),
  constraint timers_message_fk foreign key (message_id) references messages (id),
  constraint timers_center_fk foreign key (center_id) references centers (id),
  constraint timers_kind_known check (kind in (
    'LADDER_DUTY', 'LADDER_MANAGER', 'LADDER_COORDINATOR', 'LADDER_PHONE', 'APPLY_DUE', 'DIGEST', 'EXPIRY_WARNING', 'RATIFICATION_PAGE')),
  constraint timers_done check ((done_at is null) = (outcome is null)),
  constraint timers_outcome_known check (outcome in ('fired', 'answered', 'superseded', 'canceled', 'expired', 'decided'))
);
create index timers_due_idx on timers (due_at) where done_at is null;
create index timers_message_idx on timers (message_id);
create trigger timers_never_deleted before delete or truncate on timers for each statement execute function hub_refuse_change();

do $$
declare
  outbox_table text;
  writers constant text := '(select hub_role()) in (''coordinator'', ''jobs'')';
begin
  foreach outbox_table in array array['deliveries', 'delivery_attempts', 'receipts', 'timers'] loop
    execute format('alter table %I enable row level security', outbox_table);
    execute format('alter table %I force row level security', outbox_table);
    execute format('create policy %I on %I for select to hub120_app using (center_id = (select hub_center()) or (select hub_role()) in (''coordinator'', ''admin'', ''jobs''))',
      outbox_table || '_read', outbox_table);
    execute format('create policy %I on %I for insert to hub120_app with check (%s)', outbox_table || '_added', outbox_table, writers);
    execute format('create policy %I on %I for update to hub120_app using (%s) with check (%s)', outbox_table || '_moved', outbox_table, writers, writers);
    execute format('grant select, insert on %I to hub120_app', outbox_table);
  end loop;
end $$;
-- A center answers for itself, and its answer ends its own timers.
create policy receipts_answered on receipts for update to hub120_app
  using ((select hub_role()) = 'center' and center_id = (select hub_center())) with check (center_id = (select hub_center()));
create policy timers_answered on timers for update to hub120_app
  using ((select hub_role()) = 'center' and center_id = (select hub_center())) with check (center_id = (select hub_center()));
grant update (endpoint_id, state, attempts, next_attempt_at, lease_token, lease_until, leased_by, first_attempt_at, delivered_at, ended_at, last_http_status, last_error)
  on deliveries to hub120_app;
grant update (finished_at, outcome, http_status, retry_after_seconds, error) on delivery_attempts to hub120_app;
grant update (state, received_at, received_by, acknowledged_at, acknowledged_by, applied_at, applied_by, desks_briefed, desks_total, routing_set,
  rejected_at, rejected_by, reject_reason, is_late) on receipts to hub120_app;
grant update (lease_token, lease_until, done_at, outcome) on timers to hub120_app;
