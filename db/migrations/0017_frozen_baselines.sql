-- Which nights have their baseline (S21), since when, and whether they were marked as a surge. The baselines themselves are observations of a
-- measure that the hub provides; what they were made from is the body of the submission that brought them.

set local lock_timeout = '10s';

create table frozen_baselines (
  center_id smallint not null,
  day date not null,
  -- When the last core measure of the night first had an answer: the baseline is made from what stood then.
  complete_at timestamptz not null,
  is_surge boolean not null,
  submission_no bigint not null,
  frozen_at timestamptz not null default hub_now(),
  -- A night is frozen once, however many replicas try.
  constraint frozen_baselines_pk primary key (center_id, day),
  constraint frozen_baselines_submission_fk foreign key (center_id, submission_no) references submissions (center_id, no)
);

comment on table frozen_baselines is 'Append-only. A mark is set on the baseline known at that time and never set again (indicators.yaml, surge_ratio).';

create trigger frozen_baselines_append_only before update or delete or truncate on frozen_baselines
  for each statement execute function hub_refuse_change();

alter table frozen_baselines enable row level security;
alter table frozen_baselines force row level security;

create policy frozen_baselines_own on frozen_baselines for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('admin', 'jobs'));
create policy frozen_baselines_kept_by_jobs on frozen_baselines for insert to hub120_app
  with check ((select hub_role()) = 'jobs' and center_id = (select hub_center()));

grant select, insert on frozen_baselines to hub120_app;
