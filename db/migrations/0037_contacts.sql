-- Whom to tell when a message is not answered: desks of centers and of the council, dated, recorded and removed under an act as the rest of the registry is.
-- Work contacts alone: the name of a desk, the mailbox or the number of that desk.

set local lock_timeout = '10s';

create table contacts (
  -- Null: the council's own, its coordinators and its approvers.
  center_id smallint,
  role text not null,
  -- Real emergencies or drills; one is never told of the other.
  kind text not null,
  -- In which order they are tried: 1 is the first way, 2 the other one.
  place smallint not null,
  channel text not null,
  address text not null,
  desk text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  constraint contacts_center_fk foreign key (center_id) references centers (id),
  constraint contacts_role_known check (role in ('DUTY', 'MANAGER', 'COORDINATOR', 'APPROVER')),
  constraint contacts_of_whom check (case role when 'COORDINATOR' then center_id is null when 'APPROVER' then true else center_id is not null end),
  constraint contacts_kind_known check (kind in ('ACTUAL', 'DRILL')),
  constraint contacts_place_few check (place between 1 and 4),
  constraint contacts_channel_known check (channel in ('EMAIL', 'SMS', 'PHONE')),
  constraint contacts_address_fits check (
    case channel when 'EMAIL' then address ~ '^[^@[:space:]<>,;"]{1,64}@[^@[:space:]<>,;"]{3,150}$' else address ~ '^[+]?[0-9]{3,15}$' end),
  constraint contacts_desk_named check (length(btrim(desk)) between 1 and 80),
  constraint contacts_dates_in_order check (valid_from < valid_to),
  constraint contacts_do_not_overlap exclude using gist
    (coalesce(center_id, 0::smallint) with =, role with =, kind with =, place with =, tstzrange(valid_from, valid_to) with &&)
);

create trigger contacts_noted after insert or update or delete on contacts for each row execute function hub_note_registry_change();
create trigger contacts_by_administrators before insert or update or delete on contacts
  for each statement execute function hub_refuse_unless_admin();
create trigger contacts_never_truncated before truncate on contacts for each statement execute function hub_refuse_change();

-- A center sees its own; who leads an emergency and who keeps the registry see all.
alter table contacts enable row level security;
alter table contacts force row level security;
create policy contacts_kept_by_owner on contacts to current_user using (true) with check (true);
create policy contacts_read on contacts for select to hub120_app
  using (((select hub_role()) = 'center' and center_id = (select hub_center())) or (select hub_role()) in ('coordinator', 'admin', 'jobs'));
create policy contacts_recorded on contacts for insert to hub120_app with check ((select hub_role()) = 'admin');
create policy contacts_removed on contacts for delete to hub120_app using ((select hub_role()) = 'admin');
grant select, insert, delete on contacts to hub120_app;
