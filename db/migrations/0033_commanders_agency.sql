-- 심각 is ratified by a person of another agency than the commander's, so the agency is kept with the act.

set local lock_timeout = '10s';

alter table ratifications add column commander_agency text not null default 'council';
alter table ratifications alter column commander_agency drop default;
