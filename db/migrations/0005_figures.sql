-- What a figure has to know of other centers' quarantine: which keys wait, and nothing else.
--
-- Row security shows held rows to their own center alone, because they hold words, values and reasons that nobody has settled.
-- Yet a figure over Seoul and Busan must say HELD for Busan whoever asks (S17), or a doubtful night would look like a missing one.
-- So one narrow function tells the keys of rows that wait: no value, no word, no reason, no line, and of restricted measures only
-- to their own center (S24). It runs as the owner of the tables; forced row security binds the owner too, hence the policy.

set local lock_timeout = '10s';

create policy held_rows_keys_for_owner on held_rows for select to current_user using (state = 'held');

create function hub_held_keys(centers smallint[], wanted smallint[], from_day date, to_day date)
returns table (center_id smallint, measure_id smallint, period_type period_type, period_start date, cell_id integer)
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct h.center_id, h.measure_id, h.period_type, h.period_start, h.cell_id
  from held_rows h
  join measures m on m.id = h.measure_id
  where h.state = 'held'
    and h.center_id = any(centers)
    and h.measure_id = any(wanted)
    and h.period_start between from_day and to_day
    and h.period_type is not null
    and h.cell_id is not null
    and (
      h.center_id = hub_center()
      or (m.kind = 'measure' and m.access = 'open' and hub_role() in ('center', 'reader', 'steward', 'admin'))
    )
$$;
revoke execute on function hub_held_keys(smallint[], smallint[], date, date) from public;
grant execute on function hub_held_keys(smallint[], smallint[], date, date) to hub120_app;
