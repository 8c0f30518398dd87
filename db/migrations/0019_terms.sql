-- The words of the centers and what each was decided to mean. Everything is appended: a decision is a new version, and the only thing that ever
-- changes of an older one is the recording with which it stopped standing. Versions carry recording stamps (see 0013), so that an earlier
-- instant sees the words as they were decided then.

set local lock_timeout = '2s';

-- One word of one center as the queue shows it: all spellings that compare equal (composed, without blanks, lower case), with one unit.
create table source_terms (
  center_id smallint not null,
  id uuid not null default gen_random_uuid(),
  -- What a row is about, or an item of a codelist.
  kind text not null,
  -- `measure`, or the dimension whose column the word stood in.
  source_field text not null,
  -- SHA-256 of center, kind, source field, raw label and raw unit of the spelling that was met first.
  key text not null,
  raw_label text not null,
  raw_unit text not null,
  -- The forms in which words and units are compared.
  norm_label text not null,
  norm_unit text not null,
  first_seen_at timestamptz not null default hub_now(),
  last_seen_at timestamptz not null default hub_now(),
  -- Values that came under the word so far.
  value_count bigint not null default 0,
  -- What the edition says the word may mean, as references; empty where it says nothing.
  edition_candidates text[] not null default '{}',
  -- The queue: who has it on the desk, and what is odd about it.
  assigned_to text,
  flag text,
  constraint source_terms_pk primary key (center_id, id),
  constraint source_terms_key_unique unique (center_id, key),
  constraint source_terms_word_unique unique (center_id, kind, source_field, norm_label, norm_unit),
  constraint source_terms_center_fk foreign key (center_id) references centers (id),
  constraint source_terms_kind_known check (kind in ('subject', 'codelist')),
  constraint source_terms_key_is_sha256 check (key ~ '^[0-9a-f]{64}$'),
  constraint source_terms_field_of_kind check ((kind = 'subject') = (source_field = 'measure')),
  constraint source_terms_assigned_named check (length(assigned_to) between 1 and 200),
  constraint source_terms_flag_given check (length(btrim(flag)) between 1 and 500)
);
comment on table source_terms is 'A word of a center that the edition does not settle, or that a decision settles. Spellings that compare equal are one word.';

-- The spellings of a word, byte for byte as they came.
create table source_term_spellings (
  center_id smallint not null,
  key text not null,
  source_term_id uuid not null,
  raw_label text not null,
  raw_unit text not null,
  first_seen_at timestamptz not null default hub_now(),
  constraint source_term_spellings_pk primary key (center_id, key),
  constraint source_term_spellings_term_fk foreign key (center_id, source_term_id) references source_terms (center_id, id),
  constraint source_term_spellings_key_is_sha256 check (key ~ '^[0-9a-f]{64}$')
);
create index source_term_spellings_term_idx on source_term_spellings (center_id, source_term_id);

-- Which submissions said the word, and about which days: where the rows of a decision are looked for.
create table source_term_sightings (
  center_id smallint not null,
  source_term_id uuid not null,
  submission_no bigint not null,
  values_seen integer not null,
  -- Null where no period could be read.
  first_day date,
  last_day date,
  constraint source_term_sightings_pk primary key (center_id, source_term_id, submission_no),
  constraint source_term_sightings_term_fk foreign key (center_id, source_term_id) references source_terms (center_id, id),
  constraint source_term_sightings_submission_fk foreign key (center_id, submission_no) references submissions (center_id, no)
);

-- What the values of a word looked like on one business day, in the unit they came in: evidence, never figures. Several submissions about one
-- day are weighted together.
create table term_profiles (
  center_id smallint not null,
  source_term_id uuid not null,
  day date not null,
  values_seen integer not null,
  least numeric not null,
  p5 numeric not null,
  median numeric not null,
  p95 numeric not null,
  greatest numeric not null,
  -- Shares of the values that are zero, whole, within 0..1, within 0..100.
  zero_share numeric not null,
  integer_share numeric not null,
  within_one_share numeric not null,
  within_hundred_share numeric not null,
  constraint term_profiles_pk primary key (center_id, source_term_id, day),
  constraint term_profiles_term_fk foreign key (center_id, source_term_id) references source_terms (center_id, id),
  constraint term_profiles_values_seen_positive check (values_seen > 0),
  constraint term_profiles_ordered check (least <= p5 and p5 <= median and median <= p95 and p95 <= greatest)
);

