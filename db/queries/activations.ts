import type { ActivationState } from '../../schema/domain/playbooks/activation-state.js'
import type { Activation, Message, Ratification } from '../../schema/domain/playbooks/activation.js'
import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import type { Tx } from '../transaction.js'

const columns = (tx: Tx) => tx.sql`
  a.id, a.status, a.hazard, a.state, a.level, a.areas, a.overflow, a.head_seq as "headSeq", a.head_message as "headMessage",
  a.relates_to as "relatesTo", a.repeat_reason as "repeatReason", a.exercise_id as "exerciseId", a.participants, a.ends_at as "endsAt",
  a.opened_by as "openedBy", a.opened_agency as "openedAgency", a.opened_at as "openedAt", a.closed_by as "closedBy", a.closed_at as "closedAt",
  a.closed_without as "closedWithout"`

export type NewActivation = Pick<
  Activation,
  | 'id'
  | 'status'
  | 'hazard'
  | 'areas'
  | 'overflow'
  | 'relatesTo'
  | 'repeatReason'
  | 'exerciseId'
  | 'participants'
  | 'endsAt'
  | 'openedBy'
  | 'openedAgency'
>

export async function insertActivation(tx: Tx, made: NewActivation): Promise<Activation> {
  const participants = made.participants === null ? null : [...made.participants]
  const [row] = await tx.sql<Activation[]>`
    insert into activations as a (id, status, hazard, areas, overflow, relates_to, repeat_reason, exercise_id, participants, ends_at, opened_by, opened_agency)
    values (${made.id}, ${made.status}, ${made.hazard}, ${[...made.areas]}::text[], ${[...made.overflow]}::smallint[], ${made.relatesTo},
      ${made.repeatReason}, ${made.exerciseId}, ${participants}::smallint[], ${made.endsAt}::text::timestamptz, ${made.openedBy}, ${made.openedAgency})
    returning ${columns(tx)}`
  if (row === undefined) throw new Error('No activation was opened.')
  return row
}

/** The activation under its lock: whoever changes anything of an emergency holds it first, so publications, claims and endings follow each other. */
export async function lockActivation(tx: Tx, id: string): Promise<Activation | null> {
  const [row] = await tx.sql<Activation[]>`select ${columns(tx)} from activations a where a.id = ${id} for update`
  return row ?? null
}

/** The same, or null where somebody else holds it: a sweep leaves that to them, or to its next turn. */
export async function lockFreeActivation(tx: Tx, id: string): Promise<Activation | null> {
  const [row] = await tx.sql<Activation[]>`select ${columns(tx)} from activations a where a.id = ${id} for update skip locked`
  return row ?? null
}

export async function findActivation(tx: Tx, id: string): Promise<Activation | null> {
  const [row] = await tx.sql<Activation[]>`select ${columns(tx)} from activations a where a.id = ${id}`
  return row ?? null
}

export type ActivationPage = {
  readonly state: ActivationState | null
  readonly status: BroadcastStatus | null
  readonly after: readonly [openedAt: string, id: string] | null
  readonly limit: number
}

/** Activations the caller may see, the one opened last first. */
export async function listActivations(tx: Tx, { state, status, after, limit }: ActivationPage): Promise<Activation[]> {
  const [openedAt = null, id = null] = after ?? []
  return tx.sql<Activation[]>`
    select ${columns(tx)} from activations a
    where (${state}::text is null or a.state = ${state}::text) and (${status}::text is null or a.status = ${status}::text)
      and (${id}::text is null or (a.opened_at, a.id) < (${openedAt}::text::timestamptz, ${id}::text))
    order by a.opened_at desc, a.id desc
    limit ${limit}`
}

export type RecentMessage = {
  readonly activationId: string
  readonly messageId: string
  readonly sentAt: string
  readonly centers: readonly number[]
  /** Its activation takes no more texts. */
  readonly isOver: boolean
}

