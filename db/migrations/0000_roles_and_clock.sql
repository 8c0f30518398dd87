-- Extensions, the two roles and the clock. Every later migration grants what it makes; nothing is granted by default.

create extension if not exists pg_trgm;
create extension if not exists btree_gist;

-- Roles belong to the cluster, so another database may have made them, perhaps at this very moment.
do $$
begin
  if not exists (select from pg_roles where rolname = 'hub120_app') then create role hub120_app nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;

do $$
begin
  if not exists (select from pg_roles where rolname = 'hub120_test') then create role hub120_test nologin; end if;
exception when duplicate_object or unique_violation then null;
end $$;

-- The login of DATABASE_URL runs as the application role (startup parameter "role"). A superuser may anyway;
-- a login that was made a member beforehand need not have the right to grant it.
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant hub120_app to %I', current_user);
  end if;
exception
  when unique_violation then null;
  when insufficient_privilege then
    if not pg_has_role(current_user, 'hub120_app', 'member') then raise; end if;
end $$;

revoke create on schema public from public;
grant usage on schema public to hub120_app, hub120_test;

-- At most one row: the instant that tests want to be now.
create table test_clock (
  is_only boolean primary key default true constraint test_clock_one_row check (is_only),
  instant timestamptz not null
);
grant select on test_clock to hub120_app;
grant select, insert, update, delete on test_clock to hub120_test;

-- The one clock of every decision (S26).
create function hub_now() returns timestamptz
  language sql stable parallel safe
  begin atomic
    select coalesce((select instant from public.test_clock), now());
  end;

-- The Korean business day.
create function hub_today() returns date
  language sql stable parallel safe
  begin atomic
    select (public.hub_now() at time zone 'Asia/Seoul')::date;
  end;

grant execute on function hub_now(), hub_today() to hub120_app, hub120_test;
