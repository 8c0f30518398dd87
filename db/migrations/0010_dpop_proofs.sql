-- Proofs of possession that were used (RFC 9449): a proof opens one request, whichever replica it is sent to.
-- The table holds no member's data. The application role has no right to it and calls the two functions below: it can use up a proof and
-- clear away old ones, and can neither read which were used nor make a used one good again.

set local lock_timeout = '10s';

create table dpop_proofs (
  -- Thumbprint of the key that signed (RFC 7638); a jti is unique for one key only, so nobody can use up another's.
  key_thumbprint text not null,
  jti_hash bytea not null,
  seen_at timestamptz not null default hub_now(),
  expires_at timestamptz not null,
  constraint dpop_proofs_pk primary key (key_thumbprint, jti_hash),
  constraint dpop_proofs_thumbprint_is_sha256 check (key_thumbprint ~ '^[A-Za-z0-9_-]{43}$'),
  constraint dpop_proofs_jti_hash_is_sha256 check (length(jti_hash) = 32)
);

create index dpop_proofs_expires_at_idx on dpop_proofs (expires_at);

alter table dpop_proofs enable row level security;
alter table dpop_proofs force row level security;
-- Forced row security binds the owner too (unless a superuser); these let the functions work behind it.
create policy dpop_proofs_read_by_owner on dpop_proofs for select to current_user using (true);
create policy dpop_proofs_claimed_by_owner on dpop_proofs for insert to current_user with check (true);
create policy dpop_proofs_pruned_by_owner on dpop_proofs for delete to current_user using (true);
revoke all on dpop_proofs from public, hub120_app;

-- True for the first use of a proof made from 60 seconds ago to 10 seconds from now; false for every other. The clock of the database
-- decides, so replicas whose clocks differ agree. A row is kept a minute longer than its proof can be good, because a claim that waited
-- may judge by an instant that is past.
create function hub_claim_dpop_proof(key_thumbprint text, jti_hash bytea, issued_at timestamptz) returns boolean
  language plpgsql volatile security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  if issued_at is null or issued_at < public.hub_now() - interval '60 seconds' or issued_at > public.hub_now() + interval '10 seconds' then
    return false;
  end if;
  insert into public.dpop_proofs (key_thumbprint, jti_hash, expires_at)
  values (hub_claim_dpop_proof.key_thumbprint, hub_claim_dpop_proof.jti_hash, hub_claim_dpop_proof.issued_at + interval '120 seconds')
  on conflict on constraint dpop_proofs_pk do nothing;
  return found;
end
$$;

-- Clears away up to batch_rows proofs past their time and returns how many.
create function hub_prune_dpop_proofs(batch_rows integer) returns integer
  language plpgsql volatile security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  pruned integer;
begin
  delete from public.dpop_proofs
  where ctid = any (array(
    select p.ctid from public.dpop_proofs p where p.expires_at < public.hub_now() order by p.expires_at limit batch_rows));
  get diagnostics pruned = row_count;
  return pruned;
end
$$;

revoke all on function hub_claim_dpop_proof(text, bytea, timestamptz), hub_prune_dpop_proofs(integer) from public;
grant execute on function hub_claim_dpop_proof(text, bytea, timestamptz), hub_prune_dpop_proofs(integer) to hub120_app;
