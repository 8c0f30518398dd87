-- The audit chains (one per center, chain 0 for the council) and the ledger of job runs.

set local lock_timeout = '10s';

create table audit_entries (
  chain smallint not null,
  seq bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint audit_entries_pk primary key (chain, seq),
  constraint audit_entries_chain_from_zero check (chain >= 0),
  constraint audit_entries_seq_from_one check (seq >= 1),
  constraint audit_entries_actor_named check (length(actor) between 1 and 200),
  constraint audit_entries_action_named check (action ~ '^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$' and length(action) <= 100),
  constraint audit_entries_subject_is_object check (jsonb_typeof(subject) = 'object'),
  constraint audit_entries_hashes_are_sha256 check (length(previous_hash) = 32 and length(hash) = 32)
);

comment on table audit_entries is
  'Append-only. chain = center id, 0 = the council. seq counts 1, 2, 3 without gaps; previous_hash of seq 1 is 32 zero bytes.';

create function hub_refuse_audit_change() returns trigger
  language plpgsql as $$
begin
  raise exception 'Audit entries are appended, never changed: % on % is refused.', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end
$$;

create trigger audit_entries_are_immutable
  before update or delete on audit_entries
  for each row execute function hub_refuse_audit_change();

create trigger audit_entries_are_not_truncated
  before truncate on audit_entries
  for each statement execute function hub_refuse_audit_change();

-- "always": session_replication_role = replica does not switch them off.
alter table audit_entries enable always trigger audit_entries_are_immutable;
alter table audit_entries enable always trigger audit_entries_are_not_truncated;

alter table audit_entries enable row level security;
alter table audit_entries force row level security;

create policy audit_entries_read on audit_entries for select to hub120_app
  using (chain = (select hub_center()) or (select hub_role()) in ('admin', 'jobs'));

-- Forced row security binds the owner too (unless a superuser); these let hub_append_audit read the head and write behind it.
create policy audit_entries_head_read_by_owner on audit_entries for select to current_user using (true);
create policy audit_entries_appended_by_owner on audit_entries for insert to current_user with check (true);

revoke all on audit_entries from public, hub120_app;
grant select on audit_entries to hub120_app;

-- SHA-256 of seven lines: format tag and previous hash, chain, seq, UTC instant with microseconds, actor, action, subject.
-- actor and action go in as JSON strings, so that a line break in one cannot pass for the end of it.
create function hub_audit_hash(
  previous_hash bytea, chain smallint, seq bigint, at timestamptz, actor text, action text, subject jsonb
) returns bytea
  language sql stable parallel safe
  return sha256(convert_to(concat_ws(E'\n',
    'hub120-audit-1 ' || encode(previous_hash, 'hex'),
    chain::text,
    seq::text,
    to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    to_json(actor)::text,
    to_json(action)::text,
    subject::text
  ), 'UTF8'));

revoke all on function hub_audit_hash(bytea, smallint, bigint, timestamptz, text, text, jsonb) from public;
grant execute on function hub_audit_hash(bytea, smallint, bigint, timestamptz, text, text, jsonb) to hub120_app;

-- Appends one entry and returns its seq. The only way in: the application role has no INSERT on the table.
--
-- Why security definer and not a policy for inserts: every role writes to the council's chain 0 (denials, for one) but only
-- administrators may read it, and an entry cannot be chained without reading the head. With an INSERT right the application role
-- could also write entries with a hash, an instant or a seq of its own making. So the owner reads and writes here, behind a fixed
-- search_path and the checks below, which repeat the tenant rule: a center writes to its own chain, everybody to chain 0,
-- administrators and jobs to any. The head never leaves the function; the caller learns only the seq, which for chain 0 tells how
-- many entries there are and nothing of what they say.
--
-- The advisory lock (class 12003, object = chain) makes appends to one chain wait for each other until commit, so entries stand in
-- commit order. A transaction that writes to several chains does so in ascending order, or it may deadlock with another.
-- Under repeatable read the head may be stale; the primary key then refuses the entry, and with it the transaction.
create function hub_append_audit(chain smallint, actor text, action text, subject jsonb) returns bigint
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
  if hub_append_audit.chain is null or caller_role not in ('center', 'reader', 'steward', 'admin', 'jobs') or not (
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

revoke all on function hub_append_audit(smallint, text, text, jsonb) from public;
grant execute on function hub_append_audit(smallint, text, text, jsonb) to hub120_app;

-- One row per due time of a job. The primary key is the claim: whoever inserts the row runs the job, once per attempt.
-- attempt fences: a run whose lease ran out and was taken over carries an old number and can record nothing any more.
-- missed: the hub was down at that time and a newer one ran instead. retry_at: a failed run is tried again then; null is final.
create table job_runs (
  job text not null,
  due_at timestamptz not null,
  attempt integer not null default 1,
  claimed_at timestamptz not null,
  claimed_by text not null,
  lease_until timestamptz not null,
  finished_at timestamptz,
  outcome text,
  retry_at timestamptz,
  detail jsonb,
  error text,
  constraint job_runs_pk primary key (job, due_at),
  constraint job_runs_attempt_from_one check (attempt >= 1),
  constraint job_runs_outcome_known check (outcome in ('done', 'failed', 'missed')),
  constraint job_runs_finished_with_outcome check ((finished_at is null) = (outcome is null)),
  constraint job_runs_retry_after_failure check (retry_at is null or outcome = 'failed')
);

alter table job_runs enable row level security;
alter table job_runs force row level security;

create policy job_runs_kept_by_jobs on job_runs to hub120_app
  using ((select hub_role()) = 'jobs') with check ((select hub_role()) = 'jobs');
create policy job_runs_read_by_admin on job_runs for select to hub120_app using ((select hub_role()) = 'admin');

revoke all on job_runs from public, hub120_app;
grant select, insert, update on job_runs to hub120_app;
