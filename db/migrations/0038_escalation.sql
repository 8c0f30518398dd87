-- Who is told when nobody answers: further kinds of timers, pages with whom they are for and how often they were tried, calls that a person makes.
-- docs/decisions/0037 says how a ladder is climbed.

set local lock_timeout = '10s';

alter table timers drop constraint timers_kind_known;
alter table timers add constraint timers_kind_known check (kind in (
  'LADDER_DUTY', 'LADDER_MANAGER', 'LADDER_COORDINATOR', 'LADDER_PHONE', 'APPLY_DUE', 'DIGEST', 'EXPIRY_WARNING', 'RATIFICATION_PAGE',
  'OTHER_CHANNEL', 'UNDELIVERED', 'CLOSED_CENTER'));
-- 'delivered': it had come after all; 'open': the doors were; 'deferred': a later one looks again.
alter table timers drop constraint timers_outcome_known;
alter table timers add constraint timers_outcome_known check (outcome in (
  'fired', 'answered', 'superseded', 'canceled', 'expired', 'decided', 'delivered', 'open', 'deferred'));

-- A page is for one party: a center's duty desk or manager, the council's coordinators, the approvers of one agency.
alter table pages
  add column audience text not null default 'COORDINATOR',
  add column to_center_id smallint,
  add column attempts integer not null default 0,
  add column next_attempt_at timestamptz not null default hub_now(),
  add column dropped_at timestamptz,
  -- Why nobody needs to be told any more: as outcomes of timers, 'test', or 'noDrillContact'.
  add column dropped_why text,
  add constraint pages_audience_known check (audience in ('DUTY', 'MANAGER', 'COORDINATOR', 'APPROVER')),
  add constraint pages_to_center_fk foreign key (to_center_id) references centers (id),
  add constraint pages_dropped check ((dropped_at is null) = (dropped_why is null));
drop index pages_untold_idx;
create index pages_untold_idx on pages (next_attempt_at) where told_at is null and seen_at is null and dropped_at is null;
create index pages_message_idx on pages (message_id, audience, to_center_id);
grant update (attempts, next_attempt_at, dropped_at, dropped_why) on pages to hub120_app;

-- Written before anything is sent, finished after it: an attempt without an end was cut off. Never an address.
create table page_attempts (
  page_id bigint not null,
  no integer not null,
  -- Null: there was nobody to tell, or no channel to tell them over.
  channel text,
  place smallint,
  worker text not null,
  started_at timestamptz not null default hub_now(),
  finished_at timestamptz,
  outcome text,
  cause text,
  constraint page_attempts_pk primary key (page_id, no),
  constraint page_attempts_page_fk foreign key (page_id) references pages (id),
  constraint page_attempts_channel_known check (channel in ('EMAIL', 'SMS')),
  constraint page_attempts_outcome_known check (outcome in ('TOLD', 'FAILED')),
  constraint page_attempts_finished check ((finished_at is null) = (outcome is null))
);
create trigger page_attempts_never_deleted before delete or truncate on page_attempts for each statement execute function hub_refuse_change();

-- A call that a person makes, because everything else was tried: by which desk, and what came of it.
create table phone_tasks (
  id uuid not null default gen_random_uuid(),
  center_id smallint not null,
  activation_id text not null,
  message_id text not null,
  -- Ladder, or who does not apply what was acknowledged.
  about text not null,
  caller_desk text not null,
  opened_at timestamptz not null default hub_now(),
  completed_at timestamptz,
  completed_by text,
  called_by_desk text,
  result text,
  note text,
  constraint phone_tasks_pk primary key (center_id, id),
  constraint phone_tasks_message_fk foreign key (message_id) references messages (id),
  constraint phone_tasks_center_fk foreign key (center_id) references centers (id),
  constraint phone_tasks_about_known check (about in ('ACKNOWLEDGE', 'APPLY')),
  constraint phone_tasks_result_known check (result in ('REACHED', 'NO_ANSWER', 'WRONG_NUMBER')),
  constraint phone_tasks_completed check (
    (completed_at is null) = (result is null) and (completed_at is null) = (completed_by is null) and (completed_at is null) = (called_by_desk is null)),
  constraint phone_tasks_words_short check (length(caller_desk) between 1 and 80 and length(called_by_desk) between 1 and 80 and length(note) <= 500)
);
create unique index phone_tasks_one_open on phone_tasks (center_id, message_id, about) where completed_at is null;
create index phone_tasks_opened_idx on phone_tasks (opened_at);
create trigger phone_tasks_never_deleted before delete or truncate on phone_tasks for each statement execute function hub_refuse_change();

do $$
declare
  ladder_table text;
begin
  foreach ladder_table in array array['page_attempts', 'phone_tasks'] loop
    execute format('alter table %I enable row level security', ladder_table);
    execute format('alter table %I force row level security', ladder_table);
    execute format('create policy %I on %I for select to hub120_app using ((select hub_role()) in (''coordinator'', ''admin'', ''jobs''))',
      ladder_table || '_read', ladder_table);
    execute format('create policy %I on %I for insert to hub120_app with check ((select hub_role()) = ''jobs'')', ladder_table || '_added', ladder_table);
    execute format('grant select, insert on %I to hub120_app', ladder_table);
  end loop;
end $$;
create policy page_attempts_ended on page_attempts for update to hub120_app
  using ((select hub_role()) = 'jobs') with check ((select hub_role()) = 'jobs');
create policy phone_tasks_completed on phone_tasks for update to hub120_app
  using ((select hub_role()) = 'coordinator') with check ((select hub_role()) = 'coordinator');
grant update (finished_at, outcome, cause) on page_attempts to hub120_app;
grant update (completed_at, completed_by, called_by_desk, result, note) on phone_tasks to hub120_app;
