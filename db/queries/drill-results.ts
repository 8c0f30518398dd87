import type { DrillLine } from '../../schema/domain/playbooks/drill-report.js'
import { ESCALATIONS } from '../../schema/domain/playbooks/page.js'
import type { Tx } from '../transaction.js'

/**
 * How centers stood to the messages of drills: a line for each message and each center that was asked, with whole seconds from when it was sent. What came after a drill had
 * ended does not count, nor what came after the center had left it. A center gets its own lines, by the policies of the tables.
 */
const lines = (tx: Tx, drillIds: readonly string[]) => tx.sql`
  select d.id as drill_id, i.no, t.center_id, i.ack_seconds, i.apply_seconds, m.sent_at, limits.until,
    case when t.ended_at <= limits.until then t.ended_at end as left_at, least(m.ended_at, limits.until) as over_at,
    case when delivered.at <= limits.until then floor(extract(epoch from delivered.at - m.sent_at))::int end as delivered,
    case when r.received_at <= limits.until then floor(extract(epoch from r.received_at - m.sent_at))::int end as received,
    case when r.acknowledged_at <= limits.until then floor(extract(epoch from r.acknowledged_at - m.sent_at))::int end as acknowledged,
    case when r.applied_at <= limits.until then floor(extract(epoch from r.applied_at - m.sent_at))::int end as applied,
    case when r.rejected_at <= limits.until then floor(extract(epoch from r.rejected_at - m.sent_at))::int end as rejected,
    case when r.rejected_at <= limits.until then r.reject_reason end as reject_reason,
    (select count(*)::int from pages p
      where p.center_id = t.center_id and p.message_id = m.id and p.kind = any (${[...ESCALATIONS]}::text[]) and p.at <= limits.until) as escalations
  from drills d
  join drill_injects i on i.drill_id = d.id and i.state = 'SENT'
  join messages m on m.id = i.message_id
  join message_targets t on t.message_id = m.id and t.part = 'TARGET'
  join receipts r on r.message_id = m.id and r.center_id = t.center_id
  cross join lateral (select least(d.ended_at, hub_now()) as until) as limits
  left join lateral (
    select min(x.delivered_at) as at from deliveries x where x.message_id = m.id and x.center_id = t.center_id
  ) as delivered on true
  where d.id = any (${[...drillIds]}::text[])`

export const listDrillLines = (tx: Tx, drillIds: readonly string[]): Promise<readonly DrillLine[]> => tx.sql<DrillLine[]>`
  select l.drill_id as "drillId", l.no, l.center_id as "centerId", l.ack_seconds as "ackSeconds", l.apply_seconds as "applySeconds", l.sent_at as "sentAt",
    floor(extract(epoch from l.left_at - l.sent_at))::int as "leftAfter", floor(extract(epoch from l.over_at - l.sent_at))::int as "overAfter",
    l.delivered, l.received, l.acknowledged, l.applied, l.rejected, l.reject_reason as "rejectReason", l.escalations
  from (${lines(tx, drillIds)}) l
  order by l.drill_id, l.center_id, l.no`

export type DrillMedian = {
  readonly drillId: string
  /** Null: all messages of the drill together. */
  readonly no: number | null
  readonly answers: number
  readonly delivered: number | null
  readonly received: number | null
  readonly acknowledged: number | null
  readonly applied: number | null
}

const FEWEST = 3

/**
 * Keeps the medians of a drill that has ended, message by message and for all of them. Each stands only where three centers at least have a time, so that none can be worked
 * out from another's.
 */
export async function keepMedians(tx: Tx, drillId: string): Promise<void> {
  const median = (column: string) => tx.sql`
    case when count(distinct l.center_id) filter (where ${tx.sql(`l.${column}`)} is not null) >= ${FEWEST}::integer
      then percentile_cont(0.5) within group (order by ${tx.sql(`l.${column}`)}) end`
  await tx.sql`
    insert into drill_medians (drill_id, no, answers, delivered_seconds, received_seconds, acknowledged_seconds, applied_seconds)
    select ${drillId}, l.no, count(l.acknowledged)::int, ${median('delivered')}, ${median('received')}, ${median('acknowledged')}, ${median('applied')}
    from (${lines(tx, [drillId])}) l
    group by grouping sets ((l.no), ())
    having count(*) > 0`
}

export const listMedians = (tx: Tx, drillIds: readonly string[]): Promise<readonly DrillMedian[]> => tx.sql<DrillMedian[]>`
  select drill_id as "drillId", no, answers, delivered_seconds as delivered, received_seconds as received, acknowledged_seconds as acknowledged,
    applied_seconds as applied
  from drill_medians where drill_id = any (${[...drillIds]}::text[]) order by drill_id, no nulls last`

const FORMER = 20

/** Drills before one that had ended and that the caller may see, the latest first, twenty at most. */
export const listFormerDrills = (
  tx: Tx,
  drillId: string,
): Promise<readonly { readonly id: string; readonly exerciseId: string; readonly startsAt: string }[]> => tx.sql<
  { id: string; exerciseId: string; startsAt: string }[]
>`
  select d.id, d.exercise_id as "exerciseId", d.starts_at as "startsAt"
  from drills d, drills this
  where this.id = ${drillId} and d.id <> this.id and d.ended_at is not null and d.activation_id is not null and d.starts_at < this.starts_at
  order by d.starts_at desc, d.id desc
  limit ${FORMER}`
