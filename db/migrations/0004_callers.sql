-- The registry of callers: which subject of a token is whose. A token that names nobody here opens nothing.
-- No row level security: a request is placed at its center by reading this table, so no center is known yet when it is read;
-- it holds no figures and no secrets, and the application role can only read it. The owner (administration) writes.

set local lock_timeout = '10s';

create table callers (
  subject text not null,
  kind text not null,
  center_id smallint,
  scopes text[] not null,
  display_name text not null,
  valid_from timestamptz not null default hub_now(),
  valid_to timestamptz,
  constraint callers_pk primary key (subject),
  constraint callers_center_fk foreign key (center_id) references centers (id),
  constraint callers_subject_named check (length(subject) between 1 and 200 and subject !~ '[[:cntrl:]]'),
  constraint callers_kind_known check (kind in ('client', 'person')),
  constraint callers_scopes_known check (scopes <@ array[
    'stats:write', 'stats:read', 'terms:curate', 'playbooks:author', 'playbooks:approve', 'playbooks:broadcast',
    'playbooks:break-glass', 'playbooks:ack', 'hub:admin']),
  -- These two are rights over the caller's own center, so without a center they mean nothing.
  constraint callers_center_scopes_have_center
    check (center_id is not null or not scopes && array['stats:write', 'playbooks:ack']),
  constraint callers_dates_in_order check (valid_from < valid_to)
);

comment on table callers is 'subject is the client_id of a system or the sub of a person, exactly as in the token. A caller is valid from valid_from until before valid_to.';

create index callers_center_idx on callers (center_id);

grant select on callers to hub120_app;

-- Readiness compares what was applied with what the program brings.
grant select on hub120_migrations to hub120_app;
