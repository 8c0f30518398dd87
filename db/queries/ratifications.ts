import type { RatificationState } from '../../schema/domain/playbooks/ratification-state.js'
import type { Tx } from '../transaction.js'

/** Opens the decision on a message that one commander sent; it ends with the message at the latest. */
export async function insertRatification(
  tx: Tx,
  { messageId, commander, agency, reason }: { messageId: string; commander: string; agency: string; reason: string },
): Promise<void> {
  await tx.sql`
    insert into ratifications (message_id, commander, commander_agency, reason, requested_at, ends_at)
    select id, ${commander}, ${agency}, ${reason}, sent_at, expires_at from messages where id = ${messageId}`
}

/** What one commander sent about a hazard, in another activation, and nobody has ratified. */
export type SentAlone = {
  readonly activationId: string
  readonly isOver: boolean
  readonly endsAt: string
  readonly centers: readonly number[]
}

/** Of the last seconds. `isOver`: it was refused, or its time has passed. */
export const listSentAlone = (
  tx: Tx,
  { hazard, but, withinSeconds }: { hazard: string; but: string; withinSeconds: number },
): Promise<readonly SentAlone[]> => tx.sql<SentAlone[]>`
  select m.activation_id as "activationId", r.state <> 'PENDING' or r.ends_at <= hub_now() as "isOver", r.ends_at as "endsAt",
    array(select t.center_id from message_targets t where t.message_id = m.id and t.part = 'TARGET' order by 1) as centers
  from ratifications r join messages m on m.id = r.message_id
  where m.hazard = ${hazard} and m.activation_id <> ${but} and r.state <> 'RATIFIED'
    and r.requested_at > hub_now() - make_interval(secs => ${withinSeconds}::integer)
  order by r.requested_at desc, m.id`

/** Whether something that was approved, or a cancel, has gone out since the message `m`. A correction is neither: one person's word, about the same alarm. */
export const isReplaced = (tx: Tx) =>
  tx.sql`exists (select from messages l where l.activation_id = m.activation_id and l.seq > m.seq and (l.purpose = 'INFORM' or l.type = 'CANCEL'))`

export async function wasReplaced(tx: Tx, messageId: string): Promise<boolean> {
  const replaced = await tx.sql`select from messages m where m.id = ${messageId} and ${isReplaced(tx)}`
  return replaced.length > 0
}

type Decision = {
  readonly messageId: string
  readonly state: RatificationState
  readonly by: string | null
  readonly reason: string | null
}

export async function decideRatification(tx: Tx, { messageId, state, by, reason }: Decision): Promise<void> {
  await tx.sql`
    update ratifications set state = ${state}, decided_by = ${by}, decided_at = hub_now(), decision_reason = ${reason} where message_id = ${messageId}`
  await tx.sql`
    update timers set done_at = hub_now(), outcome = 'decided', lease_token = null, lease_until = null
    where message_id = ${messageId} and kind = 'RATIFICATION_PAGE' and done_at is null`
}

/** Decisions that nobody made in time, of messages that have ended by themselves. */
export async function lapseRatifications(tx: Tx, activationId: string): Promise<void> {
  await tx.sql`
    update ratifications r set state = 'LAPSED', decided_at = hub_now()
    from messages m
    where m.id = r.message_id and m.activation_id = ${activationId} and r.state = 'PENDING' and r.ends_at <= hub_now()`
}
