import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import type { Standing } from '../../schema/domain/playbooks/ladder.js'
import { isOfDrill, type Audience, type PageChannel } from '../../schema/domain/playbooks/page.js'
import { appendAudit, COUNCIL_CHAIN } from './audit.js'
import { standingColumns } from './standings.js'
import type { Tx } from '../transaction.js'

/** A page that is this worker's for half a minute, with what its text is made of. */
export type ClaimedPage = {
  readonly id: number
  readonly kind: string
  readonly audience: Audience
  readonly toCenterId: number | null
  readonly centerId: number | null
  readonly activationId: string | null
  readonly messageId: string | null
  readonly detail: Readonly<Record<string, unknown>>
  /** Number of this attempt, from 1. */
  readonly attempt: number
  readonly leaseToken: string
  /** Seconds since 1970 by the database. */
  readonly timestamp: number
  /** Of the activation, EXERCISE where it is about a drill without one; null for a page about neither. */
  readonly status: BroadcastStatus | null
  readonly hazard: string | null
  readonly seq: number | null
  /** Null where it is about no center's answer to a message. */
  readonly standing: Standing | null
  readonly isRatificationPending: boolean | null
  /** Since when the center owes an answer in this activation; null where it is about none. */
  readonly waitedSeconds: number | null
  /** Pages to the same party about the same message before this one. */
  readonly earlier: number
}

const LEASE_SECONDS = 30
const ACTOR = 'job:tell-pages'

type Row = Omit<ClaimedPage, 'standing'> & { readonly [K in keyof Standing]: Standing[K] | null }

/** Claims pages that are due, the longest due first. A lease that ran out is claimed again. */
export async function claimPages(tx: Tx, limit: number): Promise<readonly ClaimedPage[]> {
  const rows = await tx.sql<Row[]>`
    with due as (
      select id from pages
      where told_at is null and seen_at is null and dropped_at is null and next_attempt_at <= hub_now() and (lease_until is null or lease_until <= hub_now())
      order by next_attempt_at, id
      limit ${limit}::integer
      for update skip locked
    ), claimed as (
      update pages p set lease_token = gen_random_uuid(), lease_until = hub_now() + make_interval(secs => ${LEASE_SECONDS}::integer), attempts = p.attempts + 1
      from due where p.id = due.id returning p.*
    )
    select p.id, p.kind, p.audience, p.to_center_id as "toCenterId", p.center_id as "centerId", p.message_id as "messageId", p.detail,
      coalesce(p.activation_id, m.activation_id) as "activationId", p.attempts as attempt, p.lease_token as "leaseToken",
      floor(extract(epoch from hub_now()))::float8 as timestamp, coalesce(m.seq, nullif(a.head_seq, 0)) as seq, coalesce(m.hazard, a.hazard) as hazard,
      ${standingColumns(tx)}, coalesce(m.status, a.status) as status, x.state = 'PENDING' as "isRatificationPending",
      floor(extract(epoch from hub_now() - (
        select min(e.sent_at) from receipts o join messages e on e.id = o.message_id
        where o.center_id = p.center_id and o.activation_id = m.activation_id and o.seq > coalesce((
          select max(k.seq) from receipts k
          where k.center_id = p.center_id and k.activation_id = m.activation_id and k.acknowledged_at is not null and k.seq < m.seq), 0)
      )))::float8 as "waitedSeconds",
      (select count(*)::int from pages e where e.message_id = p.message_id and e.audience = p.audience
        and e.to_center_id is not distinct from p.to_center_id and e.dropped_at is null and e.id < p.id) as earlier
    from claimed p
    left join messages m on m.id = p.message_id
    left join activations a on a.id = coalesce(p.activation_id, m.activation_id)
    left join message_targets t on t.message_id = p.message_id and t.center_id = p.center_id
    left join receipts r on r.message_id = p.message_id and r.center_id = p.center_id
    left join ratifications x on x.message_id = p.message_id
    order by p.id`
  return rows.map(({ level, messageState, hasExpired, hasLeft, receipt, isRejectedByPerson, ...page }) => ({
    ...page,
    status: page.status ?? (isOfDrill(page.kind) ? 'EXERCISE' : null),
    standing:
      page.status === null || level === null || messageState === null || receipt === null
        ? null
        : {
            status: page.status,
            level,
            messageState,
            hasExpired: hasExpired === true,
            hasLeft: hasLeft === true,
            receipt,
            isRejectedByPerson: isRejectedByPerson === true,
          },
  }))
}

