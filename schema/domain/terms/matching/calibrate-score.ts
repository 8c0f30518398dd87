import type { Decision, Ranked } from './decide.js'

/**
 * How often proposals that passed every check, and proposals that did not, were right on words that nobody had tuned for: 123 of 127 of the one
 * half of the development words that was kept aside (test/terms/README.md), and nine in ten of the best of those that went to a person.
 */
const ACCEPTED_AT_LEAST = 0.97
/** One meaning of several, which only unit and values tell from the others. */
const NARROWED_AT_LEAST = 0.9
const REVIEWED_AT_MOST = 0.93

/**
 * Of words that went to a person the evidence says a little too little at both ends: of a hundred that it gives a chance of one in four, 34 were right, and
 * of those that it gives seven in ten, four in five.
 */
const lifted = (score: number): number =>
  Math.round(1000 * (score + 0.9 * score * (1 - score) ** 3 + 0.6 * score ** 3 * (1 - score))) / 1000

/** The candidates with the scores they have after the decision: what passed every check is surer than its evidence alone, what did not is less sure. */
export const calibrateScores = (ranked: readonly Ranked[], decision: Decision, narrowed: string | null): readonly Ranked[] => {
  const [best, ...others] = ranked
  if (best === undefined || decision.tier === 'T0') return ranked
  const floor = narrowed === best.concept.ref ? NARROWED_AT_LEAST : ACCEPTED_AT_LEAST
  const score = decision.decision === 'accept' ? Math.max(best.score, floor) : Math.min(lifted(best.score), REVIEWED_AT_MOST)
  return [
    { ...best, score },
    ...others.map(one => ({ ...one, score: Math.min(decision.decision === 'accept' ? one.score : lifted(one.score), score) })),
  ]
}
