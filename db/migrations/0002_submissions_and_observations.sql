-- What was handed in, what waits in quarantine, and what stands: the facts, their history and their roll-ups.
-- Tenant tables carry center_id first in every key, so that no key of one center can tell anything about another's rows.

create type period_type as enum ('day', 'month', 'quarter', 'half', 'year');

-- Who is asking, set per transaction by the connection wrapper. Empty or unset means nobody: every policy fails closed.
create function hub_center() returns smallint language sql stable as
$$ select nullif(current_setting('hub120.center_id', true), '')::smallint $$;
create function hub_role() returns text language sql stable as
$$ select coalesce(nullif(current_setting('hub120.role', true), ''), 'nobody') $$;

-- Dimension items are interned: facts carry a small number. The sets of dimension names that occur are the tables of rule S3.
create table dimension_tables (
  id smallint generated always as identity,
  key text not null,
  names text[] not null,
  constraint dimension_tables_pkey primary key (id),
  constraint dimension_tables_key_unique unique (key)
);
create table dimension_cells (
  id integer generated always as identity,
  key text not null,
  table_id smallint not null,
  items jsonb not null,
  -- Measures for which rows of this cell stay out of the total of their center, and out of totals over centers (S3).
  center_excludes smallint[] not null default '{}',
  council_excludes smallint[] not null default '{}',
  constraint dimension_cells_pkey primary key (id),
  constraint dimension_cells_key_unique unique (key),
  constraint dimension_cells_table_fkey foreign key (table_id) references dimension_tables (id)
);
create index dimension_cells_table_idx on dimension_cells (table_id);
insert into dimension_tables (key, names) values ('', '{}');
insert into dimension_cells (key, table_id, items) select '', id, '{}' from dimension_tables where key = '';
grant select, insert on dimension_tables, dimension_cells to hub120_app;

create table submissions (
  no bigint generated always as identity,
  id uuid not null default gen_random_uuid(),
  center_id smallint not null,
  idempotency_key text not null,
  content_hash text not null,
  upload_id text,
  mode text not null,
  strategy text not null,
  status text not null,
  edition text not null,
  reason text,
  submitted_by text not null,
  received_at timestamptz not null default hub_now(),
  received integer not null,
  inserted integer not null,
  revised integer not null,
  unchanged integer not null,
  retracted integer not null,
  quarantined integer not null,
  rejected integer not null,
  implied_retractions integer not null,
  -- Keys of the values that a replaced scope took back, the first 1,000.
  implied_keys jsonb not null default '[]',
  -- One letter a row, in row order: i nserted, v revised, u nchanged, t retracted, q uarantined, x rejected.
  outcomes text not null,
  source_rows integer[],
  -- Warnings and notes of the receipt, and everything else about it that never changes.
  issues jsonb not null,
  constraint submissions_pkey primary key (center_id, no),
  constraint submissions_id_unique unique (center_id, id),
  constraint submissions_key_unique unique (center_id, idempotency_key),
  constraint submissions_center_fkey foreign key (center_id) references centers (id),
  constraint submissions_edition_fkey foreign key (edition) references editions (code),
  constraint submissions_mode_known check (mode in ('PARTIAL', 'ATOMIC')),
  constraint submissions_strategy_known check (strategy in ('MERGE', 'REPLACE_SCOPE', 'RETRACT')),
  constraint submissions_status_known check (status in ('ACCEPTED', 'PARTIAL', 'REJECTED')),
  constraint submissions_outcomes_add_up check (received = inserted + revised + unchanged + retracted + quarantined + rejected),
  constraint submissions_outcome_per_row check (length(outcomes) = received)
);

-- The canonical input whose SHA-256 is the content hash, deflated: evidence that can be read and verified again.
create table submission_bodies (
  center_id smallint not null,
  submission_no bigint not null,
  body bytea not null,
  constraint submission_bodies_pkey primary key (center_id, submission_no),
  constraint submission_bodies_submission_fkey foreign key (center_id, submission_no) references submissions (center_id, no)
);

