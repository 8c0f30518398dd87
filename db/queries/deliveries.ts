import type { AlertLevel } from '../../schema/domain/playbooks/alert-level.js'
import type { Tx } from '../transaction.js'

/** A copy that this worker may send now. The attempt is written down already. */
export type ClaimedDelivery = {
  readonly id: number
  readonly centerId: number
  readonly center: string
  readonly activationId: string
  readonly messageId: string
  readonly endpointId: string
  readonly webhookId: string
  readonly level: AlertLevel
  readonly url: string
  readonly secretRef: string
  /** Which attempt of this copy it is, from 1. */
  readonly attempt: number
  /** Fences every write of the worker. */
  readonly leaseToken: string
  /** Seconds since 1970 by the database's clock (P6). */
  readonly timestamp: number
  /** Until the message expires, by the clock of the database. */
  readonly livesMs: number
  /** Not the first attempt, or at an endpoint whose last one failed. */
  readonly isSlow: boolean
}

export type ClaimLimits = {
  readonly worker: string
  /** Copies that may be claimed at most. */
  readonly limit: number
  /** How many of them may be slow ones: those that wait for dead endpoints must not take every place. */
  readonly slowLimit: number
}

/** Longer than any attempt may take; a killed worker's copies are free again after it. */
export const LEASE_SECONDS = 30

/**
 * Claims what is due. No two workers have the same copy, no endpoint has two in flight, and no copy of a message is started that a newer one
 * has replaced, that was canceled, has expired, or whose center has left: all of that is read under locks that publication needs too.
 * Locks, in this order and never waiting: activations (shared), states of endpoints, deliveries. What somebody else holds is left to the next turn.
 */
export async function claimDeliveries(tx: Tx, limits: ClaimLimits): Promise<readonly ClaimedDelivery[]> {
  await releaseRunOutLeases(tx)
  const activations = await lockActivationsWithDueCopies(tx)
  if (activations.length === 0) return []
  const chosen = await chooseDueCopies(tx, activations, limits)
  return chosen.length === 0 ? [] : startAttempts(tx, chosen, limits.worker)
}

/** A lease that ran out: whoever had it is gone, and the attempt may have reached the endpoint. */
async function releaseRunOutLeases(tx: Tx): Promise<void> {
  await tx.sql`
    with gone as (
      select id, lease_token as token from deliveries where state = 'IN_FLIGHT' and lease_until <= hub_now() for update skip locked
    ), released as (
      update deliveries d set state = 'RETRY_WAIT', lease_token = null, lease_until = null, leased_by = null,
        next_attempt_at = hub_now(), last_error = 'leaseRanOut'
      from gone where d.id = gone.id
      returning d.id
    )
    update delivery_attempts a set finished_at = hub_now(), outcome = 'UNKNOWN', error = 'leaseRanOut'
    from gone where a.delivery_id = gone.id and a.lease_token = gone.token and a.finished_at is null and gone.id in (select id from released)`
}

