import { shownBefore } from './message-feed.js'
import type { Tx } from '../transaction.js'

export type FeedHeads = {
  /** Place of the last message of all; 0 while there is none. */
  readonly ofAll: number
  /** Of those sent to a center, for each center asked for; 0 where nothing was. */
  readonly ofCenter: ReadonlyMap<number, number>
}

/** How far the feed has come, as far as it may be shown, in one statement for any number of centers. */
export async function listFeedHeads(tx: Tx, centers: readonly number[]): Promise<FeedHeads> {
  const rows = await tx.sql<{ center: number | null; head: number }[]>`
    with shown as materialized (select ${shownBefore(tx)} as before)
    select null::smallint as center, coalesce((select max(m.feed_no) from messages m, shown where m.feed_no < shown.before), 0) as head
    union all
    select asked.center, coalesce(
      (select max(m.feed_no) from message_targets t join messages m on m.id = t.message_id cross join shown
        where t.center_id = asked.center and m.feed_no < shown.before), 0)
    from unnest(${[...centers]}::smallint[]) as asked (center)`
  return {
    ofAll: rows.find(({ center }) => center === null)?.head ?? 0,
    ofCenter: new Map(rows.flatMap(({ center, head }) => (center === null ? [] : [[center, head] as const]))),
  }
}
