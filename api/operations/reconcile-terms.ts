import { listWaitingTerms, type WaitingTerm } from '../../db/queries/source-terms.js'
import type { MappingVersion } from '../../db/queries/term-mappings.js'
import { countDecisionsOfTerms } from '../../db/queries/term-history.js'
import { listTiersOff } from '../../db/queries/term-tiers.js'
import type { Tx } from '../../db/transaction.js'
import { groupBy } from '../../schema/domain/group-by.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { matchSubject } from '../../schema/domain/terms/match-term.js'
import { toMapped } from '../../schema/domain/terms/mapped-conversion.js'
import { planReconciliation, type Reconciliation, type WordOfNight } from '../../schema/domain/terms/plan-reconciliation.js'
import type { Tier } from '../../schema/domain/terms/proposal.js'
import { unitOfTarget } from '../../schema/domain/terms/validate-mapping.js'
import type { Hub } from '../hub.js'
import { checkVersion } from './curate-term.js'
import { decideHere, withTerm } from './decide-mapping.js'
import { eachInTurn } from './each-in-turn.js'
import { proposeForTerms, type TermProposal } from './propose-for-terms.js'
import { requireGlossary } from './read-glossary.js'
import type { Decider, DecisionResult, TermDecisionInput } from './term-decision.js'

const JOB: Decider = { actor: 'job:reconcile-terms', authorType: 'system', role: 'jobs' }
/** Words of a center that one night looks at, those with the most rows first. */
const MOST_WORDS = 5_000
const ALWAYS = { from: null, to: null } as const

/** What a night made of a center's words, counted. */
export type Reconciled = {
  readonly words: number
  readonly accepted: number
  readonly provisional: number
  readonly proposed: number
  readonly left: number
  readonly refused: number
  readonly rowsLanded: number
}

/** A word that waits, what is made of it now, what was decided before, and how many decisions that are. */
type Waiting = TermProposal & { readonly term: WaitingTerm; readonly version: number }

type Night = { readonly waiting: readonly Waiting[]; readonly tiersOff: ReadonlyMap<string, ReadonlySet<Tier>> }

const isMeaning = ({ status, negated }: MappingVersion): boolean => !negated && (status === 'active' || status === 'suspended')
const isByPerson = ({ author_type: author, reviewers }: MappingVersion): boolean => author === 'steward' || reviewers.length > 0

/**
 * Whether a person said what the word means, or that it means nothing, or proposes something, or finds it odd, or somebody stopped it: nothing for the night to
 * decide. An approval that waits for another steward, who may disagree, is not overtaken by a rule.
 */
const isDecided = ({ standing, term }: Waiting): boolean =>
  term.flag !== null ||
  standing.some(
    version =>
      (isMeaning(version) && (isByPerson(version) || version.status === 'suspended')) ||
      (version.status === 'proposed' && version.author_type === 'steward'),
  )

/** The waiting words of a center with everything that bears on them, from one snapshot. */
async function readNight(hub: Hub, centerId: number, { centerCodes }: Standards): Promise<Night> {
  const { matcher } = await requireGlossary(hub)
  const read = async (tx: Tx): Promise<Night> => {
    const terms = await listWaitingTerms(tx, { centerId, offset: 0, limit: MOST_WORDS })
    const proposals = await proposeForTerms(tx, matcher, { terms, centerCodes, isNight: true })
    const versions = await countDecisionsOfTerms(
      tx,
      centerId,
      terms.map(({ id }) => id),
    )
    const waiting = terms.flatMap(term => {
      const made = proposals.get(term.id)
      return made === undefined ? [] : [{ term, ...made, version: versions.get(term.id) ?? 0 }]
    })
    const off = groupBy(await listTiersOff(tx), ({ kind }) => kind)
    return {
      waiting: waiting.filter(one => !isDecided(one)),
      tiersOff: new Map([...off].map(([kind, tiers]) => [kind, new Set(tiers.map(({ tier }) => tier))])),
    }
  }
  return hub.db.transaction({ centerId, role: 'jobs' }, read, { isReadOnly: true, isolation: 'repeatable read' })
}

/** What the hub itself said of the word last, if it stands. */
const lastOf = ({ standing }: Waiting): WordOfNight['last'] => {
  const last = standing.findLast(({ author_type: author, negated }) => author === 'system' && !negated)
  if (last?.target == null) return null
  const facts = { ref: last.target, evidenceHash: last.evidence_hash }
  if (last.status === 'active') return { act: 'accept', ...facts }
  if (last.status === 'provisional') return { act: 'provisional', ...facts }
  return last.status === 'proposed' ? { act: 'propose', ...facts } : null
}

const refusedOf = ({ rejections }: Waiting): WordOfNight['refused'] =>
  new Map([...groupBy(rejections, ({ target }) => target)].map(([target, all]) => [target, new Set(all.map(one => one.evidence_hash))]))

/**
 * Whether the edition itself reads the word, and only how its values are written (02:54) or in which unit they come (3 seconds that look like minutes) is open: numbers
 * under it may have landed, and would read otherwise by a decision about that. A person says from which day on.
 */
