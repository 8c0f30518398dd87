-- A question reads a year of sums from the key alone: in the order of nights, in which the table lies, every day is on a page of its own. A revised sum
-- writes its entry again, which a night does a few hundred times and a year of questions never. Built in one go: a second for each year of the council.
alter table observation_rollups
  drop constraint observation_rollups_pkey,
  add constraint observation_rollups_pkey primary key (center_id, measure_id, period_start, period_type, table_id)
    include (cells, usable, blocked, uncounted, blocked_reason, center_sum, council_excluded, recorded_at);
-- Read from the key alone is only what vacuum has seen; a night's sums are to be seen by the next day, not after a fifth of the table is new.
alter table observation_rollups set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000);
