-- A drill in which nobody is left may have lost its centers to the real thing, or to the end of their membership: it says which.

set local lock_timeout = '2s';

alter table drills drop constraint drills_cause_known;
alter table drills add constraint drills_cause_known
  check (cause in ('TIME', 'REAL', 'NO_PARTICIPANTS', 'WITHDRAWN', 'ABORTED', 'PLAN_CHANGED', 'NO_TIME_LEFT', 'LATE'));

-- What stands in the way of an unannounced drill is what is open (activations_open_idx) or was closed within a day, however many there have been.
create index activations_closed_idx on activations (closed_at) where state = 'CLOSED';
