-- Drills from the scenarios of the library: a plan that others approve, the drills it leads to, what happens in each and when, and what is kept of how
-- centers did. What goes out of a drill is a message like every other (0031), so the wall between drill and real is the one of 0032.
-- docs/decisions/0043 says why a plan and its drills are two things, and who may know when an unannounced one begins.

set local lock_timeout = '10s';

-- What is approved: scenario, participants, targets and times, as one content with one hash. An edit is the next revision, and voids what was approved.
create table drill_plans (
  id text not null,
  exercise_id text not null,
  scenario text not null,
  library text not null,
  hazard text not null,
  state text not null default 'PLANNED',
  revision integer not null default 1,
  content text not null,
  content_hash text not null,
  participants smallint[] not null,
  overflow smallint[] not null default '{}',
  duration_minutes integer not null,
  -- Announced: it begins then. Else it begins at an instant between two days that nobody has chosen.
  starts_at timestamptz,
  window_from date,
  window_to date,
  -- Months until the window comes again; null for once.
  every_months integer,
  author text not null,
  author_agency text not null,
  authors text[] not null,
  created_at timestamptz not null default hub_now(),
  changed_at timestamptz not null default hub_now(),
  constraint drill_plans_pk primary key (id),
  constraint drill_plans_library_fk foreign key (library) references playbook_libraries (code),
  constraint drill_plans_state_known check (state in ('PLANNED', 'APPROVED', 'CLOSED')),
  constraint drill_plans_content_is_hashed check (content_hash = encode(sha256(convert_to(content, 'UTF8')), 'hex')),
  constraint drill_plans_have_participants check (cardinality(participants) >= 1),
  constraint drill_plans_author_counts check (author = any (authors)),
  constraint drill_plans_duration check (duration_minutes between 5 and 1440),
  constraint drill_plans_announced_or_not check (
    (starts_at is null) = (window_from is not null) and (window_from is null) = (window_to is null) and (every_months is null or window_from is not null)),
  constraint drill_plans_window check (window_to >= window_from),
  constraint drill_plans_rhythm check (every_months in (6, 12))
);
create index drill_plans_created_idx on drill_plans (created_at);
create trigger drill_plans_never_deleted before delete or truncate on drill_plans for each statement execute function hub_refuse_change();

-- One person's word for one content, as in approvals.
create table drill_approvals (
  id bigint generated always as identity,
  plan_id text not null,
  revision integer not null,
  content_hash text not null,
  approver text not null,
  agency text not null,
  retyped_hazard text not null,
  retyped_centers integer not null,
  approved_at timestamptz not null default hub_now(),
  constraint drill_approvals_pk primary key (id),
  constraint drill_approvals_plan_fk foreign key (plan_id) references drill_plans (id),
  constraint drill_approvals_once_a_person unique (plan_id, revision, approver),
  constraint drill_approvals_by_persons check (approver ~ '^person:.')
);

create function hub_refuse_loose_drill_approval() returns trigger language plpgsql as $$
declare
  plan public.drill_plans;
begin
  select * into plan from public.drill_plans p where p.id = new.plan_id for update;
  if new.approver = any (plan.authors) then
    raise exception '% wrote drill plan % and cannot approve it.', new.approver, plan.id using errcode = 'restrict_violation';
  end if;
  if plan.state <> 'PLANNED' or (plan.revision, plan.content_hash) is distinct from (new.revision, new.content_hash) then
    raise exception 'Drill plan % does not stand for approval with this content.', plan.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger drill_approvals_are_of_others before insert on drill_approvals for each row execute function hub_refuse_loose_drill_approval();
create trigger drill_approvals_append_only before update or delete or truncate on drill_approvals
  for each statement execute function hub_refuse_change();

