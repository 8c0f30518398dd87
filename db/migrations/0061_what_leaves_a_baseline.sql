-- What of a frozen baseline leaves figures over centers (S3): the mean, over the same days, of what the contacts of those days leave there. Without it
-- contacts without mutual aid were held against usual contacts with it. A baseline that has no row here was frozen before this was kept: nobody
-- wrote down what leaves it, and figures over centers do without it (decision 56).

set local lock_timeout = '10s';

create table frozen_leaving (
  center_id smallint not null,
  day date not null,
  cell_id integer not null,
  -- 0 where nothing of those days leaves.
  amount numeric not null,
  -- Totals of many days are read, or an hour of them, so the cell goes before the day.
  constraint frozen_leaving_pk primary key (center_id, cell_id, day),
  constraint frozen_leaving_night_fk foreign key (center_id, day) references frozen_baselines (center_id, day),
  constraint frozen_leaving_cell_fk foreign key (cell_id) references dimension_cells (id),
  constraint frozen_leaving_amount_finite check (amount <> 'NaN' and amount < 'Infinity' and amount > '-Infinity')
);

comment on table frozen_leaving is 'Append-only. Kept in the transaction that freezes the baseline, and as little revised as that (S21).';

create trigger frozen_leaving_append_only before update or delete or truncate on frozen_leaving
  for each statement execute function hub_refuse_change();

alter table frozen_leaving enable row level security;
alter table frozen_leaving force row level security;

-- Whoever may read a baseline reads what leaves it: without it a figure over centers could not be made.
create policy frozen_leaving_own on frozen_leaving for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('admin', 'jobs'));
create policy frozen_leaving_open on frozen_leaving for select to hub120_app
  using ((select hub_role()) in ('center', 'reader', 'steward', 'admin')
    and (select exists (select from measures where code = 'baseline_contacts_4w' and kind = 'measure' and access = 'open')));
create policy frozen_leaving_kept_by_jobs on frozen_leaving for insert to hub120_app
  with check ((select hub_role()) = 'jobs' and center_id = (select hub_center()));

grant select, insert on frozen_leaving to hub120_app;