-- One meaning that was ever proposed or given to a word. Its versions say in what state it stood, and for which days.
create table term_mappings (
  center_id smallint not null,
  id uuid not null default gen_random_uuid(),
  source_term_id uuid not null,
  -- measure:calls_offered, measure:legal_actions@legal_action_type=police_complaint, indicator:service_level#threshold_15s,
  -- codelist:channel.voice; null is NO_MATCH: the word means nothing that the edition has.
  target text,
  predicate text not null,
  -- True where the decision is that the word does not mean the target.
  negated boolean not null,
  -- raw x numerator / denominator + offset is the value in the unit of the target; a clock format is read as seconds first.
  conversion_kind text not null default 'identity',
  numerator numeric,
  denominator numeric,
  conversion_offset numeric,
  from_unit text,
  to_unit text,
  text_format text,
  constraint term_mappings_pk primary key (center_id, id),
  constraint term_mappings_content_unique unique nulls not distinct (center_id, source_term_id, target, predicate, negated, conversion_kind, numerator,
    denominator, conversion_offset, from_unit, to_unit, text_format),
  constraint term_mappings_of_term_unique unique (center_id, id, source_term_id, negated),
  constraint term_mappings_term_fk foreign key (center_id, source_term_id) references source_terms (center_id, id),
  constraint term_mappings_predicate_known check (predicate in ('exact', 'close', 'broad', 'narrow', 'related')),
  constraint term_mappings_target_shape check (target ~ '^(measure:[^\s@]+(@[^\s=]+=\S+)?|indicator:[^\s#]+(#\S+)?|codelist:[^\s.]+\.\S+)$'),
  constraint term_mappings_negated_has_target check (not negated or target is not null),
  constraint term_mappings_conversion_shape check (case conversion_kind
    when 'identity' then num_nulls(numerator, denominator, conversion_offset, text_format) = 4
    when 'linear' then num_nulls(numerator, denominator, conversion_offset) = 0 and denominator > 0 and numerator <> 0 and text_format is null
    when 'clock' then text_format in ('mm:ss', 'hh:mm:ss', '분초') and num_nulls(numerator, denominator, conversion_offset) in (0, 3)
    else false end)
);

create table term_mapping_versions (
  center_id smallint not null,
  no bigint generated always as identity,
  id uuid not null default gen_random_uuid(),
  mapping_id uuid not null,
  source_term_id uuid not null,
  negated boolean not null,
  -- 1, 2, 3 within the mapping.
  version integer not null,
  status text not null,
  -- Korean business days for which it is said; by the first day of a value's period.
  effective daterange not null,
  -- SSSOM justifications, one per piece of evidence.
  justification text[] not null,
  confidence numeric,
  evidence jsonb not null default '{}',
  evidence_hash text not null,
  rule_version text,
  lexicon_version text,
  glossary_version text,
  tier text,
  author_type text not null,
  author text not null,
  reviewers text[] not null default '{}',
  -- The version it continues or takes the place of.
  supersedes bigint,
  reason text,
  recorded_at timestamptz not null,
  -- The recording with which it stopped standing; null while it stands.
  superseded_at timestamptz,
  constraint term_mapping_versions_pk primary key (center_id, no),
  constraint term_mapping_versions_id_unique unique (center_id, id),
  constraint term_mapping_versions_number_unique unique (center_id, mapping_id, version),
  constraint term_mapping_versions_mapping_fk foreign key (center_id, mapping_id, source_term_id, negated)
    references term_mappings (center_id, id, source_term_id, negated),
  constraint term_mapping_versions_supersedes_fk foreign key (center_id, supersedes) references term_mapping_versions (center_id, no),
  constraint term_mapping_versions_status_known check (status in ('proposed', 'provisional', 'active', 'rejected', 'superseded', 'suspended')),
  constraint term_mapping_versions_author_type_known check (author_type in ('system', 'steward')),
  constraint term_mapping_versions_confidence_is_share check (confidence between 0 and 1),
  constraint term_mapping_versions_effective_not_empty check (not isempty(effective)),
  constraint term_mapping_versions_superseded_later check (superseded_at >= recorded_at),
  -- A word means one thing on one day.
  constraint term_mapping_versions_one_meaning exclude using gist (center_id with =, source_term_id with =, effective with &&)
    where (status in ('active', 'suspended') and not negated and superseded_at is null)
);
create index term_mapping_versions_standing_idx on term_mapping_versions (center_id, source_term_id) where superseded_at is null;
comment on table term_mapping_versions is
  'Append-only but for superseded_at, which is set once. Status superseded says that a meaning ended for the days of that version.';

