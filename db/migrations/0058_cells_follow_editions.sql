-- A measure that is published, or gets a dimension, after an item was first met: the cells of that item knew nothing of it, so the item stayed in sums
-- that it must leave (S3). Whoever meets a cell under another edition now tells what leaves by that one. It is only ever added to: what an item leaves is
-- as published as a formula. Run as the owner, so that the application still changes no cell.

set local lock_timeout = '10s';

create function hub_widen_cells(given jsonb) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  with told as (
    select g.key, g.center_excludes::smallint[] as center_excludes, g.council_excludes::smallint[] as council_excludes
    from jsonb_to_recordset(given) as g (key text, center_excludes text, council_excludes text)
  ), lacking as (
    -- In the order of keys, as they are made: two who widen the same cells never wait for each other in a circle.
    select c.id, t.center_excludes, t.council_excludes
    from told t
    join public.dimension_cells c on c.key = t.key
    where not (c.center_excludes @> t.center_excludes and c.council_excludes @> t.council_excludes)
    order by c.key
    for update of c
  )
  update public.dimension_cells c set
    center_excludes = array(select distinct m from unnest(c.center_excludes || l.center_excludes) m order by m),
    council_excludes = array(select distinct m from unnest(c.council_excludes || l.council_excludes) m order by m)
  from lacking l where l.id = c.id
$$;
revoke execute on function hub_widen_cells(jsonb) from public;
grant execute on function hub_widen_cells(jsonb) to hub120_app;
