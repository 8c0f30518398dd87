-- Counts that stood out of what is usual, as they were when the hub looked, and the proposal they led to. docs/decisions/0041 says what is compared.

set local lock_timeout = '10s';

create table surge_findings (
  center_id smallint not null,
  measure text not null,
  dimension text not null,
  item text not null,
  day date not null,
  -- Null for a whole day; '' is never stored.
  hour text,
  value numeric not null,
  median numeric not null,
  mad numeric not null,
  z numeric not null,
  -- The days it was held against, and whether they are like ordinary days or like holidays.
  compared_with date[] not null,
  day_kind text not null,
  proposal_id uuid not null,
  found_at timestamptz not null default hub_now(),
  -- When its proposal was decided; null while it waits.
  ended_at timestamptz,
  constraint surge_findings_once unique nulls not distinct (center_id, measure, item, day, hour),
  constraint surge_findings_proposal_fk foreign key (proposal_id) references playbook_proposals (id),
  constraint surge_findings_center_fk foreign key (center_id) references centers (id),
  constraint surge_findings_hour_written check (hour ~ '^([01][0-9]|2[0-3])$'),
  constraint surge_findings_day_kind_known check (day_kind in ('ORDINARY', 'HOLIDAY')),
  constraint surge_findings_numbers check (value >= 0 and median >= 0 and mad >= 0 and cardinality(compared_with) > 0)
);
-- One that waits per center and figure, whatever the number of replicas.
create unique index surge_findings_one_open on surge_findings (center_id, measure, item) where ended_at is null;
create index surge_findings_proposal_idx on surge_findings (proposal_id);
create trigger surge_findings_never_deleted before delete or truncate on surge_findings
  for each statement execute function hub_refuse_change();

-- As the owner: whoever decides a proposal ends what it rested on, and nobody else does.
create function hub_end_surge_findings() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update surge_findings set ended_at = hub_now() where proposal_id = new.id and ended_at is null;
  return null;
end $$;
revoke execute on function hub_end_surge_findings() from public;
create trigger playbook_proposals_end_findings after update on playbook_proposals
  for each row when (old.state = 'OPEN' and new.state <> 'OPEN') execute function hub_end_surge_findings();

alter table surge_findings enable row level security;
alter table surge_findings force row level security;
create policy surge_findings_kept_by_owner on surge_findings to current_user using (true) with check (true);
create policy surge_findings_read on surge_findings for select to hub120_app
  using (center_id = (select hub_center()) or (select hub_role()) in ('coordinator', 'admin', 'jobs'));
create policy surge_findings_added on surge_findings for insert to hub120_app with check ((select hub_role()) = 'jobs');
grant select, insert on surge_findings to hub120_app;
