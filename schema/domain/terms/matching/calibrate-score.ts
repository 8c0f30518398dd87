import type { Decision, Ranked } from './decide.js'

/**
 * How often proposals that passed every check had the right standard on words that nobody had tuned for: 527 of 529 of the sets that were measured unread
 * since the rules ask the edition (test/terms/README.md). What did not pass is right in nine of ten where its evidence is best.
 */
const ACCEPTED_AT_LEAST = 0.99
/** One meaning of several, which only unit and values tell from the others. */
const NARROWED_AT_LEAST = 0.9
const REVIEWED_AT_MOST = 0.93

/** Of words that went to a person the evidence says a little too little at the lower end: of a hundred that it gives a chance of one in four, 34 were right. */
const lifted = (score: number): number => Math.round(1000 * (score + 0.9 * score * (1 - score) ** 3)) / 1000

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
