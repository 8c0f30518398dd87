-- What others told the public, kept as evidence, and what it suggests to coordinators. Nothing here is sent: a proposal that is accepted is a draft, which
-- goes the way of every draft. docs/decisions/0041 says what becomes of which message.

set local lock_timeout = '10s';

-- One message of another authority, as it came. The same bytes under the same name are kept once; other bytes under a known name are another row.
create table disaster_evidence (
  id uuid not null default gen_random_uuid(),
  -- In the order in which they came in.
  no bigint generated always as identity,
  source text not null,
  -- '' where the source names none.
  sender text not null,
  source_id text not null,
  -- Of the bytes it came in, kept or not.
  content_hash text not null,
  -- Null where it may name a person (is_withheld).
  raw bytea,
  is_withheld boolean not null,
  kind text not null,
  -- Earlier messages that it names: [{"sender", "sourceId"}].
  refers_to jsonb not null,
  sent_at timestamptz,
  status text,
  hazard text,
  hazard_word text not null,
  -- [{"word", "region"}], as they were written.
  areas jsonb not null,
  suggested_level text,
  level_word text,
  message text,
  -- Fields that the hub does not read, by name.
  unknown jsonb not null,
  outcome text not null,
  noted_reason text,
  proposal_id uuid,
  imported_by text not null,
  imported_at timestamptz not null default hub_now(),
  constraint disaster_evidence_pk primary key (id),
  constraint disaster_evidence_no_unique unique (no),
  constraint disaster_evidence_once unique (source, sender, source_id, content_hash),
  constraint disaster_evidence_source_known check (source in ('CAP', 'MOIS_MESSAGE')),
  constraint disaster_evidence_kind_known check (kind in ('ALERT', 'UPDATE', 'CANCEL', 'OTHER')),
  constraint disaster_evidence_hash_is_sha256 check (content_hash ~ '^[0-9a-f]{64}$'),
  constraint disaster_evidence_bytes check (is_withheld = (raw is null) and (raw is null or content_hash = encode(sha256(raw), 'hex'))),
  constraint disaster_evidence_names_short check (length(source_id) between 1 and 200 and length(sender) <= 200),
  constraint disaster_evidence_level_known check (suggested_level in ('attention', 'caution', 'alert', 'serious')),
  constraint disaster_evidence_outcome_known check (outcome in ('OPEN', 'JOIN', 'WITHDRAW', 'NOTE')),
  constraint disaster_evidence_noted check ((outcome = 'NOTE') = (noted_reason is not null) and (outcome = 'NOTE' or proposal_id is not null))
);
create index disaster_evidence_proposal_idx on disaster_evidence (proposal_id, no) where proposal_id is not null;
create trigger disaster_evidence_append_only before update or delete or truncate on disaster_evidence
  for each statement execute function hub_refuse_change();

-- What is suggested. OPEN waits for a person; what was decided never changes.
create table playbook_proposals (
  id uuid not null,
  source text not null,
  state text not null default 'OPEN',
  advice text not null,
  hazard text,
  -- Two proposals with one key are about the same hazard: its code, or the word that came.
  hazard_key text not null,
  hazard_word text not null,
  level text,
  template text,
  templates text[] not null,
  areas text[] not null,
  unknown_areas text[] not null,
  centers smallint[] not null,
  -- As draftPlaybook takes them.
  given_values jsonb not null,
  -- Messages behind it that their source has not canceled: [{"sender", "sourceId"}].
  evidence jsonb not null,
  activation_id text,
  opened_by text not null,
  opened_at timestamptz not null default hub_now(),
  changed_at timestamptz not null default hub_now(),
  decided_by text,
  decided_at timestamptz,
  decision_reason text,
  version_id text,
  constraint playbook_proposals_pk primary key (id),
  constraint playbook_proposals_activation_fk foreign key (activation_id) references activations (id),
  constraint playbook_proposals_version_fk foreign key (version_id) references playbook_versions (id),
  constraint playbook_proposals_source_known check (source in ('EVIDENCE', 'SURGE')),
  constraint playbook_proposals_state_known check (state in ('OPEN', 'ACCEPTED', 'DISMISSED', 'WITHDRAWN')),
  constraint playbook_proposals_advice_known check (advice in ('NEW', 'CONTINUE', 'END')),
  constraint playbook_proposals_level_known check (level in ('attention', 'caution', 'alert', 'serious')),
  constraint playbook_proposals_advice_names_one check (advice = 'NEW' or activation_id is not null),
  constraint playbook_proposals_decided check ((state = 'OPEN') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  -- A person decides. What its own source has canceled is withdrawn by whoever imported that.
  constraint playbook_proposals_by_persons check (state not in ('ACCEPTED', 'DISMISSED') or decided_by ~ '^person:.'),
  constraint playbook_proposals_accepted check ((state = 'ACCEPTED') = (version_id is not null)),
  constraint playbook_proposals_dismissed check (state <> 'DISMISSED' or length(btrim(decision_reason)) between 1 and 500)
);
create index playbook_proposals_recent_idx on playbook_proposals (opened_at, id);
create index playbook_proposals_standing_idx on playbook_proposals (changed_at);
create index playbook_proposals_open_idx on playbook_proposals (hazard_key) where state = 'OPEN';
alter table disaster_evidence add constraint disaster_evidence_proposal_fk foreign key (proposal_id) references playbook_proposals (id)
  deferrable initially deferred;

create function hub_refuse_proposal_change() returns trigger language plpgsql as $$
begin
  if old.state <> 'OPEN' or (new.id, new.source, new.hazard_key, new.opened_by, new.opened_at)
    is distinct from (old.id, old.source, old.hazard_key, old.opened_by, old.opened_at) then
    raise exception 'Proposal % was decided, or would become another.', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger playbook_proposals_keep before update on playbook_proposals for each row execute function hub_refuse_proposal_change();
create trigger playbook_proposals_never_deleted before delete or truncate on playbook_proposals
  for each statement execute function hub_refuse_change();

do $$
declare
  proposal_table text;
  writers constant text := '(select hub_role()) in (''coordinator'', ''jobs'')';
  readers constant text := '(select hub_role()) in (''coordinator'', ''admin'', ''jobs'')';
begin
  foreach proposal_table in array array['disaster_evidence', 'playbook_proposals'] loop
    execute format('alter table %I enable row level security', proposal_table);
    execute format('alter table %I force row level security', proposal_table);
    execute format('create policy %I on %I for select to hub120_app using (%s)', proposal_table || '_read', proposal_table, readers);
    execute format('create policy %I on %I for insert to hub120_app with check (%s)', proposal_table || '_added', proposal_table, writers);
    execute format('grant select, insert on %I to hub120_app', proposal_table);
  end loop;
  execute format('create policy playbook_proposals_moved on playbook_proposals for update to hub120_app using (%s) with check (%s)', writers, writers);
end $$;
grant update (state, level, template, templates, areas, unknown_areas, centers, given_values, evidence, activation_id, changed_at, decided_by, decided_at,
  decision_reason, version_id) on playbook_proposals to hub120_app;