create function hub_refuse_rewritten_mapping() returns trigger language plpgsql as $$
begin
  if old.superseded_at is not null or new.superseded_at is null then
    raise exception 'A version of a mapping stops standing once and for all.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger term_mapping_versions_end_once before update on term_mapping_versions
  for each row execute function hub_refuse_rewritten_mapping();

-- Meanings that somebody refused. A pair is proposed again only on other evidence; lifted when the refusal is taken back.
create table term_rejections (
  center_id smallint not null,
  source_term_id uuid not null,
  target text not null,
  evidence_hash text not null,
  rejected_at timestamptz not null default hub_now(),
  rejected_by text not null,
  reason text,
  lifted_at timestamptz,
  constraint term_rejections_pk primary key (center_id, source_term_id, target, evidence_hash, rejected_at),
  constraint term_rejections_term_fk foreign key (center_id, source_term_id) references source_terms (center_id, id)
);

-- Words that contradict each other or themselves. Center 0 holds those across centers.
create table term_conflicts (
  center_id smallint not null,
  id uuid not null default gen_random_uuid(),
  conflict text not null,
  -- What it is about, once while it is open: a second night finds the same row.
  subject text not null,
  terms uuid[] not null,
  detected_on date not null default hub_today(),
  last_seen_on date not null default hub_today(),
  evidence jsonb not null,
  state text not null default 'open',
  settled_at timestamptz,
  settled_by text,
  settlement text,
  constraint term_conflicts_pk primary key (center_id, id),
  constraint term_conflicts_kind_known check (conflict in
    ('homonym_across', 'homonym_within', 'synonym_clash', 'unit', 'distribution', 'identity', 'drift', 'invalid_target')),
  constraint term_conflicts_state_known check (state in ('open', 'resolved', 'dismissed')),
  constraint term_conflicts_settled_when_not_open check ((state = 'open') = (settled_at is null))
);
create unique index term_conflicts_open_once on term_conflicts (center_id, conflict, subject) where state = 'open';

-- Who did what about a word, in order. An entry is undone by a later one, once.
create table term_decisions (
  center_id smallint not null,
  no bigint generated always as identity,
  id uuid not null default gen_random_uuid(),
  source_term_id uuid not null,
  action text not null,
  -- Versions that it made and versions that it ended.
  made bigint[] not null default '{}',
  ended bigint[] not null default '{}',
  -- The entry that this one takes back.
  undoes bigint,
  actor text not null,
  reason text,
  detail jsonb not null default '{}',
  recorded_at timestamptz not null,
  constraint term_decisions_pk primary key (center_id, no),
  constraint term_decisions_id_unique unique (center_id, id),
  constraint term_decisions_undone_once unique (center_id, undoes),
  constraint term_decisions_term_fk foreign key (center_id, source_term_id) references source_terms (center_id, id),
  constraint term_decisions_undoes_fk foreign key (center_id, undoes) references term_decisions (center_id, no),
  constraint term_decisions_action_named check (action ~ '^[a-z][A-Za-z]{1,39}$'),
  constraint term_decisions_undo_names_entry check ((action = 'undo') = (undoes is not null))
);
create index term_decisions_term_idx on term_decisions (center_id, source_term_id, no);

