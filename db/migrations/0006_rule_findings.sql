-- What rules over closed periods find (S27). A job writes it for every center; nothing in it stands in the way of a value.

set local lock_timeout = '10s';

create table rule_findings (
  no bigint generated always as identity,
  id uuid not null default gen_random_uuid(),
  center_id smallint not null,
  rule text not null,
  -- The rule as it was when it found something: a later edition may word it differently.
  check_text text not null,
  period_start date not null,
  period_end date not null,
  left_side numeric not null,
  right_side numeric not null,
  imbalance numeric not null,
  -- Days of the period in which every measure of the rule had a value.
  days integer not null,
  found_at timestamptz not null default hub_now(),
  -- When a later run no longer found it, or found other sides; a finding never opens again, it is found anew.
  cleared_at timestamptz,
  constraint rule_findings_pk primary key (center_id, no),
  constraint rule_findings_id_unique unique (center_id, id),
  constraint rule_findings_center_fk foreign key (center_id) references centers (id),
  constraint rule_findings_dates_in_order check (period_start <= period_end),
  constraint rule_findings_days_from_one check (days between 1 and period_end - period_start + 1),
  constraint rule_findings_sides_finite check (
    left_side > '-Infinity' and left_side < 'Infinity' and right_side > '-Infinity' and right_side < 'Infinity'
    and imbalance > '-Infinity' and imbalance < 'Infinity')
);

comment on table rule_findings is 'imbalance = left_side - right_side before either is rounded to six decimals.';

-- One open finding for a rule and period: a repeated run, or a second replica, cannot tell the same twice.
create unique index rule_findings_open_unique on rule_findings (center_id, rule, period_start, period_end) where cleared_at is null;

create trigger rule_findings_never_deleted before delete or truncate on rule_findings
  for each statement execute function hub_refuse_change();

alter table rule_findings enable row level security;
alter table rule_findings force row level security;

create policy rule_findings_own on rule_findings for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('admin', 'jobs'));
create policy rule_findings_found_by_jobs on rule_findings for insert to hub120_app
  with check ((select hub_role()) = 'jobs');
create policy rule_findings_cleared_by_jobs on rule_findings for update to hub120_app
  using ((select hub_role()) = 'jobs') with check ((select hub_role()) = 'jobs');

grant select, insert on rule_findings to hub120_app;
grant update (cleared_at) on rule_findings to hub120_app;