const chainOf = ({ toCenterId }: ClaimedPage): number => toCenterId ?? COUNCIL_CHAIN
const subjectOf = ({ id, kind, messageId, attempt }: ClaimedPage) => ({ page: id, kind, message: messageId, attempt })

/** Nobody needs to be told any more. */
export async function dropPage(tx: Tx, page: ClaimedPage, why: string): Promise<void> {
  const { count } = await tx.sql`
    update pages set dropped_at = hub_now(), dropped_why = ${why}, attempts = attempts - 1, lease_token = null, lease_until = null
    where id = ${page.id} and lease_token = ${page.leaseToken}::text::uuid`
  if (count === 1)
    await appendAudit(tx, { chain: chainOf(page), actor: ACTOR, action: 'page.dropped', subject: { ...subjectOf(page), why } })
}

/** Written before anything goes out. */
export async function beginAttempt(
  tx: Tx,
  page: ClaimedPage,
  { channel, place, worker }: { readonly channel: PageChannel | null; readonly place: number | null; readonly worker: string },
): Promise<void> {
  await tx.sql`
    insert into page_attempts (page_id, no, channel, place, worker) values (${page.id}, ${page.attempt}, ${channel}, ${place}, ${worker})`
}

export type TellingEnd = {
  /** Null: told. */
  readonly cause: string | null
  /** Until the next attempt; null: none follows. */
  readonly waitMs: number | null
}

/** What came of an attempt; false, and nothing is stored, when the lease had passed on. */
export async function finishTelling(tx: Tx, page: ClaimedPage, { cause, waitMs }: TellingEnd): Promise<boolean> {
  const { count } = await tx.sql`
    with ended as (
      update pages set lease_token = null, lease_until = null, told_at = case when ${cause === null}::boolean then hub_now() end,
        next_attempt_at = hub_now() + make_interval(secs => ${(waitMs ?? 0) / 1000}::float8)
      where id = ${page.id} and lease_token = ${page.leaseToken}::text::uuid
      returning id
    ), noted as (
      update page_attempts a set finished_at = hub_now(), outcome = case when ${cause === null}::boolean then 'TOLD' else 'FAILED' end, cause = ${cause}
      from ended e where a.page_id = e.id and a.no = ${page.attempt}
    )
    select from ended`
  if (count !== 1) return false
  if (cause === null) await appendAudit(tx, { chain: chainOf(page), actor: ACTOR, action: 'page.told', subject: subjectOf(page) })
  return true
}

/** A line of a digest: a message of 관심 that the center has not acknowledged. */
export type DigestLine = { readonly messageId: string; readonly hazard: string; readonly seq: number }

/** What a digest of a center tells, the longest waiting first; real messages or those of drills. */
export const listDigest = (tx: Tx, centerId: number, status: BroadcastStatus): Promise<readonly DigestLine[]> => tx.sql<DigestLine[]>`
  select m.id as "messageId", m.hazard, m.seq
  from receipts r join messages m on m.id = r.message_id join message_targets t on t.message_id = m.id and t.center_id = r.center_id
  where r.center_id = ${centerId} and r.state in ('AWAITING', 'RECEIVED') and m.state = 'CURRENT' and m.level = 'attention' and m.status = ${status}
    and m.expires_at > hub_now() and t.ended_at is null
  order by m.sent_at, m.id limit 50`
