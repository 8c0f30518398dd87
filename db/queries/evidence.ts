import type { EvidenceRecord } from '../../schema/domain/playbooks/evidence-record.js'
import type { NotedReason, Settlement } from '../../schema/domain/playbooks/settle-signal.js'
import type { Tx } from '../transaction.js'

/** Evidence as it stands, without the bytes it came in. */
export type StoredEvidence = EvidenceRecord & {
  readonly id: string
  /** Grows with each; the latest is highest. */
  readonly no: number
  readonly contentHash: string
  readonly outcome: Settlement['act']
  readonly notedReason: NotedReason | null
  readonly proposalId: string | null
  readonly importedBy: string
  readonly importedAt: string
}

export type EvidenceToStore = EvidenceRecord &
  Pick<StoredEvidence, 'contentHash' | 'outcome' | 'notedReason' | 'proposalId' | 'importedBy'> & {
    /** Null where it is withheld. */
    readonly raw: Uint8Array | null
  }

/** Imports and the watch for surges follow one another until the transaction ends: each settles by what stands. */
export async function lockProposals(tx: Tx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(12041)`
}

export type KnownEvidence = Pick<StoredEvidence, 'source' | 'sender' | 'sourceId' | 'contentHash'>

/** What is kept already under some names, each content of each. */
export async function listKnownEvidence(
  tx: Tx,
  wanted: readonly Pick<KnownEvidence, 'source' | 'sender' | 'sourceId'>[],
): Promise<readonly KnownEvidence[]> {
  return tx.sql<KnownEvidence[]>`
    select e.source, e.sender, e.source_id as "sourceId", e.content_hash as "contentHash"
    from disaster_evidence e
    where (e.source, e.sender, e.source_id) in (
      select w.source, w.sender, w."sourceId" from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) as w (source text, sender text, "sourceId" text))`
}

/** Keeps evidence, in one statement. Bytes travel as hexadecimal digits inside the document. */
export async function insertEvidence(tx: Tx, evidence: readonly EvidenceToStore[]): Promise<void> {
  const rows = evidence.map(({ raw, ...one }) => ({ ...one, raw: raw === null ? null : Buffer.from(raw).toString('hex') }))
  await tx.sql`
    insert into disaster_evidence (source, sender, source_id, content_hash, raw, is_withheld, kind, refers_to, sent_at, status, hazard, hazard_word, areas,
      suggested_level, level_word, message, unknown, outcome, noted_reason, proposal_id, imported_by)
    select e.source, e.sender, e."sourceId", e."contentHash", decode(e.raw, 'hex'), e."isWithheld", e.kind, e."references", e."sentAt", e.status, e.hazard,
      e."hazardWord", e.areas, e."suggestedLevel", e."levelWord", e.text, e.unknown, e.outcome, e."notedReason", e."proposalId", e."importedBy"
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as e (
      source text, sender text, "sourceId" text, "contentHash" text, raw text, "isWithheld" boolean, kind text, "references" jsonb, "sentAt" timestamptz,
      status text, hazard text, "hazardWord" text, areas jsonb, "suggestedLevel" text, "levelWord" text, text text, unknown jsonb, outcome text,
      "notedReason" text, "proposalId" uuid, "importedBy" text)`
}

const columns = `e.id, e.no, e.source, e.sender, e.source_id as "sourceId", e.content_hash as "contentHash", e.is_withheld as "isWithheld", e.kind,
  e.refers_to as "references", e.sent_at as "sentAt", e.status, e.hazard, e.hazard_word as "hazardWord", e.areas, e.suggested_level as "suggestedLevel",
  e.level_word as "levelWord", e.message as text, e.unknown, e.outcome, e.noted_reason as "notedReason", e.proposal_id as "proposalId",
  e.imported_by as "importedBy", e.imported_at as "importedAt"`

/** A page of evidence below the number given, what came in last first. */
export async function listEvidence(
  tx: Tx,
  { beforeNo, limit }: { readonly beforeNo: number | null; readonly limit: number },
): Promise<StoredEvidence[]> {
  return tx.sql<StoredEvidence[]>`
    select ${tx.sql.unsafe(columns)} from disaster_evidence e
    where ${beforeNo}::bigint is null or e.no < ${beforeNo}
    order by e.no desc
    limit ${limit}`
}

const MOST_PER_PROPOSAL = 50

/** The evidence behind some proposals, of each the latest fifty. */
export async function listEvidenceOf(tx: Tx, proposalIds: readonly string[]): Promise<StoredEvidence[]> {
  return tx.sql<StoredEvidence[]>`
    select ${tx.sql.unsafe(columns)}
    from unnest(${[...proposalIds]}::uuid[]) as p (id)
    cross join lateral (
      select * from disaster_evidence e where e.proposal_id = p.id order by e.no desc limit ${MOST_PER_PROPOSAL}
    ) e
    order by e.no desc`
}
