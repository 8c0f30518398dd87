import { ALERT_LEVELS, type AlertLevel } from './alert-level.js'
import type { EvidenceKind, EvidenceReference } from './evidence-record.js'
import type { ProposalAdvice, Standing, StandingProposal } from './proposal.js'
import type { Suggestion } from './suggest-playbook.js'

/** Why something that was told or counted leads to no proposal. */
export const NOTED_REASONS = ['NOT_ACTUAL', 'NOT_CURRENT', 'OF_A_PERSON', 'OTHER_KIND', 'DISMISSED', 'NOTHING_TO_END'] as const
export type NotedReason = (typeof NOTED_REASONS)[number]

/** Something that may call for a playbook: a message of others, or counts of our own. */
export type Signal = {
  readonly kind: EvidenceKind
  /** Earlier messages that it says it is about. */
  readonly references: readonly EvidenceReference[]
  /** Set where it cannot lead to a proposal whatever stands; it is kept all the same. */
  readonly noted: NotedReason | null
  readonly suggestion: Pick<Suggestion, 'hazardKey' | 'hazard' | 'level' | 'areas' | 'centers'>
}

export type Settlement =
  | { readonly act: 'OPEN'; readonly advice: ProposalAdvice; readonly activationId: string | null }
  | { readonly act: 'JOIN'; readonly proposalId: string }
  | { readonly act: 'WITHDRAW'; readonly proposalId: string }
  | { readonly act: 'NOTE'; readonly reason: NotedReason; readonly proposalId: string | null }

/**
 * What becomes of a signal, given the proposals of the last 24 hours, those it names, and the real emergencies that stand. In order: an end
 * of what was told goes to its proposal or asks for the end of its activation; an update follows what it is about; the same hazard and area joins the proposal
 * that is open, or points to the activation that is there; one that was dismissed stays so unless the level is higher now; all else is a new one.
 */
export function settleSignal(signal: Signal, standing: Standing): Settlement {
  const { noted, suggestion, kind } = signal
  const about = standing.proposals.filter(({ evidence }) => evidence.some(one => isNamed(one, signal.references)))
  if (noted !== null) return { act: 'NOTE', reason: noted, proposalId: null }
  if (kind === 'CANCEL') return settleCancel(signal, about, standing)
  const open = about.find(isOpen) ?? standing.proposals.find(one => isOpen(one) && one.advice !== 'END' && isAlike(one, suggestion))
  if (open !== undefined) return { act: 'JOIN', proposalId: open.id }
  const there = activationOf(about, standing) ?? standing.activations.find(one => isOf(one, suggestion))
  if (there !== undefined) return { act: 'OPEN', advice: 'CONTINUE', activationId: there.id }
  const dismissed = standing.proposals.find(one => one.state === 'DISMISSED' && (about.includes(one) || isAlike(one, suggestion)))
  if (dismissed !== undefined && !isAbove(suggestion.level, dismissed.level)) {
    return { act: 'NOTE', reason: 'DISMISSED', proposalId: dismissed.id }
  }
  return { act: 'OPEN', advice: 'NEW', activationId: null }
}

function settleCancel({ references }: Signal, about: readonly StandingProposal[], standing: Standing): Settlement {
  const open = about.find(one => isOpen(one) && one.advice !== 'END')
  if (open !== undefined) {
    const isAll = open.evidence.every(one => isNamed(one, references))
    return isAll ? { act: 'WITHDRAW', proposalId: open.id } : { act: 'JOIN', proposalId: open.id }
  }
  const ending = activationOf(about, standing)
  if (ending === undefined) return { act: 'NOTE', reason: 'NOTHING_TO_END', proposalId: about[0]?.id ?? null }
  const asked = standing.proposals.find(one => isOpen(one) && one.advice === 'END' && one.activationId === ending.id)
  return asked === undefined ? { act: 'OPEN', advice: 'END', activationId: ending.id } : { act: 'JOIN', proposalId: asked.id }
}

const isOpen = ({ state }: StandingProposal): boolean => state === 'OPEN'

const isNamed = (one: EvidenceReference, references: readonly EvidenceReference[]): boolean =>
  references.some(({ sender, sourceId }) => sender === one.sender && sourceId === one.sourceId)

const activationOf = (proposals: readonly StandingProposal[], { activations }: Standing) =>
  activations.find(({ id }) => proposals.some(({ activationId }) => activationId === id))

type Aimed = Pick<Suggestion, 'hazardKey' | 'areas' | 'centers'>

/** The same hazard, and a center in common; where neither has a center, an area as it was written, or none at all. */
const isAlike = (one: Aimed, other: Aimed): boolean => {
  if (one.hazardKey !== other.hazardKey) return false
  const overlaps = (left: readonly string[], right: readonly string[]) => left.some(item => right.includes(item))
  const areNowhere = one.areas.length === 0 && other.areas.length === 0 && one.centers.length === 0 && other.centers.length === 0
  return areNowhere || overlaps(one.centers, other.centers) || overlaps(one.areas, other.areas)
}

const isOf = (activation: Standing['activations'][number], { hazard, centers }: Signal['suggestion']): boolean =>
  activation.hazard === hazard && activation.centers.some(center => centers.includes(center))

const rankOf = (level: AlertLevel | null): number => (level === null ? -1 : ALERT_LEVELS.indexOf(level))
const isAbove = (level: AlertLevel | null, other: AlertLevel | null): boolean => rankOf(level) > rankOf(other)

/** The higher of two levels; null is below all. */
export const higherLevel = (one: AlertLevel | null, other: AlertLevel | null): AlertLevel | null => (isAbove(other, one) ? other : one)