-- Rows that cannot be a value of their center, as they came, with every fault.
create table rejected_rows (
  center_id smallint not null,
  submission_no bigint not null,
  row_index integer not null,
  source_row integer,
  submitted jsonb not null,
  issues jsonb not null,
  constraint rejected_rows_pkey primary key (center_id, submission_no, row_index),
  constraint rejected_rows_submission_fkey foreign key (center_id, submission_no) references submissions (center_id, no)
);

-- Quarantine. A held row is never deleted; only its state and settlement change (S11).
create table held_rows (
  center_id smallint not null,
  id uuid not null default gen_random_uuid(),
  submission_no bigint not null,
  row_index integer not null,
  source_row integer,
  submitted jsonb not null,
  issues jsonb not null,
  reasons text[] not null,
  rules text[] not null default '{}',
  -- The key, as far as it could be read.
  measure_id smallint,
  period_type period_type,
  period_start date,
  cell_id integer,
  value numeric,
  status_id smallint,
  state text not null default 'held',
  held_at timestamptz not null default hub_now(),
  expires_at timestamptz not null,
  settled_at timestamptz,
  settled_by text,
  settlement_reason text,
  constraint held_rows_pkey primary key (center_id, id),
  constraint held_rows_row_unique unique (center_id, submission_no, row_index),
  constraint held_rows_submission_fkey foreign key (center_id, submission_no) references submissions (center_id, no),
  constraint held_rows_measure_fkey foreign key (measure_id) references measures (id),
  constraint held_rows_cell_fkey foreign key (cell_id) references dimension_cells (id),
  constraint held_rows_status_fkey foreign key (status_id) references observation_statuses (id),
  constraint held_rows_state_known check (state in ('held', 'replayed', 'corrected', 'withdrawn', 'superseded', 'expired')),
  constraint held_rows_settled_when_not_held check ((state = 'held') = (settled_at is null)),
  constraint held_rows_value_finite check (value <> 'NaN' and value < 'Infinity' and value > '-Infinity')
);
create index held_rows_waiting_idx on held_rows (center_id, measure_id, period_start) where state = 'held';
create index held_rows_expiry_idx on held_rows (expires_at) where state = 'held';

-- What was said about a held row, in order; appended only.
create table held_row_resolutions (
  no bigint generated always as identity,
  center_id smallint not null,
  held_row_id uuid not null,
  action text not null,
  reason text,
  corrected_value text,
  outcome text not null,
  issues jsonb not null,
  resolved_by text not null,
  resolved_at timestamptz not null default hub_now(),
  constraint held_row_resolutions_pkey primary key (center_id, no),
  constraint held_row_resolutions_row_fkey foreign key (center_id, held_row_id) references held_rows (center_id, id),
  constraint held_row_resolutions_action_known check (action in ('CONFIRM', 'CORRECT', 'WITHDRAW', 'REPLAY', 'SUPERSEDE')),
  constraint held_row_resolutions_outcome_known check (outcome in ('landed', 'withdrawn', 'stillHeld', 'superseded'))
);

-- The values as they stand. A retracted value stays as a row without a number, so that its revision count goes on.
create table observations (
  center_id smallint not null,
  measure_id smallint not null,
  period_start date not null,
  period_type period_type not null,
  cell_id integer not null,
  value numeric,
  status_id smallint not null,
  revision integer not null default 1,
  submission_no bigint not null,
  recorded_at timestamptz not null default hub_now(),
  is_retracted boolean not null default false,
  is_provisional_mapping boolean not null default false,
  parameters jsonb,
  confirmed_rules text[],
  raw_value text,
  raw_unit text,
  unit_factor text,
  label text,
  constraint observations_pkey primary key (center_id, measure_id, period_start, period_type, cell_id),
  constraint observations_value_finite check (value <> 'NaN' and value < 'Infinity' and value > '-Infinity'),
  constraint observations_retracted_without_value check (not is_retracted or value is null),
  constraint observations_revision_positive check (revision >= 1)
) partition by range (period_start);

