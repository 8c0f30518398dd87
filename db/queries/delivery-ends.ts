import type { DeliveryState } from '../../schema/domain/playbooks/delivery-state.js'
import { appendAudit } from './audit.js'
import type { ClaimedDelivery } from './deliveries.js'
import { noteEndpoint, type EndpointAnswer } from './endpoint-states.js'
import { appendPage } from './pages.js'
import type { Tx } from '../transaction.js'

export type AttemptEnd = EndpointAnswer & {
  readonly state: DeliveryState
  /** Until the next attempt, in milliseconds; null: none follows. */
  readonly waitMs: number | null
  readonly retryAfterMs: number | null
  /** What a 422 said. */
  readonly reason: string | null
}

const ACTOR = 'job:deliver-due'
const OUTCOMES: Partial<Record<DeliveryState, string>> = { DELIVERED: 'DELIVERED', REJECTED: 'REJECTED', UNKNOWN: 'UNKNOWN' }

/**
 * Stores what an attempt came to, with everything that follows from it: the receipt, the state of the endpoint, the page for coordinators, the audit
 * entry. False, and nothing is stored, when the lease had passed on.
 */
export async function finishAttempt(tx: Tx, claim: ClaimedDelivery, end: AttemptEnd): Promise<boolean> {
  if (!(await endLease(tx, claim, end))) return false
  if (end.state === 'REJECTED') await noteRejected(tx, claim, end.reason)
  // Where no body can be made of the content, the endpoint has no part in it.
  if (end.cause === 'noBody') await appendPage(tx, { kind: 'UNSENDABLE', subject: claim.messageId, messageId: claim.messageId, detail: {} })
  const becameSuspect = end.cause !== 'noBody' && (await noteEndpoint(tx, claim, end))
  const audit = (action: string, subject: object) =>
    appendAudit(tx, { chain: claim.centerId, actor: ACTOR, action, subject: { endpoint: claim.endpointId, ...subject } })
  if (becameSuspect) await audit('endpoint.suspected', { status: end.httpStatus, cause: end.cause })
  const isSettled = end.state === 'DELIVERED' || end.state === 'REJECTED'
  if (isSettled)
    await audit(`delivery.${end.state.toLowerCase()}`, { message: claim.messageId, attempt: claim.attempt, status: end.httpStatus })
  return true
}

/**
 * Copy, attempt and receipt in one statement, for there may be a thousand at once. A 2xx is a receipt of the center's system, not of a person; late where the
 * message stood no more.
 */
async function endLease(tx: Tx, claim: ClaimedDelivery, end: AttemptEnd): Promise<boolean> {
  const { count } = await tx.sql`
    with ended as (
      update deliveries set state = ${end.state}, lease_token = null, lease_until = null, leased_by = null,
        next_attempt_at = hub_now() + make_interval(secs => ${(end.waitMs ?? 0) / 1000}::float8),
        delivered_at = case when ${end.state}::text = 'DELIVERED' then hub_now() end,
        ended_at = case when ${end.waitMs === null}::boolean then hub_now() end,
        last_http_status = ${end.httpStatus}, last_error = ${end.cause}
      where id = ${claim.id} and lease_token = ${claim.leaseToken}::text::uuid
      returning id, center_id, message_id, attempts
    ), noted as (
      update delivery_attempts a set finished_at = hub_now(), outcome = ${OUTCOMES[end.state] ?? 'FAILED'}, http_status = ${end.httpStatus},
        retry_after_seconds = ${end.retryAfterMs === null ? null : Math.ceil(end.retryAfterMs / 1000)}, error = ${end.cause}
      from ended e where a.center_id = e.center_id and a.delivery_id = e.id and a.no = e.attempts
    ), received as (
      update receipts r set state = 'RECEIVED', received_at = hub_now(), received_by = 'delivery',
        is_late = m.state <> 'CURRENT' or m.expires_at <= hub_now()
      from ended e join messages m on m.id = e.message_id
      where ${end.state}::text = 'DELIVERED' and r.center_id = e.center_id and r.message_id = e.message_id and r.state = 'AWAITING'
    )
    select from ended`
  return count === 1
}

