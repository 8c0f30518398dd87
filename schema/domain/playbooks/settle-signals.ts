import type { EvidenceReference } from './evidence-record.js'
import type { PlaceholderValues } from './placeholder-value.js'
import type { Proposal, ProposalAdvice, ProposalSource, Standing, StandingProposal } from './proposal.js'
import { higherLevel, settleSignal, type Settlement, type Signal } from './settle-signal.js'
import type { Suggestion } from './suggest-playbook.js'

/** A signal with all that it suggests, and the name it goes by; null where it has none, as counts have not. */
export type FullSignal = Omit<Signal, 'suggestion'> & {
  readonly suggestion: Suggestion
  readonly reference: EvidenceReference | null
}

/** What a proposal says, as far as signals change it. */
export type ProposalContent = Pick<Proposal, 'level' | 'template' | 'templates' | 'areas' | 'unknownAreas' | 'centers' | 'values'>

export type FoldedProposal = StandingProposal &
  ProposalContent &
  Pick<Proposal, 'hazard' | 'hazardWord'> & { readonly isNew: boolean; readonly isChanged: boolean }
export type FoldedStanding = { readonly proposals: readonly FoldedProposal[]; readonly activations: Standing['activations'] }
export type SettledSignal = { readonly settlement: Settlement; readonly proposalId: string | null }

const MOST_AREAS = 50
const LONGEST_VALUE = 100

/** Settles signals one after the other, each with what those before it have opened, joined or ended. `newId` names proposals that are opened. */
export function settleSignals(
  signals: readonly FullSignal[],
  standing: FoldedStanding,
  { source, newId }: { readonly source: ProposalSource; readonly newId: () => string },
): { readonly settled: readonly SettledSignal[]; readonly proposals: readonly FoldedProposal[] } {
  let proposals = standing.proposals
  const settled = signals.map((signal): SettledSignal => {
    const settlement = settleSignal(signal, { ...standing, proposals })
    if (settlement.act === 'NOTE') return { settlement, proposalId: settlement.proposalId }
    const id = settlement.act === 'OPEN' ? newId() : settlement.proposalId
    proposals =
      settlement.act === 'OPEN'
        ? [...proposals, opened(signal, { ...settlement, id, source })]
        : proposals.map(one => (one.id === id ? follow(one, signal, settlement.act) : one))
    return { settlement, proposalId: id }
  })
  return { settled, proposals }
}

type Opening = {
  readonly id: string
  readonly source: ProposalSource
  readonly advice: ProposalAdvice
  readonly activationId: string | null
}

const opened = ({ suggestion, reference }: FullSignal, opening: Opening): FoldedProposal => ({
  ...suggestion,
  ...opening,
  state: 'OPEN',
  evidence: reference === null ? [] : [reference],
  isNew: true,
  isChanged: true,
})

/**
 * The proposal with what a signal adds: an update of all that it rests on says what holds now, another message of the same hazard and area adds to it, a cancel takes what it names
 * out. Somebody else's update lowers no level: the message that raised it stands.
 */
function follow(
  proposal: FoldedProposal,
  { kind, suggestion, reference, references }: FullSignal,
  act: 'JOIN' | 'WITHDRAW',
): FoldedProposal {
  const isEnd = kind === 'CANCEL'
  const replaces = (one: EvidenceReference) =>
    (isEnd || kind === 'UPDATE') && references.some(({ sender, sourceId }) => sender === one.sender && sourceId === one.sourceId)
  const others = proposal.evidence.filter(one => !replaces(one))
  const replacesAll = proposal.evidence.length > 0 && others.length === 0
  const evidence = [...others, ...(reference === null || isEnd ? [] : [reference])]
  const state = act === 'WITHDRAW' ? 'WITHDRAWN' : proposal.state
  if (isEnd) return { ...proposal, evidence, state, isChanged: true }
  return {
    ...proposal,
    evidence,
    state,
    isChanged: true,
    level: replacesAll ? (suggestion.level ?? proposal.level) : higherLevel(proposal.level, suggestion.level),
    template: proposal.template ?? suggestion.template,
    templates: proposal.templates.length > 0 ? proposal.templates : suggestion.templates,
    areas: union(proposal.areas, suggestion.areas).slice(0, MOST_AREAS),
    unknownAreas: union(proposal.unknownAreas, suggestion.unknownAreas),
    centers: union(proposal.centers, suggestion.centers),
    values: joinValues(proposal.values, suggestion.values),
  }
}

const union = (left: readonly string[], right: readonly string[]): readonly string[] => [...new Set([...left, ...right])]

/** Places of both where they fit into one value, else those that were there first. */
function joinValues(before: PlaceholderValues, added: PlaceholderValues): PlaceholderValues {
  const places = union(before['area']?.ko.split(', ') ?? [], added['area']?.ko.split(', ') ?? []).join(', ')
  const joined = { ...added, ...before }
  return places === '' || places.length > LONGEST_VALUE ? joined : { ...joined, area: { ko: places, en: null } }
}
