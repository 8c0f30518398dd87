import { createHash, randomUUID } from 'node:crypto'
import { insertEvidence, listKnownEvidence, lockProposals, type EvidenceToStore, type KnownEvidence } from '../../db/queries/evidence.js'
import { findLibrary } from '../../db/queries/playbook-libraries.js'
import { listProposalsAbout, listStandingProposals } from '../../db/queries/proposals.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { EvidenceRecord } from '../../schema/domain/playbooks/evidence-record.js'
import type { NotedReason } from '../../schema/domain/playbooks/settle-signal.js'
import { settleSignals, type FullSignal } from '../../schema/domain/playbooks/settle-signals.js'
import { suggestPlaybook, type SuggestWith } from '../../schema/domain/playbooks/suggest-playbook.js'
import type { Hub } from '../hub.js'
import { readEvidence, type ReadMessage } from '../imports/read-evidence.js'
import { actOnPlaybooks, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import { libraryMissing } from './playbook-refusals.js'
import { PROPOSAL_WINDOW, readStandingActivations, toFolded } from './standing-proposals.js'
import { writeProposals } from './write-proposals.js'

/** What became of the messages of a document; they add up to `messages`. */
export type EvidenceImport = {
  readonly messages: number
  readonly added: number
  /** Known already, byte for byte. */
  readonly known: number
  readonly refused: number
  /** Ids of proposals that were opened, joined or withdrawn. */
  readonly proposals: readonly string[]
  readonly issues: readonly Issue[]
}

type Fresh = { readonly record: EvidenceRecord; readonly raw: Uint8Array; readonly contentHash: string }

/**
 * Keeps public disaster messages of others as evidence and lets them suggest; nothing is sent by it, and sent again it changes nothing. One transaction with
 * its audit entries. EVIDENCE_UNREADABLE for a document, or for single records of it (`issues`).
 */
export async function importEvidence(
  hub: Hub,
  caller: Caller,
  { document }: { readonly document: string },
): Promise<Outcome<EvidenceImport>> {
  const read = readEvidence(document)
  if (!read.ok) return read
  return actOnPlaybooks(hub, caller, async place => {
    const library = await findLibrary(place.tx.sql, null)
    if (library === null) return refuse(libraryMissing())
    await lockProposals(place.tx)
    const { fresh, known } = await leaveKnownOut(place, read.value)
    const proposals = await settle(place, fresh, { library, standards: place.standards, today: place.today })
    const issues = read.value.flatMap(({ read: one }) => (one.ok ? [] : one.issues))
    const refused = read.value.filter(({ read: one }) => !one.ok).length
    const counts = { messages: read.value.length, added: fresh.length, known, refused }
    await notePlaybookAct(place, 'evidence.imported', { ...counts, hashes: fresh.map(({ contentHash }) => contentHash) })
    return accept({ ...counts, proposals, issues })
  })
}

const nameOf = ({ source, sender, sourceId }: Pick<KnownEvidence, 'source' | 'sender' | 'sourceId'>): string =>
  JSON.stringify([source, sender, sourceId])

/** Messages that are new; one that comes under a known name with other bytes says what holds now, as an update of it would. */
async function leaveKnownOut(
  { tx }: PlaybookPlace,
  messages: readonly ReadMessage[],
): Promise<{ readonly fresh: readonly Fresh[]; readonly known: number }> {
  const readable = messages.flatMap(({ raw, read }) =>
    read.ok ? [{ record: read.value, raw, contentHash: createHash('sha256').update(raw).digest('hex') }] : [],
  )
  const stored = await listKnownEvidence(
    tx,
    readable.map(({ record: { source, sender, sourceId } }) => ({ source, sender, sourceId })),
  )
  const hashes = new Map<string, Set<string>>()
  const keep = (one: KnownEvidence) => hashes.set(nameOf(one), (hashes.get(nameOf(one)) ?? new Set()).add(one.contentHash))
  for (const one of stored) keep(one)
  const fresh: Fresh[] = []
  for (const { record, raw, contentHash } of readable) {
    const before = hashes.get(nameOf(record))
    if (before?.has(contentHash) === true) continue
    const { sender, sourceId } = record
    const isRevision = before !== undefined && record.kind === 'ALERT'
    fresh.push({
      record: isRevision ? { ...record, kind: 'UPDATE', references: [...record.references, { sender, sourceId }] } : record,
      raw,
      contentHash,
    })
    keep({ ...record, contentHash })
  }
  return { fresh, known: readable.length - fresh.length }
}

async function settle(place: PlaybookPlace, fresh: readonly Fresh[], suggestWith: SuggestWith): Promise<readonly string[]> {
  const { tx, standards, now, actor } = place
  const recent = await listStandingProposals(tx, PROPOSAL_WINDOW)
  const about = await listProposalsAbout(
    tx,
    fresh.flatMap(({ record }) => record.references),
  )
  const standing = [...recent, ...about.filter(({ id }) => !recent.some(one => one.id === id))].map(one => toFolded(one, standards))
  const activations = await readStandingActivations(tx, place)
  const signals = fresh.map(({ record }): FullSignal => {
    const { sender, sourceId, kind, references } = record
    return {
      kind,
      references,
      noted: notedOf(record, now),
      reference: { sender, sourceId },
      suggestion: suggestPlaybook(record, suggestWith),
    }
  })
  const { settled, proposals } = settleSignals(
    signals,
    { proposals: standing, activations },
    { source: 'EVIDENCE', newId: () => randomUUID() },
  )
  await writeProposals({ tx, actor, standards }, proposals)
  const rows = fresh.flatMap(({ record, raw, contentHash }, i): EvidenceToStore[] => {
    const one = settled[i]
    if (one === undefined) return []
    const notedReason = one.settlement.act === 'NOTE' ? one.settlement.reason : null
    const kept = { ...record, contentHash, raw: record.isWithheld ? null : raw, importedBy: actor }
    return [{ ...kept, outcome: one.settlement.act, notedReason, proposalId: one.proposalId }]
  })
  if (rows.length > 0) await insertEvidence(tx, rows)
  return proposals.filter(({ isNew, isChanged }) => isNew || isChanged).map(({ id }) => id)
}

/** Why a message leads to no proposal whatever stands; null where it may. Somebody missing is looked for by others, and a drill of theirs calls for none of ours. */
function notedOf({ kind, status, sentAt, source, text }: EvidenceRecord, now: string): NotedReason | null {
  if (kind === 'OTHER') return 'OTHER_KIND'
  if (status !== 'ACTUAL') return 'NOT_ACTUAL'
  if (source === 'MOIS_MESSAGE' && text === null) return 'OF_A_PERSON'
  if (kind !== 'CANCEL' && sentAt !== null && Date.parse(now) - Date.parse(sentAt) > PROPOSAL_WINDOW * 1000) return 'NOT_CURRENT'
  return null
}
