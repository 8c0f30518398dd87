import { listQueue, listUnreadWords, type QueuedTerm as StoredTerm, type WordReading } from '../../db/queries/term-queue.js'
import type { Tx } from '../../db/transaction.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Matcher } from '../../schema/domain/terms/build-matcher.js'
import { listIndicatorUses } from '../../schema/domain/terms/list-indicator-uses.js'
import type { WordKind } from '../../schema/domain/terms/mapping.js'
import { proposeMapping } from '../../schema/domain/terms/propose-mapping.js'
import type { QueueStatus } from '../../schema/domain/terms/queue-status.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { proposeForTerms, type TermProposal } from './propose-for-terms.js'
import { requireGlossary } from './read-glossary.js'
import { isTermId, unknownCenter } from './term-refusals.js'

export type QueueQuestion = {
  /** Code; null for all that the caller may see. */
  readonly center: string | null
  readonly kind: WordKind | null
  /** Null: whatever asks for something. */
  readonly status: QueueStatus | null
  readonly assignedTo: string | null
  /** Id of a word: it and those identical with it, whatever their state; null: all. */
  readonly sameAs: string | null
  readonly first: number
  readonly after: string | null
}

/** A word of the queue with what the hub makes of it. */
export type QueuedTerm = StoredTerm & TermProposal

/** An id that no word has. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

const isPlace = (place: unknown): place is readonly [number, number, string] =>
  Array.isArray(place) &&
  place.length === 3 &&
  Number.isSafeInteger(place[0]) &&
  Number.isInteger(place[1]) &&
  Math.abs(Number(place[1])) <= 32_767 &&
  typeof place[2] === 'string' &&
  isTermId(place[2])

/** Whether the caller sees words of every center: stewards, who decide what they mean, and administrators. */
const seesAllWords = (caller: Caller): boolean => holdsAny(caller, 'terms:curate', 'hub:admin')

/** Number of the center asked for; of another than the caller's own, and of none that there is, alike. */
async function centerIdOf(hub: Hub, caller: Caller, center: string | null): Promise<Outcome<number | null>> {
  if (!seesAllWords(caller)) {
    const own = caller.center
    return own === null || (center !== null && center !== own.code) ? refuse(unknownCenter(center ?? '')) : accept(own.id)
  }
  if (center === null) return accept(null)
  const id = (await hub.standards()).centerIds.get(center)
  return id === undefined ? refuse(unknownCenter(center)) : accept(id)
}

/** Words that no night has looked at yet: so many are read for one look at the queue, each once a process. */
const MOST_UNREAD = 2_000

/** What such words may mean by their labels, so that they rank by the figures they may concern from the moment their rows are there. */
async function readUnread(
  tx: Tx,
  matcher: Matcher,
  { centerId, centerCodes }: { readonly centerId: number | null; readonly centerCodes: ReadonlyMap<number, string> },
): Promise<readonly WordReading[]> {
  const words = await listUnreadWords(tx, { centerId, limit: MOST_UNREAD })
  return words.map(({ id, center_id: center, raw_label: label, raw_unit: unit }) => {
    const word = { kind: 'numeric', label, unit: unit === '' ? null : unit, values: [], center: centerCodes.get(center) ?? '' }
    const { decision, candidates } = proposeMapping(matcher, word)
    return { id, refs: decision === 'none' ? [] : candidates.map(({ ref }) => ref) }
  })
}

/**
 * A page of words that ask for something, what weighs most first: values that wait, times the published indicators that may rest on them. Each with
 * what the hub proposes now and why. Of all centers for a steward or an administrator, else of the caller's own.
 */
export async function listTermQueue(hub: Hub, caller: Caller, question: QueueQuestion): Promise<Outcome<Page<QueuedTerm>>> {
  const [size, place] = [readPageSize(question.first), readCursor(question.after, isPlace)]
  const centerId = await centerIdOf(hub, caller, question.center)
  if (!size.ok || !place.ok || !centerId.ok) return refuse(...[size, place, centerId].flatMap(one => (one.ok ? [] : one.issues)))
  const { edition, centerCodes } = await hub.standards()
  const { matcher } = await requireGlossary(hub)
  const [priority = 0, afterCenter = 0, id = ''] = place.value ?? []
  const page = await hub.db.transaction(
    tenantContextOf(caller),
    async tx => {
      const { kind, status, assignedTo } = question
      const sameAs = question.sameAs !== null && !isTermId(question.sameAs) ? NOBODY : question.sameAs
      const after = place.value === null ? null : { priority, centerId: afterCenter, id }
      const readings = await readUnread(tx, matcher, { centerId: centerId.value, centerCodes })
      const wanted = { centerId: centerId.value, kind, status, assignedTo, sameAs, after, limit: size.value + 1, readings }
      const rows = toPage(await listQueue(tx, wanted, listIndicatorUses(edition)), size.value, row => [row.priority, row.center_id, row.id])
      return { rows, proposals: await proposeForTerms(tx, matcher, { terms: rows.nodes, centerCodes }) }
    },
    { isReadOnly: true, isolation: 'repeatable read' },
  )
  return accept({ ...page.rows, nodes: page.rows.nodes.flatMap(row => withProposal(row, page.proposals.get(row.id))) })
}

const withProposal = (row: StoredTerm, proposal: TermProposal | undefined): readonly QueuedTerm[] =>
  proposal === undefined ? [] : [{ ...row, ...proposal }]
