import { ESCALATIONS, type Escalation } from '../../schema/domain/playbooks/page.js'
import type { Tx } from '../transaction.js'

/** Which message held at an instant. */
export type BoardHead = { readonly id: string; readonly seq: number; readonly sentAt: string; readonly hasEnded: boolean }

/** An instant for a board: the one asked for, or now where that is earlier or nothing was asked. */
export async function takeBoardInstant(tx: Tx, at: string | null): Promise<string> {
  const [row] = await tx.sql<{ at: string }[]>`select least(coalesce(${at}::text::timestamptz, hub_now()), hub_now()) as at`
  if (row === undefined) throw new Error('The database told no time.')
  return row.at
}

export async function findHeadAt(tx: Tx, activationId: string, at: string): Promise<BoardHead | null> {
  const [row] = await tx.sql<BoardHead[]>`
    select m.id, m.seq, m.sent_at as "sentAt", coalesce(m.ended_at <= ${at}::text::timestamptz, false) or m.expires_at <= ${at}::text::timestamptz as "hasEnded"
    from messages m where m.activation_id = ${activationId} and m.sent_at <= ${at}::text::timestamptz
    order by m.seq desc limit 1`
  return row ?? null
}

/** How one center stood to the message that held; what came later is null. */
export type BoardLine = {
  readonly centerId: number
  readonly part: 'TARGET' | 'OVERFLOW'
  readonly leftAt: string | null
  /** 'membershipEnded', or the id of the real message that took it out of its drill. */
  readonly leftBecause: string | null
  readonly deliveredAt: string | null
  readonly receivedAt: string | null
  readonly acknowledgedAt: string | null
  readonly appliedAt: string | null
  readonly rejectedAt: string | null
  readonly acknowledgedDesk: string | null
  readonly appliedDesk: string | null
  readonly acknowledgeBy: string | null
  readonly applyBy: string | null
  readonly desksBriefed: number | null
  readonly desksTotal: number | null
  readonly routingSet: boolean | null
  readonly routing: string | null
  readonly rejectReason: string | null
  readonly attempts: number
  readonly lastCause: string | null
  /** Endpoints of the message that were suspect then, of those that are so still. */
  readonly suspectEndpoints: number
  readonly escalations: number
  /** The last step of the ladder of this very message; a later message begins anew. Null where nobody had to be told. */
  readonly rung: Escalation | null
  /** The last page about the center, over all messages. */
  readonly lastPage: number | null
  /** When somebody was last to be told, and when somebody last was, over all messages. */
  readonly lastPagedAt: string | null
  readonly lastToldAt: string | null
  /** Since when the center owes an answer: the first message after the last one it had acknowledged. Null where it owes none. */
  readonly waitingSince: string | null
  /** Whole seconds from then until the instant of the board. */
  readonly waitingSeconds: number | null
}

