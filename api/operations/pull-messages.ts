import { appendAudit } from '../../db/queries/audit.js'
import { requireEdition } from '../../db/queries/editions.js'
import { findLastPlace, listFeed, listRecentFeed, markPulled, type FeedRow } from '../../db/queries/message-feed.js'
import { listPublishedBroadcasts } from '../../db/queries/published-broadcasts.js'
import { listMessageKeys as listKeys, listSignatures, type StoredMessageKey } from '../../db/queries/message-signatures.js'
import { listReceipts } from '../../db/queries/receipts.js'
import type { TenantContext, Tx } from '../../db/transaction.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { ContentSignature } from '../../schema/domain/playbooks/delivery.js'
import { describeMessageDiff, type MessageChange } from '../../schema/domain/playbooks/describe-message-diff.js'
import { statusOfMessageId } from '../../schema/domain/playbooks/message-id.js'
import { messageOfBroadcast } from '../../schema/domain/playbooks/message-of-broadcast.js'
import { parsePlaybookMessage } from '../../schema/domain/playbooks/parse-playbook-message.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import type { Receipt } from '../../schema/domain/playbooks/receipt.js'
import { actorOf, playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { broadcastNames } from '../playbooks/broadcast-names.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

export type FeedQuestion = { readonly first: number; readonly after: string | null; readonly isForAll: boolean }

/** A message with the hub's signature over it; null at a hub without a key, and where nobody has signed it for so long that it is shown all the same. */
export type SignedMessage = { readonly message: PlaybookMessage; readonly signature: ContentSignature | null }

export type PulledMessage = {
  readonly row: FeedRow
  /** What goes out of it; null where it ended before the center ever had it: it is told that there was one, and no more. */
  readonly message: SignedMessage | null
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
    if (page.after > (await findLastPlace(tx))) return refuse(placeNotReached())
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
      const center = caller.center?.id ?? null
      const recent = await listRecentFeed(tx, center, null)
      const receipts = await receiptsOf(tx, center, recent)
      // What was taken back before it came is told by its cancel alone (P3), here as in the feed: its document would not be given either.
      const rows = recent.filter(row => isShown(row, receipts.get(row.id) ?? null))
      const texts = await readTexts(
        tx,
        rows.map(({ id }) => id),
      )
      return { now: clock.now, messages: [...texts.values()].map(({ message }) => message) }
    },
    { isReadOnly: true },
  )

/** One message, fetched whole; null where there is none, or it ended before the center had it. */
export async function pullMessage(hub: Hub, caller: Caller, id: string): Promise<SignedMessage | null> {
  // Straight from an address, where anything may stand.
  if (statusOfMessageId(id) === null) return null
  return hub.db.transaction(contextOf(caller), async tx => {
    const [pulled] = await complete(tx, caller, await listRecentFeed(tx, caller.center?.id ?? null, id))
    return pulled?.message ?? null
  })
}

async function complete(tx: Tx, caller: Caller, rows: readonly FeedRow[]): Promise<readonly PulledMessage[]> {
  const ids = rows.map(({ id }) => id)
  if (isPull(caller)) await notePull(tx, caller, ids)
  const receipts = await receiptsOf(tx, caller.center?.id ?? null, rows)
  const texts = await readTexts(tx, [...new Set([...ids, ...rows.flatMap(({ acknowledgedBefore }) => acknowledgedBefore ?? [])])])
  return rows.map(row => {
    const receipt = receipts.get(row.id) ?? null
    const message = isShown(row, receipt) ? (texts.get(row.id) ?? null) : null
    const before = row.acknowledgedBefore === null ? undefined : texts.get(row.acknowledgedBefore)
    return {
      row,
      message,
      receipt,
      changes: before === undefined || message === null ? null : describeMessageDiff(before.message, message.message),
    }
  })
}

async function receiptsOf(tx: Tx, center: number | null, rows: readonly FeedRow[]): Promise<ReadonlyMap<string, Receipt>> {
  const ids = rows.map(({ id }) => id)
  return new Map((await listReceipts(tx, center, ids)).map(receipt => [receipt.messageId, receipt]))
}

/** Whether the text is given: it holds, or ended after the center had it. */
const isShown = ({ state }: FeedRow, receipt: Receipt | null): boolean =>
  state === 'CURRENT' || (receipt === null ? state !== 'WITHDRAWN' : receipt.state !== 'AWAITING')

async function notePull(tx: Tx, caller: Caller, ids: readonly string[]): Promise<void> {
  if (caller.center === null) return
  const { id: centerId } = caller.center
  const messages = await markPulled(tx, centerId, ids)
  if (messages.length === 0) return
  await appendAudit(tx, { chain: centerId, actor: actorOf(caller), action: 'receipt.received', subject: { messages, by: 'pull' } })
}

/** As they went out, where they were signed; else as they will be. */
async function readTexts(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, SignedMessage>> {
  if (ids.length === 0) return new Map()
  const signed = (await listSignatures(tx, ids)).flatMap(({ messageId, body, keyId, value }) => {
    const message = parsePlaybookMessage(JSON.parse(body))
    return message === null ? [] : [[messageId, { message, signature: { keyId, value } }] as const]
  })
  const found = new Map<string, SignedMessage>(signed)
  const standards = await requireEdition(tx.sql)
  const published = await listPublishedBroadcasts(
    tx,
    ids.filter(id => !found.has(id)),
  )
  for (const one of published) {
    const message = messageOfBroadcast(one, broadcastNames(standards, one.hazard))
    if (message !== null) found.set(one.id, { message, signature: null })
  }
  return found
}

/** What messages are verified with. */
export const listMessageKeys = (hub: Hub, caller: Caller): Promise<readonly StoredMessageKey[]> =>
  hub.db.transaction(playbookContextOf(caller), listKeys, { isReadOnly: true })

/**
 * A place that this feed has not come to: of another hub, or from before the database was taken back to an earlier state. Whoever waited there would hear of nothing for a long time,
 * and silence looks like peace.
 */
const placeNotReached = () =>
  issue({
    code: 'INVALID_CURSOR',
    path: ['after'],
    messageKo:
      '이 허브의 발령 목록이 아직 이 커서까지 오지 않았습니다(다른 허브의 것이거나, 데이터베이스가 이전 상태로 되돌려졌습니다). after 없이 처음부터 다시 받으십시오.',
    messageEn:
      'The feed of this hub has not come to this cursor: it is of another hub, or the database was taken back to an earlier state. Begin again without after.',
    expected: 'endCursor of a page of this feed, or none',
  })

const isFeedPlace = (place: unknown): place is readonly [feedNo: number] =>
  Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0]) && (place[0] as number) >= 0 // an integer, just seen
