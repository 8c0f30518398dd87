-- What hub_publish_edition takes on trust becomes less: it compares the new document with the one before itself, definition by definition. Whoever
-- holds the application's connection can add what a draft says and nothing else; no limit, access, method or rule of a published one can be
-- altered past the API (docs/decisions/0022).

set local lock_timeout = '10s';

-- A rule of a measure as far as it judges: absent and null are the same, blanks in a condition are none, without a day of its own it judges from
-- the first day of its measure.
create function hub_rule_as_judged(rule jsonb, measure jsonb) returns jsonb
  language sql immutable set search_path = pg_catalog, pg_temp as $$
  select jsonb_strip_nulls(rule || jsonb_build_object(
    'when', regexp_replace(rule ->> 'when', '\s', '', 'g'),
    'effective_from', coalesce(rule ->> 'effective_from', measure ->> 'effective_from')))
$$;

-- A measure without what may be added to or worded anew.
create function hub_measure_as_published(measure jsonb) returns jsonb
  language sql immutable set search_path = pg_catalog, pg_temp as $$
  select jsonb_strip_nulls(
    measure - array['name_ko', 'name_en', 'definition_ko', 'definition_en', 'group', 'dimensions', 'required_breakdown', 'constraints']
    || jsonb_build_object(
      'minimum', measure ->> 'minimum',
      'provided_by', replace(measure ->> 'provided_by', 'centre', 'center'),
      'parameters', coalesce(nullif(measure -> 'parameters', 'null'), '{}')))
$$;

-- Rules of `one` that are not rules of `other` word for word, as they judge.
create function hub_rules_apart(one jsonb, other jsonb) returns setof jsonb
  language sql immutable set search_path = pg_catalog, pg_temp as $$
  select public.hub_rule_as_judged(rule, one) from jsonb_array_elements(coalesce(nullif(one -> 'constraints', 'null'), '[]')) rule
  except
  select public.hub_rule_as_judged(rule, other) from jsonb_array_elements(coalesce(nullif(other -> 'constraints', 'null'), '[]')) rule
$$;

