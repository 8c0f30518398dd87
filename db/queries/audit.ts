import { and, eq } from 'drizzle-orm'
import { auditEntries } from '../tables/audit.js'
import type { Tx } from '../transaction.js'

/** The council's own chain, for what belongs to no single center. Everybody may append to it, administrators and jobs read it. */
export const COUNCIL_CHAIN = 0

export type AuditEntry = {
  /** A center's id, or COUNCIL_CHAIN. */
  readonly chain: number
  /** Who did it: `client:<id>`, `person:<id>` or `job:<name>`. */
  readonly actor: string
  /** `noun.verb` in lower camel case, e.g. `submission.accepted`. */
  readonly action: string
  /** Ids, counts and codes of what it was done to. Never figures, labels, tokens or anything a caller said. */
  readonly subject: Readonly<Record<string, unknown>>
}

export type AuditHead = {
  readonly seq: number
  /** SHA-256 in hexadecimal. */
  readonly hash: string
}

export type ChainBreak = {
  /** First place where the chain does not hold. For `missing`, the first number that is not there. */
  readonly seq: number
  readonly reason: 'altered' | 'missing' | 'reordered'
}

export type ChainReport = {
  /** Entries read, the one before `fromSeq` included. */
  readonly entries: number
  /** Null when the chain is empty. Keep it: it is the `oldHead` of a later check. */
  readonly head: AuditHead | null
  readonly broken: ChainBreak | null
}

export type VerifyChainOptions = {
  /** Start here instead of at 1; the entry before it is taken as the anchor. */
  readonly fromSeq?: number
  /** A head seen earlier and kept elsewhere: it must still be in the chain. */
  readonly oldHead?: AuditHead | null
}

/**
 * Appends one entry in the caller's transaction and returns its number in the chain. If it cannot be written this rejects, and the
 * transaction can only be rolled back: no write without its entry. Holds the chain's lock until the transaction ends, so append last;
 * where one transaction appends to several chains, in ascending order of chain.
 */
export async function appendAudit(tx: Tx, { chain, actor, action, subject }: AuditEntry): Promise<number> {
  const [row] = await tx.sql<{ seq: number }[]>`
    select hub_append_audit(${chain}::smallint, ${actor}::text, ${action}::text, ${JSON.stringify(subject)}::text::jsonb) as seq`
  if (row === undefined) throw new Error(`Audit chain ${chain} took no entry.`)
  return row.seq
}

/**
 * Whether every entry still has the hash of its content, the number after its predecessor's and the hash of its predecessor.
 * Finds any change, removal, insertion or exchange before the last entry. What a chain cannot show by itself is that its end was cut off,
 * or that everything from some entry on was written anew with new hashes; both show against an `oldHead`.
 */
export async function verifyChain(tx: Tx, chain: number, { fromSeq = 1, oldHead = null }: VerifyChainOptions = {}): Promise<ChainReport> {
  const anchorSeq = Math.max(fromSeq - 1, 1)
  const { entries, brokenSeq } = await scanChain(tx, chain, anchorSeq)
  const broken = brokenSeq === null ? await compareHead(tx, chain, oldHead) : await explainBreak(tx, { chain, anchorSeq, brokenSeq })
  return { entries, head: await findHead(tx, chain), broken }
}

/** One pass in order of the primary key. */
async function scanChain(tx: Tx, chain: number, anchorSeq: number): Promise<{ entries: number; brokenSeq: number | null }> {
  const [row] = await tx.sql<{ entries: number; brokenSeq: number | null }[]>`
    select count(*) as entries, min(seq) filter (where not (holds and follows)) as "brokenSeq"
    from (
      select
        seq,
        hash = hub_audit_hash(previous_hash, chain, seq, at, actor, action, subject) as holds,
        case
          when lag(seq) over in_order is not null
            then seq = lag(seq) over in_order + 1 and previous_hash = lag(hash) over in_order
          when seq = 1 then previous_hash = decode(repeat('00', 32), 'hex')
          else seq = ${anchorSeq}::bigint
        end as follows
      from audit_entries
      where chain = ${chain}::smallint and seq >= ${anchorSeq}::bigint
      window in_order as (order by seq)
    ) entry`
  return row ?? { entries: 0, brokenSeq: null }
}

/**
 * Names what happened at the first entry that does not hold. The number is part of what is hashed, so an entry moved elsewhere fails its
 * own hash as well; it counts as reordered when it still names a predecessor that stands somewhere else in the chain.
 * An entry that is sound but was chained to something else accuses the one before it: that one was written anew.
 */
async function explainBreak(
  tx: Tx,
  { chain, anchorSeq, brokenSeq }: { chain: number; anchorSeq: number; brokenSeq: number },
): Promise<ChainBreak> {
  const [row] = await tx.sql<ChainBreak[]>`
    select
      case
        when entry.seq > expected.seq then expected.seq
        when entry.hash = computed.hash and entry.seq > 1 then entry.seq - 1
        else entry.seq
      end as seq,
      case
        when entry.seq > expected.seq then 'missing'
        when entry.previous_hash <> before.hash and exists (
          select from audit_entries other where other.chain = entry.chain and other.hash = entry.previous_hash
        ) then 'reordered'
        else 'altered'
      end as reason
    from audit_entries entry
    left join lateral (
      select seq, hash from audit_entries
      where chain = entry.chain and seq < entry.seq and seq >= ${anchorSeq}::bigint
      order by seq desc
      limit 1
    ) before on true
    cross join lateral (select coalesce(before.seq + 1, ${anchorSeq}::bigint) as seq) expected
    cross join lateral (
      select hub_audit_hash(entry.previous_hash, entry.chain, entry.seq, entry.at, entry.actor, entry.action, entry.subject) as hash
    ) computed
    where entry.chain = ${chain}::smallint and entry.seq = ${brokenSeq}::bigint`
  return row ?? { seq: brokenSeq, reason: 'missing' }
}

async function compareHead(tx: Tx, chain: number, oldHead: AuditHead | null): Promise<ChainBreak | null> {
  if (oldHead === null) return null
  const [entry] = await tx.orm
    .select({ hash: auditEntries.hash })
    .from(auditEntries)
    .where(and(eq(auditEntries.chain, chain), eq(auditEntries.seq, oldHead.seq)))
  if (entry !== undefined) return entry.hash.toString('hex') === oldHead.hash ? null : { seq: oldHead.seq, reason: 'altered' }
  const head = await findHead(tx, chain)
  return { seq: (head?.seq ?? 0) + 1, reason: 'missing' }
}

async function findHead(tx: Tx, chain: number): Promise<AuditHead | null> {
  const [head] = await tx.sql<AuditHead[]>`
    select seq, encode(hash, 'hex') as hash from audit_entries
    where chain = ${chain}::smallint
    order by seq desc
    limit 1`
  return head ?? null
}

/** The council's chain and one per center that was ever registered, ascending. */
export async function listChains(tx: Tx): Promise<number[]> {
  const rows = await tx.sql<{ chain: number }[]>`
    select ${COUNCIL_CHAIN}::smallint as chain union select id from centers order by chain`
  return rows.map(({ chain }) => chain)
}
