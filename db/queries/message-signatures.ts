import type { Tx } from '../transaction.js'

/** What goes out of a message and the hub's signature over it. */
export type StoredSignature = {
  readonly messageId: string
  /** Canonical JSON of the message. */
  readonly body: string
  /** SHA-256 of it, in hexadecimal. */
  readonly contentHash: string
  readonly keyId: string
  /** Ed25519, in base64. */
  readonly value: string
}

export const listSignatures = (tx: Tx, ids: readonly string[]): Promise<readonly StoredSignature[]> => tx.sql<StoredSignature[]>`
  select message_id as "messageId", body, content_hash as "contentHash", key_id as "keyId", replace(encode(signature, 'base64'), E'\n', '') as value
  from message_signatures where message_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`

/** Makes a public key (DER in base64) known with which messages are signed from now on. */
export const keepMessageKey = ({ sql }: Tx, publicKey: string) => sql`
  insert into message_keys (id, public_key)
  select encode(sha256(key), 'hex'), key from (select decode(${publicKey}, 'base64') as key) given
  on conflict on constraint message_keys_pk do nothing`

/** Keeps the first signature of each message, with the public key (DER in base64) it was made with, and gives back what is kept. */
export async function keepSignatures(tx: Tx, made: readonly StoredSignature[], publicKey: string): Promise<readonly StoredSignature[]> {
  await keepMessageKey(tx, publicKey)
  await tx.sql`
    insert into message_signatures (message_id, body, content_hash, key_id, signature)
    select "messageId", body, "contentHash", "keyId", decode(value, 'base64')
    from jsonb_to_recordset(${JSON.stringify(made)}::text::jsonb) as s ("messageId" text, body text, "contentHash" text, "keyId" text, value text)
    on conflict on constraint message_signatures_pk do nothing`
  // Who follows the feed is shown what is signed.
  await tx.sql`select pg_notify('hub120_feed', '')`
  return listSignatures(
    tx,
    made.map(({ messageId }) => messageId),
  )
}

/** Messages that nobody has signed yet, the last one first: of the last thousand, so that looking costs the same in ten years. */
export async function listUnsigned(tx: Tx, limit: number): Promise<readonly string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select m.id from (select id, feed_no from messages order by feed_no desc limit 1000) m
    where not exists (select from message_signatures s where s.message_id = m.id)
    order by m.feed_no desc limit ${limit}`
  return rows.map(({ id }) => id)
}

export type StoredMessageKey = { readonly id: string; readonly publicKey: string; readonly firstUsedAt: string }

export const listMessageKeys = (tx: Tx): Promise<readonly StoredMessageKey[]> => tx.sql<StoredMessageKey[]>`
  select id, replace(encode(public_key, 'base64'), E'\n', '') as "publicKey", first_used_at as "firstUsedAt" from message_keys order by first_used_at, id`
