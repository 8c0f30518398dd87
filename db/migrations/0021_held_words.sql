-- How much waits for words that may lead to a measure, so that a figure can say what share of its volume is held. Row security shows held rows to
-- their own center; this tells others sums by day and nothing of the words, and only of open measures.

set local lock_timeout = '2s';

-- What waits now, by the days it is about: nearly always nothing, and found out at the cost of one look.
create index held_rows_waiting_words_idx on held_rows (center_id, starts_on) where state = 'held' and source_term_id is not null;

-- Volume by center, word, measure and day that waited before a stamp of the center; null bounds are now. Of rows that break one day down in several
-- ways the coarsest count; of rows that were sent twice the latest.
create function hub_held_words(centers smallint[], bounds timestamptz[], wanted text[], from_day date, to_day date)
returns table (center_id smallint, source_term_id uuid, measure text, day date, volume numeric)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  if bounds is null and not exists (
    select from held_rows h
    where h.center_id = any(centers) and h.source_term_id is not null and h.state = 'held' and h.starts_on between from_day and to_day
  ) then
    return;
  end if;
  return query
  with held as (
    select h.center_id, 'infinity'::timestamptz as bound, h.source_term_id, h.starts_on, h.raw_number, h.submitted -> 'dimensions' as dimensions,
      h.submission_no, h.row_index
    from held_rows h
    where bounds is null and h.center_id = any(centers) and h.source_term_id is not null and h.state = 'held'
      and h.starts_on between from_day and to_day and h.raw_number is not null
    union all
    select h.center_id, b.bound, h.source_term_id, h.starts_on, h.raw_number, h.submitted -> 'dimensions', h.submission_no, h.row_index
    from unnest(centers, bounds) as b (center_id, bound)
    join held_rows h on h.center_id = b.center_id
    where bounds is not null and h.source_term_id is not null and h.starts_on between from_day and to_day and h.raw_number is not null
      and h.held_at < b.bound and (h.state = 'held' or h.settled_at >= b.bound)
  ), waiting as (
    select distinct on (h.center_id, h.source_term_id, h.starts_on, h.dimensions) h.*, jsonb_array_length(h.dimensions) as depth
    from held h
    order by h.center_id, h.source_term_id, h.starts_on, h.dimensions, h.submission_no desc, h.row_index desc
  ), coarsest as (
    select w.*, min(w.depth) over (partition by w.center_id, w.source_term_id, w.starts_on) as least_depth from waiting w
  ), sums as (
    select c.center_id, c.bound, c.source_term_id, c.starts_on, sum(c.raw_number) as volume
    from coarsest c where c.depth = c.least_depth
    group by 1, 2, 3, 4
  ), led as (
    -- What the word is said or thought to mean, a decision with its conversion before a mere candidate of the edition.
    select distinct on (l.center_id, l.source_term_id, l.measure) l.*
    from (
      select v.center_id, v.source_term_id, substring(m.target from '^measure:([^@]+)') as measure, 1 as rank,
        case m.conversion_kind when 'linear' then m.numerator / m.denominator else 1 end as factor
      from (select distinct s.center_id, s.bound, s.source_term_id from sums s) s
      join term_mapping_versions v on v.center_id = s.center_id and v.source_term_id = s.source_term_id
        and v.recorded_at < s.bound and (v.superseded_at is null or v.superseded_at >= s.bound)
      join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
      where v.status in ('proposed', 'provisional', 'active', 'suspended') and not m.negated and m.target like 'measure:%'
      union all
      select t.center_id, t.id, substring(c.ref from '^measure:([^@]+)'), 2, 1
      from (select distinct s.center_id, s.source_term_id from sums s) s
      join source_terms t on t.center_id = s.center_id and t.id = s.source_term_id
      cross join unnest(t.edition_candidates) as c (ref)
      where c.ref like 'measure:%'
    ) l
    where l.measure = any(wanted)
    order by l.center_id, l.source_term_id, l.measure, l.rank
  )
  select s.center_id, s.source_term_id, l.measure, s.starts_on, trim_scale(s.volume * l.factor)
  from sums s
  join led l on l.center_id = s.center_id and l.source_term_id = s.source_term_id
  join measures k on k.code = l.measure
  where s.center_id = hub_center()
    or (k.kind = 'measure' and k.access = 'open' and hub_role() in ('center', 'reader', 'steward', 'admin'));
end $$;
revoke execute on function hub_held_words(smallint[], timestamptz[], text[], date, date) from public;
grant execute on function hub_held_words(smallint[], timestamptz[], text[], date, date) to hub120_app;

-- Forced row security binds the owner too, as whom the function above reads.
create policy source_terms_sums_for_owner on source_terms for select to current_user using (true);
create policy term_mappings_sums_for_owner on term_mappings for select to current_user using (true);
create policy term_mapping_versions_sums_for_owner on term_mapping_versions for select to current_user using (true);

-- The place among the waiting rows where a replay goes on.
alter table term_replays add column after_submission bigint not null, add column after_row integer not null;
grant update (after_submission, after_row) on term_replays to hub120_app;