/** Messages of the same hazard and status that went out within some seconds, of other activations, those under way first, with whom they went to. */
export async function listRecentMessages(
  tx: Tx,
  { hazard, status, but, withinSeconds }: { hazard: string; status: BroadcastStatus; but: string | null; withinSeconds: number },
): Promise<RecentMessage[]> {
  return tx.sql<RecentMessage[]>`
    select m.activation_id as "activationId", m.id as "messageId", m.sent_at as "sentAt", a.state in ('CLOSING', 'CLOSED') as "isOver",
      array(select t.center_id from message_targets t where t.message_id = m.id and t.part = 'TARGET' order by 1) as centers
    from messages m join activations a on a.id = m.activation_id
    where m.hazard = ${hazard} and m.status = ${status} and m.type <> 'CANCEL' and m.activation_id is distinct from ${but}::text
      and m.sent_at > hub_now() - make_interval(secs => ${withinSeconds})
    order by 4, m.sent_at desc, m.id
    limit 50`
}

/** Closes an activation; `without` are the centers that had not answered. */
export async function closeActivation(
  tx: Tx,
  { id, actor, without }: { id: string; actor: string; without: readonly number[] },
): Promise<void> {
  await tx.sql`
    update activations set state = 'CLOSED', closed_by = ${actor}, closed_at = hub_now(), closed_without = ${[...without]}::smallint[] where id = ${id}`
}

/** Targets of the head message that have neither acknowledged nor applied nor rejected it. */
export async function listUnanswered(tx: Tx, messageId: string): Promise<number[]> {
  const rows = await tx.sql<{ centerId: number }[]>`
    select r.center_id as "centerId"
    from receipts r join message_targets t using (center_id, message_id)
    where r.message_id = ${messageId} and r.state in ('AWAITING', 'RECEIVED') and t.ended_at is null
    order by 1`
  return rows.map(({ centerId }) => centerId)
}

const messageColumns = (tx: Tx) => tx.sql`
  m.id, m.activation_id as "activationId", m.status, m.seq, m.type, m.purpose, m.version_id as "versionId", m.hazard, m.level, m.content,
  m.content_hash as "contentHash", m.refers_to as "refersTo", m.sent_at as "sentAt", m.expires_at as "expiresAt", m.is_late as "isLate",
  m.is_break_glass as "isBreakGlass", m.published_by as "publishedBy", m.feed_no as "feedNo", m.state, m.ended_at as "endedAt"`

/** Messages of an activation, in order. At most 500, which nobody reaches in an emergency. */
export async function listMessages(tx: Tx, activationId: string): Promise<Message[]> {
  return tx.sql<Message[]>`select ${messageColumns(tx)} from messages m where m.activation_id = ${activationId} order by m.seq limit 500`
}

export async function findMessage(tx: Tx, id: string): Promise<Message | null> {
  const [row] = await tx.sql<Message[]>`select ${messageColumns(tx)} from messages m where m.id = ${id}`
  return row ?? null
}

export type FrozenTarget = {
  readonly messageId: string
  readonly centerId: number
  readonly part: 'TARGET' | 'OVERFLOW'
  readonly areas: readonly string[]
  readonly endedAt: string | null
  readonly endedBy: string | null
}

/** Who gets the messages of an activation, as it was frozen with each. */
export async function listTargets(tx: Tx, activationId: string): Promise<FrozenTarget[]> {
  return tx.sql<FrozenTarget[]>`
    select t.message_id as "messageId", t.center_id as "centerId", t.part, t.areas, t.ended_at as "endedAt", t.ended_by as "endedBy"
    from message_targets t join messages m on m.id = t.message_id
    where m.activation_id = ${activationId}
    order by m.seq, t.part desc, t.center_id`
}

/** Decisions on what commanders of an activation sent alone, under lock where one is to be made. */
export async function listRatifications(tx: Tx, activationId: string): Promise<Ratification[]> {
  return tx.sql<Ratification[]>`
    select r.message_id as "messageId", r.state, r.commander, r.commander_agency as "commanderAgency", r.reason, r.requested_at as "requestedAt", r.ends_at as "endsAt",
      r.decided_by as "decidedBy", r.decided_at as "decidedAt", r.decision_reason as "decisionReason"
    from ratifications r join messages m on m.id = r.message_id
    where m.activation_id = ${activationId}
    order by m.seq`
}