-- Whether an indicator filters by a dimension that the measure did not have: its figures of every day would change.
create function hub_is_scoped_anew(old_measure jsonb, new_measure jsonb, indicators jsonb) returns boolean
  language sql immutable set search_path = pg_catalog, pg_temp as $$
  select exists (
    select from jsonb_array_elements_text(new_measure -> 'dimensions') as d (dimension)
    join jsonb_array_elements(indicators) as i (indicator) on i.indicator -> 'scope' ? d.dimension
    cross join lateral jsonb_path_query(i.indicator, '$.*[*].formula') as f (formula)
    where not old_measure -> 'dimensions' ? d.dimension and f.formula #>> '{}' ~ ('\m' || (new_measure ->> 'code') || '\M'))
$$;

create function hub_refuse_altered_measures(base jsonb, document jsonb, drafts jsonb) returns void
  language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  old_measures constant jsonb := base #> '{measures,measures}';
  new_measures constant jsonb := document #> '{measures,measures}';
  old_one jsonb;
  new_one jsonb;
  code text;
begin
  if jsonb_array_length(new_measures) <> (select count(distinct one ->> 'code') from jsonb_array_elements(new_measures) one) then
    raise exception 'A code names two measures.' using errcode = 'restrict_violation';
  end if;
  for old_one in select one from jsonb_array_elements(old_measures) one loop
    code := old_one ->> 'code';
    new_one := (select one from jsonb_array_elements(new_measures) one where one ->> 'code' = code);
    continue when new_one = old_one;
    if new_one is null
      or public.hub_measure_as_published(new_one) <> public.hub_measure_as_published(old_one)
      or not coalesce(new_one -> 'dimensions' @> (old_one -> 'dimensions'), false)
      or public.hub_is_scoped_anew(old_one, new_one, document #> '{indicators,indicators}')
      or exists (select from public.hub_rules_apart(old_one, new_one))
      -- A rule that is added judges no day before the drafts.
      or exists (
        select from public.hub_rules_apart(new_one, old_one) as rule
        where (rule ->> 'effective_from')::date < (select min((one ->> 'effective_from')::date) from jsonb_array_elements(drafts) one)) then
      raise exception 'A published definition never changes: measure %.', code using errcode = 'restrict_violation';
    end if;
  end loop;
  -- What is new or worded anew is word by word what a draft says.
  for new_one in
    select one from jsonb_array_elements(new_measures) one where not exists (select from jsonb_array_elements(old_measures) old where old = one)
  loop
    code := new_one ->> 'code';
    if not exists (
      select from jsonb_array_elements(drafts) one
      where one ->> 'kind' = 'measure' and one ->> 'code' = code and new_one = (one -> 'definition') || jsonb_build_object('code', code)) then
      raise exception 'Measure % is in none of the drafts as it is written.', code using errcode = 'restrict_violation';
    end if;
  end loop;
end $$;

create function hub_refuse_altered_indicators(base jsonb, document jsonb, drafts jsonb, today date) returns void
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  old_one jsonb;
  new_one jsonb;
  code text;
  own_drafts jsonb;
  old_count integer;
  at_version integer;
  old_version jsonb;
  new_version jsonb;
  fixed constant text[] := array['effective_to', 'status'];
begin
  if jsonb_array_length(document) <> (select count(distinct one ->> 'code') from jsonb_array_elements(document) one)
    or exists (select from jsonb_array_elements(base) old where not exists (
      select from jsonb_array_elements(document) new where new ->> 'code' = old ->> 'code')) then
    raise exception 'A published definition never changes: an indicator is gone, or a code names two.' using errcode = 'restrict_violation';
  end if;
  for new_one in select one from jsonb_array_elements(document) one loop
    code := new_one ->> 'code';
    old_one := (select one from jsonb_array_elements(base) one where one ->> 'code' = code);
    continue when new_one = old_one;
    own_drafts := (select coalesce(jsonb_agg(one -> 'definition'), '[]') from jsonb_array_elements(drafts) one
      where one ->> 'kind' = 'indicator' and one ->> 'code' = code);
    if old_one is null then
      -- The first draft of a new indicator makes it; further ones add to it, as to any other.
      old_one := (select one || jsonb_build_object('code', code) from jsonb_array_elements(own_drafts) with ordinality as d (one, at)
        where (one || jsonb_build_object('code', code)) - array['versions', 'variants'] = new_one - array['versions', 'variants']
          and new_one #>> '{versions,0,version}' = one #>> '{versions,0,version}'
        limit 1);
      if old_one is null then
        raise exception 'Indicator % is in none of the drafts as it is written.', code using errcode = 'restrict_violation';
      end if;
      continue when new_one = old_one;
    elsif jsonb_array_length(own_drafts) = 0 or new_one - array['versions', 'variants'] <> old_one - array['versions', 'variants'] then
      raise exception 'A published definition never changes: indicator %.', code using errcode = 'restrict_violation';
    end if;
    old_count := jsonb_array_length(old_one -> 'versions');
    for at_version in 0 .. old_count - 1 loop
      old_version := jsonb_strip_nulls(old_one #> array['versions', at_version::text]);
      new_version := jsonb_strip_nulls(new_one #> array['versions', at_version::text]);
      continue when new_version = old_version;
      -- It may give way to a version that is drafted: end on the day before, or, not begun yet, be set aside.
      if new_version is null or new_version - fixed <> old_version - fixed or not exists (
        select from jsonb_array_elements(own_drafts) draft
        cross join lateral (select (draft #>> '{versions,0,effective_from}')::date as start) d
        where (new_version ->> 'status' = 'superseded' and (old_version ->> 'effective_from')::date < d.start
            and ((new_version ->> 'effective_to')::date = d.start - 1 and coalesce((old_version ->> 'effective_to')::date, 'infinity') >= d.start
              or new_version ->> 'effective_to' is not distinct from old_version ->> 'effective_to'))
          or (new_version ->> 'status' = 'draft' and (old_version ->> 'effective_from')::date = d.start and d.start > today
            and new_version ->> 'effective_to' is not distinct from old_version ->> 'effective_to')) then
        raise exception 'A published definition never changes: % of indicator %.', old_version ->> 'version', code using errcode = 'restrict_violation';
      end if;
    end loop;
    if exists (
      select from jsonb_array_elements(new_one -> 'versions') with ordinality as v (version, at)
      where v.at > old_count and (
        (v.version ->> 'effective_to' is not null and not exists (
          select from jsonb_array_elements(new_one -> 'versions') later
          where (later ->> 'effective_from')::date = (v.version ->> 'effective_to')::date + 1))
        or not exists (
          select from jsonb_array_elements(own_drafts) draft
          where jsonb_strip_nulls(draft #> '{versions,0}') - fixed = jsonb_strip_nulls(v.version) - fixed)))
      or exists (
        select from jsonb_array_elements(coalesce(nullif(new_one -> 'variants', 'null'), '[]')) with ordinality as w (variant, at)
        where w.variant is distinct from (old_one #> array['variants', (w.at - 1)::text]) and not (
          w.at > coalesce(jsonb_array_length(nullif(old_one -> 'variants', 'null')), 0) and exists (
            select from jsonb_array_elements(own_drafts) draft where draft -> 'variants' @> jsonb_build_array(w.variant)
              and exists (select from jsonb_array_elements(draft -> 'variants') said where said = w.variant))))
      or coalesce(jsonb_array_length(nullif(new_one -> 'variants', 'null')), 0) < coalesce(jsonb_array_length(nullif(old_one -> 'variants', 'null')), 0)
    then
      raise exception 'Indicator % is in none of the drafts as it is written.', code using errcode = 'restrict_violation';
    end if;
  end loop;
end $$;

-- Subjects of facts are those of the document, with the access it gives them.
create function hub_refuse_other_subjects(document jsonb, subjects jsonb) returns void
  language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from jsonb_array_elements(subjects) given
    where case given ->> 'kind'
      when 'measure' then not exists (
        select from jsonb_array_elements(document #> '{measures,measures}') one
        where one ->> 'code' = given ->> 'code' and one ->> 'access' = given ->> 'access'
          and replace(one ->> 'provided_by', 'centre', 'center') = given ->> 'provided_by')
      else not exists (
        select from jsonb_array_elements(document #> '{indicators,indicators}') one
        where split_part(given ->> 'code', ':', 2) = one ->> 'code' and (split_part(given ->> 'code', ':', 3) = '' or exists (
          select from jsonb_array_elements(one -> 'variants') said where said ->> 'variant' = split_part(given ->> 'code', ':', 3))))
      end
  ) or exists (
    select from jsonb_array_elements(document #> '{measures,measures}') one
    where not exists (
      select from jsonb_array_elements(subjects) given where given ->> 'kind' = 'measure' and given ->> 'code' = one ->> 'code')
  ) then
    raise exception 'The subjects of facts are not those of the document.' using errcode = 'restrict_violation';
  end if;
end $$;

revoke execute on function hub_rule_as_judged(jsonb, jsonb) from public;
revoke execute on function hub_measure_as_published(jsonb) from public;
revoke execute on function hub_rules_apart(jsonb, jsonb) from public;
revoke execute on function hub_is_scoped_anew(jsonb, jsonb, jsonb) from public;
revoke execute on function hub_refuse_altered_measures(jsonb, jsonb, jsonb) from public;
revoke execute on function hub_refuse_altered_indicators(jsonb, jsonb, jsonb, date) from public;
revoke execute on function hub_refuse_other_subjects(jsonb, jsonb) from public;

-- As in 0015, with the comparison in place of what it checked of measures and versions.
create or replace function hub_publish_edition(
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
  header constant text[] := array['edition', 'status', 'effective_from'];
  beside text[];
  file text;
  said jsonb;
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
  -- Processes keep what they have read under its hash.
  if exists (select from public.editions e where e.content_hash = hub_publish_edition.content_hash) then
    raise exception 'A document of that hash is published already.' using errcode = 'restrict_violation';
  end if;
  if document - array['codelists', 'measures', 'indicators', 'members', 'terms']
    is distinct from base.document - array['codelists', 'measures', 'indicators', 'members', 'terms'] then
    raise exception 'A publication of drafts leaves the document as it is beside its files.' using errcode = 'restrict_violation';
  end if;
  foreach file in array array['codelists', 'measures', 'indicators', 'members', 'terms'] loop
    beside := header || case when file in ('measures', 'indicators') then array[file] else '{}' end;
    if (document -> file) - beside is distinct from (base.document -> file) - beside then
      raise exception 'A publication of drafts leaves % as they are.', file using errcode = 'restrict_violation';
    end if;
    if (document #>> array[file, 'edition'], document #>> array[file, 'effective_from']) is distinct from (new_code, new_start::text) then
      raise exception 'The files name several editions.' using errcode = 'restrict_violation';
    end if;
  end loop;
  select coalesce(jsonb_agg(jsonb_build_object('kind', d.kind, 'code', d.code, 'effective_from', d.effective_from, 'definition', d.definition)), '[]')
  into said
  from public.definition_drafts d
  where d.id = any (hub_publish_edition.drafts) and d.state = 'draft'
    and d.revision = (select max(l.revision) from public.definition_drafts l where l.id = d.id);
  perform public.hub_refuse_altered_measures(base.document, document, said);
  perform public.hub_refuse_altered_indicators(base.document #> '{indicators,indicators}', document #> '{indicators,indicators}', said, public.hub_today());

  insert into public.editions (code, status, effective_from, content_hash, document)
  values (new_code, document #>> '{measures,status}', new_start, content_hash, document);
  insert into public.definition_drafts (id, revision, kind, code, version, effective_from, definition, state, edition, author, reason)
  select d.id, d.revision + 1, d.kind, d.code, d.version, d.effective_from, d.definition, 'published', new_code,
    hub_publish_edition.actor, hub_publish_edition.reason
  from public.definition_drafts d
  where d.id = any (hub_publish_edition.drafts) and d.revision = (select max(l.revision) from public.definition_drafts l where l.id = d.id);
  get diagnostics settled = row_count;
  if settled = 0 or settled <> cardinality(drafts) then
    raise exception 'An edition is published from drafts that stand; % of % do.', settled, cardinality(drafts) using errcode = 'restrict_violation';
  end if;
  perform public.hub_refuse_other_subjects(document, measures);
  -- As in the loader: what is restricted once stays so.
  insert into public.measures (code, kind, access, provided_by)
  select given.code, given.kind, given.access, given.provided_by
  from jsonb_to_recordset(measures) as given (code text, kind text, access text, provided_by text)
  on conflict (code) do update set
    access = case when public.measures.access = 'restricted' then 'restricted' else excluded.access end;

  perform public.hub_append_audit(0::smallint, actor, 'edition.published', jsonb_build_object(
    'edition', new_code, 'base', base.code, 'contentHash', content_hash, 'drafts', to_jsonb(drafts),
    'reason', encode(sha256(convert_to(reason, 'UTF8')), 'hex')));
  return new_code;
end
$$;
