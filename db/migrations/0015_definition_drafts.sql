-- Definitions are drafted, published and superseded while the hub runs. A draft is a row of revisions, each kept; publishing writes one new
-- edition document beside those that stand, which stay as they are.

set local lock_timeout = '10s';

create table definition_drafts (
  id uuid not null,
  -- 1, 2, 3 without gaps: an edit is the next one, and so is the end of a draft.
  revision integer not null,
  kind text not null,
  code text not null,
  -- Name of the indicator's version; measures have none.
  version text,
  effective_from date not null,
  -- The pack's own shape: an entry of measures.yaml, or of indicators.yaml with the one version.
  definition jsonb not null,
  state text not null default 'draft',
  -- The edition in which it was published.
  edition text,
  author text not null,
  reason text not null,
  recorded_at timestamptz not null default hub_now(),
  constraint definition_drafts_pk primary key (id, revision),
  constraint definition_drafts_edition_fk foreign key (edition) references editions (code),
  constraint definition_drafts_revision_from_one check (revision >= 1),
  constraint definition_drafts_kind_known check (kind in ('measure', 'indicator')),
  constraint definition_drafts_version_of_indicators check ((kind = 'indicator') = (version is not null)),
  constraint definition_drafts_state_known check (state in ('draft', 'withdrawn', 'published')),
  constraint definition_drafts_published_in check ((state = 'published') = (edition is not null)),
  constraint definition_drafts_definition_is_object check (jsonb_typeof(definition) = 'object'),
  constraint definition_drafts_author_named check (length(author) between 1 and 200),
  constraint definition_drafts_reason_given check (length(btrim(reason)) between 1 and 500)
);
create unique index definition_drafts_settled_once on definition_drafts (id) where state <> 'draft';
create index definition_drafts_edition_idx on definition_drafts (edition) where edition is not null;

comment on table definition_drafts is 'Append-only. The highest revision of an id is how the draft stands; every one before it is its history.';

-- A revision follows the one before it, and nothing follows the end of a draft.
create function hub_refuse_loose_draft() returns trigger language plpgsql as $$
declare
  standing public.definition_drafts;
begin
  select * into standing from public.definition_drafts d where d.id = new.id order by d.revision desc limit 1;
  if coalesce(standing.revision, 0) + 1 <> new.revision or coalesce(standing.state, 'draft') <> 'draft'
    or (standing.id is not null and (standing.kind, standing.code) is distinct from (new.kind, new.code)) then
    raise exception 'Revision % does not follow what stands of draft %.', new.revision, new.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger definition_drafts_follow before insert on definition_drafts
  for each row execute function hub_refuse_loose_draft();
create trigger definition_drafts_append_only before update or delete or truncate on definition_drafts
  for each statement execute function hub_refuse_change();

alter table definition_drafts enable row level security;
alter table definition_drafts force row level security;
create policy definition_drafts_kept_by_owner on definition_drafts to current_user using (true) with check (true);
create policy definition_drafts_read on definition_drafts for select to hub120_app using ((select hub_role()) = 'admin');
-- Published is what hub_publish_edition alone can say.
create policy definition_drafts_added on definition_drafts for insert to hub120_app
  with check ((select hub_role()) = 'admin' and state <> 'published');
grant select, insert on definition_drafts to hub120_app;

