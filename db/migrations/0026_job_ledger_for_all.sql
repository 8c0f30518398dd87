-- What the hub does by itself, and when, is everybody's to see: names, instants, outcomes, counts. What went wrong in words of the
-- program is read by administrators only, in the operation above.

set local lock_timeout = '2s';

create policy job_runs_read_by_all on job_runs for select to hub120_app using ((select hub_role()) in ('center', 'reader', 'steward'));
create index job_runs_due_idx on job_runs (due_at desc, job);
