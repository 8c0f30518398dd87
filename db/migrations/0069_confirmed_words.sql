-- Whether a person has seen the mappings that a value was read by, as of an instant. A value is marked provisional when it lands; who confirms the mapping afterwards
-- changes neither value nor status, so no revision is made of it (S34), and the mark alone would go on saying what is true no more.

set local lock_timeout = '2s';

-- True where a version that only the hub had decided is confirmed by nobody before the bound (a stamp of the center; infinity is now), or where none of them
-- was the hub's alone: then the mark came from a label of the edition, which no decision confirms. Tells nothing of the words: row security hides them from
-- readers who are told of values.
create function hub_is_provisional(center smallint, versions bigint[], day date, bound timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(bool_or(not exists (
    select from term_mapping_versions s
    where s.center_id = v.center_id and s.mapping_id = v.mapping_id and s.status = 'active' and s.effective @> day
      and (s.author_type = 'steward' or cardinality(s.reviewers) > 0)
      and s.recorded_at < bound and (s.superseded_at is null or s.superseded_at >= bound)
  )), true)
  from term_mapping_versions v
  where v.center_id = center and v.no = any(versions) and v.author_type = 'system' and cardinality(v.reviewers) = 0
$$;
revoke execute on function hub_is_provisional(smallint, bigint[], date, timestamptz) from public;
grant execute on function hub_is_provisional(smallint, bigint[], date, timestamptz) to hub120_app;
