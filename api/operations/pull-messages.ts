import { appendAudit } from '../../db/queries/audit.js'
import { requireEdition } from '../../db/queries/editions.js'
import { listFeed, listRecentFeed, markPulled, type FeedRow } from '../../db/queries/message-feed.js'
import { listPublishedBroadcasts } from '../../db/queries/published-broadcasts.js'
import { listReceipts } from '../../db/queries/receipts.js'
import type { TenantContext, Tx } from '../../db/transaction.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { describeMessageDiff, type MessageChange } from '../../schema/domain/playbooks/describe-message-diff.js'
import { messageOfBroadcast } from '../../schema/domain/playbooks/message-of-broadcast.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import type { Receipt } from '../../schema/domain/playbooks/receipt.js'
import { actorOf, playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { broadcastNames } from '../playbooks/broadcast-names.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

export type FeedQuestion = { readonly first: number; readonly after: string | null; readonly isForAll: boolean }

export type PulledMessage = {
  readonly row: FeedRow
  /** What goes out of it; null where it ended before the center ever had it: it is told that there was one, and no more. */
  readonly message: PlaybookMessage | null
  /** Null where the center is asked nothing. */
  readonly receipt: Receipt | null
  /** Against what the center acknowledged last; null where it acknowledged nothing before. */
  readonly changes: readonly MessageChange[] | null
}

/** A caller of a center's own fetches for it; everybody else only looks. */
const isPull = (caller: Caller): boolean => caller.center !== null && holdsAny(caller, 'stats:write', 'playbooks:ack')
const contextOf = (caller: Caller): TenantContext =>
  isPull(caller) ? { centerId: caller.center?.id ?? null, role: 'center' } : playbookContextOf(caller)

/** A page of the feed, in the order of commits. What a center fetches for itself is RECEIVED from then on, with an audit entry. */
export async function pullMessages(
  hub: Hub,
  caller: Caller,
  { first, after, isForAll }: FeedQuestion,
): Promise<Outcome<Page<PulledMessage>>> {
  const [size, place] = [readPageSize(first), readCursor(after, isFeedPlace)]
  if (!size.ok || !place.ok) return refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
  const centerId = caller.center?.id ?? null
  const page = { centerId, isOwn: centerId !== null && !isForAll, after: place.value?.[0] ?? 0, limit: size.value + 1 }
  return hub.db.transaction(contextOf(caller), async tx => {
    const { nodes, endCursor, hasNextPage } = toPage(await listFeed(tx, page), size.value, ({ feedNo }) => [feedNo])
    // Whoever asks again from where nothing was keeps the place.
    return accept({ nodes: await complete(tx, caller, nodes), endCursor: endCursor ?? after, hasNextPage })
  })
}

/** What was sent within 48 hours, for whoever follows the feed as headlines; nothing is received by that. */
export const listHeadlines = (hub: Hub, caller: Caller): Promise<{ readonly now: string; readonly messages: readonly PlaybookMessage[] }> =>
  hub.db.transaction(
    playbookContextOf(caller),
    async tx => {
      const [clock] = await tx.sql<{ now: string }[]>`select hub_now() as now`
      if (clock === undefined) throw new Error('The database told no time.')
      const rows = await listRecentFeed(tx, null, null)
      const texts = await readTexts(
        tx,
        rows.map(({ id }) => id),
      )
      return { now: clock.now, messages: [...texts.values()] }
    },
    { isReadOnly: true },
  )

/** One message, fetched whole; null where there is none, or it ended before the center had it. */
export const pullMessage = (hub: Hub, caller: Caller, id: string): Promise<PlaybookMessage | null> =>
  hub.db.transaction(contextOf(caller), async tx => {
    const [pulled] = await complete(tx, caller, await listRecentFeed(tx, caller.center?.id ?? null, id))
    return pulled?.message ?? null
  })

async function complete(tx: Tx, caller: Caller, rows: readonly FeedRow[]): Promise<readonly PulledMessage[]> {
  const ids = rows.map(({ id }) => id)
  if (isPull(caller)) await notePull(tx, caller, ids)
  const receipts = new Map((await listReceipts(tx, caller.center?.id ?? null, ids)).map(receipt => [receipt.messageId, receipt]))
  const texts = await readTexts(tx, [...new Set([...ids, ...rows.flatMap(({ acknowledgedBefore }) => acknowledgedBefore ?? [])])])
  return rows.map(row => {
    const receipt = receipts.get(row.id) ?? null
    const hadIt = receipt === null ? row.state !== 'WITHDRAWN' : receipt.state !== 'AWAITING'
    const message = row.state === 'CURRENT' || hadIt ? (texts.get(row.id) ?? null) : null
    const before = row.acknowledgedBefore === null ? undefined : texts.get(row.acknowledgedBefore)
    return { row, message, receipt, changes: before === undefined || message === null ? null : describeMessageDiff(before, message) }
  })
}

async function notePull(tx: Tx, caller: Caller, ids: readonly string[]): Promise<void> {
  if (caller.center === null) return
  const { id: centerId } = caller.center
  const messages = await markPulled(tx, centerId, ids)
  if (messages.length === 0) return
  await appendAudit(tx, { chain: centerId, actor: actorOf(caller), action: 'receipt.received', subject: { messages, by: 'pull' } })
}

async function readTexts(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, PlaybookMessage>> {
  if (ids.length === 0) return new Map()
  const standards = await requireEdition(tx.sql)
  const published = await listPublishedBroadcasts(tx, ids)
  return new Map(
    published.flatMap(one => {
      const message = messageOfBroadcast(one, broadcastNames(standards, one.hazard))
      return message === null ? [] : [[one.id, message] as const]
    }),
  )
}

const isFeedPlace = (place: unknown): place is readonly [feedNo: number] =>
  Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0]) && (place[0] as number) >= 0 // an integer, just seen
