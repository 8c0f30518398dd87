import type { Tier } from '../../schema/domain/terms/proposal.js'
import type { Tx } from '../transaction.js'

/** Tiers that may not accept by themselves now, by kind of word. */
export const listTiersOff = (tx: Tx): Promise<readonly { readonly kind: string; readonly tier: Tier; readonly reason: string }[]> =>
  tx.sql<{ kind: string; tier: Tier; reason: string }[]>`
    select s.kind, s.tier, s.reason
    from (select distinct on (kind, tier) kind, tier, is_on, reason from term_tier_switches order by kind, tier, no desc) s
    where not s.is_on
    order by s.kind, s.tier`

/** A decision of a person that ended an acceptance made without asking, and said otherwise. */
export type WrongAcceptance = {
  readonly center_id: number
  readonly decision_no: number
  readonly kind: string
  readonly tier: string
  readonly label: string
  readonly target: string
}

/** Wrong acceptances that nobody has drawn a conclusion from yet. A decision that was taken back itself is none. */
export const listWrongAcceptances = (tx: Tx): Promise<readonly WrongAcceptance[]> => tx.sql<WrongAcceptance[]>`
  select d.center_id, d.no as decision_no, t.kind, v.tier, t.raw_label as label, coalesce(m.target, '') as target
  from term_decisions d
  join source_terms t on t.center_id = d.center_id and t.id = d.source_term_id
  join term_mapping_versions v on v.center_id = d.center_id and v.no = any(d.ended)
    and v.author_type = 'system' and v.tier is not null and v.status = 'active' and not v.negated
  join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
  where not starts_with(d.actor, 'job:')
    and not exists (select from term_decisions u where u.center_id = d.center_id and u.undoes = d.no)
    and not exists (select from term_tier_switches s where s.center_id = d.center_id and s.decision_no = d.no and s.tier = v.tier)
    -- The same meaning, confirmed or with other days, is no contradiction.
    and not exists (
      select from term_mapping_versions n
      join term_mappings o on o.center_id = n.center_id and o.id = n.mapping_id
      where n.center_id = d.center_id and n.no = any(d.made) and n.status = 'active' and not n.negated and o.target is not distinct from m.target
        and n.effective @> v.effective
    )
    -- Nor is another reading from a day on, where the acceptance goes on standing for days on which the word was said before: the center changed, not the hub was wrong.
    and not exists (
      select from term_mapping_versions n
      join source_term_sightings g on g.center_id = n.center_id and g.source_term_id = n.source_term_id
        and g.first_day is not null and daterange(g.first_day, g.last_day, '[]') && n.effective
      where n.center_id = d.center_id and n.no = any(d.made) and n.mapping_id = v.mapping_id and n.status = 'active' and n.author_type = 'system'
    )
  order by d.center_id, d.no`

/** Switches a tier; false when the same wrong acceptance has switched it before. */
export async function appendTierSwitch(
  tx: Tx,
  entry: {
    readonly kind: string
    readonly tier: string
    readonly isOn: boolean
    readonly cause: { readonly centerId: number; readonly decisionNo: number } | null
    readonly actor: string
    readonly reason: string
  },
): Promise<boolean> {
  const { count } = await tx.sql`
    insert into term_tier_switches (kind, tier, is_on, center_id, decision_no, actor, reason)
    values (${entry.kind}, ${entry.tier}, ${entry.isOn}, ${entry.cause?.centerId ?? null}, ${entry.cause?.decisionNo ?? null}, ${entry.actor}, ${entry.reason})
    on conflict on constraint term_tier_switches_decision_once do nothing`
  return count === 1
}

/** Meanings that stand on the word of a tier alone: accepted without asking, and by nobody since. */
export const listAcceptedByTier = (
  tx: Tx,
  { kind, tier, centerId }: { readonly kind: string; readonly tier: string; readonly centerId: number },
): Promise<readonly { readonly no: number; readonly source_term_id: string }[]> => tx.sql<{ no: number; source_term_id: string }[]>`
  select v.no, v.source_term_id
  from term_mapping_versions v
  join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id
  where v.center_id = ${centerId} and t.kind = ${kind} and v.tier = ${tier} and v.author_type = 'system' and cardinality(v.reviewers) = 0
    and v.status = 'active' and not v.negated and v.superseded_at is null
  order by v.no`

/** A tier of a kind of word: whether it may accept by itself, since when and why not, and what it accepted so far that stands. */
export type TierState = {
  readonly kind: string
  readonly tier: string
  readonly is_on: boolean
  readonly switched_at: string | null
  readonly switched_by: string | null
  readonly reason: string | null
  readonly accepted: number
  readonly reviewed: number
  /** Words whose meaning it accepted by itself and that is stopped now. */
  readonly suspended: readonly string[]
}

/** Every tier of every kind. */
export const listTiers = (tx: Tx): Promise<readonly TierState[]> => tx.sql<TierState[]>`
  select k.kind, r.tier, coalesce(s.is_on, true) as is_on, s.switched_at, s.actor as switched_by, s.reason,
    coalesce(a.accepted, 0) as accepted, coalesce(a.reviewed, 0) as reviewed, coalesce(x.suspended, '{}') as suspended
  from (values ('subject'), ('codelist')) as k (kind)
  cross join (values ('T0'), ('T1'), ('T2')) as r (tier)
  left join lateral (
    select is_on, switched_at, actor, reason from term_tier_switches w where w.kind = k.kind and w.tier = r.tier order by w.no desc limit 1
  ) s on true
  left join lateral (
    select count(*)::int as accepted, (count(*) filter (where cardinality(v.reviewers) > 0))::int as reviewed
    from term_mapping_versions v
    join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id
    where t.kind = k.kind and v.tier = r.tier and v.author_type = 'system' and v.status = 'active' and not v.negated and v.superseded_at is null
  ) a on true
  left join lateral (
    select array_agg(distinct v.source_term_id) as suspended
    from term_mapping_versions v
    join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id
    join term_mapping_versions o on o.center_id = v.center_id and o.no = v.supersedes and o.author_type = 'system' and cardinality(o.reviewers) = 0
    where t.kind = k.kind and v.tier = r.tier and v.status = 'suspended' and not v.negated and v.superseded_at is null
  ) x on true
  order by k.kind desc, r.tier`
