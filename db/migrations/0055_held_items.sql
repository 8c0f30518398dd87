-- How much waits for words of items, so that a figure that is summed from a breakdown can say so too (0021 tells of words of measures). The measure of such a row
-- is known; whether its volume is missing from the figure depends on the table that the figure is summed from, so the dimension is told with it.

set local lock_timeout = '2s';

-- Volume by center, word, measure, dimension and day that waited before a stamp of the center; null bounds are now. Of rows that break one day down in
-- several ways the coarsest count; of rows that were sent twice the latest.
create function hub_held_items(centers smallint[], bounds timestamptz[], wanted text[], from_day date, to_day date)
returns table (center_id smallint, source_term_id uuid, measure text, dimension text, day date, volume numeric)
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
    select h.center_id, h.source_term_id, h.measure_id, h.starts_on, coalesce(h.value, h.raw_number) as number, h.submitted -> 'dimensions' as dimensions,
      h.submission_no, h.row_index
    from held_rows h
    where bounds is null and h.center_id = any(centers) and h.state = 'held'
      and h.source_term_id is not null and h.measure_id is not null and h.period_type = 'day' and h.starts_on between from_day and to_day
    union all
    select h.center_id, h.source_term_id, h.measure_id, h.starts_on, coalesce(h.value, h.raw_number), h.submitted -> 'dimensions', h.submission_no, h.row_index
    from unnest(centers, bounds) as b (center_id, bound)
    join held_rows h on h.center_id = b.center_id
    where bounds is not null and h.held_at < b.bound and (h.state = 'held' or h.settled_at >= b.bound)
      and h.source_term_id is not null and h.measure_id is not null and h.period_type = 'day' and h.starts_on between from_day and to_day
  ), waiting as (
    select distinct on (h.center_id, h.source_term_id, h.measure_id, h.starts_on, h.dimensions) h.*, jsonb_array_length(h.dimensions) as depth
    from held h
    where h.number is not null
    order by h.center_id, h.source_term_id, h.measure_id, h.starts_on, h.dimensions, h.submission_no desc, h.row_index desc
  ), coarsest as (
    select w.*, min(w.depth) over (partition by w.center_id, w.source_term_id, w.measure_id, w.starts_on) as least_depth from waiting w
  )
  select c.center_id, c.source_term_id, k.code, t.source_field, c.starts_on, trim_scale(sum(c.number))
  from coarsest c
  join source_terms t on t.center_id = c.center_id and t.id = c.source_term_id and t.kind = 'codelist'
  join measures k on k.id = c.measure_id
  where c.depth = c.least_depth and k.code = any(wanted)
    and (c.center_id = hub_center() or (k.kind = 'measure' and k.access = 'open' and hub_role() in ('center', 'reader', 'steward', 'admin')))
  group by c.center_id, c.source_term_id, k.code, t.source_field, c.starts_on;
end $$;
revoke execute on function hub_held_items(smallint[], timestamptz[], text[], date, date) from public;
grant execute on function hub_held_items(smallint[], timestamptz[], text[], date, date) to hub120_app;
