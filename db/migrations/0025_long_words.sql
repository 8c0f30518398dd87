-- A word may be a megabyte long, which no index entry holds: words are told apart by the hash of their compared form.

set local lock_timeout = '2s';

create function hub_word_hash(source_field text, norm_label text, norm_unit text) returns bytea
  language sql immutable parallel safe as $$
  select sha256(convert_to(jsonb_build_array(source_field, norm_label, norm_unit)::text, 'UTF8'))
$$;
comment on function hub_word_hash is 'Depends on nothing but its arguments: databases of the hub are in UTF-8.';

alter table source_terms
  add column word_hash bytea not null generated always as (hub_word_hash(source_field, norm_label, norm_unit)) stored,
  drop constraint source_terms_word_unique,
  -- Also where the same word at other centers is looked for.
  add constraint source_terms_word_unique unique (word_hash, kind, center_id);
