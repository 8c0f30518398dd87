-- What the council publishes (editions, the measures and statuses that facts point to) and who reports under it.
-- An edition is kept as the document it was published as and never changes; what is dated and administered later has a table.
-- Everything here is open to every caller of the hub: the application role reads, only the owner of the migrations writes.

create table editions (
  code text not null,
  status text not null,
  effective_from date not null,
  content_hash text not null,
  document jsonb not null,
  loaded_at timestamptz not null default hub_now(),
  constraint editions_pk primary key (code),
  constraint editions_hash_is_sha256 check (content_hash ~ '^[0-9a-f]{64}$')
);

create function refuse_edition_change() returns trigger
  language plpgsql as $$
begin
  raise exception 'A published edition never changes; load the next one under a code of its own.' using errcode = 'restrict_violation';
end
$$;

create trigger editions_are_immutable
  before update or delete on editions
  for each row execute function refuse_edition_change();

create trigger editions_are_not_truncated
  before truncate on editions
  for each statement execute function refuse_edition_change();

create table centers (
  id smallint generated always as identity,
  code text not null,
  name_ko text not null,
  name_en text not null,
  call_center_name_ko text,
  phone_number text,
  constraint centers_pk primary key (id),
  constraint centers_code_unique unique (code)
);

create table regions (
  code text not null,
  name_ko text not null,
  name_en text not null,
  iso text,
  valid_from date,
  valid_to date,
  successor text,
  constraint regions_pk primary key (code),
  constraint regions_successor_fk foreign key (successor) references regions (code) deferrable initially deferred,
  constraint regions_dates_in_order check (valid_from <= valid_to),
  constraint regions_end_with_successor check (successor is null or valid_to is not null)
);

create table center_regions (
  center_id smallint not null,
  region text not null,
  valid_from date,
  valid_to date,
  constraint center_regions_center_fk foreign key (center_id) references centers (id),
  constraint center_regions_region_fk foreign key (region) references regions (code),
  constraint center_regions_dates_in_order check (valid_from <= valid_to),
  constraint center_regions_do_not_overlap exclude using gist (center_id with =, daterange(valid_from, valid_to, '[]') with &&)
);

create table memberships (
  center_id smallint not null,
  member_from date not null,
  member_to date,
  is_trial boolean not null default false,
  constraint memberships_center_fk foreign key (center_id) references centers (id),
  constraint memberships_dates_in_order check (member_from <= member_to),
  constraint memberships_do_not_overlap exclude using gist (center_id with =, daterange(member_from, member_to, '[]') with &&)
);

-- Opening hours are pairs of local times ('08:30', '18:30'); null is a day without service.
create table calendars (
  center_id smallint not null,
  valid_from date not null,
  valid_to date,
  weekdays text[],
  saturday text[],
  sunday text[],
  holidays text[],
  constraint calendars_center_fk foreign key (center_id) references centers (id),
  constraint calendars_dates_in_order check (valid_from <= valid_to),
  constraint calendars_hours_are_pairs check (
    coalesce(cardinality(weekdays), 2) = 2 and coalesce(cardinality(saturday), 2) = 2
    and coalesce(cardinality(sunday), 2) = 2 and coalesce(cardinality(holidays), 2) = 2),
  constraint calendars_do_not_overlap exclude using gist (center_id with =, daterange(valid_from, valid_to, '[]') with &&)
);

create table agreements (
  code text not null,
  center_id smallint not null,
  measure_set text not null,
  valid_from date not null,
  valid_to date,
  mode text not null,
  strategy text not null,
  due_days integer not null,
  due_time time not null,
  lock_days integer not null,
  lock_time time not null,
  holiday_rule text not null,
  constraint agreements_pk primary key (center_id, code, valid_from),
  constraint agreements_center_fk foreign key (center_id) references centers (id),
  constraint agreements_mode_known check (mode in ('PARTIAL', 'ATOMIC')),
  constraint agreements_strategy_known check (strategy in ('MERGE', 'REPLACE_SCOPE')),
  constraint agreements_holiday_rule_known check (holiday_rule in ('none', 'next_business_day')),
  constraint agreements_days_from_zero check (due_days >= 0 and lock_days >= 0),
  constraint agreements_dates_in_order check (valid_from <= valid_to),
  constraint agreements_do_not_overlap
    exclude using gist (center_id with =, measure_set with =, daterange(valid_from, valid_to, '[]') with &&)
);

-- What a fact can be about: a standard measure, or a rate that a center computed itself (reported:<indicator>[:<variant>], rule S8).
create table measures (
  id smallint generated always as identity,
  code text not null,
  kind text not null,
  access text not null,
  provided_by text not null,
  constraint measures_pk primary key (id),
  constraint measures_code_unique unique (code),
  constraint measures_kind_known check (kind in ('measure', 'reported_rate')),
  constraint measures_access_known check (access in ('open', 'restricted')),
  constraint measures_provided_by_known check (provided_by in ('center', 'hub')),
  constraint measures_code_tells_kind check ((kind = 'reported_rate') = starts_with(code, 'reported:'))
);

create table observation_statuses (
  id smallint generated always as identity,
  code text not null,
  has_value boolean not null,
  missing_reason text,
  quality text,
  constraint observation_statuses_pk primary key (id),
  constraint observation_statuses_code_unique unique (code),
  constraint observation_statuses_say_what_they_carry
    check ((has_value and quality is not null and missing_reason is null) or (not has_value and quality is null and missing_reason is not null))
);

grant select on editions, centers, regions, center_regions, memberships, calendars, agreements, measures, observation_statuses to hub120_app;
