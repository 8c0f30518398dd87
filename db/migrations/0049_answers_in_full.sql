-- What a center says when it applies a message is kept whole: how its calls are routed now, in its words. And by when it owes its answers, which at the lowest
-- level its own opening hours decide.

set local lock_timeout = '10s';

alter table receipts
  add column routing text,
  add column acknowledge_by timestamptz,
  add column apply_by timestamptz,
  add constraint receipts_routing_short check (length(routing) between 1 and 200),
  add constraint receipts_routing_is_set check (routing is null or routing_set);
grant update (routing, acknowledge_by, apply_by) on receipts to hub120_app;
