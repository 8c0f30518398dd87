-- Which centers an approval is for, and not only how many: a center that leaves while another joins changes nothing in their number. Null in approvals of
-- before, and of a program that does not know the column yet: there the number is compared.

set local lock_timeout = '10s';

alter table approvals add column target_centers smallint[],
  add constraint approvals_targets_counted check (target_centers is null or cardinality(target_centers) = retyped_centers);
