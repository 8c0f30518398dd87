import type { SourceTerm } from '../../db/queries/source-terms.js'
import { liftRejections, listVersionsOfTerm, type MappingVersion } from '../../db/queries/term-mappings.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Conversion } from '../../schema/domain/terms/mapping.js'
import { planDecision } from '../../schema/domain/terms/plan-decision.js'
import { isCanary, readReviews } from '../../schema/domain/terms/reviews.js'
import type { Hub } from '../hub.js'
import type { CenterWork } from './center-work.js'
import type { Curated } from './curation.js'
import { keptVersions } from './decide-mapping.js'
import { continueVersion, settleDecision } from './settle-decision.js'
import type { Decider, TermDecisionInput } from './term-decision.js'

/** What another steward says of an approval. The center is locked. */
export type Review = {
  readonly work: CenterWork
  readonly term: SourceTerm
  readonly decider: Decider
  readonly approval: MappingVersion
  readonly agrees: boolean
  readonly reason: string | null
  /** Number of decisions about the word once this one is written. */
  readonly version: number
}

/** Whether the version says what the decision says: what was approved, and what it does to values on which days. */
export const isSameMeaning = (
  version: MappingVersion,
  { target, predicate, conversion, effective }: Pick<TermDecisionInput, 'target' | 'predicate' | 'conversion' | 'effective'>,
): boolean =>
  version.target === target &&
  version.predicate === predicate &&
  version.effective.from === effective.from &&
  version.effective.to === effective.to &&
  sameConversion(version.conversion, conversion)

/** Keys in one order: what comes from the database has them in its own. */
const sameConversion = (a: Conversion, b: Conversion): boolean => {
  const factsOf = (conversion: Conversion): string =>
    Object.entries(conversion)
      .map(([name, value]) => `${name}=${String(value)}`)
      .toSorted()
      .join(' ')
  return factsOf(a) === factsOf(b)
}

/**
 * Writes a review down. Agreement makes the approval stand, in the name of who approved first, with the reviewer beside; values are read by it from
 * then on. Disagreement is kept with the approval, which goes on waiting for a third steward; what the hub had accepted by itself is stopped by it.
 */
export async function reviewHere(hub: Hub, review: Review): Promise<Outcome<Curated>> {
  const { work, term, decider, approval, agrees, reason } = review
  const standing = await listVersionsOfTerm(work.tx, work.centerId, { sourceTerm: term.id, isStanding: true })
  const reviews = [...readReviews(approval.evidence), { by: decider.actor, agrees, reason }]
  const isStopped = !agrees && isCanary(approval)
  const made = continueVersion(approval, {
    status: agrees ? 'active' : isStopped ? 'suspended' : 'proposed',
    reviewers: [...approval.reviewers, decider.actor],
    justification: [...new Set([...approval.justification, 'semapv:MappingReview'])],
    evidence: { ...Object(approval.evidence), reviews },
  })
  const plan = planDecision(
    standing.map(version => ({ ...version, isNegated: version.negated })),
    { ...made, isNegated: made.negated },
  )
  const decided = await settleDecision(work, {
    term,
    action: agrees ? 'agree' : 'disagree',
    ended: plan.ended,
    made: [...keptVersions(standing, plan), made],
    undoes: null,
    reason,
    detail: { target: made.target, status: made.status, approval: approval.id, reviewerAgreement: agrees ? 1 : -1 },
    days: agrees || isStopped ? made.effective : null,
    heldRowDays: hub.settings.heldRowDays,
  })
  if (agrees && made.target !== null) await liftRejections(work.tx, work.centerId, { sourceTerm: term.id, target: made.target })
  return accept({ ...decided, version: review.version, needsReview: made.status === 'proposed' })
}