const isScaleOpen = ({ term, proposal }: Waiting, { edition }: Standards): boolean =>
  proposal.conversion !== null &&
  ('format' in proposal.conversion || proposal.candidates[0]?.features.some(({ feature }) => feature === 'looks-like-unit') === true) &&
  ['measure', 'reported'].includes(matchSubject(edition.lexicon, term.raw_label, { isStandard: false }).kind)

const planFor = (one: Waiting, tiersOff: Night['tiersOff'], standards: Standards): Reconciliation =>
  planReconciliation(one.proposal, one.evidenceHash, {
    id: one.term.id,
    kind: one.term.kind,
    nights: one.word.values.length,
    tiersOff: tiersOff.get(one.term.kind) ?? new Set(),
    refused: refusedOf(one),
    elsewhere: new Set(one.twins.flatMap(({ target, by_stewards: stewards }) => (target !== null && stewards > 0 ? [target] : []))),
    isInConflict: one.conflicts.length > 0 || isScaleOpen(one, standards),
    last: lastOf(one),
  })

const STATUS = { accept: 'active', provisional: 'provisional', propose: 'proposed' } as const
const ACTION = { accept: 'accept', provisional: 'await', propose: 'propose' } as const
const COUNTED = { accept: 'accepted', provisional: 'provisional', propose: 'proposed' } as const

type ToDo = Exclude<Reconciliation, { act: 'leave' }>

function toDecision(one: Waiting, planned: ToDo, standards: Standards): TermDecisionInput {
  const { term, word, proposal, evidenceHash } = one
  const { edition } = standards
  const { candidate } = planned
  const unit = { from: term.raw_unit, to: unitOfTarget(candidate.ref, edition)?.code ?? null }
  return {
    sourceTerm: term.id,
    action: ACTION[planned.act],
    target: candidate.ref,
    predicate: candidate.predicate,
    isNegated: false,
    conversion: toMapped(candidate === proposal.candidates[0] ? proposal.conversion : null, unit),
    status: STATUS[planned.act],
    effective: isScaleOpen(one, standards) ? { from: term.first_day, to: null } : ALWAYS,
    justification: ['semapv:CompositeMatching'],
    confidence: candidate.score.toFixed(4),
    evidence: {
      candidates: proposal.candidates,
      abstentions: proposal.abstentions,
      lines: proposal.evidence,
      identities: proposal.identities,
      nights: word.values.length,
      ...(planned.act === 'propose' ? { why: planned.reason } : { isCanary: planned.isCanary }),
    },
    evidenceHash,
    ruleVersion: proposal.ruleVersion,
    lexiconVersion: proposal.lexiconVersion,
    glossaryVersion: edition.code,
    weightsVersion: proposal.weightsVersion,
    tier: planned.act === 'propose' ? null : planned.tier,
    reviewers: [],
    reason: null,
  }
}

/** Of two words that would mean the same from tonight on, the second waits for a person: nobody knows which one is right. */
const doubtSecond = (planned: Reconciliation, taken: Set<string>): Reconciliation => {
  if (planned.act !== 'accept' && planned.act !== 'provisional') return planned
  const { candidate } = planned
  if (taken.has(candidate.ref)) return { act: 'propose', candidate, reason: 'review' }
  taken.add(candidate.ref)
  return planned
}

/** Decides on the state that the night has read: a night takes minutes, and what a person decided in between stands (CHANGED_SINCE). */
const decideUnchanged = (hub: Hub, { term, version }: Waiting, input: TermDecisionInput): Promise<Outcome<DecisionResult>> =>
  withTerm(hub, JOB, { sourceTerm: term.id, options: {} }, async (work, found) => {
    const against = await checkVersion({ work, term: found, said: { expectedVersion: version } })
    return against.ok ? decideHere(hub, work, { decider: JOB, term: found, input }) : against
  })

/**
 * One night of one center: every word that waits is held against the glossary; what is safe is accepted and its rows land, what is doubtful is proposed to
 * a person with its reasons, the rest is left. What people decided is not touched, what they refused is not proposed again on the same evidence.
 * Each word is a transaction of its own, and one that fails holds up no other; run twice, the second time changes nothing.
 */
export async function reconcileTerms(hub: Hub, centerId: number, signal: AbortSignal): Promise<Reconciled> {
  const standards = await hub.standards()
  const night = await readNight(hub, centerId, standards)
  const count = { words: night.waiting.length, accepted: 0, provisional: 0, proposed: 0, left: 0, refused: 0, rowsLanded: 0 }
  const taken = new Set<string>()
  const reconcile = async (one: Waiting): Promise<void> => {
    const planned = doubtSecond(planFor(one, night.tiersOff, standards), taken)
    if (planned.act === 'leave') return void count.left++
    const decided = await decideUnchanged(hub, one, toDecision(one, planned, standards))
    if (!decided.ok) return void count[decided.issues.some(({ code }) => code === 'CHANGED_SINCE') ? 'left' : 'refused']++
    count.rowsLanded += decided.value.landed + decided.value.freed
    count[COUNTED[planned.act]]++
  }
  await eachInTurn(night.waiting, { nameOf: ({ term }) => `word ${term.id}`, work: reconcile, ended: signal })
  return count
}
