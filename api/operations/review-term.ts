import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { refuse, type Outcome } from '../../schema/domain/outcome.js'
import { isApproval, isCanary } from '../../schema/domain/terms/reviews.js'
import type { Hub } from '../hub.js'
import type { Curated } from './curation.js'
import { checkText, nothingToReview, secondSteward } from './curation-refusals.js'
import { checkVersion } from './curate-term.js'
import { deciderOf, withTerm } from './decide-mapping.js'
import { mayNotCurate } from './mapping-refusals.js'
import { isTermId } from './term-refusals.js'
import { listVersionsOfTerm } from '../../db/queries/term-mappings.js'
import { reviewHere } from './review-mapping.js'

export type TermReview = {
  readonly term: string
  readonly expectedVersion: number
  /** Id of the version that is reviewed; null for the only one that waits. */
  readonly mapping: string | null
  readonly agrees: boolean
  readonly reason: string | null
}

/**
 * Says of another steward's approval whether it is right: agreement makes it stand, disagreement is kept and it goes on waiting. Of what the hub accepted and shows
 * to a person all the same nobody is told that it is in force: agreement confirms it, disagreement stops it.
 */
export async function reviewTerm(hub: Hub, caller: Caller, said: TermReview): Promise<Outcome<Curated>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const faults = checkText(said.reason, 'reason')
  if (faults.length > 0) return refuse(...faults)
  const decider = deciderOf(caller)
  return withTerm(hub, decider, { sourceTerm: said.term, options: {} }, async (work, term) => {
    const against = await checkVersion({ work, term, said })
    if (!against.ok) return against
    const standing = await listVersionsOfTerm(work.tx, work.centerId, { sourceTerm: term.id, isStanding: true })
    const waiting = standing.filter(version => isApproval(version) || isCanary(version))
    const wanted = said.mapping !== null && isTermId(said.mapping) ? waiting.filter(({ id }) => id === said.mapping) : waiting
    const [approval, ...others] = wanted
    if (approval === undefined || others.length > 0) return refuse(nothingToReview())
    if (approval.author === decider.actor) return refuse(secondSteward(decider.actor))
    const { agrees, reason } = said
    return reviewHere(hub, { work, term, decider, approval, agrees, reason, version: against.value + 1 })
  })
}
