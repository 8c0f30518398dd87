-- How each row of a submission stood to the deadline and the lock of its agreement when it was received: a label that never changes with the
-- receipt (S14). Receipts written before have none. Adding columns with a constant default rewrites nothing.

set local lock_timeout = '10s';

-- One letter a row, in row order: o n time, l ate, k after the lock, - without a label.
alter table submissions add column timeliness text;
alter table submissions add column deadlines jsonb not null default '[]';
alter table submissions add constraint submissions_label_per_row check (length(timeliness) = received) not valid;