-- Superseded images of observations; written by the trigger below and by nothing else.
create table observation_history (
  center_id smallint not null,
  measure_id smallint not null,
  period_start date not null,
  period_type period_type not null,
  cell_id integer not null,
  value numeric,
  status_id smallint not null,
  revision integer not null,
  submission_no bigint not null,
  recorded_at timestamptz not null,
  is_retracted boolean not null,
  is_provisional_mapping boolean not null,
  parameters jsonb,
  confirmed_rules text[],
  raw_value text,
  raw_unit text,
  unit_factor text,
  label text,
  superseded_at timestamptz not null,
  superseded_by bigint not null,
  constraint observation_history_pkey primary key (center_id, measure_id, period_start, period_type, cell_id, revision)
) partition by range (period_start);

-- Sums of each table (S3) of each center, measure and period, kept in the transaction of the rows they sum.
create table observation_rollups (
  center_id smallint not null,
  measure_id smallint not null,
  period_start date not null,
  period_type period_type not null,
  table_id smallint not null,
  -- Rows that stand; of those that count in the center's total: with a usable number, not applicable, blocking a sum; and the others.
  cells integer not null,
  usable integer not null,
  not_applicable integer not null,
  blocked integer not null,
  uncounted integer not null,
  -- First reason among the blocking rows, in the order of S22; null when none blocks.
  blocked_reason text,
  -- Sum that counts in the center's total, and the part of it that leaves totals over centers.
  center_sum numeric not null,
  council_excluded numeric not null,
  constraint observation_rollups_pkey primary key (center_id, measure_id, period_start, period_type, table_id),
  constraint observation_rollups_cells_add_up check (cells = usable + not_applicable + blocked + uncounted)
);

create index observation_history_submission_idx on observation_history (center_id, submission_no);

-- One past image per revised row, in the same statement that revises it: nobody can change a value without leaving the former one.
-- Only the hold rules confirmed for a value may change without a revision (S34), and nothing else with them.
-- A session keeps the plan of its first call, which may have met no row at all; without nested loops it serves a quarter of a million as well.
create function hub_keep_history() returns trigger language plpgsql set enable_nestloop = off as $$
declare
  kept bigint;
begin
  insert into observation_history (center_id, measure_id, period_start, period_type, cell_id, value, status_id, revision, submission_no,
      recorded_at, is_retracted, is_provisional_mapping, parameters, confirmed_rules, raw_value, raw_unit, unit_factor, label,
      superseded_at, superseded_by)
  select o.center_id, o.measure_id, o.period_start, o.period_type, o.cell_id, o.value, o.status_id, o.revision, o.submission_no,
      o.recorded_at, o.is_retracted, o.is_provisional_mapping, o.parameters, o.confirmed_rules, o.raw_value, o.raw_unit, o.unit_factor, o.label,
      n.recorded_at, n.submission_no
  from before_rows o
  join after_rows n using (center_id, measure_id, period_start, period_type, cell_id)
  where n.revision = o.revision + 1;
  get diagnostics kept = row_count;
  if kept <> (select count(*) from after_rows) and exists (
    select from after_rows n
    left join before_rows o using (center_id, measure_id, period_start, period_type, cell_id)
    where o.revision is distinct from n.revision - 1
      and (n.value, n.status_id, n.revision, n.submission_no, n.recorded_at, n.is_retracted, n.is_provisional_mapping, n.parameters,
           n.raw_value, n.raw_unit, n.unit_factor, n.label)
        is distinct from (o.value, o.status_id, o.revision, o.submission_no, o.recorded_at, o.is_retracted, o.is_provisional_mapping,
           o.parameters, o.raw_value, o.raw_unit, o.unit_factor, o.label)
  ) then
    raise exception 'a value is changed by its next revision and in no other way' using errcode = 'insufficient_privilege';
  end if;
  return null;
end $$;
create trigger observations_keep_history after update on observations
  referencing old table as before_rows new table as after_rows
  for each statement execute function hub_keep_history();

create function hub_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'insufficient_privilege';
end $$;
create trigger observation_history_append_only before update or delete or truncate on observation_history
  for each statement execute function hub_refuse_change();
create trigger submissions_append_only before update or delete or truncate on submissions
  for each statement execute function hub_refuse_change();
create trigger submission_bodies_append_only before update or delete or truncate on submission_bodies
  for each statement execute function hub_refuse_change();
create trigger rejected_rows_append_only before update or delete or truncate on rejected_rows
  for each statement execute function hub_refuse_change();
