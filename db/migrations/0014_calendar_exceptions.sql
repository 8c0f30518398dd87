-- Days that go otherwise than calendar and law say: a center closed or open at hours of its own, a holiday declared or taken back. A row
-- without a center holds for the whole council. Kept as the other tables of the registry are: recorded and removed under an act, never changed.

create table calendar_exceptions (
  center_id smallint,
  day date not null,
  kind text not null,
  hours text[],
  name_ko text not null,
  name_en text not null,
  constraint calendar_exceptions_one_a_day unique nulls not distinct (center_id, day),
  constraint calendar_exceptions_center_fk foreign key (center_id) references centers (id),
  constraint calendar_exceptions_kind_known check (kind in ('closed', 'hours', 'holiday', 'not_holiday')),
  constraint calendar_exceptions_hours_are_a_pair check ((kind = 'hours') = (hours is not null) and coalesce(cardinality(hours), 2) = 2),
  constraint calendar_exceptions_named check (length(btrim(name_ko)) between 1 and 100 and length(btrim(name_en)) between 1 and 100)
);

create trigger calendar_exceptions_noted after insert or update or delete on calendar_exceptions
  for each row execute function hub_note_registry_change();
create trigger calendar_exceptions_by_administrators before insert or update or delete on calendar_exceptions
  for each statement execute function hub_refuse_unless_admin();
create trigger calendar_exceptions_never_truncated before truncate on calendar_exceptions
  for each statement execute function hub_refuse_change();

alter table calendar_exceptions enable row level security;
alter table calendar_exceptions force row level security;
create policy calendar_exceptions_kept_by_owner on calendar_exceptions to current_user using (true) with check (true);
create policy calendar_exceptions_read on calendar_exceptions for select to hub120_app using (true);
create policy calendar_exceptions_recorded on calendar_exceptions for insert to hub120_app with check ((select hub_role()) = 'admin');
create policy calendar_exceptions_removed on calendar_exceptions for delete to hub120_app using ((select hub_role()) = 'admin');
grant select, insert, delete on calendar_exceptions to hub120_app;
