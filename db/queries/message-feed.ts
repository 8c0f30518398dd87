import type { Message } from '../../schema/domain/playbooks/activation.js'
import type { Tx } from '../transaction.js'

/** A message at its place in the feed, as one center sees it. */
export type FeedRow = Pick<
  Message,
  'id' | 'activationId' | 'status' | 'seq' | 'type' | 'hazard' | 'level' | 'state' | 'sentAt' | 'expiresAt' | 'feedNo'
> & {
  /** Null: it was not sent to the center. */
  readonly part: 'TARGET' | 'OVERFLOW' | null
  /** The last message before it, of the same activation, that the center acknowledged. */
  readonly acknowledgedBefore: string | null
}

const columns = (tx: Tx, centerId: number | null) => tx.sql`
  m.id, m.activation_id as "activationId", m.status, m.seq, m.type, m.hazard, m.level, m.state, m.sent_at as "sentAt", m.expires_at as "expiresAt",
  m.feed_no as "feedNo", t.part,
  (select r.message_id from receipts r
   where r.center_id = ${centerId}::smallint and r.activation_id = m.activation_id and r.seq < m.seq and r.acknowledged_at is not null
   order by r.seq desc limit 1) as "acknowledgedBefore"`

/** Longest that a message waits for its signature: within lease and tick what a killed process left is taken up (emergency.md §3). Then it is shown without. */
const LONGEST_UNSIGNED_S = 35

/**
 * Messages that nobody is shown yet: sent just now and not signed, at a hub that signs. Only the last thousand are looked at, so that it costs the same in ten years.
 * docs/decisions/0048 says why it ends.
 */
const heldBack = (tx: Tx) => tx.sql`
  select u.id, u.feed_no from (select id, feed_no, sent_at from messages order by feed_no desc limit 1000) u
  where u.sent_at > hub_now() - make_interval(secs => ${LONGEST_UNSIGNED_S}::integer) and exists (select from message_keys)
    and not exists (select from message_signatures s where s.message_id = u.id)`

/** The place before which all of the feed may be shown: a cursor must not pass a message that is still held back. */
export const shownBefore = (tx: Tx) => tx.sql`coalesce((select min(feed_no) from (${heldBack(tx)}) held), 9223372036854775807)`

export type FeedPage = {
  readonly centerId: number | null
  /** Only what was sent to the center. */
  readonly isOwn: boolean
  readonly after: number
  readonly limit: number
}

/** How far the feed has come, what is still held back among it. */
export async function findLastPlace(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ place: number }[]>`select coalesce(max(feed_no), 0) as place from messages`
  return row?.place ?? 0
}

/** Messages in the order of their commits. `feed_no` is taken under a lock that is held until commit, so none below one that was seen is still to come; what is not signed yet ends the page. */
export const listFeed = (tx: Tx, { centerId, isOwn, after, limit }: FeedPage): Promise<readonly FeedRow[]> => tx.sql<FeedRow[]>`
  select ${columns(tx, centerId)}
  from messages m left join message_targets t on t.message_id = m.id and t.center_id = ${centerId}::smallint
  where m.feed_no > ${after}::bigint and m.feed_no < ${shownBefore(tx)} and (not ${isOwn} or t.center_id is not null)
  order by m.feed_no
  limit ${limit}::integer`

/** Those of the last 48 hours, the last one first; or one by its id. */
export const listRecentFeed = (tx: Tx, centerId: number | null, id: string | null): Promise<readonly FeedRow[]> => tx.sql<FeedRow[]>`
  select ${columns(tx, centerId)}
  from messages m left join message_targets t on t.message_id = m.id and t.center_id = ${centerId}::smallint
  where case when ${id}::text is null then m.sent_at > hub_now() - interval '48 hours' else m.id = ${id}::text end
    and not exists (select from (${heldBack(tx)}) held where held.id = m.id)
  order by m.feed_no desc
  limit 500`

/** Notes that a center has fetched messages that hold; returns those it had not received before. */
export async function markPulled(tx: Tx, centerId: number, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    update receipts r set state = 'RECEIVED', received_at = hub_now(), received_by = 'pull', is_late = m.expires_at <= hub_now()
    from messages m
    where m.id = r.message_id and m.state = 'CURRENT' and r.center_id = ${centerId} and r.state = 'AWAITING'
      and r.message_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))
    returning r.message_id as id`
  return rows.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1))
}
