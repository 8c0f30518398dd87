import { randomUUID } from 'node:crypto'
import type { Purpose } from '../../schema/domain/playbooks/broadcast.js'
import type { MessageState } from '../../schema/domain/playbooks/message-state.js'
import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import type { Standing } from '../../schema/domain/playbooks/ladder.js'
import type { Level } from '../../schema/domain/playbooks/playbook.js'
import { isOfDrill, OF_DRILLS, type Audience } from '../../schema/domain/playbooks/page.js'
import { standingColumns } from './standings.js'
import { isReplaced } from './ratifications.js'
import type { Tx } from '../transaction.js'

/** A page that is this worker's for half a minute, with what its text is made of and what says whether it is still of use. */
export type ClaimedPage = {
  readonly id: number
  /** The same for pages that are told in one message. */
  readonly telling: string
  readonly kind: string
  readonly audience: Audience
  readonly toCenterId: number | null
  readonly centerId: number | null
  readonly activationId: string | null
  readonly messageId: string | null
  readonly detail: Readonly<Record<string, unknown>>
  /** Number of the next attempt, from 1. */
  readonly attempt: number
  readonly leaseToken: string
  /** Seconds since 1970 by the database. */
  readonly timestamp: number
  /** When it was written, in Korea: `11-21 18:05`. */
  readonly writtenAt: string
  readonly ageSeconds: number
  /** Of the activation, EXERCISE where it is about a drill without one; null for a page about neither. */
  readonly status: BroadcastStatus | null
  /** Of the message; null for a page about none. */
  readonly level: Level | null
  readonly messageState: MessageState | null
  readonly hasExpired: boolean
  /** Null for a page about no activation. */
  readonly activationState: string | null
  readonly hazard: string | null
  readonly seq: number | null
  /** What the message is for; null for a page about none. */
  readonly purpose: Purpose | null
  /** Null where it is about no center's answer to a message. */
  readonly standing: Standing | null
  readonly isRatificationPending: boolean | null
  /** A message that waits for ratification has a correction and nothing else after it. */
  readonly isOnlyCorrected: boolean | null
  /** Null for a page about no endpoint. */
  readonly isEndpointSuspect: boolean | null
  /** Since when the center owes an answer in this activation; null where it is about none. */
  readonly waitedSeconds: number | null
  /** Pages to the same party about the same message before this one. */
  readonly earlier: number
}

const LEASE_SECONDS = 30
/** A page that was not even tried within this was missed as well: no process had a channel. */
const PROMPT_SECONDS = 120
/** Claims of pages wait for each other, so that one worker has all that are told together. Held for as long as a claim takes. */
const CLAIM_LOCK = 12048

type Row = Omit<ClaimedPage, 'standing' | 'hasExpired'> & { readonly hasExpired: boolean | null } & {
  readonly [K in keyof Omit<Standing, 'status' | 'level' | 'messageState' | 'hasExpired'>]: Standing[K] | null
}

/**
 * Claims pages that are due, for so many messages to people; the most critical first, then the longest due. A page that is new is told by itself. Those that
 * were tried in vain, or by nobody, are claimed with all others of their party, activation and level, due or not: they are told in one message. A lease that ran out is claimed again.
 */
