-- What goes out of a message, byte for byte, and the hub's signature over it: made once by whoever holds the key, so that a delivery, a pull and the feed
-- carry the same. The public keys are there to be read; which of them is the council's, the council says.

set local lock_timeout = '10s';

create table message_keys (
  -- SHA-256 of the key below, so that the name of a key proves it.
  id text not null,
  -- DER of the SubjectPublicKeyInfo of an Ed25519 key (RFC 8410).
  public_key bytea not null,
  first_used_at timestamptz not null default hub_now(),
  constraint message_keys_pk primary key (id),
  constraint message_keys_id_is_its_hash check (id = encode(sha256(public_key), 'hex'))
);

create table message_signatures (
  message_id text not null,
  -- Canonical JSON (RFC 8785).
  body text not null,
  content_hash text not null,
  key_id text not null,
  signature bytea not null,
  signed_at timestamptz not null default hub_now(),
  constraint message_signatures_pk primary key (message_id),
  constraint message_signatures_message_fk foreign key (message_id) references messages (id),
  constraint message_signatures_key_fk foreign key (key_id) references message_keys (id),
  constraint message_signatures_body_is_hashed check (content_hash = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
  constraint message_signatures_is_ed25519 check (length(signature) = 64)
);

do $$
declare
  signing_table text;
begin
  foreach signing_table in array array['message_keys', 'message_signatures'] loop
    execute format('create trigger %I before update or delete or truncate on %I for each statement execute function hub_refuse_change()',
      signing_table || '_append_only', signing_table);
    execute format('alter table %I enable row level security', signing_table);
    execute format('alter table %I force row level security', signing_table);
    execute format('create policy %I on %I for select to hub120_app using ((select hub_role()) in (''center'', ''reader'', ''steward'', ''coordinator'', ''admin'', ''jobs''))',
      signing_table || '_read', signing_table);
    execute format('create policy %I on %I for insert to hub120_app with check ((select hub_role()) = ''jobs'')', signing_table || '_added', signing_table);
    execute format('grant select, insert on %I to hub120_app', signing_table);
  end loop;
end $$;