-- One run of a plan. Of an unannounced one starts_at is null until it has begun; when it will begin is in drill_instants.
create table drills (
  id text not null,
  plan_id text not null,
  revision integer not null,
  round integer not null,
  exercise_id text not null,
  state text not null default 'WAITING',
  is_announced boolean not null,
  participants smallint[] not null,
  overflow smallint[] not null,
  duration_minutes integer not null,
  window_from date,
  window_to date,
  starts_at timestamptz,
  ends_at timestamptz,
  activation_id text,
  -- Why it ended: its time was over, the real thing came, it was withdrawn or aborted, its plan changed; or why it never began.
  cause text,
  ended_at timestamptz,
  ended_by text,
  abort_reason text,
  created_at timestamptz not null default hub_now(),
  constraint drills_pk primary key (id),
  constraint drills_plan_fk foreign key (plan_id) references drill_plans (id),
  constraint drills_once_a_round unique (plan_id, revision, round),
  constraint drills_activation_fk foreign key (activation_id) references activations (id),
  constraint drills_activation_once unique (activation_id),
  constraint drills_are_drills check (id ~ '^EXR-' and activation_id ~ '^EXR-'),
  constraint drills_state_known check (state in ('WAITING', 'RUNNING', 'ENDED', 'ABORTED', 'MISSED')),
  constraint drills_cause_known check (cause in ('TIME', 'REAL', 'WITHDRAWN', 'ABORTED', 'PLAN_CHANGED', 'NO_TIME_LEFT', 'LATE')),
  constraint drills_ended check ((state in ('ENDED', 'ABORTED', 'MISSED')) = (ended_at is not null) and (ended_at is null) = (cause is null)),
  constraint drills_begun check (state not in ('RUNNING', 'ENDED') or (activation_id is not null and starts_at is not null and ends_at is not null)),
  constraint drills_unknown_until_begun check (is_announced or activation_id is not null or starts_at is null),
  constraint drills_round_from_zero check (round >= 0)
);
create index drills_open_idx on drills (created_at) where state in ('WAITING', 'RUNNING');
create index drills_created_idx on drills (created_at);
create trigger drills_never_deleted before delete or truncate on drills for each statement execute function hub_refuse_change();

-- A drill begins only as it was approved: its plan stands, and in the revision of which it is a run.
create function hub_refuse_loose_drill() returns trigger language plpgsql as $$
begin
  if new.state in ('WAITING', 'RUNNING') and not exists (
    select from public.drill_plans p where p.id = new.plan_id and p.revision = new.revision and p.state = 'APPROVED') then
    raise exception 'Drill % is not of an approved plan.', new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger drills_are_approved before insert or update on drills for each row execute function hub_refuse_loose_drill();

-- When an unannounced drill begins: the last one counts. Drawn by the database, and read by nobody of its participants.
create table drill_instants (
  drill_id text not null,
  no integer not null,
  starts_at timestamptz not null,
  drawn_at timestamptz not null default hub_now(),
  -- Why there is another one: an emergency, or a time that was missed. Null for the first.
  because text,
  constraint drill_instants_pk primary key (drill_id, no),
  constraint drill_instants_drill_fk foreign key (drill_id) references drills (id),
  constraint drill_instants_because_known check (because in ('EMERGENCY', 'NOT_THEN'))
);
create trigger drill_instants_never_change before update or delete or truncate on drill_instants
  for each statement execute function hub_refuse_change();

-- What happens in a drill, one row each: a message to the centers, or a cue for those who conduct it.
create table drill_injects (
  drill_id text not null,
  no integer not null,
  due_at timestamptz not null,
  kind text not null,
  recipient text not null,
  said text not null,
  expected text not null,
  level text,
  ack_seconds integer,
  apply_seconds integer,
  state text not null default 'PENDING',
  done_at timestamptz,
  is_late boolean not null default false,
  message_id text,
  constraint drill_injects_pk primary key (drill_id, no),
  constraint drill_injects_drill_fk foreign key (drill_id) references drills (id),
  constraint drill_injects_message_fk foreign key (message_id) references messages (id),
  constraint drill_injects_message_once unique (message_id),
  constraint drill_injects_are_drills check (message_id ~ '^EXR-'),
  constraint drill_injects_state_known check (state in ('PENDING', 'SENT', 'CUED', 'DROPPED', 'REFUSED')),
  constraint drill_injects_sent check ((state = 'SENT') = (message_id is not null)),
  constraint drill_injects_done check ((state = 'PENDING') = (done_at is null)),
  constraint drill_injects_level_known check (level in ('attention', 'caution', 'alert', 'serious')),
  constraint drill_injects_targets check (ack_seconds > 0 and apply_seconds > 0)
);
create index drill_injects_due_idx on drill_injects (due_at) where state = 'PENDING';
create trigger drill_injects_never_deleted before delete or truncate on drill_injects for each statement execute function hub_refuse_change();