-- Replays of words with more rows than one transaction takes: done so far, of how many.
create table term_replays (
  center_id smallint not null,
  id uuid not null default gen_random_uuid(),
  source_term_id uuid not null,
  decision bigint not null,
  rows_due integer not null,
  rows_done integer not null default 0,
  started_at timestamptz not null default hub_now(),
  finished_at timestamptz,
  constraint term_replays_pk primary key (center_id, id),
  constraint term_replays_term_fk foreign key (center_id, source_term_id) references source_terms (center_id, id),
  constraint term_replays_decision_fk foreign key (center_id, decision) references term_decisions (center_id, no),
  constraint term_replays_done_of_due check (rows_done between 0 and rows_due)
);
create index term_replays_open_idx on term_replays (center_id, source_term_id) where finished_at is null;

create trigger source_terms_never_deleted before delete or truncate on source_terms
  for each statement execute function hub_refuse_change();
create trigger source_term_spellings_append_only before update or delete or truncate on source_term_spellings
  for each statement execute function hub_refuse_change();
create trigger term_mappings_append_only before update or delete or truncate on term_mappings
  for each statement execute function hub_refuse_change();
create trigger term_mapping_versions_never_deleted before delete or truncate on term_mapping_versions
  for each statement execute function hub_refuse_change();
create trigger term_decisions_append_only before update or delete or truncate on term_decisions
  for each statement execute function hub_refuse_change();

-- The tenant rule as everywhere; stewards, who decide what words mean, read the words of all centers.
do $$
declare
  term_table text;
begin
  foreach term_table in array array['source_terms', 'source_term_spellings', 'source_term_sightings', 'term_profiles', 'term_mappings',
      'term_mapping_versions', 'term_rejections', 'term_conflicts', 'term_decisions', 'term_replays'] loop
    execute format('alter table %I enable row level security', term_table);
    execute format('alter table %I force row level security', term_table);
    execute format('create policy %I on %I for select to hub120_app using (center_id = (select hub_center()) or (select hub_role() in (''steward'', ''admin'', ''jobs'')))',
      term_table || '_own', term_table);
    execute format('create policy %I on %I for insert to hub120_app with check (center_id = (select hub_center()))',
      term_table || '_insert', term_table);
  end loop;
  foreach term_table in array array['source_terms', 'source_term_sightings', 'term_profiles', 'term_mapping_versions', 'term_rejections', 'term_conflicts', 'term_replays'] loop
    execute format('create policy %I on %I for update to hub120_app using (center_id = (select hub_center())) with check (center_id = (select hub_center()))',
      term_table || '_update', term_table);
  end loop;
end $$;
-- What is between centers belongs to those who see all of them.
create policy term_conflicts_across on term_conflicts for insert to hub120_app
  with check (center_id = 0 and (select hub_role()) in ('steward', 'jobs'));
create policy term_conflicts_across_settled on term_conflicts for update to hub120_app
  using (center_id = 0 and (select hub_role()) in ('steward', 'jobs')) with check (center_id = 0);

grant select, insert on source_terms, source_term_spellings, source_term_sightings, term_profiles, term_mappings, term_mapping_versions, term_rejections,
  term_conflicts, term_decisions, term_replays to hub120_app;
grant update (last_seen_at, value_count, edition_candidates, assigned_to, flag) on source_terms to hub120_app;
grant update (values_seen, first_day, last_day) on source_term_sightings to hub120_app;
grant update on term_profiles to hub120_app;
grant update (superseded_at) on term_mapping_versions to hub120_app;
grant update (lifted_at) on term_rejections to hub120_app;
grant update (last_seen_on, evidence, state, settled_at, settled_by, settlement) on term_conflicts to hub120_app;
grant update (rows_done, finished_at) on term_replays to hub120_app;
