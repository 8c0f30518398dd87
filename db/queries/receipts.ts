import type { Evidence, Receipt } from '../../schema/domain/playbooks/receipt.js'
import type { MessageState } from '../../schema/domain/playbooks/message-state.js'
import type { Tx } from '../transaction.js'

const receiptColumns = (tx: Tx) => tx.sql`
  r.center_id as "centerId", r.message_id as "messageId", r.activation_id as "activationId", r.seq, r.state, r.received_at as "receivedAt",
  r.received_by as "receivedBy", r.acknowledged_at as "acknowledgedAt", r.acknowledged_by as "acknowledgedBy", r.acknowledged_desk as "acknowledgedDesk",
  r.applied_at as "appliedAt", r.applied_by as "appliedBy", r.applied_desk as "appliedDesk", r.desks_briefed as "desksBriefed",
  r.desks_total as "desksTotal", r.routing_set as "routingSet", r.routing, r.rejected_at as "rejectedAt", r.rejected_by as "rejectedBy",
  r.rejected_desk as "rejectedDesk", r.reject_reason as "rejectReason", r.is_late as "isLate",
  r.acknowledge_by as "acknowledgeBy", r.apply_by as "applyBy"`

export type LockedReceipt = {
  readonly receipt: Receipt
  readonly messageState: MessageState
  /** By the clock of the database. */
  readonly hasExpired: boolean
  readonly headMessage: string
}

/** A center's receipt under its lock, with how its message stands; null where the center is asked nothing about it. */
export async function lockReceipt(tx: Tx, centerId: number, messageId: string): Promise<LockedReceipt | null> {
  const [row] = await tx.sql<(Receipt & Omit<LockedReceipt, 'receipt'>)[]>`
    select ${receiptColumns(tx)}, m.state as "messageState", m.expires_at <= hub_now() as "hasExpired", a.head_message as "headMessage"
    from receipts r join messages m on m.id = r.message_id join activations a on a.id = r.activation_id
    where r.center_id = ${centerId} and r.message_id = ${messageId}
    for update of r`
  if (row === undefined) return null
  const { messageState, hasExpired, headMessage, ...receipt } = row
  return { receipt, messageState, hasExpired, headMessage }
}

export async function findReceipt(tx: Tx, centerId: number, messageId: string): Promise<Receipt | null> {
  const [row] = await tx.sql<
    Receipt[]
  >`select ${receiptColumns(tx)} from receipts r where r.center_id = ${centerId} and r.message_id = ${messageId}`
  return row ?? null
}

/** Who answers, of which receipt. */
export type Answer = {
  readonly centerId: number
  readonly messageId: string
  readonly actor: string
  readonly desk: string
  readonly isLate: boolean
}

/** Where a center rejected in between, it is the later acknowledgment that counts from now on. */
export const keepAcknowledged = ({ sql }: Tx, { centerId, messageId, actor, desk, isLate }: Answer) => sql`
  update receipts set state = 'ACKNOWLEDGED', acknowledged_at = hub_now(), acknowledged_by = ${actor}, acknowledged_desk = ${desk},
    is_late = is_late or ${isLate}
  where center_id = ${centerId} and message_id = ${messageId}`

/** Who applied first stays; what was done since is added to it. */
export const keepApplied = ({ sql }: Tx, { centerId, messageId, actor, desk, isLate }: Answer, done: Evidence) => sql`
  update receipts set state = 'APPLIED', applied_at = coalesce(applied_at, hub_now()), applied_by = coalesce(applied_by, ${actor}),
    applied_desk = coalesce(applied_desk, ${desk}), desks_briefed = greatest(desks_briefed, ${done.desksBriefed}::integer),
    desks_total = greatest(${done.desksTotal}::integer, desks_briefed), routing_set = coalesce(routing_set, false) or ${done.routingSet},
    routing = coalesce(${done.routing}, routing),
    is_late = is_late or ${isLate}
  where center_id = ${centerId} and message_id = ${messageId}`

export const keepRejected = ({ sql }: Tx, { centerId, messageId, actor, desk, isLate }: Answer, reason: string) => sql`
  update receipts set state = 'REJECTED', rejected_at = hub_now(), rejected_by = ${actor}, rejected_desk = ${desk}, reject_reason = ${reason},
    is_late = is_late or ${isLate}
  where center_id = ${centerId} and message_id = ${messageId}`

/** By when a center is to answer a message, as its calendar has it now; instants are ISO, null: by no time. */
export const setReceiptDues = (
  { sql }: Tx,
  { centerId, messageId, acknowledgeBy, applyBy }: Pick<Receipt, 'centerId' | 'messageId' | 'acknowledgeBy' | 'applyBy'>,
) => sql`
  update receipts set acknowledge_by = ${acknowledgeBy}::text::timestamptz, apply_by = ${applyBy}::text::timestamptz
  where center_id = ${centerId} and message_id = ${messageId}
    and (acknowledge_by, apply_by) is distinct from (${acknowledgeBy}::text::timestamptz, ${applyBy}::text::timestamptz)`

/** What the ladder still had for a center about one message is done with; `isAll`: also what asks whether it is applied. */
export const endAnsweredTimers = (
  { sql }: Tx,
  { centerId, messageId, isAll }: { centerId: number; messageId: string; isAll: boolean },
) => sql`
  update timers set done_at = hub_now(), outcome = 'answered', lease_token = null, lease_until = null
  where center_id = ${centerId} and message_id = ${messageId} and done_at is null and (${isAll} or kind <> 'APPLY_DUE')`

/** A center's receipts of some messages. */
export const listReceipts = (tx: Tx, centerId: number | null, messageIds: readonly string[]): Promise<readonly Receipt[]> => tx.sql<
  Receipt[]
>`
  select ${receiptColumns(tx)} from receipts r
  where r.center_id = ${centerId}::smallint and r.message_id in (select jsonb_array_elements_text(${JSON.stringify(messageIds)}::text::jsonb))`
