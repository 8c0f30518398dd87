-- Who may read what the role table gives them, and a definer's path that nobody can stand in.

set local lock_timeout = '10s';

-- A path without pg_temp is searched after it: a session could put a view of its own before held_rows and have it read as the owner.
alter function hub_held_keys(smallint[], smallint[], date, date) set search_path = pg_catalog, public, pg_temp;

-- A steward decides what words mean, so a steward reads the rows that wait for a word, of all centers, and no others.
create policy held_rows_words on held_rows for select to hub120_app
  using ((select hub_role()) = 'steward' and reasons && array['WORD_UNKNOWN', 'WORD_AMBIGUOUS', 'RATE_AMBIGUOUS']);
create index held_rows_words_idx on held_rows (held_at, id) where reasons && array['WORD_UNKNOWN', 'WORD_AMBIGUOUS', 'RATE_AMBIGUOUS'];