/** The board of one message at an instant, a line for each center it was sent to. Read from the times of what happened, which never change. */
export const listBoard = (
  tx: Tx,
  { activationId, messageId, at }: { activationId: string; messageId: string; at: string },
): Promise<readonly BoardLine[]> => tx.sql<BoardLine[]>`
  with instant as (select ${at}::text::timestamptz as at), lines as (
    select t.center_id, t.part, t.ended_at, t.ended_by, i.at, r.received_at, r.acknowledged_at, r.applied_at, r.rejected_at, r.acknowledged_desk, r.applied_desk, r.desks_briefed,
      r.desks_total, r.routing_set, r.routing, r.reject_reason, r.acknowledge_by, r.apply_by,
      case when t.part = 'TARGET' and (t.ended_at is null or t.ended_at > i.at) and (r.acknowledged_at is null or r.acknowledged_at > i.at) and (r.rejected_at is null or r.rejected_at > i.at) then (
        select min(m.sent_at) from receipts o join messages m on m.id = o.message_id
        where o.center_id = t.center_id and o.activation_id = ${activationId} and m.sent_at <= i.at and o.seq > coalesce((
          select max(k.seq) from receipts k
          where k.center_id = t.center_id and k.activation_id = ${activationId} and k.acknowledged_at <= i.at), 0)
      ) end as waiting_since
    from message_targets t cross join instant i
    left join receipts r on r.center_id = t.center_id and r.message_id = t.message_id
    where t.message_id = ${messageId}
  )
  select l.center_id as "centerId", l.part,
    case when l.ended_at <= l.at then l.ended_at end as "leftAt", case when l.ended_at <= l.at then l.ended_by end as "leftBecause",
    (select min(d.delivered_at) from deliveries d
      where d.center_id = l.center_id and d.message_id = ${messageId} and d.delivered_at <= l.at) as "deliveredAt",
    case when l.received_at <= l.at then l.received_at end as "receivedAt",
    case when l.acknowledged_at <= l.at then l.acknowledged_at end as "acknowledgedAt",
    case when l.applied_at <= l.at then l.applied_at end as "appliedAt",
    case when l.rejected_at <= l.at then l.rejected_at end as "rejectedAt",
    case when l.acknowledged_at <= l.at then l.acknowledged_desk end as "acknowledgedDesk",
    case when l.applied_at <= l.at then l.applied_desk end as "appliedDesk", l.acknowledge_by as "acknowledgeBy", l.apply_by as "applyBy",
    case when l.applied_at <= l.at then l.desks_briefed end as "desksBriefed",
    case when l.applied_at <= l.at then l.desks_total end as "desksTotal",
    case when l.applied_at <= l.at then l.routing_set end as "routingSet",
    case when l.applied_at <= l.at then l.routing end as routing,
    case when l.rejected_at <= l.at then l.reject_reason end as "rejectReason",
    coalesce(a.attempts, 0) as attempts, a.error as "lastCause",
    (select count(distinct d.endpoint_id)::int from deliveries d join endpoint_states s on s.center_id = d.center_id and s.endpoint_id = d.endpoint_id
      where d.center_id = l.center_id and d.message_id = ${messageId} and s.suspect_since <= l.at) as "suspectEndpoints",
    (select count(*)::int from timers t
      where t.center_id = l.center_id and t.activation_id = ${activationId} and t.outcome = 'fired' and t.done_at <= l.at) as escalations,
    p.rung, p.page as "lastPage", p.paged as "lastPagedAt", p.told as "lastToldAt",
    l.waiting_since as "waitingSince", floor(extract(epoch from l.at - l.waiting_since))::int as "waitingSeconds"
  from lines l
  left join lateral (
    select count(*)::int as attempts, (array_agg(w.error order by w.started_at desc))[1] as error
    from delivery_attempts w join deliveries d on d.id = w.delivery_id and d.center_id = w.center_id
    where w.center_id = l.center_id and d.message_id = ${messageId} and w.started_at <= l.at
  ) a on true
  left join lateral (
    select (array_agg(g.kind order by g.at desc, array_position(e.kinds, g.kind) desc) filter (where g.message_id = ${messageId}))[1] as rung, max(g.id) as page, max(g.at) as paged,
      max(g.told_at) filter (where g.told_at <= l.at) as told
    from pages g cross join (select array(select jsonb_array_elements_text(${JSON.stringify(ESCALATIONS)}::text::jsonb)) as kinds) e
    where g.center_id = l.center_id and g.activation_id = ${activationId} and g.at <= l.at
      and g.kind = any (e.kinds)
  ) p on true
  order by l.part desc, l.center_id`

/** How many pages of an activation had reached nobody at an instant, and were not closed either. */
export async function countUntold(tx: Tx, activationId: string, at: string): Promise<number> {
  const [row] = await tx.sql<{ untold: number }[]>`
    select count(*)::int as untold from pages p left join messages m on m.id = p.message_id
    where (p.activation_id = ${activationId} or m.activation_id = ${activationId}) and p.at <= ${at}::text::timestamptz
      and (p.told_at is null or p.told_at > ${at}::text::timestamptz) and (p.dropped_at is null or p.dropped_at > ${at}::text::timestamptz)`
  return row?.untold ?? 0
}
