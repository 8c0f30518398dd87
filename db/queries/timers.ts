import type { Tx } from '../transaction.js'

/** A timer that fell due and is this worker's for half a minute. */
export type ClaimedTimer = {
  readonly id: number
  readonly activationId: string
  readonly messageId: string
  /** Null: it is for coordinators. */
  readonly centerId: number | null
  readonly kind: string
  readonly round: number
  /** ISO instant. */
  readonly dueAt: string
  readonly leaseToken: string
}

/** `fired`, or why there was nothing left to do. */
export type TimerOutcome = 'fired' | 'answered' | 'superseded' | 'canceled' | 'expired' | 'decided'

const LEASE_SECONDS = 30

/** Claims what is due of some kinds, the longest due first. A lease that ran out is claimed again: whatever a timer does must be safe to do twice. */
export const claimTimers = (tx: Tx, kinds: readonly string[], limit: number): Promise<readonly ClaimedTimer[]> => tx.sql<ClaimedTimer[]>`
  with due as (
    select id from timers
    where done_at is null and due_at <= hub_now() and (lease_until is null or lease_until <= hub_now())
      and kind in (select jsonb_array_elements_text(${JSON.stringify(kinds)}::text::jsonb))
    order by due_at, id
    limit ${limit}::integer
    for update skip locked
  )
  update timers t set lease_token = gen_random_uuid(), lease_until = hub_now() + make_interval(secs => ${LEASE_SECONDS}::integer)
  from due where t.id = due.id
  returning t.id, t.activation_id as "activationId", t.message_id as "messageId", t.center_id as "centerId", t.kind, t.round, t.due_at as "dueAt",
    t.lease_token as "leaseToken"`

/** False when the lease had passed on, or the timer was ended meanwhile by an answer or a later message. */
export async function finishTimer(tx: Tx, { id, leaseToken }: ClaimedTimer, outcome: TimerOutcome): Promise<boolean> {
  const { count } = await tx.sql`
    update timers set done_at = hub_now(), outcome = ${outcome}, lease_token = null, lease_until = null
    where id = ${id} and lease_token = ${leaseToken}::text::uuid and done_at is null`
  return count === 1
}
