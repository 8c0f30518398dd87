import type { StartSpan } from '../../schema/domain/playbooks/drill-window.js'
import type { Tx } from '../transaction.js'

/** Why there is another instant; null for the first. */
export type DrawnBecause = 'EMERGENCY' | 'NOT_THEN' | null

/**
 * Draws when a drill begins: an instant of the stretches, each as likely as any other. Postgres throws the dice, so no program knows the instant and none can be told one.
 * False where the stretches hold no time.
 */
export async function drawInstant(tx: Tx, drillId: string, spans: readonly StartSpan[], because: DrawnBecause): Promise<boolean> {
  const { count } = await tx.sql`
    with spans as (
      select opens, length, sum(length) over (order by opens) as upto
      from (select "from" as opens, extract(epoch from "to" - "from") as length
        from jsonb_to_recordset(${JSON.stringify(spans)}::text::jsonb) as given ("from" timestamptz, "to" timestamptz)) s
      where length > 0
    ), thrown as materialized (select random() * (select max(upto) from spans) as at)
    insert into drill_instants (drill_id, no, starts_at, because)
    select ${drillId}, (select count(*) from drill_instants i where i.drill_id = ${drillId}),
      date_trunc('second', s.opens + make_interval(secs => (t.at - (s.upto - s.length))::double precision)), ${because}
    from spans s, thrown t
    where t.at < s.upto
    order by s.upto
    limit 1`
  return count === 1
}

/** When an unannounced drill begins, as drawn last; null where nothing was drawn or the caller's center takes part. */
export async function findInstant(tx: Tx, drillId: string): Promise<string | null> {
  const [row] = await tx.sql<{ startsAt: string }[]>`
    select starts_at as "startsAt" from drill_instants where drill_id = ${drillId} order by no desc limit 1`
  return row?.startsAt ?? null
}

/**
 * Until when a real emergency stands in the way of an unannounced drill: a day after its end, or no end while it holds. Null: none does. What says that it is over, a cancel or
 * an all-clear, is its end and holds nothing. Activations closed for longer than a day ended before, and are not looked at (activations_closed_idx).
 */
export async function findEmergencyUntil(tx: Tx): Promise<{ readonly until: string | null } | null> {
  const [row] = await tx.sql<{ until: string | null }[]>`
    select case when bool_or(ended is null) then null else max(ended) + interval '24 hours' end as until
    from (
      select case when m.type = 'CANCEL' or m.purpose = 'ALL_CLEAR' then m.sent_at when m.state = 'CURRENT' and m.expires_at > hub_now() then null
        else least(m.ended_at, m.expires_at) end as ended
      from activations a join messages m on m.id = a.head_message
      where a.status = 'ACTUAL' and (a.state <> 'CLOSED' or a.closed_at > hub_now() - interval '24 hours')
        and (m.state = 'CURRENT' or m.ended_at > hub_now() - interval '24 hours')
    ) real
    where ended is null or ended > hub_now() - interval '24 hours'
    having count(*) > 0`
  return row ?? null
}
