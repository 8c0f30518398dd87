import type { Tx } from '../transaction.js'

/** How a message ends, what becomes of its text and of what still waits for it. */
const ENDINGS = {
  superseded: { message: 'SUPERSEDED', delivery: 'SUPERSEDED', timer: 'superseded', keeps: null },
  corrected: { message: 'SUPERSEDED', delivery: 'SUPERSEDED', timer: 'superseded', keeps: 'RATIFICATION_PAGE' },
  canceled: { message: 'WITHDRAWN', delivery: 'CANCELED', timer: 'canceled', keeps: null },
  expired: { message: 'EXPIRED', delivery: 'EXPIRED', timer: 'expired', keeps: null },
} as const
export type Ending = keyof typeof ENDINGS

/**
 * Ends the head of an activation, if it has one: message and text, every delivery of the activation that waits, every timer. An attempt in flight
 * goes on; its worker finds the message ended. Approvers are asked on about a message that is only corrected. The lock of the activation is held.
 */
export async function endHead(tx: Tx, activationId: string, ending: Ending): Promise<void> {
  const { message, delivery, timer, keeps } = ENDINGS[ending]
  await tx.sql`
    with ended as (
      update messages set state = ${message}, ended_at = hub_now()
      where activation_id = ${activationId} and state = 'CURRENT'
      returning version_id)
    update playbook_versions set state = ${message}, changed_at = hub_now() where id in (select version_id from ended)`
  await tx.sql`
    update deliveries set state = ${delivery}, ended_at = hub_now()
    where activation_id = ${activationId} and state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN')`
  await tx.sql`
    update timers set done_at = hub_now(), outcome = ${timer}, lease_token = null, lease_until = null
    where activation_id = ${activationId} and done_at is null and kind is distinct from ${keeps}`
}

/**
 * Takes the targets of an actual message out of every drill of the same hazard (emergency.md §2.2): nothing more of the drill is sent to them or asked
 * of them. Locks those drills, in order. Returns the drills.
 */
export async function endDrills(tx: Tx, { messageId, hazard }: { messageId: string; hazard: string }): Promise<string[]> {
  const drills = await tx.sql<{ id: string }[]>`
    select id from activations where status = 'EXERCISE' and hazard = ${hazard} and state in ('ACTIVE', 'CLOSING') order by id for update`
  if (drills.length === 0) return []
  const ids = drills.map(({ id }) => id)
  await tx.sql`
    update message_targets t set ended_at = hub_now(), ended_by = ${messageId}
    from messages m
    where m.id = t.message_id and m.activation_id = any (${ids}::text[]) and t.ended_at is null
      and t.center_id in (select center_id from message_targets where message_id = ${messageId})`
  await tx.sql`
    update deliveries d set state = 'CANCELED', ended_at = hub_now()
    from message_targets t
    where t.message_id = d.message_id and t.center_id = d.center_id and t.ended_by = ${messageId} and d.state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN')`
  await tx.sql`
    update timers r set done_at = hub_now(), outcome = 'canceled', lease_token = null, lease_until = null
    from message_targets t
    where t.message_id = r.message_id and t.center_id = r.center_id and t.ended_by = ${messageId} and r.done_at is null`
  return ids
}

/** Centers that an actual message took out of a drill, or that left the council. */
export async function listTakenOut(tx: Tx, activationId: string): Promise<ReadonlySet<number>> {
  const rows = await tx.sql<{ centerId: number }[]>`
    select distinct t.center_id as "centerId" from message_targets t join messages m on m.id = t.message_id
    where m.activation_id = ${activationId} and t.ended_at is not null`
  return new Set(rows.map(({ centerId }) => centerId))
}

const MEMBERSHIP_ENDED = 'membershipEnded'

/** Centers that an actual message took out of a drill. */
export async function listTakenByReal(tx: Tx, activationId: string): Promise<ReadonlySet<number>> {
  const rows = await tx.sql<{ centerId: number }[]>`
    select distinct t.center_id as "centerId" from message_targets t join messages m on m.id = t.message_id
    where m.activation_id = ${activationId} and t.ended_at is not null and t.ended_by <> ${MEMBERSHIP_ENDED}`
  return new Set(rows.map(({ centerId }) => centerId))
}