/** Whether a claimed copy may still be started: not when its message has expired since, which ends it, nor when the lease has passed on. */
export async function mayStart(tx: Tx, claim: ClaimedDelivery): Promise<boolean> {
  const [row] = await tx.sql<{ hasExpired: boolean }[]>`
    select m.expires_at <= hub_now() as "hasExpired" from deliveries d join messages m on m.id = d.message_id
    where d.id = ${claim.id} and d.lease_token = ${claim.leaseToken}::text::uuid
    for update of d`
  if (row === undefined) return false
  if (!row.hasExpired) return true
  // What was never started there needs no cancel either.
  await tx.sql`
    update deliveries set state = 'EXPIRED', lease_token = null, lease_until = null, leased_by = null, ended_at = hub_now(), last_error = 'expired',
      first_attempt_at = case when attempts > 1 then first_attempt_at end
    where id = ${claim.id}`
  await tx.sql`
    update delivery_attempts set finished_at = hub_now(), outcome = 'FAILED', error = 'expired'
    where center_id = ${claim.centerId} and delivery_id = ${claim.id} and no = ${claim.attempt}`
  const copies = [{ message: claim.messageId, state: 'EXPIRED' }]
  await appendAudit(tx, { chain: claim.centerId, actor: ACTOR, action: 'deliveries.ended', subject: { copies } })
  return false
}

/** The center's system will not have the message; what a person answered already stands. */
async function noteRejected(tx: Tx, claim: ClaimedDelivery, reason: string | null): Promise<void> {
  const { centerId, messageId, activationId, endpointId } = claim
  await tx.sql`
    update receipts set state = 'REJECTED', rejected_at = hub_now(), rejected_by = ${`endpoint:${endpointId}`}, reject_reason = ${reason ?? 'HTTP 422'}
    where center_id = ${centerId} and message_id = ${messageId} and state in ('AWAITING', 'RECEIVED')`
  const subject = `${messageId} ${centerId}`
  await appendPage(tx, { kind: 'REJECTED', subject, centerId, activationId, messageId, endpointId, detail: { reason } })
}

/**
 * Ends every waiting copy that must not be started any more, and says why: SUPERSEDED by a later message, CANCELED with its message or because the
 * center left, EXPIRED. Returns how many. None of these reasons ever goes away, so no lock of the activation is needed.
 */
export async function endStaleDeliveries(tx: Tx): Promise<number> {
  const ended = await tx.sql<{ centerId: number; messageId: string; state: string; why: string | null }[]>`
    with stale as (
      select d.id, t.ended_by, not b.is_member as has_left,
        case
          when m.state = 'SUPERSEDED' then 'SUPERSEDED'
          when m.state = 'WITHDRAWN' then 'CANCELED'
          when m.state = 'EXPIRED' or m.expires_at <= hub_now() then 'EXPIRED'
          else 'CANCELED'
        end as end_state
      from deliveries d
      join messages m on m.id = d.message_id
      join message_targets t on t.center_id = d.center_id and t.message_id = d.message_id
      cross join lateral (
        select exists (
          select from memberships b
          where b.center_id = d.center_id and b.member_from <= hub_today() and (b.member_to is null or b.member_to >= hub_today())) as is_member
      ) b
      where d.state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN')
        and (m.state <> 'CURRENT' or m.expires_at <= hub_now() or t.ended_at is not null or not b.is_member)
      for update of d skip locked
    )
    update deliveries d set state = s.end_state, ended_at = hub_now(),
      last_error = case when s.end_state = 'CANCELED' then coalesce(s.ended_by, case when s.has_left then 'membershipEnded' end) else d.last_error end
    from stale s where d.id = s.id
    returning d.center_id as "centerId", d.message_id as "messageId", d.state, d.last_error as why`
  for (const chain of [...new Set(ended.map(({ centerId }) => centerId))].toSorted((a, b) => a - b)) {
    const copies = ended.filter(({ centerId }) => centerId === chain).map(({ messageId, state }) => ({ message: messageId, state }))
    await appendAudit(tx, { chain, actor: ACTOR, action: 'deliveries.ended', subject: { copies } })
  }
  return ended.length
}
