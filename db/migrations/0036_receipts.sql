-- A center answers: who of it (a desk or a duty, no name of a person), how many desks were briefed, why not. What a center will not apply is told to
-- coordinators in the transaction of its answer. docs/decisions/0036 says when an answer counts.

set local lock_timeout = '10s';

alter table receipts
  add column acknowledged_desk text,
  add column applied_desk text,
  add column rejected_desk text,
  add constraint receipts_desks_short check (
    length(acknowledged_desk) between 1 and 80 and length(applied_desk) between 1 and 80 and length(rejected_desk) between 1 and 80);
grant update (acknowledged_desk, applied_desk, rejected_desk) on receipts to hub120_app;

-- Of its own messages, and only that it rejects them.
create policy pages_told_by_centers on pages for insert to hub120_app
  with check ((select hub_role()) = 'center' and center_id = (select hub_center()) and kind = 'REJECTED');
create policy pages_read_by_centers on pages for select to hub120_app
  using ((select hub_role()) = 'center' and center_id = (select hub_center()));
