-- What a held row stood for is dated (S25). A row that is read anew (its word was decided, and something else still stands against it) gets another key
-- in place, and a question as of an earlier instant then found it under a key that nobody knew of at that instant. Its former readings are kept, and what
-- waited before a stamp is told by the reading of that stamp (decision 60).

set local lock_timeout = '2s';

-- Since when the row is read as it stands; '-infinity' where it was never read anew.
alter table held_rows add column read_at timestamptz not null default '-infinity';

create table held_row_readings (
  center_id smallint not null,
  held_row_id uuid not null,
  measure_id smallint,
  period_type period_type,
  period_start date,
  cell_id integer,
  value numeric,
  source_term_id uuid,
  read_at timestamptz not null,
  superseded_at timestamptz not null,
  constraint held_row_readings_pk primary key (center_id, held_row_id, read_at),
  constraint held_row_readings_row_fk foreign key (center_id, held_row_id) references held_rows (center_id, id),
  constraint held_row_readings_in_order check (read_at < superseded_at)
);
-- As those of held_rows: by the key that waited, and by the word.
create index held_row_readings_key_idx on held_row_readings (center_id, measure_id, period_start);
create index held_row_readings_term_idx on held_row_readings (center_id, source_term_id) where source_term_id is not null;

comment on table held_row_readings is 'Append-only. Former readings of held rows; written by a trigger alone.';

-- Row by row, for few are read anew and fewer read otherwise: whoever writes, a former program too, leaves the former reading and its stamp.
create function hub_keep_held_reading() returns trigger language plpgsql as $$
declare
  stamp constant timestamptz := hub_record(new.center_id);
begin
  -- What was held or read in this transaction was never seen otherwise.
  if old.held_at < stamp and old.read_at < stamp then
    insert into held_row_readings (center_id, held_row_id, measure_id, period_type, period_start, cell_id, value, source_term_id, read_at, superseded_at)
    values (old.center_id, old.id, old.measure_id, old.period_type, old.period_start, old.cell_id, old.value, old.source_term_id, old.read_at, stamp);
  end if;
  new.read_at := stamp;
  return new;
end $$;
create trigger held_rows_keep_reading
  before update of measure_id, period_type, period_start, cell_id, value, source_term_id on held_rows
  for each row
  when ((old.measure_id, old.period_type, old.period_start, old.cell_id, old.value, old.source_term_id)
    is distinct from (new.measure_id, new.period_type, new.period_start, new.cell_id, new.value, new.source_term_id))
  execute function hub_keep_held_reading();
create trigger held_row_readings_append_only before update or delete or truncate on held_row_readings
  for each statement execute function hub_refuse_change();

alter table held_row_readings enable row level security;
alter table held_row_readings force row level security;
create policy held_row_readings_own on held_row_readings for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('admin', 'jobs'));
-- A steward reads the former readings of the rows that a steward may read.
create policy held_row_readings_words on held_row_readings for select to hub120_app
  using ((select hub_role()) = 'steward' and exists (select from held_rows h where h.center_id = held_row_readings.center_id and h.id = held_row_id));
create policy held_row_readings_insert on held_row_readings for insert to hub120_app
  with check (center_id = (select hub_center()) and pg_trigger_depth() > 0);
create policy held_row_readings_for_owner on held_row_readings for select to current_user using (true);
grant select, insert on held_row_readings to hub120_app;

-- Every reading that a row ever had, each in its time: it stood before a stamp where read_at < stamp <= superseded_at, and waited where
-- held_at < stamp and (state = 'held' or settled_at >= stamp).
create view held_rows_as_read with (security_invoker = true) as
  select h.center_id, h.id, h.submission_no, h.row_index, h.submitted, h.starts_on, h.raw_number, h.state, h.held_at, h.settled_at,
    h.measure_id, h.period_type, h.period_start, h.cell_id, h.value, h.source_term_id, h.read_at, 'infinity'::timestamptz as superseded_at
  from held_rows h
  union all
  select h.center_id, h.id, h.submission_no, h.row_index, h.submitted, h.starts_on, h.raw_number, h.state, h.held_at, h.settled_at,
    r.measure_id, r.period_type, r.period_start, r.cell_id, r.value, r.source_term_id, r.read_at, r.superseded_at
  from held_row_readings r
  join held_rows h on h.center_id = r.center_id and h.id = r.held_row_id;
grant select on held_rows_as_read to hub120_app;

create or replace function hub_held_keys_before(centers smallint[], bounds timestamptz[], wanted smallint[], from_day date, to_day date)
returns table (center_id smallint, bound timestamptz, measure_id smallint, period_type period_type, period_start date, cell_id integer)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct h.center_id, b.bound, h.measure_id, h.period_type, h.period_start, h.cell_id
  from unnest(centers, bounds) as b (center_id, bound)
  join held_rows_as_read h on h.center_id = b.center_id
  join measures m on m.id = h.measure_id
  where h.held_at < b.bound
    and (h.state = 'held' or h.settled_at >= b.bound)
    and h.read_at < b.bound
    and h.superseded_at >= b.bound
    and h.measure_id = any(wanted)
    and h.period_start between from_day and to_day
    and h.period_type is not null
    and h.cell_id is not null
    and (
      h.center_id = hub_center()
      or (m.kind = 'measure' and m.access = 'open' and hub_role() in ('center', 'reader', 'steward', 'admin'))
    )
