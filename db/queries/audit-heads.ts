import type { Sql } from '../guarded-sql.js'
import type { Tx } from '../transaction.js'
import type { AuditHead } from './audit.js'

/** An entry of a chain as its hash was taken over it: every part as text, so that it can be hashed again byte by byte. */
export type StoredEntry = {
  readonly chain: number
  readonly seq: number
  /** UTC with microseconds and Z. */
  readonly at: string
  readonly actor: string
  readonly action: string
  /** PostgreSQL's text of the jsonb value. */
  readonly subject: string
  /** SHA-256 in hexadecimal, as `hash`. */
  readonly previousHash: string
  readonly hash: string
}

/** Entries of a chain from `fromSeq` on, ascending. A range of the primary key. */
export async function listEntries(
  sql: Sql,
  chain: number,
  { fromSeq, limit }: { readonly fromSeq: number; readonly limit: number },
): Promise<readonly StoredEntry[]> {
  return sql<StoredEntry[]>`
    select chain, seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, action, subject::text as subject,
      encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash
    from audit_entries
    where chain = ${chain}::smallint and seq >= ${fromSeq}::bigint
    order by seq
    limit ${limit}`
}

export type SignedHead = AuditHead & {
  readonly chain: number
  /** UTC with microseconds and Z, as it was signed. */
  readonly at: string
  readonly keyId: string
  /** Ed25519, in base64. */
  readonly signature: string
}

export type StoredHead = SignedHead & {
  /** Grows with each head published. */
  readonly no: number
}

const HEAD_COLUMNS = `no, chain, seq, encode(hash, 'hex') as hash, to_char(signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  key_id as "keyId", replace(encode(signature, 'base64'), E'\\n', '') as signature`

/** Published heads of all chains after `afterNo`, in the order of their publication. */
export async function listHeads(tx: Tx, { afterNo, limit }: { readonly afterNo: number; readonly limit: number }): Promise<StoredHead[]> {
  return tx.sql<StoredHead[]>`
    select ${tx.sql.unsafe(HEAD_COLUMNS)} from audit_heads where no > ${afterNo}::bigint order by no limit ${limit}`
}

/** The head last published of each chain. */
export async function listLastHeads(tx: Tx): Promise<readonly StoredHead[]> {
  return tx.sql<StoredHead[]>`
    select distinct on (chain) ${tx.sql.unsafe(HEAD_COLUMNS)} from audit_heads order by chain, seq desc, no desc`
}

/** Publishes a head. False where the same was published under this key before. */
export async function appendHead(tx: Tx, head: SignedHead): Promise<boolean> {
  const rows = await tx.sql`
    insert into audit_heads (chain, seq, hash, signed_at, key_id, signature)
    values (${head.chain}::smallint, ${head.seq}::bigint, decode(${head.hash}, 'hex'), ${head.at}::timestamptz, ${head.keyId},
      decode(${head.signature}, 'base64'))
    on conflict on constraint audit_heads_once do nothing
    returning no`
  return rows.length > 0
}

/** Now by the database's clock (S26), as heads are signed at: UTC with microseconds and Z. */
export async function requireInstant(tx: Tx): Promise<string> {
  const [row] = await tx.sql<{ at: string }[]>`
    select to_char(hub_now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`
  if (row === undefined) throw new Error('hub_now() gave no row.')
  return row.at
}

export type StoredKey = {
  readonly id: string
  /** DER of the SubjectPublicKeyInfo, in base64. */
  readonly publicKey: string
  readonly firstUsedAt: string
}

/** Makes a public key known before its first head. */
export async function appendKey(tx: Tx, { id, publicKey }: Pick<StoredKey, 'id' | 'publicKey'>): Promise<void> {
  await tx.sql`insert into audit_keys (id, public_key) values (${id}, decode(${publicKey}, 'base64')) on conflict on constraint audit_keys_pk do nothing`
}

/** Every key that a head was ever signed with, oldest first; a handful. */
export async function listKeys(tx: Tx): Promise<readonly StoredKey[]> {
  return tx.sql<StoredKey[]>`
    select id, replace(encode(public_key, 'base64'), E'\n', '') as "publicKey", first_used_at as "firstUsedAt"
    from audit_keys order by first_used_at, id`
}
