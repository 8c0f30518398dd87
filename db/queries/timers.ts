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
export type TimerOutcome = 'fired' | 'answered' | 'superseded' | 'canceled' | 'expired' | 'decided' | 'delivered' | 'open' | 'deferred'

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

/** The next round of a timer, for the same message and center. `kinds`: those of the round. */
type NextRound = { readonly kinds: readonly string[]; readonly afterSeconds: number }

/**
 * Sets the next round some seconds after this one was due. Where that has gone by, because nobody was there to fire it, the rounds in between are left out:
 * whoever comes back tells once. Written already: nothing.
 */
export async function setNextRound(tx: Tx, timer: ClaimedTimer, { kinds, afterSeconds }: NextRound): Promise<void> {
  await tx.sql`
    insert into timers (activation_id, message_id, center_id, kind, round, due_at)
    select t.activation_id, t.message_id, t.center_id, next.kind, t.round + 1,
      t.due_at + make_interval(secs => ${afterSeconds}::integer * (1 + floor(greatest(0, extract(epoch from hub_now() - t.due_at)) / ${afterSeconds}::integer)))
    from timers t cross join jsonb_array_elements_text(${JSON.stringify(kinds)}::text::jsonb) as next (kind)
    where t.id = ${timer.id}
    on conflict on constraint timers_once do nothing`
}

/** Sets the next round at an instant. */
export async function setRoundAt(tx: Tx, timer: ClaimedTimer, at: string): Promise<void> {
  await tx.sql`
    insert into timers (activation_id, message_id, center_id, kind, round, due_at)
    select activation_id, message_id, center_id, kind, round + 1, ${at}::text::timestamptz from timers where id = ${timer.id}
    on conflict on constraint timers_once do nothing`
}

/** How often timers of a kind told somebody about one message at one center. */
export async function countFired(tx: Tx, { messageId, centerId, kind }: ClaimedTimer): Promise<number> {
  const [row] = await tx.sql<{ fired: number }[]>`
    select count(*)::int as fired from timers
    where message_id = ${messageId} and center_id is not distinct from ${centerId}::smallint and kind = ${kind} and outcome = 'fired'`
  return row?.fired ?? 0
}

/** Whether a later round of the same timer is due as well: then it tells, and this one does not. */
export async function isOvertaken(tx: Tx, { messageId, centerId, kind, round }: ClaimedTimer): Promise<boolean> {
  const later = await tx.sql`
    select from timers
    where message_id = ${messageId} and center_id is not distinct from ${centerId}::smallint and kind = ${kind} and round > ${round} and due_at <= hub_now()`
  return later.length > 0
}
