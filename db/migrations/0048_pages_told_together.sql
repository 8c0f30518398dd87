-- What a server that was away kept back is told together: a page says with which one it was told, an attempt which desk it was for. Centers see pages to
-- their own desks, whoever they are about, and what came of them. docs/decisions/0037 says when pages are gathered.

set local lock_timeout = '10s';

alter table pages
  -- The page in whose message it was told; null: in its own.
  add column told_with bigint,
  add constraint pages_told_with_fk foreign key (told_with) references pages (id),
  add constraint pages_told_with_told check (told_with is null or told_at is not null);
grant update (told_with) on pages to hub120_app;
create index pages_activation_idx on pages (activation_id, id);
create index pages_to_center_idx on pages (to_center_id, id);

-- A desk or a duty, as the contact named it then; null: there was nobody to tell, or it is not known any more.
alter table page_attempts add column desk text, add constraint page_attempts_desk_short check (length(desk) between 1 and 80);

create policy pages_read_by_their_desks on pages for select to hub120_app
  using ((select hub_role()) = 'center' and to_center_id = (select hub_center()));
create policy page_attempts_read_by_their_desks on page_attempts for select to hub120_app
  using ((select hub_role()) = 'center' and exists (select from pages p where p.id = page_id and p.to_center_id = (select hub_center())));
