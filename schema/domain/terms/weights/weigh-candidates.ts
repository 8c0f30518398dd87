import { calibrated } from './calibrate-isotonic.js'
import type { ShownCandidate } from './labelled-decision.js'
import { scoreOdds } from './score-odds.js'
import { FIXED_BASE, sideOf, weightKindOf, type WeightSet, type WeightsInForce } from './weight-set.js'

/** What a feature adds under a set; a feature that the set has not met is worth what it is under the fixed weights. */
export const weightOf = (one: { readonly feature: string; readonly value: number }, set: Pick<WeightSet, 'factors'> | undefined): number =>
  one.value * (set?.factors[sideOf(one)] ?? 1)

const oddsOf = ({ features }: ShownCandidate, set: Pick<WeightSet, 'base' | 'factors'> | undefined): number =>
  features.reduce((sum, one) => sum + weightOf(one, set), set?.base ?? FIXED_BASE)

type Uncalibrated = ReadonlyMap<string, Pick<WeightSet, 'base' | 'factors'>>

/** Scores of the candidates of one word before they are calibrated, in their order. */
export const scoreCandidates = (candidates: readonly ShownCandidate[], weights: Uncalibrated): readonly number[] =>
  scoreOdds(candidates.map(candidate => oddsOf(candidate, weights.get(weightKindOf(candidate.ref)))))

/**
 * The probability of each candidate under the weights in force, in their order: that of the fixed weights where none were learned for its kind. What a veto rules out never
 * gets more than the fixed weights gave it.
 */
export const weighCandidates = (candidates: readonly ShownCandidate[], weights: WeightsInForce): readonly number[] => {
  const scores = scoreCandidates(candidates, weights)
  return candidates.map(({ ref, fixedScore, isVetoed }, i) => {
    const set = weights.get(weightKindOf(ref))
    if (set === undefined) return fixedScore
    const probability = Math.round(1000 * calibrated(set.calibration, scores[i] ?? 0)) / 1000
    return isVetoed ? Math.min(fixedScore, probability) : probability
  })
}