/** Publication locks the activation for update, so the head that the next statement reads cannot change before this transaction ends. */
async function lockActivationsWithDueCopies(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    select a.id from activations a
    where a.id in (select d.activation_id from deliveries d where d.state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN') and d.next_attempt_at <= hub_now())
    order by a.id
    for share skip locked`
  return rows.map(({ id }) => id)
}

type Chosen = { readonly id: number; readonly endpoint_id: string; readonly is_slow: boolean }

/**
 * One copy for each endpoint that is free, first attempts and urgent levels first. The endpoint is the one that is registered now, whatever the copy
 * was made for (P10). Its state is locked, so that of two workers one finds it and the other goes on.
 */
const chooseDueCopies = (tx: Tx, activations: readonly string[], { limit, slowLimit }: ClaimLimits): Promise<readonly Chosen[]> => tx.sql<
  Chosen[]
>`
  with due as (
    select d.id, d.center_id, e.id as endpoint_id, d.attempts > 0 or s.failing_since is not null as is_slow, d.next_attempt_at,
      m.level in ('alert', 'serious') as is_urgent
    from deliveries d
    join messages m on m.id = d.message_id and m.state = 'CURRENT' and m.expires_at > hub_now()
    join message_targets t on t.center_id = d.center_id and t.message_id = d.message_id and t.ended_at is null
    join endpoints e on e.center_id = d.center_id and e.kind = d.endpoint_kind and e.valid_from <= hub_now() and (e.valid_to is null or e.valid_to > hub_now())
    join endpoint_states s on s.center_id = e.center_id and s.endpoint_id = e.id
    where d.activation_id in (select jsonb_array_elements_text(${JSON.stringify(activations)}::text::jsonb))
      and d.state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN') and d.next_attempt_at <= hub_now()
      and exists (
        select from memberships b
        where b.center_id = d.center_id and b.member_from <= hub_today() and (b.member_to is null or b.member_to >= hub_today()))
      and not exists (select from deliveries o where o.center_id = e.center_id and o.endpoint_id = e.id and o.state = 'IN_FLIGHT')
      and not exists (
        select from deliveries o where o.center_id = e.center_id and o.endpoint_id = e.id and o.message_id = d.message_id and o.id <> d.id)
  ), next as (
    select distinct on (center_id, endpoint_id) * from due order by center_id, endpoint_id, is_urgent desc, next_attempt_at, id
  ), ranked as (
    select *, row_number() over (partition by is_slow order by is_urgent desc, next_attempt_at, id) as place from next
  )
  select r.id, r.endpoint_id, r.is_slow
  from ranked r
  join endpoint_states s on s.center_id = r.center_id and s.endpoint_id = r.endpoint_id
  where not r.is_slow or r.place <= ${slowLimit}::integer
  order by r.is_slow, r.is_urgent desc, r.next_attempt_at, r.id
  limit ${limit}::integer
  for update of s skip locked`

/** Another worker may have started one between the last statement and its lock, so everything that it could have changed is looked at again. */
const startAttempts = (tx: Tx, chosen: readonly Chosen[], worker: string): Promise<readonly ClaimedDelivery[]> => tx.sql<ClaimedDelivery[]>`
  with chosen as (
    select * from jsonb_to_recordset(${JSON.stringify(chosen)}::text::jsonb) as c (id bigint, endpoint_id uuid, is_slow boolean)
  ), free as (
    select d.id from deliveries d
    join chosen c on c.id = d.id
    where d.state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN') and d.next_attempt_at <= hub_now()
      and not exists (select from deliveries o where o.center_id = d.center_id and o.endpoint_id = c.endpoint_id and o.state = 'IN_FLIGHT')
    for update of d skip locked
  ), started as (
    update deliveries d set state = 'IN_FLIGHT', attempts = d.attempts + 1, lease_token = gen_random_uuid(),
      lease_until = hub_now() + make_interval(secs => ${LEASE_SECONDS}::integer), leased_by = ${worker}::text,
      first_attempt_at = coalesce(d.first_attempt_at, hub_now()), endpoint_id = c.endpoint_id
    from chosen c
    where d.id = c.id and d.id in (select id from free)
    returning d.*, c.is_slow
  ), noted as (
    insert into delivery_attempts (center_id, delivery_id, no, endpoint_id, lease_token, worker, started_at)
    select center_id, id, attempts, endpoint_id, lease_token, leased_by, hub_now() from started
  )
  select d.id, d.center_id as "centerId", c.code as center, d.activation_id as "activationId", d.message_id as "messageId",
    d.endpoint_id as "endpointId", d.webhook_id as "webhookId", m.level, e.url, e.secret_ref as "secretRef", d.attempts as attempt,
    d.lease_token as "leaseToken", floor(extract(epoch from hub_now()))::bigint as timestamp,
    (extract(epoch from m.expires_at - hub_now()) * 1000)::float8 as "livesMs", d.is_slow as "isSlow"
  from started d
  join centers c on c.id = d.center_id
  join messages m on m.id = d.message_id
  join endpoints e on e.center_id = d.center_id and e.id = d.endpoint_id and e.valid_from <= hub_now() and (e.valid_to is null or e.valid_to > hub_now())
  order by d.is_slow, d.id`
