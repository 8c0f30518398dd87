-- Administration of the registry: who may call, who is a member, when doors are open, what is due, where messages go.
-- Rows of these tables are recorded and removed, never changed; every row that comes or goes leaves its image under an act that says who did
-- it, when and why. So the registry of any earlier time can be told, and every act can be undone by a later one.

set local lock_timeout = '10s';

create table registry_acts (
  no bigint generated always as identity,
  id uuid not null default gen_random_uuid(),
  at timestamptz not null default hub_now(),
  actor text not null,
  action text not null,
  center_id smallint,
  reason text not null,
  undoes uuid,
  -- The transaction the act belongs to; both together, because the numbers of a restored cluster begin anew.
  xact xid8 not null default pg_current_xact_id(),
  began_at timestamptz not null default now(),
  constraint registry_acts_pk primary key (no),
  constraint registry_acts_id_unique unique (id),
  constraint registry_acts_undone_once unique (undoes),
  constraint registry_acts_undoes_fk foreign key (undoes) references registry_acts (id),
  constraint registry_acts_center_fk foreign key (center_id) references centers (id),
  constraint registry_acts_actor_named check (length(actor) between 1 and 200),
  constraint registry_acts_action_named check (action ~ '^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$'),
  constraint registry_acts_reason_given check (length(btrim(reason)) between 1 and 500)
);
create index registry_acts_xact_idx on registry_acts (xact);

create table registry_changes (
  act_no bigint not null,
  no bigint generated always as identity,
  registry_table text not null,
  change text not null,
  image jsonb not null,
  constraint registry_changes_pk primary key (act_no, no),
  constraint registry_changes_act_fk foreign key (act_no) references registry_acts (no),
  constraint registry_changes_change_known check (change in ('removed', 'recorded'))
);

comment on table registry_changes is 'Images of registry rows as they were recorded and removed, in order; the former value of a changed row is the one removed.';

-- Where messages of an emergency go. A real one and one of a drill are two endpoints with secrets of their own; the secret itself is not here.
create table endpoints (
  id uuid not null,
  center_id smallint not null,
  kind text not null,
  url text not null,
  secret_ref text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  constraint endpoints_pk primary key (id, valid_from),
  constraint endpoints_center_fk foreign key (center_id) references centers (id),
  constraint endpoints_kind_known check (kind in ('ACTUAL', 'DRILL')),
  constraint endpoints_over_https check (url ~ '^https://[^/@[:space:]]+(/[^[:space:]]*)?$' and length(url) <= 500),
  constraint endpoints_secret_by_name check (secret_ref ~ '^[a-z0-9][a-z0-9._/-]{0,99}$'),
  constraint endpoints_dates_in_order check (valid_from < valid_to),
  constraint endpoints_do_not_overlap exclude using gist (center_id with =, kind with =, tstzrange(valid_from, valid_to) with &&)
);

-- A subject may be registered with other rights from an instant on, or again after an end: one row per span.
alter table callers drop constraint callers_pk;
alter table callers add constraint callers_pk primary key (subject, valid_from);
alter table callers add constraint callers_do_not_overlap
  exclude using gist (subject with =, tstzrange(valid_from, valid_to) with &&);

-- Runs as the owner: the application role can neither write images nor leave them out. Whoever works by hand as the owner (set-up, an edition
-- that brings new centers) leaves an act as well. The program must have opened one in the same transaction.
create function hub_note_registry_change() returns trigger
  language plpgsql security definer set search_path = public, pg_temp set timezone = 'Asia/Seoul' as $$
declare
  act bigint;
begin
  select no into act from registry_acts where xact = pg_current_xact_id() and began_at = now() order by no desc limit 1;
  if act is null then
    if 'hub120_app' in (current_setting('role'), session_user) then
      raise exception 'The registry changes by an act that says who and why; none was opened.' using errcode = 'insufficient_privilege';
    end if;
    insert into registry_acts (actor, action, reason)
    values (left('owner:' || session_user, 200), 'registry.setUp', 'Set-up, or by the hand of the owner of the database')
    returning no into act;
  end if;
  if tg_op in ('UPDATE', 'DELETE') then
    insert into registry_changes (act_no, registry_table, change, image) values (act, tg_table_name, 'removed', to_jsonb(old));
  end if;
  if tg_op in ('INSERT', 'UPDATE') then
    insert into registry_changes (act_no, registry_table, change, image) values (act, tg_table_name, 'recorded', to_jsonb(new));
  end if;
  return null;
end $$;
revoke execute on function hub_note_registry_change() from public;

-- Policies alone would let a removal by anybody else do nothing in silence.
create function hub_refuse_unless_admin() returns trigger language plpgsql as $$
begin
  if current_user = 'hub120_app' and hub_role() <> 'admin' then
    raise exception 'permission denied: only an administrator changes %', tg_table_name using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;

create trigger registry_acts_append_only before update or delete or truncate on registry_acts
  for each statement execute function hub_refuse_change();
create trigger registry_changes_append_only before update or delete or truncate on registry_changes
  for each statement execute function hub_refuse_change();

do $$
declare
  registry_table text;
begin
  foreach registry_table in array array['callers', 'memberships', 'calendars', 'agreements', 'endpoints'] loop
    execute format('create trigger %I after insert or update or delete on %I for each row execute function hub_note_registry_change()',
      registry_table || '_noted', registry_table);
    execute format('create trigger %I before insert or update or delete on %I for each statement execute function hub_refuse_unless_admin()',
      registry_table || '_by_administrators', registry_table);
    execute format('create trigger %I before truncate on %I for each statement execute function hub_refuse_change()',
      registry_table || '_never_truncated', registry_table);
  end loop;

  -- Everybody reads the registry, a request is placed at its center by it; only an administrator records and removes.
  foreach registry_table in array array['callers', 'memberships', 'calendars', 'agreements', 'endpoints', 'registry_acts', 'registry_changes'] loop
    execute format('alter table %I enable row level security', registry_table);
    execute format('alter table %I force row level security', registry_table);
    execute format('create policy %I on %I to %I using (true) with check (true)', registry_table || '_kept_by_owner', registry_table, current_user);
  end loop;
  foreach registry_table in array array['callers', 'memberships', 'calendars', 'agreements'] loop
    execute format('create policy %I on %I for select to hub120_app using (true)', registry_table || '_read', registry_table);
  end loop;
  foreach registry_table in array array['callers', 'memberships', 'calendars', 'agreements', 'endpoints'] loop
    execute format('create policy %I on %I for insert to hub120_app with check ((select hub_role()) = ''admin'')', registry_table || '_recorded', registry_table);
    execute format('create policy %I on %I for delete to hub120_app using ((select hub_role()) = ''admin'')', registry_table || '_removed', registry_table);
    execute format('grant insert, delete on %I to hub120_app', registry_table);
  end loop;
end $$;

create policy endpoints_read on endpoints for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('admin', 'jobs'));
create policy registry_acts_read on registry_acts for select to hub120_app using ((select hub_role()) = 'admin');
create policy registry_acts_opened on registry_acts for insert to hub120_app with check ((select hub_role()) = 'admin');
create policy registry_changes_read on registry_changes for select to hub120_app using ((select hub_role()) = 'admin');
grant select on endpoints, registry_changes to hub120_app;
grant select, insert on registry_acts to hub120_app;
