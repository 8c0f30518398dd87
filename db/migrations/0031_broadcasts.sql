-- One emergency is an activation; its texts are versions until they are published, and messages from then on. Every change of state is one
-- transaction with its audit entry. The state machines themselves are in schema/domain/playbooks; here is what no code may break:
-- a status from birth, a hash that is that of the content, an author who is no approver, one head per activation.

set local lock_timeout = '10s';

-- status, hazard and id never change. level, areas and head are those of the head message (null and 0 before the first one).
create table activations (
  id text not null,
  status text not null,
  -- Code of hazard_type; one that the codelist does not have is kept as it was given.
  hazard text not null,
  state text not null default 'PLANNED',
  level text,
  -- As the coordinator wrote them: 29, KR-29, seoul. They are resolved to centers on the day of publication.
  areas text[] not null,
  -- Centers that take over calls: they get every message to read, and nothing is asked of them.
  overflow smallint[] not null default '{}',
  head_seq integer not null default 0,
  head_message text,
  relates_to text,
  -- Why there is a second one of the same hazard and area within 24 hours; null where there is not.
  repeat_reason text,
  exercise_id text,
  participants smallint[],
  ends_at timestamptz,
  opened_by text not null,
  opened_agency text not null,
  opened_at timestamptz not null default hub_now(),
  closed_by text,
  closed_at timestamptz,
  -- Centers that had not answered when a named person closed it.
  closed_without smallint[],
  constraint activations_pk primary key (id),
  constraint activations_id_with_status unique (id, status),
  constraint activations_relates_to_fk foreign key (relates_to) references activations (id),
  constraint activations_status_known check (status in ('ACTUAL', 'EXERCISE', 'TEST')),
  constraint activations_id_tells_status check (
    id ~ (case status when 'EXERCISE' then '^EXR-' when 'TEST' then '^TST-' else '^' end || '[0-9A-HJKMNP-TV-Z]{26}$')),
  constraint activations_state_known check (state in ('PLANNED', 'ACTIVE', 'CLOSING', 'CLOSED')),
  constraint activations_level_known check (level in ('attention', 'caution', 'alert', 'serious')),
  constraint activations_head check ((head_seq = 0) = (head_message is null) and (head_seq = 0) = (level is null) and head_seq >= 0),
  constraint activations_closed_by check ((state = 'CLOSED') = (closed_at is not null)),
  constraint activations_have_areas check (cardinality(areas) between 1 and 50),
  constraint activations_exercise_whole check (
    (status = 'EXERCISE') = (exercise_id is not null) and (status = 'EXERCISE') = (participants is not null) and (status = 'EXERCISE') = (ends_at is not null))
);
create index activations_recent_idx on activations (hazard, status, opened_at);
create index activations_open_idx on activations (opened_at) where state <> 'CLOSED';

create function hub_refuse_rebirth() returns trigger language plpgsql as $$
begin
  if (new.id, new.status, new.hazard, new.opened_by, new.opened_agency, new.opened_at, new.exercise_id, new.participants, new.ends_at)
    is distinct from (old.id, old.status, old.hazard, old.opened_by, old.opened_agency, old.opened_at, old.exercise_id, old.participants, old.ends_at)
    or new.head_seq < old.head_seq then
    raise exception 'What activation % was opened as never changes.', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger activations_keep_their_birth before update on activations for each row execute function hub_refuse_rebirth();
create trigger activations_never_deleted before delete or truncate on activations for each statement execute function hub_refuse_change();

