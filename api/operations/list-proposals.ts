import { listEvidence as listEvidenceRows, listEvidenceOf, type StoredEvidence } from '../../db/queries/evidence.js'
import { listProposals as listProposalRows, type StoredProposal } from '../../db/queries/proposals.js'
import { listFindingsOf, type SurgeFinding } from '../../db/queries/surge-findings.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { refuse, accept, type Outcome } from '../../schema/domain/outcome.js'
import type { ProposalState } from '../../schema/domain/playbooks/proposal.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isInstantPlace, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

export type ListedEvidence = StoredEvidence
export type ListedFinding = SurgeFinding

/** A proposal with what is behind it. */
export type ListedProposal = StoredProposal & { readonly messages: readonly StoredEvidence[]; readonly findings: readonly ListedFinding[] }

export type PageQuestion = { readonly first: number; readonly after: string | null }

function readPage<T>(
  { first, after }: PageQuestion,
  isPlace: (place: unknown) => place is T,
): Outcome<{ readonly size: number; readonly after: T | null }> {
  const size = readPageSize(first)
  const place = readCursor(after, isPlace)
  return size.ok && place.ok
    ? accept({ size: size.value, after: place.value })
    : refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const isUuidPlace = (place: unknown): place is readonly [instant: string, id: string] => isInstantPlace(place) && UUID.test(place[1])
const isNumberPlace = (place: unknown): place is [number] => Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0])

/** A page of proposals, the one opened last first, with the messages behind each. For coordinators and administrators. */
export async function listProposals(
  hub: Hub,
  caller: Caller,
  { state, ...question }: PageQuestion & { readonly state: ProposalState | null },
): Promise<Outcome<Page<ListedProposal>>> {
  const page = readPage(question, isUuidPlace)
  if (!page.ok) return page
  const { size, after } = page.value
  return hub.db.transaction(
    playbookContextOf(caller),
    async tx => {
      const { nodes, ...rest } = toPage(await listProposalRows(tx, { state, after, limit: size + 1 }), size, ({ openedAt, id }) => [
        openedAt,
        id,
      ])
      return accept({ ...rest, nodes: await withMessages(tx, nodes) })
    },
    { isReadOnly: true, isolation: 'repeatable read' },
  )
}

async function withMessages(tx: Tx, proposals: readonly StoredProposal[]): Promise<readonly ListedProposal[]> {
  const ids = proposals.map(({ id }) => id)
  const [messages, findings] = [await listEvidenceOf(tx, ids), await listFindingsOf(tx, ids)]
  return proposals.map(proposal => ({
    ...proposal,
    messages: messages.filter(({ proposalId }) => proposalId === proposal.id),
    findings: findings.filter(({ proposalId }) => proposalId === proposal.id),
  }))
}

/** One proposal as it is listed, after a decision. */
export const readListed = async (hub: Hub, caller: Caller, proposal: StoredProposal): Promise<ListedProposal> => {
  const [listed] = await hub.db.transaction(playbookContextOf(caller), tx => withMessages(tx, [proposal]), { isReadOnly: true })
  return listed ?? { ...proposal, messages: [], findings: [] }
}

/** A page of evidence, what was imported last first, also what led to nothing. */
export async function listEvidence(hub: Hub, caller: Caller, question: PageQuestion): Promise<Outcome<Page<StoredEvidence>>> {
  const page = readPage(question, isNumberPlace)
  if (!page.ok) return page
  const { size, after } = page.value
  const wanted = { beforeNo: after?.[0] ?? null, limit: size + 1 }
  const rows = await hub.db.transaction(playbookContextOf(caller), tx => listEvidenceRows(tx, wanted), { isReadOnly: true })
  return accept(toPage(rows, size, ({ no }) => [no]))
}
