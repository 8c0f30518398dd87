import { createHash } from 'node:crypto'
import type { SourceTerm } from '../../db/queries/source-terms.js'
import { countDecisions, readTermState } from '../../db/queries/term-history.js'
import type { MappingVersion } from '../../db/queries/term-mappings.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { isApproval, isInPublishedTotals } from '../../schema/domain/terms/reviews.js'
import type { Hub } from '../hub.js'
import type { CenterWork } from './center-work.js'
import type { Curated, Curation, CurationAct } from './curation.js'
import { checkText, decidedSince, secondSteward, stalePreview } from './curation-refusals.js'
import { decideHere, deciderOf, withTerm } from './decide-mapping.js'
import { mayNotCurate } from './mapping-refusals.js'
import { planCuration } from './plan-curation.js'
import { proposeForTerms, type TermProposal } from './propose-for-terms.js'
import { requireGlossary, type KnownGlossary } from './read-glossary.js'
import { isSameMeaning, reviewHere } from './review-mapping.js'
import type { Decider, TermDecisionInput } from './term-decision.js'

type Request = { readonly act: CurationAct; readonly said: Curation }

/** A word under the lock of its center, with what a steward says of it. */
export type Desk = Request & {
  readonly work: CenterWork
  readonly term: SourceTerm
  readonly decider: Decider
  readonly proposal: TermProposal
  readonly edition: Edition
}

/**
 * One act of a steward about what a word means, on the state that the steward saw: refused with CHANGED_SINCE when somebody decided in between, with
 * STALE_DRY_RUN when the preview it names does not hold any more. A meaning that enters published figures is proposed first, and stands when another
 * steward approves the same. FORBIDDEN, NOT_FOUND, MAPPING_INVALID, SECOND_STEWARD_REQUIRED.
 */
export async function curateTerm(hub: Hub, caller: Caller, request: Request): Promise<Outcome<Curated>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const faults = checkText(request.said.reason, 'reason')
  if (faults.length > 0) return refuse(...faults)
  const glossary = await requireGlossary(hub)
  const decider = deciderOf(caller)
  return withTerm(hub, decider, { sourceTerm: request.said.term, options: {} }, async (work, term) => {
    const desk = await openDesk({ work, term, decider }, request, glossary)
    const against = await checkVersion(desk)
    return against.ok ? decideAtDesk(hub, desk) : against
  })
}

/** Reads what the act is judged by. */
export async function openDesk(
  place: Pick<Desk, 'work' | 'term' | 'decider'>,
  request: Request,
  { matcher }: KnownGlossary,
): Promise<Desk> {
  const { work, term } = place
  const { edition, centerCodes } = work.standards
  const proposal = (await proposeForTerms(work.tx, matcher, { terms: [term], centerCodes })).get(term.id)
  if (proposal === undefined) throw new Error(`Nothing was made of the word ${term.id}.`)
  return { ...place, ...request, proposal, edition }
}

/** The number of decisions about the word, if it is the one that the steward saw. */
export async function checkVersion({
  work,
  term,
  said,
}: Pick<Desk, 'work' | 'term'> & { readonly said: Pick<Curation, 'expectedVersion'> }): Promise<Outcome<number>> {
  const now = await countDecisions(work.tx, work.centerId, term.id)
  return now === said.expectedVersion ? accept(now) : refuse(decidedSince(said.expectedVersion, now))
}

/** What a preview was made of: the decision itself, the edition, and the state that it rests on. */
export async function hashDecision({ work, term }: Pick<Desk, 'work' | 'term'>, decision: TermDecisionInput): Promise<string> {
  const { target, predicate, conversion, status, effective, action } = decision
  const state = await readTermState(work.tx, work.centerId, term.id)
  return createHash('sha256')
    .update(JSON.stringify([term.id, action, target, predicate, conversion, status, effective, work.standards.edition.code, state]))
    .digest('hex')
}

async function decideAtDesk(hub: Hub, desk: Desk): Promise<Outcome<Curated>> {
  const { work, term, decider, act, said } = desk
  const planned = planCuration(act, said, desk)
  if (!planned.ok) return planned
  const decision = planned.value
  if (said.previewHash !== null && said.previewHash !== (await hashDecision(desk, decision))) return refuse(stalePreview())
  const version = said.expectedVersion + 1
  if (!needsTwo(desk, decision)) {
    const decided = await decideHere(hub, work, { decider, term, input: decision })
    return decided.ok ? accept({ ...decided.value, version, needsReview: false }) : decided
  }
  const first = approvalsOf(desk).findLast(approval => isSameMeaning(approval, decision))
  if (first === undefined) {
    const decided = await decideHere(hub, work, {
      decider,
      term,
      input: { ...decision, status: 'proposed', evidence: { ...decision.evidence, isApproval: true } },
    })
    return decided.ok ? accept({ ...decided.value, version, needsReview: true }) : decided
  }
  if (first.author === decider.actor) return refuse(secondSteward(decider.actor))
  return reviewHere(hub, { work, term, decider, approval: first, agrees: true, reason: said.reason, version })
}

/** Approvals that wait for another steward. */
const approvalsOf = ({ proposal }: Pick<Desk, 'proposal'>): readonly MappingVersion[] => proposal.standing.filter(isApproval)

/**
 * Whether values come into published figures by the decision, or go out of them; a value of another definition (close, broader, narrower) takes the place of the one
 * that stands. To say what stands already changes none.
 */
export function needsTwo({ proposal, edition }: Pick<Desk, 'proposal' | 'edition'>, decision: TermDecisionInput): boolean {
  if (decision.status !== 'active') return false
  const active = proposal.standing.filter(version => version.status === 'active' && !version.negated)
  if (active.some(version => isSameMeaning(version, decision))) return false
  return [decision.target, ...active.map(version => version.target)].some(one => isInPublishedTotals(one, edition))
}
