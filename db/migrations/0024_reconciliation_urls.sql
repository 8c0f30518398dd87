-- Addresses of the reconciliation service (docs/decisions/0021). OpenRefine has no field for a token, so a steward's address carries one. It opens
-- nothing but the glossary, to be read, and only while its steward is registered as one. The token itself is never kept.

set local lock_timeout = '2s';

create table reconciliation_urls (
  id uuid not null default gen_random_uuid(),
  -- SHA-256 of 32 random bytes in base64url.
  token_hash bytea not null,
  -- The steward for whom it was issued, as registered in callers.
  subject text not null,
  issued_at timestamptz not null default hub_now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint reconciliation_urls_pk primary key (id),
  constraint reconciliation_urls_token_unique unique (token_hash),
  constraint reconciliation_urls_token_is_sha256 check (length(token_hash) = 32),
  constraint reconciliation_urls_subject_named check (length(subject) between 1 and 200),
  -- A year at most, however it was written.
  constraint reconciliation_urls_expire check (expires_at > issued_at and expires_at <= issued_at + interval '366 days')
);
create index reconciliation_urls_subject_idx on reconciliation_urls (subject, issued_at);

comment on table reconciliation_urls is 'Append-only but for revoked_at, which is set once.';

create function hub_refuse_unrevoked_url() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null or new.revoked_at is null then
    raise exception 'An address is revoked once and for all.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger reconciliation_urls_revoked_once before update on reconciliation_urls
  for each row execute function hub_refuse_unrevoked_url();
create trigger reconciliation_urls_never_deleted before delete or truncate on reconciliation_urls
  for each statement execute function hub_refuse_change();

alter table reconciliation_urls enable row level security;
alter table reconciliation_urls force row level security;
-- Forced row security binds the owner too (unless a superuser); this lets the function below work behind it.
create policy reconciliation_urls_read_by_owner on reconciliation_urls for select to current_user using (true);
create policy reconciliation_urls_read_by_stewards on reconciliation_urls for select to hub120_app
  using ((select hub_role()) in ('steward', 'admin'));
create policy reconciliation_urls_issued on reconciliation_urls for insert to hub120_app
  with check ((select hub_role()) in ('steward', 'admin'));
create policy reconciliation_urls_revoked on reconciliation_urls for update to hub120_app
  using ((select hub_role()) in ('steward', 'admin'));
grant select, insert on reconciliation_urls to hub120_app;
grant update (revoked_at) on reconciliation_urls to hub120_app;

-- Whose address it is, if it is good now; null for one that is unknown, revoked or past its time. The one thing that is asked before anybody is
-- known, so it is a function and no policy: who has no token learns nothing of those that there are.
create function hub_reconciliation_steward(token_hash bytea) returns text
  language sql stable security definer
  set search_path = pg_catalog, pg_temp
as $$
  select u.subject
  from public.reconciliation_urls u
  where u.token_hash = hub_reconciliation_steward.token_hash and u.revoked_at is null and public.hub_now() < u.expires_at
$$;
revoke all on function hub_reconciliation_steward(bytea) from public;
grant execute on function hub_reconciliation_steward(bytea) to hub120_app;
