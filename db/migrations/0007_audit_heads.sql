-- Signed heads of the audit chains, and the public keys they are signed with. Both hold hashes alone, so every caller reads all of
-- them: what each member keeps of every chain is what an owner of the database cannot take back.

set local lock_timeout = '10s';

create table audit_keys (
  -- SHA-256 of the key below, so that the name of a key proves it.
  id text not null,
  -- DER of the SubjectPublicKeyInfo of an Ed25519 key (RFC 8410).
  public_key bytea not null,
  first_used_at timestamptz not null default hub_now(),
  constraint audit_keys_pk primary key (id),
  constraint audit_keys_id_is_its_hash check (id = encode(sha256(public_key), 'hex'))
);

create table audit_heads (
  no bigint generated always as identity,
  chain smallint not null,
  seq bigint not null,
  hash bytea not null,
  signed_at timestamptz not null,
  key_id text not null,
  signature bytea not null,
  constraint audit_heads_pk primary key (no),
  -- One head is published once under a key: a second replica, or a second run, cannot tell the same twice.
  constraint audit_heads_once unique (chain, seq, key_id),
  constraint audit_heads_key_fk foreign key (key_id) references audit_keys (id),
  constraint audit_heads_chain_from_zero check (chain >= 0),
  constraint audit_heads_seq_from_one check (seq >= 1),
  constraint audit_heads_hash_is_sha256 check (length(hash) = 32),
  constraint audit_heads_signature_is_ed25519 check (length(signature) = 64)
);

comment on table audit_heads is
  'Append-only. signature = Ed25519 over the five lines that docs/audit.md describes; no foreign key to audit_entries, whose entry it must outlive.';

create trigger audit_keys_append_only before update or delete or truncate on audit_keys
  for each statement execute function hub_refuse_change();
create trigger audit_heads_append_only before update or delete or truncate on audit_heads
  for each statement execute function hub_refuse_change();
alter table audit_keys enable always trigger audit_keys_append_only;
alter table audit_heads enable always trigger audit_heads_append_only;

alter table audit_keys enable row level security;
alter table audit_keys force row level security;
alter table audit_heads enable row level security;
alter table audit_heads force row level security;

create policy audit_keys_read_by_callers on audit_keys for select to hub120_app
  using ((select hub_role()) in ('center', 'reader', 'steward', 'admin', 'jobs'));
create policy audit_keys_added_by_jobs on audit_keys for insert to hub120_app
  with check ((select hub_role()) = 'jobs');
create policy audit_heads_read_by_callers on audit_heads for select to hub120_app
  using ((select hub_role()) in ('center', 'reader', 'steward', 'admin', 'jobs'));
create policy audit_heads_published_by_jobs on audit_heads for insert to hub120_app
  with check ((select hub_role()) = 'jobs');

revoke all on audit_keys, audit_heads from public, hub120_app;
grant select, insert on audit_keys, audit_heads to hub120_app;
