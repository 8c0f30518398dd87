import type { Sql } from '../guarded-sql.js'
import type { Tx } from '../transaction.js'

/** An address of the reconciliation service as it stands; the token in it is known to nobody but its steward. */
export type StoredReconciliationUrl = {
  readonly id: string
  readonly subject: string
  readonly issuedAt: string
  readonly expiresAt: string
  readonly revokedAt: string | null
}

const columns = (tx: Tx) => tx.sql`u.id, u.subject, u.issued_at as "issuedAt", u.expires_at as "expiresAt", u.revoked_at as "revokedAt"`

/** Subject of the steward whose address holds a token of this hash, if it is good now; null otherwise. */
export async function findReconciliationSteward(sql: Sql, tokenHash: string): Promise<string | null> {
  const [row] = await sql<{ subject: string | null }[]>`select hub_reconciliation_steward(decode(${tokenHash}, 'hex')) as subject`
  return row?.subject ?? null
}

/** Keeps a new address for so many days from now. */
export async function insertReconciliationUrl(
  tx: Tx,
  { subject, tokenHash, days }: { readonly subject: string; readonly tokenHash: string; readonly days: number },
): Promise<StoredReconciliationUrl> {
  const [row] = await tx.sql<StoredReconciliationUrl[]>`
    insert into reconciliation_urls as u (token_hash, subject, expires_at)
    values (decode(${tokenHash}, 'hex'), ${subject}, hub_now() + make_interval(days => ${days}::int))
    returning ${columns(tx)}`
  if (row === undefined) throw new Error('No address was kept.')
  return row
}

/** Ends an address from now on, of one steward or, with null, of any; null where there is none that still stands. */
export async function revokeReconciliationUrl(
  tx: Tx,
  { id, subject }: { readonly id: string; readonly subject: string | null },
): Promise<StoredReconciliationUrl | null> {
  const [row] = await tx.sql<StoredReconciliationUrl[]>`
    update reconciliation_urls u set revoked_at = hub_now()
    where u.id = ${id}::text::uuid and u.revoked_at is null and (${subject}::text is null or u.subject = ${subject})
    returning ${columns(tx)}`
  return row ?? null
}

type Wanted = {
  /** Null for the addresses of every steward. */
  readonly subject: string | null
  /** Instant and id of the last one of the page before. */
  readonly after: readonly [issuedAt: string, id: string] | null
  readonly limit: number
}

/** Addresses, the one issued last first, revoked and expired ones too. */
export async function listReconciliationUrls(tx: Tx, { subject, after, limit }: Wanted): Promise<StoredReconciliationUrl[]> {
  const [issuedAt = null, id = null] = after ?? []
  return tx.sql<StoredReconciliationUrl[]>`
    select ${columns(tx)}
    from reconciliation_urls u
    where (${subject}::text is null or u.subject = ${subject})
      and (${id}::text is null or (u.issued_at, u.id) < (${issuedAt}::text::timestamptz, ${id}::text::uuid))
    order by u.issued_at desc, u.id desc
    limit ${limit}`
}
