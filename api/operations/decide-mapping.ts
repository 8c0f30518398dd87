import { findSourceTerm, type SourceTerm } from '../../db/queries/source-terms.js'
import { lockCenter } from '../../db/queries/submissions.js'
import { appendRejection, isRejected, liftRejections, listVersionsOfTerm, type MappingVersion } from '../../db/queries/term-mappings.js'
import type { TransactionOptions } from '../../db/transaction.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { planDecision, type DecisionPlan } from '../../schema/domain/terms/plan-decision.js'
import { validateMapping } from '../../schema/domain/terms/validate-mapping.js'
import { actorOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import type { CenterWork } from './center-work.js'
import { inTurn } from './in-turn.js'
import { mayNotCurate, noSuchTerm, refusedBefore } from './mapping-refusals.js'
import { continueVersion, settleDecision } from './settle-decision.js'
import { startWork } from './start-work.js'
import type { Decider, DecisionResult, TermDecisionInput } from './term-decision.js'

/** A decision and its replay take longer than a push, and never so long that a center waits. */
const TIME_LIMIT_MS = 60_000

export const deciderOf = (caller: Caller): Decider => ({ actor: actorOf(caller), authorType: 'steward', role: 'steward' })

export type DecideOptions = Pick<TransactionOptions, 'isDryRun'>

/**
 * Says what a word of a center means, or does not mean, from a day to a day (issue of terms, 3 and 6). An active meaning takes the place of what stood on
 * those days and leaves other days as they are; rows that wait for the word land by themselves, values that read otherwise are taken back and read
 * again, all in the transaction of the decision. As a dry run it tells what would happen and leaves no trace.
 * FORBIDDEN, NOT_FOUND, MAPPING_INVALID, MAPPING_REJECTED.
 */
export async function decideMapping(
  hub: Hub,
  caller: Caller,
  input: TermDecisionInput,
  options: DecideOptions = {},
): Promise<Outcome<DecisionResult>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  return decideAs(hub, deciderOf(caller), input, options)
}

/** The same on the authority of whoever decides: the nightly job by its rule. */
export async function decideAs(
  hub: Hub,
  decider: Decider,
  input: TermDecisionInput,
  options: DecideOptions = {},
): Promise<Outcome<DecisionResult>> {
  return withTerm(hub, decider, { sourceTerm: input.sourceTerm, options }, (work, term) => decideHere(hub, work, { decider, term, input }))
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Runs `work` under the lock of the center that the word belongs to; NOT_FOUND where the decider sees no such word. */
export async function withTerm<T>(
  hub: Hub,
  decider: Decider,
  { sourceTerm, options }: { readonly sourceTerm: string; readonly options: DecideOptions },
  decide: (work: CenterWork, term: SourceTerm) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (!UUID.test(sourceTerm)) return refuse(noSuchTerm())
  const term = await hub.db.transaction({ centerId: null, role: decider.role }, tx => findSourceTerm(tx, sourceTerm), { isReadOnly: true })
  if (term === null) return refuse(noSuchTerm())
  const { center_id: centerId } = term
  return inTurn(hub, centerId, () =>
    hub.db.transaction(
      { centerId, role: decider.role },
      async tx => {
        await lockCenter(tx, centerId)
        return decide(await startWork(hub, tx, { centerId, actor: decider.actor }), term)
      },
      { timeoutMs: TIME_LIMIT_MS, ...options },
    ),
  )
}

type Deciding = { readonly decider: Decider; readonly term: SourceTerm; readonly input: TermDecisionInput }

/** Decides in a transaction that is under way and holds the lock of the center. */
export async function decideHere(hub: Hub, work: CenterWork, { decider, term, input }: Deciding): Promise<Outcome<DecisionResult>> {
  const { tx, centerId, standards } = work
  const word = { kind: term.kind, field: term.source_field }
  const faults = validateMapping({ ...input, word }, standards.edition)
  if (faults.length > 0) return refuse(...faults)
  const { target, status, evidenceHash } = input
  const isProposal = status === 'proposed' || status === 'provisional'
  const pair = { sourceTerm: term.id, target: target ?? '' }
  if (isProposal && target !== null && (await isRejected(tx, centerId, { ...pair, evidenceHash }))) return refuse(refusedBefore(target))
  const standing = await listVersionsOfTerm(tx, centerId, { sourceTerm: term.id, isStanding: true })
  const plan = planDecision(standing.map(toStanding), input)
  const { action, reason, effective } = input
  const decided = await settleDecision(work, {
    term,
    action,
    ended: plan.ended,
    made: [...keptVersions(standing, plan), toVersion(decider, input, standing, plan)],
    undoes: null,
    reason,
    detail: { target, status, predicate: input.predicate, negated: input.isNegated },
    days: isProposal || (status === 'rejected' && !endsMeaning(standing, plan)) ? null : effective,
    heldRowDays: hub.settings.heldRowDays,
  })
  if (target !== null && status === 'rejected')
    for (const hash of new Set([evidenceHash, ...answeredEvidence(standing, plan)]))
      await appendRejection(tx, centerId, { ...pair, target, evidenceHash: hash, actor: work.actor, reason })
  if (target !== null && status === 'active' && !input.isNegated) await liftRejections(tx, centerId, { ...pair, target })
  return accept(decided)
}

/** Whether values were read by one of the versions that end: a refusal of a mere proposal moves none. */
const endsMeaning = (standing: readonly MappingVersion[], { ended }: DecisionPlan): boolean =>
  standing.some(({ no, status }) => ended.includes(no) && (status === 'active' || status === 'suspended'))

/** What the proposals rested on that the refusal answers: a mapping set that comes in again says nothing new by saying the same again (decision 21). */
const answeredEvidence = (standing: readonly MappingVersion[], { ended }: DecisionPlan): readonly string[] =>
  standing.flatMap(({ no, status, evidence_hash: hash }) => (status === 'proposed' && ended.includes(no) ? [hash] : []))

const toStanding = (version: MappingVersion) => ({ ...version, isNegated: version.negated })

/** What goes on standing on other days of the versions that end. */
export const keptVersions = (standing: readonly MappingVersion[], { kept }: DecisionPlan) =>
  kept.flatMap(({ no, effective }) => standing.filter(version => version.no === no).map(version => continueVersion(version, { effective })))

function toVersion(decider: Decider, input: TermDecisionInput, standing: readonly MappingVersion[], { ended }: DecisionPlan) {
  const continued = standing.find(({ no }) => ended.includes(no))
  return {
    target: input.target,
    predicate: input.predicate,
    negated: input.isNegated,
    conversion: input.conversion,
    status: input.status,
    effective: input.effective,
    justification: input.justification,
    confidence: input.confidence,
    evidence: input.evidence,
    evidence_hash: input.evidenceHash,
    rule_version: input.ruleVersion,
    lexicon_version: input.lexiconVersion,
    glossary_version: input.glossaryVersion,
    weights_version: input.weightsVersion,
    tier: input.tier,
    author_type: decider.authorType,
    author: decider.actor,
    reviewers: input.reviewers,
    supersedes: continued?.no ?? null,
    reason: input.reason,
  }
}
