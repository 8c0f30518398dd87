import { DECISIONS_NEEDED, type WeightReason } from '../../schema/domain/terms/weights/fit-weights.js'
import type { Reliability } from '../../schema/domain/terms/weights/reliability.js'
import { FIXED, type WeightSet } from '../../schema/domain/terms/weights/weight-set.js'
import type { TermWeightOutcome, TermWeights, TermWeightSet } from '../../schema/graphql/term-weights.js'
import type { WeightsState } from '../operations/term-weights.js'
import { toWeightSet } from '../operations/read-weights.js'

const toFactors = (set: WeightSet | null) =>
  Object.entries(set?.factors ?? {}).map(([side, factor]) => ({ feature: side.slice(0, -1), isAgainst: side.endsWith('-'), factor }))

const toTermWeightSet = (stored: WeightsState['sets'][number]): TermWeightSet => {
  const set = toWeightSet(stored)
  return {
    version: stored.version,
    outcome: stored.outcome as TermWeightOutcome, // as the constraint of the table has it
    reasons: stored.reasons as readonly WeightReason[], // as fitWeights gives them
    fittedAt: stored.fitted_at,
    decisions: stored.decisions,
    firstDecisionAt: stored.first_decision_at,
    lastDecisionAt: stored.last_decision_at,
    ruleVersion: stored.rule_version,
    comparedWith: stored.compared_with,
    base: set?.base ?? null,
    factors: toFactors(set),
    reliability: stored.fitted as Reliability | null, // as fitTermWeights wrote it
    comparedReliability: stored.in_force as Reliability | null, // likewise
  }
}

/** Weights of a kind in the shape of the schema. */
export const toTermWeights = ({ kind, version, decisions, sets, switches }: WeightsState): TermWeights => ({
  kind,
  version,
  decisions,
  decisionsNeeded: DECISIONS_NEEDED,
  sets: sets.map(toTermWeightSet),
  switches: switches.map(one => ({
    version: one.version ?? FIXED,
    switchedAt: one.switched_at,
    by: one.actor,
    reason: one.reason,
  })),
})