$$;

-- What the edition says that a word may mean is noted whenever the word is said, by the edition of that day; a question as of an earlier instant says what
-- share waits by what was known then.
alter table source_terms add column candidates_at timestamptz not null default '-infinity';

create table source_term_candidates (
  center_id smallint not null,
  source_term_id uuid not null,
  candidates text[] not null,
  known_at timestamptz not null,
  superseded_at timestamptz not null,
  constraint source_term_candidates_pk primary key (center_id, source_term_id, known_at),
  constraint source_term_candidates_term_fk foreign key (center_id, source_term_id) references source_terms (center_id, id),
  constraint source_term_candidates_in_order check (known_at < superseded_at)
);
comment on table source_term_candidates is 'Append-only. What editions said before that a word may mean; written by a trigger alone.';

create function hub_keep_candidates() returns trigger language plpgsql as $$
declare
  stamp constant timestamptz := hub_record(new.center_id);
begin
  if old.candidates_at < stamp then
    insert into source_term_candidates (center_id, source_term_id, candidates, known_at, superseded_at)
    values (old.center_id, old.id, old.edition_candidates, old.candidates_at, stamp);
  end if;
  new.candidates_at := stamp;
  return new;
end $$;
create trigger source_terms_keep_candidates before update of edition_candidates on source_terms
  for each row when (old.edition_candidates is distinct from new.edition_candidates) execute function hub_keep_candidates();
create trigger source_term_candidates_append_only before update or delete or truncate on source_term_candidates
  for each statement execute function hub_refuse_change();

alter table source_term_candidates enable row level security;
alter table source_term_candidates force row level security;
create policy source_term_candidates_own on source_term_candidates for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('admin', 'jobs', 'steward'));
create policy source_term_candidates_insert on source_term_candidates for insert to hub120_app
  with check (center_id = (select hub_center()) and pg_trigger_depth() > 0);
create policy source_term_candidates_for_owner on source_term_candidates for select to current_user using (true);
grant select, insert on source_term_candidates to hub120_app;

create view source_term_candidates_as_known with (security_invoker = true) as
  select t.center_id, t.id as source_term_id, t.edition_candidates as candidates, t.candidates_at as known_at, 'infinity'::timestamptz as superseded_at
  from source_terms t
  union all
  select c.center_id, c.source_term_id, c.candidates, c.known_at, c.superseded_at from source_term_candidates c;
grant select on source_term_candidates_as_known to hub120_app;

create or replace function hub_held_words(centers smallint[], bounds timestamptz[], wanted text[], from_day date, to_day date)
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
    join held_rows_as_read h on h.center_id = b.center_id
    where bounds is not null and h.source_term_id is not null and h.starts_on between from_day and to_day and h.raw_number is not null
      and h.held_at < b.bound and (h.state = 'held' or h.settled_at >= b.bound) and h.read_at < b.bound and h.superseded_at >= b.bound
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
    -- What the word is said or thought to mean, a decision with its conversion before a mere candidate of the edition; of several decisions always the
    -- same one, what stands before what is proposed, and then the latest.
    select distinct on (l.center_id, l.source_term_id, l.measure) l.*
    from (
      select v.center_id, v.source_term_id, substring(m.target from '^measure:([^@]+)') as measure,
        case v.status when 'active' then 1 when 'provisional' then 2 when 'suspended' then 3 else 4 end as rank, v.no,
        case m.conversion_kind when 'linear' then m.numerator / m.denominator else 1 end as factor
      from (select distinct s.center_id, s.bound, s.source_term_id from sums s) s
      join term_mapping_versions v on v.center_id = s.center_id and v.source_term_id = s.source_term_id
        and v.recorded_at < s.bound and (v.superseded_at is null or v.superseded_at >= s.bound)
      join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
      where v.status in ('proposed', 'provisional', 'active', 'suspended') and not m.negated and m.target like 'measure:%'
      union all
      select t.center_id, t.source_term_id, substring(c.ref from '^measure:([^@]+)'), 5, 0, 1
      from (select distinct s.center_id, s.bound, s.source_term_id from sums s) s
      join source_term_candidates_as_known t on t.center_id = s.center_id and t.source_term_id = s.source_term_id
        and t.known_at < s.bound and t.superseded_at >= s.bound
      cross join unnest(t.candidates) as c (ref)
      where c.ref like 'measure:%'
    ) l
    where l.measure = any(wanted)
    order by l.center_id, l.source_term_id, l.measure, l.rank, l.no desc
  )
  select s.center_id, s.source_term_id, l.measure, s.starts_on, trim_scale(s.volume * l.factor)
  from sums s
  join led l on l.center_id = s.center_id and l.source_term_id = s.source_term_id
  join measures k on k.code = l.measure
  where s.center_id = hub_center()
    or (k.kind = 'measure' and k.access = 'open' and hub_role() in ('center', 'reader', 'steward', 'admin'));
end $$;

create or replace function hub_held_items(centers smallint[], bounds timestamptz[], wanted text[], from_day date, to_day date)
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
    join held_rows_as_read h on h.center_id = b.center_id
    where bounds is not null and h.held_at < b.bound and (h.state = 'held' or h.settled_at >= b.bound)
      and h.read_at < b.bound and h.superseded_at >= b.bound
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