-- Medians over the centers of a drill, kept when it ends; no null for all of its messages together. Fewer than three answers make none, or one center's
-- time could be worked out from its own and the median.
create table drill_medians (
  drill_id text not null,
  no integer,
  answers integer not null,
  delivered_seconds double precision,
  received_seconds double precision,
  acknowledged_seconds double precision,
  applied_seconds double precision,
  constraint drill_medians_once unique nulls not distinct (drill_id, no),
  constraint drill_medians_drill_fk foreign key (drill_id) references drills (id)
);
create trigger drill_medians_never_change before update or delete or truncate on drill_medians for each statement execute function hub_refuse_change();

do $$
declare
  drill_table text;
  coordinates constant text := '(select hub_role()) in (''coordinator'', ''jobs'')';
  reads constant text := '(select hub_role()) in (''coordinator'', ''admin'', ''jobs'')';
begin
  foreach drill_table in array array['drill_plans', 'drill_approvals', 'drills', 'drill_instants', 'drill_injects', 'drill_medians'] loop
    execute format('alter table %I enable row level security', drill_table);
    execute format('alter table %I force row level security', drill_table);
    execute format('grant select, insert on %I to hub120_app', drill_table);
  end loop;
  foreach drill_table in array array['drill_plans', 'drill_approvals', 'drills', 'drill_injects', 'drill_medians'] loop
    execute format('create policy %I on %I for select to hub120_app using (%s)', drill_table || '_read', drill_table, reads);
    execute format('create policy %I on %I for insert to hub120_app with check (%s)', drill_table || '_added', drill_table, coordinates);
  end loop;
  foreach drill_table in array array['drill_plans', 'drills', 'drill_injects'] loop
    execute format('create policy %I on %I for update to hub120_app using (%s) with check (%s)', drill_table || '_moved', drill_table, coordinates, coordinates);
  end loop;
end $$;
-- A center sees an announced drill of its own from the approval on, and of an unannounced one nothing before it has begun.
create policy drills_read_by_participants on drills for select to hub120_app
  using ((select hub_role()) = 'center' and (select hub_center()) = any (participants || overflow) and (is_announced or activation_id is not null));
-- What has been sent, never what is still to come.
create policy drill_injects_read_by_participants on drill_injects for select to hub120_app
  using ((select hub_role()) = 'center' and state = 'SENT' and exists (select from drills d where d.id = drill_id));
create policy drill_medians_read_by_participants on drill_medians for select to hub120_app
  using ((select hub_role()) = 'center' and exists (select from drills d where d.id = drill_id));
-- Not even a coordinator, where the coordinator's own center takes part.
create policy drill_instants_read on drill_instants for select to hub120_app
  using ((select hub_role()) = 'jobs' or ((select hub_role()) = 'coordinator'
    and not exists (select from drills d where d.id = drill_id and (select hub_center()) = any (d.participants || d.overflow))));
create policy drill_instants_added on drill_instants for insert to hub120_app with check ((select hub_role()) = 'jobs');
grant update (exercise_id, scenario, library, hazard, state, revision, content, content_hash, participants, overflow, duration_minutes, starts_at, window_from,
  window_to, every_months, authors, changed_at) on drill_plans to hub120_app;
grant update (state, starts_at, ends_at, activation_id, cause, ended_at, ended_by, abort_reason) on drills to hub120_app;
grant update (state, done_at, is_late, message_id) on drill_injects to hub120_app;
