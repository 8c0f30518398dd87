import type { Level } from '../../schema/domain/playbooks/playbook.js'
import type { RatificationState } from '../../schema/domain/playbooks/ratification-state.js'
import type { Tx } from '../transaction.js'

/** A message that one commander sent without approval, with all that became of it. */
export type BreakGlassUse = {
  readonly messageId: string
  readonly activationId: string
  readonly hazard: string
  readonly level: Level
  readonly centerIds: readonly number[]
  readonly commander: string
  readonly agency: string | null
  readonly reason: string
  readonly sentAt: string
  readonly state: RatificationState
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly decisionReason: string | null
  readonly secondsToDecision: number | null
  /** When it stopped being said: it was replaced or stopped, or its time had passed. Null while it stands. */
  readonly endedAt: string | null
}

export type UsesToList = {
  /** Days of Seoul, both inside. */
  readonly from: string
  readonly to: string
  /** Older than this message; null from the last one on. */
  readonly before: readonly [sentAt: string, messageId: string] | null
  readonly limit: number
}

/** Uses of the days, the last one first. */
export const listBreakGlassUses = (tx: Tx, { from, to, before, limit }: UsesToList): Promise<readonly BreakGlassUse[]> =>
  tx.sql<BreakGlassUse[]>`
    select m.id as "messageId", m.activation_id as "activationId", m.hazard, m.level,
      array(select t.center_id from message_targets t where t.message_id = m.id and t.part = 'TARGET' order by 1) as "centerIds",
      r.commander, r.commander_agency as agency, r.reason, r.requested_at as "sentAt", r.state, r.decided_by as "decidedBy", r.decided_at as "decidedAt",
      r.decision_reason as "decisionReason", extract(epoch from r.decided_at - r.requested_at)::integer as "secondsToDecision",
      least(m.ended_at, case when m.expires_at <= hub_now() then m.expires_at end) as "endedAt"
    from ratifications r join messages m on m.id = r.message_id
    where r.requested_at >= ${from}::date::timestamp at time zone 'Asia/Seoul' and r.requested_at < (${to}::date + 1)::timestamp at time zone 'Asia/Seoul'
      and (${before?.[0] ?? null}::text is null or (r.requested_at, m.id) < (${before?.[0] ?? null}::text::timestamptz, ${before?.[1] ?? null}::text))
    order by r.requested_at desc, m.id desc
    limit ${limit}::integer`
