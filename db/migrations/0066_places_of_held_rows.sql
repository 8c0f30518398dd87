-- Rows that were held before decision 55 have no place in a table: their item was not known, and nobody wrote down of which table. What that was is found by
-- reading the row, which the program does and SQL cannot; the job place-held-rows goes through them once (decision 60).

set local lock_timeout = '2s';

-- Whether the program that held or read the row looked for its place. A former program that still runs beside this schema leaves it false.
alter table held_rows add column is_placed boolean not null default false;
create index held_rows_unplaced_idx on held_rows (center_id)
  where state = 'held' and not is_placed and cell_id is null and measure_id is not null and period_start is not null;
