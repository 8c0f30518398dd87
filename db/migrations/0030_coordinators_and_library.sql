-- Coordinators of emergency playbooks have a role of their own in the database; what belongs to a drill and what to the real thing is told apart
-- by endpoint identity; and the council's library of playbooks is kept as the document it was published as.
-- docs/decisions/0030 says how the tables of 0030 to 0032 hang together.

set local lock_timeout = '10s';

-- hub_role() may now be 'coordinator'. As it was in 0003, and a coordinator writes to the council's chain.
create or replace function hub_append_audit(chain smallint, actor text, action text, subject jsonb) returns bigint
  language plpgsql volatile security definer
  set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  caller_role constant text := public.hub_role();
  caller_center constant smallint := public.hub_center();
  head_hash bytea;
  next_seq bigint;
  recorded_at timestamptz;
begin
  if hub_append_audit.chain is null or caller_role not in ('center', 'reader', 'steward', 'coordinator', 'admin', 'jobs') or not (
    hub_append_audit.chain = 0
    or caller_role in ('admin', 'jobs')
    or coalesce(hub_append_audit.chain = caller_center, false)
  ) then
    raise exception 'Audit chain % cannot be written by role % of center %.',
      coalesce(hub_append_audit.chain::text, 'null'), caller_role, coalesce(caller_center::text, 'none')
      using errcode = 'insufficient_privilege';
  end if;
  if hub_append_audit.chain <> 0 and not exists (select from public.centers c where c.id = hub_append_audit.chain) then
    raise exception 'There is no center % to keep an audit chain for.', hub_append_audit.chain using errcode = 'foreign_key_violation';
  end if;

  perform pg_advisory_xact_lock(12003, hub_append_audit.chain::integer);
  select e.seq + 1, e.hash into next_seq, head_hash
  from public.audit_entries e
  where e.chain = hub_append_audit.chain
  order by e.seq desc
  limit 1;
  next_seq := coalesce(next_seq, 1);
  head_hash := coalesce(head_hash, decode(repeat('00', 32), 'hex'));
  recorded_at := public.hub_now();

  insert into public.audit_entries (chain, seq, at, actor, action, subject, previous_hash, hash)
  values (
    hub_append_audit.chain, next_seq, recorded_at, hub_append_audit.actor, hub_append_audit.action, hub_append_audit.subject, head_hash,
    public.hub_audit_hash(head_hash, hub_append_audit.chain, next_seq, recorded_at,
      hub_append_audit.actor, hub_append_audit.action, hub_append_audit.subject)
  );
  return next_seq;
end
$$;

-- Where a center takes its messages, for those who send them: the address, never the secret itself, which is not here.
create policy endpoints_read_by_coordinators on endpoints for select to hub120_app using ((select hub_role()) = 'coordinator');

-- Rows of endpoints come and go as spans are recorded; an id stays what it was from its first row on: this center's, and real or for drills.
-- Deliveries point here, so the kind of what they point to is part of the key (see deliveries_drills_apart).
create table endpoint_identities (
  center_id smallint not null,
  id uuid not null,
  kind text not null,
  constraint endpoint_identities_pk primary key (center_id, id, kind),
  constraint endpoint_identities_id_unique unique (id),
  constraint endpoint_identities_center_fk foreign key (center_id) references centers (id),
  constraint endpoint_identities_kind_known check (kind in ('ACTUAL', 'DRILL'))
);

insert into endpoint_identities (center_id, id, kind) select distinct center_id, id, kind from endpoints;

-- Runs as the owner: the application can neither make an identity by hand nor change one.
create function hub_note_endpoint_identity() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into endpoint_identities (center_id, id, kind) values (new.center_id, new.id, new.kind)
  on conflict on constraint endpoint_identities_pk do nothing;
  return null;
end $$;
revoke execute on function hub_note_endpoint_identity() from public;
create trigger endpoints_have_an_identity after insert or update on endpoints
  for each row execute function hub_note_endpoint_identity();
create trigger endpoint_identities_never_change before update or delete or truncate on endpoint_identities
  for each statement execute function hub_refuse_change();

alter table endpoint_identities enable row level security;
alter table endpoint_identities force row level security;
create policy endpoint_identities_kept_by_owner on endpoint_identities to current_user using (true) with check (true);
create policy endpoint_identities_read on endpoint_identities for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('coordinator', 'admin', 'jobs'));
grant select on endpoint_identities to hub120_app;

-- A drill has a key and an address of its own, at every center and at all times: what was signed for a drill opens no real screen.
alter table endpoints add constraint endpoints_secrets_apart exclude using gist (secret_ref with =, kind with <>);
alter table endpoints add constraint endpoints_addresses_apart exclude using gist (url with =, kind with <>);

-- The council's library: templates, standing protection playbooks, exercise scenarios, contacts. One document per edition code, never changed.
create table playbook_libraries (
  code text not null,
  status text not null,
  content_hash text not null,
  document jsonb not null,
  loaded_at timestamptz not null default hub_now(),
  constraint playbook_libraries_pk primary key (code),
  constraint playbook_libraries_hash_is_sha256 check (content_hash ~ '^[0-9a-f]{64}$')
);
create trigger playbook_libraries_are_immutable before update or delete or truncate on playbook_libraries
  for each statement execute function hub_refuse_change();
grant select on playbook_libraries to hub120_app;