-- The one way in which the application adds an edition, and the reasons why it is narrow (docs/decisions/0015): only for an administrator; only
-- after the latest edition, whose hash has to be named; only with drafts, which are settled by it; codelists, members and terms word by word
-- those of the latest; no measure of it gone or measured otherwise, no published formula or first day of it changed. The loader of whole
-- packs (npm run edition:load) stays with the owner. The audit entry is written here, so that no publication is without one.
create function hub_publish_edition(
  document jsonb, content_hash text, base_hash text, measures jsonb, drafts uuid[], actor text, reason text
) returns text
  language plpgsql volatile security definer
  set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  base public.editions;
  new_code constant text := document #>> '{measures,edition}';
  new_start constant date := (document #>> '{measures,effective_from}')::date;
  file text;
  settled integer;
begin
  if public.hub_role() <> 'admin' then
    raise exception 'permission denied: only an administrator publishes definitions' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(120120122);
  select * into base from public.editions e order by e.effective_from desc, e.code desc limit 1;
  if base.content_hash is distinct from base_hash then
    raise exception 'The edition this was made from is not the latest any more.' using errcode = 'serialization_failure';
  end if;
  if (new_start, new_code) <= (base.effective_from, base.code) or new_start < public.hub_today() then
    raise exception 'Edition % from % does not come after %.', new_code, new_start, base.code using errcode = 'restrict_violation';
  end if;
  foreach file in array array['codelists', 'members', 'terms'] loop
    if (document -> file) - array['edition', 'status', 'effective_from']
      is distinct from (base.document -> file) - array['edition', 'status', 'effective_from'] then
      raise exception 'A publication of drafts leaves % as they are.', file using errcode = 'restrict_violation';
    end if;
  end loop;
  if exists (
    select from jsonb_array_elements(base.document #> '{measures,measures}') old
    where not exists (
      select from jsonb_array_elements(document #> '{measures,measures}') new
      where new ->> 'code' = old ->> 'code' and new -> 'unit' = old -> 'unit' and new -> 'kind' = old -> 'kind')
  ) or exists (
    select from jsonb_array_elements(base.document #> '{indicators,indicators}') old
    cross join jsonb_array_elements(old -> 'versions') old_version
    where not exists (
      select from jsonb_array_elements(document #> '{indicators,indicators}') new
      cross join jsonb_array_elements(new -> 'versions') new_version
      where new ->> 'code' = old ->> 'code' and new_version -> 'version' = old_version -> 'version'
        and new_version -> 'formula' = old_version -> 'formula' and new_version -> 'effective_from' = old_version -> 'effective_from')
  ) then
    raise exception 'A published definition never changes.' using errcode = 'restrict_violation';
  end if;

  insert into public.editions (code, status, effective_from, content_hash, document)
  values (new_code, document #>> '{measures,status}', new_start, content_hash, document);
  -- As in the loader: what is restricted once stays so.
  insert into public.measures (code, kind, access, provided_by)
  select given.code, given.kind, given.access, given.provided_by
  from jsonb_to_recordset(measures) as given (code text, kind text, access text, provided_by text)
  on conflict (code) do update set
    access = case when public.measures.access = 'restricted' then 'restricted' else excluded.access end;

  insert into public.definition_drafts (id, revision, kind, code, version, effective_from, definition, state, edition, author, reason)
  select d.id, d.revision + 1, d.kind, d.code, d.version, d.effective_from, d.definition, 'published', new_code,
    hub_publish_edition.actor, hub_publish_edition.reason
  from public.definition_drafts d
  where d.id = any (hub_publish_edition.drafts) and d.revision = (select max(l.revision) from public.definition_drafts l where l.id = d.id);
  get diagnostics settled = row_count;
  if settled = 0 or settled <> cardinality(drafts) then
    raise exception 'An edition is published from drafts that stand; % of % do.', settled, cardinality(drafts) using errcode = 'restrict_violation';
  end if;
  perform public.hub_append_audit(0::smallint, actor, 'edition.published', jsonb_build_object(
    'edition', new_code, 'base', base.code, 'contentHash', content_hash, 'drafts', to_jsonb(drafts),
    'reason', encode(sha256(convert_to(reason, 'UTF8')), 'hex')));
  return new_code;
end
$$;

revoke all on function hub_publish_edition(jsonb, text, text, jsonb, uuid[], text, text) from public;
grant execute on function hub_publish_edition(jsonb, text, text, jsonb, uuid[], text, text) to hub120_app;
