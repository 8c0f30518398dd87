import type { BroadcastStatus, TimerToSet } from '../../schema/domain/playbooks/level-policy.js'
import type { Message, PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Tx } from '../transaction.js'
import { findMessage } from './activations.js'

export type NewMessage = {
  readonly id: string
  readonly version: PlaybookVersion
  readonly hazard: string
  readonly publisher: string
  readonly isLate: boolean
  readonly isBreakGlass: boolean
}

/**
 * The next message of an activation, whose lock is held and whose former head has been ended. Sent now, at a whole second as CAP has it, and a second at least
 * after the one before. Takes its place in the feed under the lock of the feed, which is held until commit.
 */
export async function insertMessage(tx: Tx, { id, version, hazard, publisher, isLate, isBreakGlass }: NewMessage): Promise<Message> {
  await tx.sql`
    insert into messages (id, activation_id, status, seq, type, purpose, version_id, hazard, level, content, content_hash, refers_to, sent_at, expires_at,
      is_late, is_break_glass, published_by, feed_no)
    select ${id}, v.activation_id, v.status, v.base_seq + 1, v.type, v.purpose, v.id, ${hazard}, v.level, v.content, v.content_hash,
      array(select e.id from messages e where e.activation_id = v.activation_id and (e.expires_at > hub_now() or e.seq = v.base_seq) order by e.seq),
      greatest(date_trunc('second', hub_now()), (select max(e.sent_at) + interval '1 second' from messages e where e.activation_id = v.activation_id)),
      v.expires_at, ${isLate}, ${isBreakGlass}, ${publisher}, hub_next_feed_no()
    from playbook_versions v where v.id = ${version.id}`
  const message = await findMessage(tx, id)
  if (message === null) throw new Error(`Message ${id} was not kept.`)
  await tx.sql`
    update activations set state = ${message.type === 'CANCEL' ? 'CLOSING' : 'ACTIVE'}, level = ${message.level}, areas = ${[...version.areas]}::text[],
      overflow = ${[...version.overflow]}::smallint[], head_seq = ${message.seq}, head_message = ${id}
    where id = ${message.activationId}`
  await tx.sql`update playbook_versions set state = 'PUBLISHED', message_id = ${id}, changed_at = hub_now() where id = ${version.id}`
  return message
}

export type TargetToFreeze = { readonly centerId: number; readonly part: 'TARGET' | 'OVERFLOW'; readonly areas: readonly string[] }

/** Who gets a message, for good. */
export async function freezeTargets(tx: Tx, messageId: string, targets: readonly TargetToFreeze[]): Promise<void> {
  await tx.sql`
    insert into message_targets (center_id, message_id, part, areas)
    select "centerId", ${messageId}, part, array(select jsonb_array_elements_text(areas))
    from jsonb_to_recordset(${JSON.stringify(targets)}::text::jsonb) as given ("centerId" smallint, part text, areas jsonb)`
}

/** Whoever got any message of an activation and is not out of it: a cancel goes to all of them. */
export async function listReached(tx: Tx, activationId: string): Promise<TargetToFreeze[]> {
  return tx.sql<TargetToFreeze[]>`
    select distinct on (t.center_id) t.center_id as "centerId", t.part, t.areas
    from message_targets t join messages m on m.id = t.message_id
    where m.activation_id = ${activationId}
      and not exists (
        select from message_targets e join messages em on em.id = e.message_id
        where em.activation_id = ${activationId} and e.center_id = t.center_id and e.ended_at is not null)
    order by t.center_id, t.part desc, m.seq desc`
}

/**
 * The outbox of a message: a delivery for every endpoint of its status that its targets have now. A cancel goes only where an attempt of an earlier
 * message was ever started (P3). Returns how many.
 */
export async function insertDeliveries(tx: Tx, messageId: string): Promise<number> {
  const made = await tx.sql`
    insert into deliveries (center_id, message_id, activation_id, seq, status, endpoint_id, endpoint_kind, webhook_id, next_attempt_at)
    select t.center_id, m.id, m.activation_id, m.seq, m.status, e.id, e.kind, m.id || '-' || c.code, hub_now()
    from messages m
    join message_targets t on t.message_id = m.id
    join centers c on c.id = t.center_id
    join endpoints e on e.center_id = t.center_id and e.kind = case m.status when 'ACTUAL' then 'ACTUAL' else 'DRILL' end
      and e.valid_from <= hub_now() and (e.valid_to is null or e.valid_to > hub_now())
    where m.id = ${messageId} and (m.type <> 'CANCEL' or exists (
      select from deliveries d
      where d.activation_id = m.activation_id and d.center_id = t.center_id and d.seq < m.seq and d.first_attempt_at is not null))
    returning id`
  return made.length
}

/** By when a message is to be answered, in seconds after its sending; null: by no time, or one that is not known yet. */
type Dues = { readonly acknowledgeSeconds: number | null; readonly applySeconds: number | null }

/** A receipt for each target, awaiting. */
export async function insertReceipts(tx: Tx, messageId: string, { acknowledgeSeconds, applySeconds }: Dues): Promise<void> {
  await tx.sql`
    insert into receipts (center_id, message_id, activation_id, seq, acknowledge_by, apply_by)
    select t.center_id, m.id, m.activation_id, m.seq, m.sent_at + make_interval(secs => ${acknowledgeSeconds}::integer),
      m.sent_at + make_interval(secs => ${applySeconds}::integer)
    from messages m join message_targets t on t.message_id = m.id
    where m.id = ${messageId} and t.part = 'TARGET'`
}

/** What falls due for a message: for each of its targets, or for coordinators. */
export async function insertTimers(tx: Tx, messageId: string, timers: readonly TimerToSet[]): Promise<void> {
  await tx.sql`
    insert into timers (activation_id, message_id, center_id, kind, round, due_at)
    select m.activation_id, m.id, t.center_id, given.kind, given.round, m.sent_at + make_interval(secs => given."afterSeconds")
    from messages m
    cross join jsonb_to_recordset(${JSON.stringify(timers)}::text::jsonb) as given (kind text, round integer, "afterSeconds" integer, "isForEachCenter" boolean)
    left join message_targets t on given."isForEachCenter" and t.message_id = m.id and t.part = 'TARGET'
    where m.id = ${messageId} and (not given."isForEachCenter" or t.center_id is not null)`
}

/** Centers among some that have an endpoint for the real thing and none for drills. */
export async function listWithoutDrillEndpoint(tx: Tx, centerIds: readonly number[]): Promise<number[]> {
  const rows = await tx.sql<{ centerId: number }[]>`
    select e.center_id as "centerId" from endpoints e
    where e.center_id = any (${[...centerIds]}::smallint[]) and e.valid_from <= hub_now() and (e.valid_to is null or e.valid_to > hub_now())
    group by e.center_id having bool_and(e.kind = 'ACTUAL')
    order by 1`
  return rows.map(({ centerId }) => centerId)
}

/** Kinds of endpoints that centers have now, for a preview. */
export async function listEndpointKinds(tx: Tx, status: BroadcastStatus): Promise<ReadonlySet<number>> {
  const rows = await tx.sql<{ centerId: number }[]>`
    select distinct e.center_id as "centerId" from endpoints e
    where e.kind = ${status === 'ACTUAL' ? 'ACTUAL' : 'DRILL'} and e.valid_from <= hub_now() and (e.valid_to is null or e.valid_to > hub_now())`
  return new Set(rows.map(({ centerId }) => centerId))
}
