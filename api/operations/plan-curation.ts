import type { MappingVersion } from '../../db/queries/term-mappings.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { addDays } from '../../schema/domain/period.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { IDENTITY, isEffectiveOn, type Conversion, type Effective } from '../../schema/domain/terms/mapping.js'
import { toMapped } from '../../schema/domain/terms/mapped-conversion.js'
import { unitOfTarget } from '../../schema/domain/terms/validate-mapping.js'
import type { Curation, CurationAct } from './curation.js'
import { noTargetTaken, notProposed, nothingToConfirm, nothingToSplit, targetRequired } from './curation-refusals.js'
import type { TermProposal } from './propose-for-terms.js'
import type { TermDecisionInput } from './term-decision.js'

/** What a steward's act is judged by: the word as the hub sees it now, and the edition. */
export type CurationContext = { readonly proposal: TermProposal; readonly edition: Edition }

type Meaning = Pick<TermDecisionInput, 'target' | 'predicate' | 'conversion' | 'status' | 'effective'>

const ALWAYS: Effective = { from: null, to: null }

const daysOf = ({ from, to }: Pick<Curation, 'from' | 'to'>): Effective => ({ from, to: to === null ? null : addDays(to, 1) })

/** What an approval may be of: a proposal, or what the hub accepted and shows to a person all the same. */
const isOffered = ({ status, negated }: MappingVersion): boolean => !negated && ['proposed', 'provisional', 'active'].includes(status)

/** The decision that the act comes to, as if one steward were enough. */
export function planCuration(act: CurationAct, said: Curation, context: CurationContext): Outcome<TermDecisionInput> {
  const meaning = MEANINGS[act](said, context)
  return meaning.ok ? accept({ ...basisOf(act, said, context), ...meaning.value }) : meaning
}

const MEANINGS: Readonly<Record<CurationAct, (said: Curation, context: CurationContext) => Outcome<Meaning>>> = {
  approve: planApproval,
  correct: said => (said.target === null ? refuse(targetRequired()) : accept(meaningOf(said, said.target))),
  split: planSplit,
  noMatch: said =>
    said.target === null
      ? accept({ ...meaningOf({ ...said, conversion: null }, null), predicate: 'exact' })
      : refuse(noTargetTaken(said.target.slice(0, 100))),
  reject: said =>
    said.target === null
      ? refuse(targetRequired())
      : accept({ ...meaningOf({ ...said, conversion: null }, said.target), status: 'rejected', effective: ALWAYS }),
  confirm: planConfirmation,
}

const meaningOf = (said: Curation, target: string | null): Meaning => ({
  target,
  predicate: said.predicate ?? 'exact',
  conversion: said.conversion ?? IDENTITY,
  status: 'active',
  effective: daysOf(said),
})

/** An approval takes what is offered, conversion and days included, unless the steward says otherwise. */
function planApproval(said: Curation, { proposal, edition }: CurationContext): Outcome<Meaning> {
  const { target } = said
  const candidate = proposal.proposal.candidates.find(({ ref }) => ref === target)
  const standing = proposal.standing.findLast(version => isOffered(version) && version.target === target)
  if (target === null) return refuse(targetRequired())
  if (candidate === undefined && standing === undefined) return refuse(notProposed(target.slice(0, 100)))
  const hasDays = said.from !== null || said.to !== null
  return accept({
    target,
    predicate: said.predicate ?? standing?.predicate ?? candidate?.predicate ?? 'exact',
    conversion: said.conversion ?? standing?.conversion ?? proposedConversion(target, proposal, edition),
    status: 'active',
    effective: hasDays ? daysOf(said) : (standing?.effective ?? ALWAYS),
  })
}

const proposedConversion = (target: string, { proposal, word }: TermProposal, edition: Edition): Conversion =>
  proposal.candidates[0]?.ref === target
    ? toMapped(proposal.conversion, { from: word.unit ?? '', to: unitOfTarget(target, edition)?.code ?? null })
    : IDENTITY

/** From a day on another meaning or another conversion, as long as the old one would have held; earlier days keep it. */
function planSplit(said: Curation, { proposal }: CurationContext): Outcome<Meaning> {
  const { from } = said
  const cut = proposal.standing.find(
    ({ status, negated, effective }) =>
      (status === 'active' || status === 'suspended') && !negated && from !== null && isEffectiveOn(effective, from),
  )
  if (from === null || cut === undefined || cut.effective.from === from) return refuse(nothingToSplit(from))
  const target = said.target ?? cut.target
  if (target === null) return refuse(targetRequired())
  return accept({ ...meaningOf(said, target), effective: { from, to: cut.effective.to } })
}

function planConfirmation(_said: Curation, { proposal }: CurationContext): Outcome<Meaning> {
  const standing = proposal.standing.findLast(
    ({ status, author_type, reviewers, negated }) =>
      !negated && (status === 'provisional' || (status === 'active' && author_type === 'system' && reviewers.length === 0)),
  )
  if (standing === undefined) return refuse(nothingToConfirm())
  const { target, predicate, conversion, effective } = standing
  return accept({ target, predicate, conversion, status: 'active', effective })
}

const basisOf = (act: CurationAct, said: Curation, { proposal: known, edition }: CurationContext): TermDecisionInput => {
  const { proposal } = known
  const score = proposal.candidates.find(({ ref }) => ref === said.target)?.score
  return {
    sourceTerm: said.term,
    action: act,
    target: null,
    predicate: 'exact',
    isNegated: false,
    conversion: IDENTITY,
    status: 'active',
    effective: ALWAYS,
    justification: ['semapv:ManualMappingCuration'],
    confidence: score === undefined ? null : score.toFixed(4),
    evidence: {
      lines: proposal.evidence,
      candidates: proposal.candidates,
      abstentions: proposal.abstentions,
      identities: proposal.identities,
    },
    evidenceHash: known.evidenceHash,
    ruleVersion: proposal.ruleVersion,
    lexiconVersion: proposal.lexiconVersion,
    glossaryVersion: edition.code,
    weightsVersion: proposal.weightsVersion,
    tier: null,
    reviewers: [],
    reason: said.reason,
  }
}