/**
 * Takes centers that are no members any more out of an activation (P8): of every message of it that was for them, nothing more is started or asked. The lock of the
 * activation is held. Returns them.
 */
export async function takeOutDeparted(tx: Tx, activationId: string): Promise<number[]> {
  const rows = await tx.sql<{ centerId: number }[]>`
    update message_targets t set ended_at = hub_now(), ended_by = ${MEMBERSHIP_ENDED}
    from messages m
    where m.id = t.message_id and m.activation_id = ${activationId} and t.ended_at is null and not exists (${membershipOf(tx)})
    returning t.center_id as "centerId"`
  if (rows.length === 0) return []
  await tx.sql`
    update deliveries d set state = 'CANCELED', ended_at = hub_now(), last_error = ${MEMBERSHIP_ENDED}
    from message_targets t
    where t.message_id = d.message_id and t.center_id = d.center_id and d.activation_id = ${activationId} and t.ended_by = ${MEMBERSHIP_ENDED}
      and d.state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN')`
  await tx.sql`
    update timers r set done_at = hub_now(), outcome = 'canceled', lease_token = null, lease_until = null
    from message_targets t
    where t.message_id = r.message_id and t.center_id = r.center_id and r.activation_id = ${activationId} and t.ended_by = ${MEMBERSHIP_ENDED}
      and r.done_at is null`
  return [...new Set(rows.map(({ centerId }) => centerId))].toSorted((a, b) => a - b)
}

const membershipOf = (tx: Tx) => tx.sql`
  select from memberships b
  where b.center_id = t.center_id and b.member_from <= hub_today() and (b.member_to is null or b.member_to >= hub_today())`

/** Activations that are not closed and have somebody in them who is no member any more. */
export async function listWithDeparted(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select a.id from activations a
    where a.state in ('ACTIVE', 'CLOSING') and exists (
      select from message_targets t join messages m on m.id = t.message_id
      where m.activation_id = a.id and t.ended_at is null and not exists (${membershipOf(tx)}))
    order by a.opened_at, a.id limit ${limit}`
  return rows.map(({ id }) => id)
}

/** Centers for which the real thing of a hazard holds now: no drill of it is for them. */
export async function listInActual(tx: Tx, hazard: string): Promise<ReadonlySet<number>> {
  const rows = await tx.sql<{ centerId: number }[]>`
    select distinct t.center_id as "centerId" from message_targets t join messages m on m.id = t.message_id
    where m.state = 'CURRENT' and m.status = 'ACTUAL' and m.type <> 'CANCEL' and m.purpose <> 'ALL_CLEAR' and m.hazard = ${hazard}
      and m.expires_at > hub_now() and t.ended_at is null`
  return new Set(rows.map(({ centerId }) => centerId))
}

/** Activations that have ended and of whose last message everybody has taken note: no center is left that has not acknowledged it. */
export async function listAnswered(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select a.id from activations a where a.state = 'CLOSING' and not exists (${missingOf(tx)}) order by a.opened_at, a.id limit ${limit}`
  return rows.map(({ id }) => id)
}

/** Whether that is so of one, whose lock is held. */
export async function isAnswered(tx: Tx, activationId: string): Promise<boolean> {
  const rows = await tx.sql`select from activations a where a.id = ${activationId} and not exists (${missingOf(tx)})`
  return rows.length === 1
}

/** A center that rejected the end is missing: somebody has to look at it. */
const missingOf = (tx: Tx) => tx.sql`
  select from receipts r join message_targets t using (center_id, message_id)
  where r.message_id = a.head_message and r.state not in ('ACKNOWLEDGED', 'APPLIED') and t.ended_at is null`

/** Activations whose head has expired, the longest first. */
export async function listExpired(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select activation_id as id from messages where state = 'CURRENT' and expires_at <= hub_now() order by expires_at, id limit ${limit}`
  return rows.map(({ id }) => id)
}

export async function moveToClosing(tx: Tx, activationId: string): Promise<void> {
  await tx.sql`update activations set state = 'CLOSING' where id = ${activationId} and state = 'ACTIVE'`
}
