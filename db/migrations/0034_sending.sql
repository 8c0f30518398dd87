-- What those who send need beside the outbox: how each endpoint answers, the bytes that went out, who is to be told, and that somebody sweeps.
-- docs/decisions/0034 says how a delivery is made.

set local lock_timeout = '10s';

-- One row per endpoint identity, also the lock under which its next delivery is chosen. Never a reason to send nothing: a suspect endpoint is tried on.
create table endpoint_states (
  center_id smallint not null,
  endpoint_id uuid not null,
  kind text not null,
  last_tried_at timestamptz,
  last_good_at timestamptz,
  last_http_status integer,
  -- Why the last attempt was no good (SendCause); null when it was.
  last_cause text,
  -- The first attempt since the last good one.
  failing_since timestamptz,
  -- 401, 403, 404, 410 or an address that is refused: a person was told.
  suspect_since timestamptz,
  next_ping_at timestamptz not null default hub_now(),
  constraint endpoint_states_pk primary key (center_id, endpoint_id),
  constraint endpoint_states_identity_fk foreign key (center_id, endpoint_id, kind) references endpoint_identities (center_id, id, kind)
);
create index endpoint_states_ping_idx on endpoint_states (next_ping_at);
create trigger endpoint_states_never_deleted before delete or truncate on endpoint_states for each statement execute function hub_refuse_change();

insert into endpoint_states (center_id, endpoint_id, kind) select center_id, id, kind from endpoint_identities;

-- Runs as the owner, with the identity itself.
create function hub_begin_endpoint_state() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into endpoint_states (center_id, endpoint_id, kind) values (new.center_id, new.id, new.kind);
  return null;
end $$;
revoke execute on function hub_begin_endpoint_state() from public;
create trigger endpoint_identities_have_a_state after insert on endpoint_identities
  for each row execute function hub_begin_endpoint_state();

-- The bytes of one message for one center, as they went out first: every retry and a second endpoint send the same, whatever program or key is newer.
create table delivery_bodies (
  center_id smallint not null,
  message_id text not null,
  body bytea not null,
  made_at timestamptz not null default hub_now(),
  constraint delivery_bodies_pk primary key (center_id, message_id),
  constraint delivery_bodies_target_fk foreign key (center_id, message_id) references message_targets (center_id, message_id)
);
create trigger delivery_bodies_never_change before update or delete or truncate on delivery_bodies
  for each statement execute function hub_refuse_change();

-- What a coordinator must be told, once: a rejected message, a suspect endpoint, a publication that was missed. Whoever tells people works it off.
create table pages (
  id bigint generated always as identity,
  kind text not null,
  -- What it is about; the same thing is told once.
  subject text not null,
  center_id smallint,
  activation_id text,
  message_id text,
  version_id text,
  endpoint_id uuid,
  -- Ids, codes and what an endpoint or the hub gave as the reason.
  detail jsonb not null default '{}',
  at timestamptz not null default hub_now(),
  lease_token uuid,
  lease_until timestamptz,
  -- When it had reached somebody's channel, and when a person had seen it.
  told_at timestamptz,
  seen_at timestamptz,
  seen_by text,
  constraint pages_pk primary key (id),
  constraint pages_once unique (kind, subject),
  constraint pages_kind_named check (kind ~ '^[A-Z][A-Z_]{2,39}$'),
  constraint pages_center_fk foreign key (center_id) references centers (id),
  constraint pages_message_fk foreign key (message_id) references messages (id),
  constraint pages_version_fk foreign key (version_id) references playbook_versions (id),
  constraint pages_leased check ((lease_token is null) = (lease_until is null)),
  constraint pages_seen check ((seen_at is null) = (seen_by is null))
);
create index pages_untold_idx on pages (at) where told_at is null;
create trigger pages_never_deleted before delete or truncate on pages for each statement execute function hub_refuse_change();

-- When each sweep last came to its end, in whatever replica; older than 30 s is an alarm.
create table sweeps (
  name text not null,
  last_sweep_at timestamptz not null,
  worker text not null,
  constraint sweeps_pk primary key (name)
);

do $$
declare
  sending_table text;
begin
  foreach sending_table in array array['endpoint_states', 'delivery_bodies', 'pages', 'sweeps'] loop
    execute format('alter table %I enable row level security', sending_table);
    execute format('alter table %I force row level security', sending_table);
  end loop;
  foreach sending_table in array array['delivery_bodies', 'pages', 'sweeps'] loop
    execute format('create policy %I on %I for insert to hub120_app with check ((select hub_role()) in (''jobs'', ''coordinator''))',
      sending_table || '_added', sending_table);
    execute format('grant select, insert on %I to hub120_app', sending_table);
  end loop;
  foreach sending_table in array array['endpoint_states', 'pages', 'sweeps'] loop
    execute format('create policy %I on %I for update to hub120_app using ((select hub_role()) in (''jobs'', ''coordinator'')) with check ((select hub_role()) in (''jobs'', ''coordinator''))',
      sending_table || '_moved', sending_table);
  end loop;
  foreach sending_table in array array['pages', 'sweeps'] loop
    execute format('create policy %I on %I for select to hub120_app using ((select hub_role()) in (''coordinator'', ''admin'', ''jobs''))',
      sending_table || '_read', sending_table);
  end loop;
  foreach sending_table in array array['endpoint_states', 'delivery_bodies'] loop
    execute format('create policy %I on %I for select to hub120_app using (center_id = (select hub_center()) or (select hub_role()) in (''coordinator'', ''admin'', ''jobs''))',
      sending_table || '_read', sending_table);
  end loop;
end $$;
create policy endpoint_states_kept_by_owner on endpoint_states to current_user using (true) with check (true);
grant select on endpoint_states to hub120_app;
grant update (last_tried_at, last_good_at, last_http_status, last_cause, failing_since, suspect_since, next_ping_at) on endpoint_states to hub120_app;
grant update (lease_token, lease_until, told_at, seen_at, seen_by) on pages to hub120_app;
grant update (last_sweep_at, worker) on sweeps to hub120_app;

-- Wakes those who send as soon as the publication has committed. Only a nudge: what is lost is found by the next tick.
create function hub_wake_senders() returns trigger language plpgsql as $$
begin
  perform pg_notify('hub120_deliveries', '');
  return null;
end $$;
create trigger deliveries_wake_senders after insert on deliveries for each statement execute function hub_wake_senders();