create trigger held_rows_never_deleted before delete or truncate on held_rows
  for each statement execute function hub_refuse_change();
create trigger held_row_resolutions_append_only before update or delete or truncate on held_row_resolutions
  for each statement execute function hub_refuse_change();

-- Monthly partitions. Partitions carry no policy and no grant: rows are reached through the parent alone.
-- The application may call it (a period outside what stands would otherwise be lost) but owns nothing, hence security definer.
create function hub_ensure_partitions(from_day date, to_day date) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  month date := date_trunc('month', greatest(from_day, date '2000-01-01'))::date;
  parent text;
  part text;
  made integer := 0;
begin
  if to_day >= date '2200-01-01' then
    raise exception 'partitions are made up to 2199, not for %', to_day using errcode = 'invalid_parameter_value';
  end if;
  while month <= to_day loop
    foreach parent in array array['observations', 'observation_history'] loop
      part := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
      if to_regclass(part) is null then
        perform pg_advisory_xact_lock(hashtext('hub120.partitions'));
        -- Asked of the catalog itself: to_regclass may answer from what this session knew before it waited.
        if not exists (select from pg_class where relname = part and relnamespace = 'public'::regnamespace) then
          -- Made beside the parent and then attached: attaching does not lock out readers and writers.
          execute format('create table %I (like %I including defaults including constraints)', part, parent);
          execute format('alter table %I enable row level security', part);
          execute format('alter table %I force row level security', part);
          execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, month, (month + interval '1 month')::date);
          made := made + 1;
        end if;
      end if;
    end loop;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end $$;
revoke execute on function hub_ensure_partitions(date, date) from public;
grant execute on function hub_ensure_partitions(date, date) to hub120_app;

-- Whether every month of the span has its partition: asked before each write, cheap enough to be asked always.
create function hub_has_partitions(from_day date, to_day date) returns boolean language sql stable as $$
  select bool_and(to_regclass(format('observation_history_%s', to_char(month, 'YYYY_MM'))) is not null)
  from generate_series(date_trunc('month', from_day), to_day, interval '1 month') as month
$$;

-- The tenant rule, repeated where the rows are. Writing: one's own center. Reading: one's own, administrators and jobs all,
-- and every reader the open standard measures of all centers.
do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array['submissions', 'submission_bodies', 'rejected_rows', 'held_rows', 'held_row_resolutions',
      'observations', 'observation_history', 'observation_rollups'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy %I on %I for select to hub120_app using (center_id = (select hub_center()) or (select hub_role()) in (''admin'', ''jobs''))',
      tenant_table || '_own', tenant_table);
    execute format('create policy %I on %I for insert to hub120_app with check (center_id = (select hub_center()))',
      tenant_table || '_insert', tenant_table);
  end loop;
  foreach tenant_table in array array['held_rows', 'observations', 'observation_rollups'] loop
    execute format('create policy %I on %I for update to hub120_app using (center_id = (select hub_center())) with check (center_id = (select hub_center()))',
      tenant_table || '_update', tenant_table);
  end loop;
  foreach tenant_table in array array['observations', 'observation_history', 'observation_rollups'] loop
    execute format('create policy %I on %I for select to hub120_app using ((select hub_role()) in (''center'', ''reader'', ''steward'', ''admin'') and measure_id in (select id from measures where kind = ''measure'' and access = ''open''))',
      tenant_table || '_open', tenant_table);
  end loop;
end $$;

-- Expiry of held rows is the one change that runs for every center, by a job.
create policy held_rows_expire on held_rows for update to hub120_app
  using ((select hub_role()) = 'jobs') with check ((select hub_role()) = 'jobs');
-- History is written by its trigger alone.
drop policy observation_history_insert on observation_history;
create policy observation_history_insert on observation_history for insert to hub120_app
  with check (center_id = (select hub_center()) and pg_trigger_depth() > 0);

grant select, insert on submissions, submission_bodies, rejected_rows, held_row_resolutions to hub120_app;
grant select, insert, update on held_rows, observations, observation_rollups to hub120_app;
grant select, insert on observation_history to hub120_app;
grant usage on type period_type to hub120_app;
