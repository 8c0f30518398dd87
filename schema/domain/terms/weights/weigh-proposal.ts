import { abstention } from '../matching/say.js'
import type { Candidate, Conversion, Proposal } from '../proposal.js'
import { SURE } from './reliability.js'
import { weighCandidates, weightOf } from './weigh-candidates.js'
import { FIXED, weightKindOf, type WeightsInForce } from './weight-set.js'

const MARGIN = 0.1
const UNSURE = [
  '담당자들의 결정에서 배운 가중치로는 이 후보가 확실하지 않습니다.',
  'By the weights learned from decisions of stewards this candidate is not sure.',
] as const

/** Versions of the learned weights that had a say about the candidates; `fixed` where none had. */
const versionOf = (candidates: readonly Candidate[], weights: WeightsInForce): string => {
  const versions = new Set(candidates.flatMap(({ ref }) => weights.get(weightKindOf(ref))?.version ?? []))
  return versions.size === 0 ? FIXED : [...versions].toSorted().join(' ')
}

const reweigh = (candidates: readonly Candidate[], weights: WeightsInForce): readonly Candidate[] => {
  const shown = candidates.map(one => ({ ...one, isVetoed: one.vetoes.length > 0 }))
  const probabilities = weighCandidates(shown, weights)
  return candidates
    .map((one, i) => {
      const set = weights.get(weightKindOf(one.ref))
      const features = one.features.map(each => ({ ...each, weight: Math.round(100 * weightOf(each, set)) / 100 }))
      return { ...one, score: probabilities[i] ?? one.fixedScore, features }
    })
    .toSorted((a, b) => b.score - a.score || b.fixedScore - a.fixedScore)
}

const isSure = ([first, second]: readonly Candidate[]): boolean =>
  first !== undefined && first.score >= SURE && first.score - (second?.score ?? 0) >= MARGIN

/**
 * The proposal of the fixed weights under those in force. Learned weights rank and say how likely; they never decide alone: what was left to a person stays with a person,
 * whatever they say, and what passed every check is accepted only where they leave the same candidate first, sure and apart from the next (docs/decisions/0057). What was
 * approved for the center before stays so. `conversionOf` gives the conversion for another first candidate.
 */
export const weighProposal = (proposal: Proposal, weights: WeightsInForce, conversionOf: (ref: string) => Conversion | null): Proposal => {
  const weightsVersion = versionOf(proposal.candidates, weights)
  if (weightsVersion === FIXED) return proposal
  if (proposal.tier === 'T0') return { ...proposal, weightsVersion }
  const candidates = reweigh(proposal.candidates, weights)
  const [was, first] = [proposal.candidates[0]?.ref, candidates[0]?.ref]
  const isSame = was === first
  const weighed = { ...proposal, candidates, weightsVersion }
  if (proposal.decision === 'accept' && !(isSame && isSure(candidates)))
    return {
      ...weighed,
      decision: 'review',
      tier: null,
      isProvisional: false,
      conversion: isSame || first === undefined ? proposal.conversion : conversionOf(first),
      abstentions: [abstention('WEIGHTS', UNSURE)],
    }
  if (isSame || proposal.decision === 'none' || first === undefined) return weighed
  return { ...weighed, conversion: conversionOf(first) }
}
