-- Wakes those who follow the feed as soon as a publication has committed, whether or not any center has an endpoint. Only a nudge, as in 0034: every
-- process that has followers looks by itself every few seconds.

set local lock_timeout = '2s';

create function hub_nudge_followers() returns trigger language plpgsql as $$
begin
  perform pg_notify('hub120_feed', '');
  return null;
end $$;
create trigger messages_nudge_followers after insert on messages for each statement execute function hub_nudge_followers();
