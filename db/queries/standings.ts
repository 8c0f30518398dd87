import type { Standing } from '../../schema/domain/playbooks/ladder.js'
import type { KoreanMinute } from '../../schema/domain/centers/opening-now.js'
import { isReplaced } from './ratifications.js'
import type { Tx } from '../transaction.js'

/** How a center stands to a message, as columns over `m` messages, `t` message_targets and `r` receipts. */
export const standingColumns = (tx: Tx) => tx.sql`
  m.status, m.level, m.state as "messageState", m.expires_at <= hub_now() as "hasExpired", t.ended_at is not null as "hasLeft", r.state as receipt,
  r.state = 'REJECTED' and not starts_with(r.rejected_by, 'endpoint:') as "isRejectedByPerson"`

/** Null where the center is asked nothing about the message. */
export async function findStanding(tx: Tx, messageId: string, centerId: number | null): Promise<Standing | null> {
  const [row] = await tx.sql<Standing[]>`
    select ${standingColumns(tx)}
    from messages m
    join message_targets t on t.message_id = m.id
    join receipts r on r.message_id = m.id and r.center_id = t.center_id
    where m.id = ${messageId} and t.center_id = ${centerId}::smallint`
  return row ?? null
}

/** The minute it is in Korea by the clock of the database. */
export async function readKoreanMinute(tx: Tx): Promise<KoreanMinute> {
  const [row] = await tx.sql<KoreanMinute[]>`
    select to_char(at, 'YYYY-MM-DD') as day, to_char(at, 'HH24:MI') as time from (select hub_now() at time zone 'Asia/Seoul' as at) clock`
  if (row === undefined) throw new Error('The clock did not answer.')
  return row
}

/** When a message was sent: the minute in Korea that began then, or next after it, so that time counted from it is never too short. `isEnding`: it is only to be read. */
export async function readSentMinute(tx: Tx, messageId: string): Promise<KoreanMinute & { readonly isEnding: boolean }> {
  const [row] = await tx.sql<(KoreanMinute & { readonly isEnding: boolean })[]>`
    select to_char(at, 'YYYY-MM-DD') as day, to_char(at, 'HH24:MI') as time, type = 'CANCEL' or purpose = 'ALL_CLEAR' as "isEnding"
    from (select (sent_at + interval '59.999999 seconds') at time zone 'Asia/Seoul' as at, type, purpose from messages where id = ${messageId}) sent`
  if (row === undefined) throw new Error(`Message ${messageId} is gone.`)
  return row
}

/** Where a decision about a message that one commander sent stands; null where there is none. */
export async function findPendingRatification(tx: Tx, messageId: string): Promise<{ readonly isPending: boolean } | null> {
  const [row] = await tx.sql<{ isPending: boolean }[]>`
    select x.state = 'PENDING' and x.ends_at > hub_now() and not ${isReplaced(tx)} as "isPending"
    from ratifications x join messages m on m.id = x.message_id where x.message_id = ${messageId}`
  return row ?? null
}