-- A text on its way to publication. An edit is the next revision, and voids what was approved of the one before.
create table playbook_versions (
  id text not null,
  activation_id text not null,
  status text not null,
  type text not null,
  -- What it is for: to inform, to correct (the twin approved with its alert), to end, or to take back.
  purpose text not null,
  state text not null default 'DRAFT',
  revision integer not null default 1,
  level text not null,
  areas text[] not null,
  overflow smallint[] not null default '{}',
  library text not null,
  template text not null,
  template_version integer not null,
  -- What coordinators filled in, by placeholder.
  given jsonb not null,
  -- JCS (RFC 8785) of the content, byte for byte what the hash is of.
  content text not null,
  content_hash text not null,
  -- The head this text was written against; publishing compares and sets.
  base_seq integer not null,
  expires_at timestamptz not null,
  publish_at timestamptz,
  author text not null,
  author_agency text not null,
  -- Everybody who wrote any revision of it; none of them approves it.
  authors text[] not null,
  scheduled_by text,
  message_id text,
  created_at timestamptz not null default hub_now(),
  changed_at timestamptz not null default hub_now(),
  constraint playbook_versions_pk primary key (id),
  constraint playbook_versions_activation_fk foreign key (activation_id, status) references activations (id, status),
  constraint playbook_versions_library_fk foreign key (library) references playbook_libraries (code),
  constraint playbook_versions_type_known check (type in ('ALERT', 'UPDATE', 'CANCEL')),
  constraint playbook_versions_purpose_known check (purpose in ('INFORM', 'CORRECT', 'ALL_CLEAR', 'ISSUED_IN_ERROR', 'RATIFICATION_REFUSED')),
  constraint playbook_versions_state_known check (state in (
    'DRAFT', 'IN_REVIEW', 'APPROVED', 'SCHEDULED', 'PUBLISHED', 'SUPERSEDED', 'EXPIRED', 'WITHDRAWN', 'MISSED')),
  constraint playbook_versions_level_known check (level in ('attention', 'caution', 'alert', 'serious')),
  constraint playbook_versions_revision_from_one check (revision >= 1),
  constraint playbook_versions_alert_is_first check ((type = 'ALERT') = (base_seq = 0)),
  constraint playbook_versions_content_is_hashed check (content_hash = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
  constraint playbook_versions_author_counts check (author = any (authors)),
  constraint playbook_versions_scheduled check (state <> 'SCHEDULED' or (publish_at is not null and scheduled_by is not null and publish_at < expires_at)),
  constraint playbook_versions_published check ((message_id is not null) = (state in ('PUBLISHED', 'SUPERSEDED', 'EXPIRED', 'WITHDRAWN')))
);
create index playbook_versions_activation_idx on playbook_versions (activation_id, created_at);
create index playbook_versions_due_idx on playbook_versions (publish_at) where state = 'SCHEDULED';
create trigger playbook_versions_never_deleted before delete or truncate on playbook_versions
  for each statement execute function hub_refuse_change();

-- One person's word for one content. Append-only: an approval of an earlier revision stays and counts for nothing.
create table approvals (
  id bigint generated always as identity,
  version_id text not null,
  revision integer not null,
  content_hash text not null,
  approver text not null,
  agency text not null,
  -- What the approver typed again by hand: the hazard and the number of centers that will get it.
  retyped_hazard text not null,
  retyped_centers integer not null,
  approved_at timestamptz not null default hub_now(),
  constraint approvals_pk primary key (id),
  constraint approvals_version_fk foreign key (version_id) references playbook_versions (id),
  constraint approvals_once_a_person unique (version_id, revision, approver),
  constraint approvals_by_persons check (approver ~ '^person:.')
);

create function hub_refuse_loose_approval() returns trigger language plpgsql as $$
declare
  version public.playbook_versions;
begin
  select * into version from public.playbook_versions v where v.id = new.version_id for update;
  if new.approver = any (version.authors) then
    raise exception '% wrote version % and cannot approve it.', new.approver, version.id using errcode = 'restrict_violation';
  end if;
  if version.state <> 'IN_REVIEW' or (version.revision, version.content_hash) is distinct from (new.revision, new.content_hash) then
    raise exception 'Version % does not stand for approval with this content.', version.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger approvals_are_of_others before insert on approvals for each row execute function hub_refuse_loose_approval();
create trigger approvals_append_only before update or delete or truncate on approvals
  for each statement execute function hub_refuse_change();

-- What went out. Content, order and status never change; only how a message stands does.
create table messages (
  id text not null,
  activation_id text not null,
  status text not null,
  seq integer not null,
  type text not null,
  purpose text not null,
  version_id text not null,
  hazard text not null,
  level text not null,
  content text not null,
  content_hash text not null,
  -- Ids of the messages of this activation that had not expired when it was sent (CAP references).
  refers_to text[] not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  -- Due while no replica ran, and sent afterwards.
  is_late boolean not null default false,
  is_break_glass boolean not null default false,
  published_by text not null,
  -- Order of commits: taken under advisory lock 12030, which is held until commit, so a reader who has n misses nothing below n.
  feed_no bigint not null,
  state text not null default 'CURRENT',
  ended_at timestamptz,
  constraint messages_pk primary key (id),
  constraint messages_id_with_status unique (id, status),
  constraint messages_activation_fk foreign key (activation_id, status) references activations (id, status),
  constraint messages_version_fk foreign key (version_id) references playbook_versions (id),
  constraint messages_one_per_version unique (version_id),
  constraint messages_in_order unique (activation_id, seq),
  constraint messages_feed_no_unique unique (feed_no),
  constraint messages_id_tells_status check (
    id ~ (case status when 'EXERCISE' then '^EXR-' when 'TEST' then '^TST-' else '^' end || '[0-9A-HJKMNP-TV-Z]{26}$')),
  constraint messages_type_known check (type in ('ALERT', 'UPDATE', 'CANCEL')),
  constraint messages_alert_is_first check ((type = 'ALERT') = (seq = 1)),
  constraint messages_level_known check (level in ('attention', 'caution', 'alert', 'serious')),
  constraint messages_expire_later check (expires_at > sent_at),
  constraint messages_content_is_hashed check (content_hash = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
  constraint messages_state_known check (state in ('CURRENT', 'SUPERSEDED', 'EXPIRED', 'WITHDRAWN')),
  constraint messages_ended check ((state = 'CURRENT') = (ended_at is null)),
  constraint messages_glass_is_actual check (
    not is_break_glass or (status = 'ACTUAL' and level in ('alert', 'serious') and expires_at <= sent_at + interval '2 hours'))
);
create unique index messages_one_head on messages (activation_id) where state = 'CURRENT';
create index messages_expiring_idx on messages (expires_at) where state = 'CURRENT';
alter table activations add constraint activations_head_message_fk foreign key (head_message) references messages (id);
alter table playbook_versions add constraint playbook_versions_message_fk foreign key (message_id) references messages (id);

-- The next of its activation, sent strictly later than the one before, and nothing after a cancel.
create function hub_refuse_loose_message() returns trigger language plpgsql as $$
declare
  before public.messages;
begin
  select * into before from public.messages m where m.activation_id = new.activation_id order by m.seq desc limit 1;
  if new.seq <> coalesce(before.seq, 0) + 1 or new.sent_at <= before.sent_at or before.type = 'CANCEL' then
    raise exception 'Message % of activation % does not follow what was sent.', new.seq, new.activation_id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger messages_follow before insert on messages for each row execute function hub_refuse_loose_message();

create function hub_refuse_message_change() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - array['state', 'ended_at'] is distinct from to_jsonb(old) - array['state', 'ended_at'] or old.state <> 'CURRENT' then
    raise exception 'What was sent as % never changes.', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger messages_never_change before update on messages for each row execute function hub_refuse_message_change();
create trigger messages_never_deleted before delete or truncate on messages for each statement execute function hub_refuse_change();

-- Who gets a message, frozen when it is published. ended_at: an actual alert of the same hazard took the center out of its drill, or its
-- membership ended.
create table message_targets (
  center_id smallint not null,
  message_id text not null,
  part text not null,
  -- The areas, as written, that led to the center.
  areas text[] not null,
  ended_at timestamptz,
  ended_by text,
  constraint message_targets_pk primary key (center_id, message_id),
  constraint message_targets_center_fk foreign key (center_id) references centers (id),
  constraint message_targets_message_fk foreign key (message_id) references messages (id),
  constraint message_targets_part_known check (part in ('TARGET', 'OVERFLOW')),
  constraint message_targets_ended check ((ended_at is null) = (ended_by is null))
);
create index message_targets_message_idx on message_targets (message_id);
create trigger message_targets_never_deleted before delete or truncate on message_targets
  for each statement execute function hub_refuse_change();

-- A message that went out on one commander's word, and what was decided of it afterwards.
create table ratifications (
  message_id text not null,
  state text not null default 'PENDING',
  commander text not null,
  reason text not null,
  requested_at timestamptz not null default hub_now(),
  -- It ends by itself then, whatever is said.
  ends_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  decision_reason text,
  constraint ratifications_pk primary key (message_id),
  constraint ratifications_message_fk foreign key (message_id) references messages (id),
  constraint ratifications_state_known check (state in ('PENDING', 'RATIFIED', 'REFUSED', 'LAPSED')),
  constraint ratifications_decided check ((state in ('RATIFIED', 'REFUSED')) = (decided_by is not null)),
  constraint ratifications_by_another check (decided_by is distinct from commander),
  constraint ratifications_cap check (ends_at <= requested_at + interval '2 hours'),
  constraint ratifications_reason_given check (length(btrim(reason)) between 1 and 500)
);
create index ratifications_pending_idx on ratifications (requested_at) where state = 'PENDING';
create trigger ratifications_never_deleted before delete or truncate on ratifications
  for each statement execute function hub_refuse_change();

-- Same key and same request: the first answer again. Whoever comes second waits for the first at the primary key.
create table playbook_requests (
  actor text not null,
  key text not null,
  act text not null,
  request_hash text not null,
  message_id text not null,
  at timestamptz not null default hub_now(),
  constraint playbook_requests_pk primary key (actor, key),
  constraint playbook_requests_message_fk foreign key (message_id) references messages (id) deferrable initially deferred,
  constraint playbook_requests_key_named check (length(key) between 1 and 200)
);
create trigger playbook_requests_append_only before update or delete or truncate on playbook_requests
  for each statement execute function hub_refuse_change();

-- Coordinators and jobs write. Texts under way are for coordinators and administrators; what went out is for every role.
do $$
declare
  broadcast_table text;
  writers constant text := '(select hub_role()) in (''coordinator'', ''jobs'')';
  drafters constant text := '(select hub_role()) in (''coordinator'', ''admin'', ''jobs'')';
  readers constant text := '(select hub_role()) in (''center'', ''reader'', ''steward'', ''coordinator'', ''admin'', ''jobs'')';
begin
  foreach broadcast_table in array array['activations', 'playbook_versions', 'approvals', 'messages', 'message_targets', 'ratifications', 'playbook_requests'] loop
    execute format('alter table %I enable row level security', broadcast_table);
    execute format('alter table %I force row level security', broadcast_table);
    execute format('create policy %I on %I for insert to hub120_app with check (%s)', broadcast_table || '_added', broadcast_table, writers);
    execute format('grant select, insert on %I to hub120_app', broadcast_table);
  end loop;
  foreach broadcast_table in array array['activations', 'playbook_versions', 'messages', 'message_targets', 'ratifications'] loop
    execute format('create policy %I on %I for update to hub120_app using (%s) with check (%s)', broadcast_table || '_moved', broadcast_table, writers, writers);
  end loop;
  foreach broadcast_table in array array['playbook_versions', 'approvals', 'playbook_requests'] loop
    execute format('create policy %I on %I for select to hub120_app using (%s)', broadcast_table || '_read', broadcast_table, drafters);
  end loop;
  foreach broadcast_table in array array['messages', 'message_targets', 'ratifications'] loop
    execute format('create policy %I on %I for select to hub120_app using (%s)', broadcast_table || '_read', broadcast_table, readers);
  end loop;
  execute format('create policy activations_read on activations for select to hub120_app using (%s and (state <> ''PLANNED'' or %s))', readers, drafters);
end $$;
grant update (state, level, areas, overflow, head_seq, head_message, closed_by, closed_at, closed_without) on activations to hub120_app;
grant update (state, revision, level, areas, overflow, given, content, content_hash, base_seq, expires_at, publish_at, authors, scheduled_by, message_id, changed_at)
  on playbook_versions to hub120_app;
grant update (state, ended_at) on messages to hub120_app;
grant update (ended_at, ended_by) on message_targets to hub120_app;
grant update (state, decided_by, decided_at, decision_reason) on ratifications to hub120_app;

-- The next place in the feed. The lock is held until commit, so numbers are in the order of commits and none below a seen one is still to come.
create function hub_next_feed_no() returns bigint
  language plpgsql volatile set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(12030);
  return (select coalesce(max(feed_no), 0) + 1 from messages);
end $$;
revoke execute on function hub_next_feed_no() from public;
grant execute on function hub_next_feed_no() to hub120_app;