export async function claimPages(tx: Tx, limit: number): Promise<readonly ClaimedPage[]> {
  await tx.sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`
  const rows = await tx.sql<Row[]>`
    with waiting as (
      select p.id, p.next_attempt_at, array_position(array['attention', 'caution', 'alert', 'serious'], m.level) as rank,
        case when p.attempts = 0 and p.at > hub_now() - make_interval(secs => ${PROMPT_SECONDS}::integer) then p.id::text
        else concat_ws(' ', p.audience, coalesce(p.to_center_id::text, 'council'), coalesce(m.status, a.status,
            case when p.kind in (select jsonb_array_elements_text(${JSON.stringify(OF_DRILLS)}::text::jsonb)) then 'EXERCISE' end, 'none'),
          case when p.kind = 'DIGEST' then 'digest' else concat_ws(' ', coalesce(a.id, 'none'), m.level) end) end as telling
      from pages p
      left join messages m on m.id = p.message_id
      left join activations a on a.id = coalesce(p.activation_id, m.activation_id)
      where p.told_at is null and p.seen_at is null and p.dropped_at is null and (p.lease_until is null or p.lease_until <= hub_now())
    ), due as (
      select telling from waiting group by telling having min(next_attempt_at) <= hub_now()
      order by max(rank) desc nulls last, min(next_attempt_at), telling limit ${limit}::integer
    ), claimed as (
      update pages p set lease_token = ${randomUUID()}::text::uuid, lease_until = hub_now() + make_interval(secs => ${LEASE_SECONDS}::integer)
      from waiting w join due d on d.telling = w.telling
      where p.id = w.id and p.told_at is null and p.dropped_at is null and (p.lease_until is null or p.lease_until <= hub_now())
      returning p.*, w.telling, w.rank
    )
    select p.id, p.telling, p.kind, p.audience, p.to_center_id as "toCenterId", p.center_id as "centerId", p.message_id as "messageId", p.detail,
      a.id as "activationId", p.attempts + 1 as attempt, p.lease_token as "leaseToken",
      floor(extract(epoch from hub_now()))::float8 as timestamp, to_char(p.at at time zone 'Asia/Seoul', 'MM-DD HH24:MI') as "writtenAt",
      extract(epoch from hub_now() - p.at)::float8 as "ageSeconds", coalesce(m.seq, nullif(a.head_seq, 0)) as seq, coalesce(m.hazard, a.hazard) as hazard, m.purpose,
      ${standingColumns(tx)}, coalesce(m.status, a.status) as status, a.state as "activationState", x.state = 'PENDING' as "isRatificationPending",
      p.kind = 'RATIFICATION' and m.state = 'SUPERSEDED' and not ${isReplaced(tx)} as "isOnlyCorrected",
      case when p.endpoint_id is not null then s.suspect_since is not null end as "isEndpointSuspect",
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
    left join endpoint_states s on s.center_id = p.center_id and s.endpoint_id = p.endpoint_id
    order by p.rank desc nulls last, p.id`
  return rows.map(({ hasLeft, receipt, isRejectedByPerson, ...row }) => {
    const page = { ...row, hasExpired: row.hasExpired === true, status: row.status ?? (isOfDrill(row.kind) ? ('EXERCISE' as const) : null) }
    const { status, level, messageState, hasExpired } = page
    if (status === null || level === null || messageState === null || receipt === null) return { ...page, standing: null }
    const answered = { receipt, hasLeft: hasLeft === true, isRejectedByPerson: isRejectedByPerson === true }
    return { ...page, standing: { status, level, messageState, hasExpired, ...answered } }
  })
}

/** A line of a digest: a message of 관심 that the center has not acknowledged, or has and does not apply. */
export type DigestLine = {
  readonly messageId: string
  readonly hazard: string
  readonly seq: number
  readonly owes: 'ACKNOWLEDGE' | 'APPLY'
  /** Whether its time for that is over. */
  readonly isLate: boolean
}

/** What a digest of a center tells, the longest waiting first; real messages or those of drills. Whether it is applied is asked from the shift on in which it was due. */
export const listDigest = (tx: Tx, centerId: number, status: BroadcastStatus): Promise<readonly DigestLine[]> => tx.sql<DigestLine[]>`
  select m.id as "messageId", m.hazard, m.seq, case when r.state = 'ACKNOWLEDGED' then 'APPLY' else 'ACKNOWLEDGE' end as owes,
    coalesce(case when r.state = 'ACKNOWLEDGED' then r.apply_by else r.acknowledge_by end <= hub_now(), false) as "isLate"
  from receipts r join messages m on m.id = r.message_id join message_targets t on t.message_id = m.id and t.center_id = r.center_id
  where r.center_id = ${centerId} and (r.state in ('AWAITING', 'RECEIVED') or (r.state = 'ACKNOWLEDGED' and r.apply_by <= hub_now()))
    and m.state = 'CURRENT' and m.level = 'attention' and m.status = ${status} and m.expires_at > hub_now() and t.ended_at is null
  order by m.sent_at, m.id limit 50`
