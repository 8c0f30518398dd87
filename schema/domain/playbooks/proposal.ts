import type { EvidenceReference } from './evidence-record.js'
import type { PlaceholderValues } from './placeholder-value.js'
import type { Level } from './playbook.js'

export const PROPOSAL_SOURCES = ['EVIDENCE', 'SURGE'] as const
export type ProposalSource = (typeof PROPOSAL_SOURCES)[number]
/** OPEN waits for a person. WITHDRAWN: whoever warned has canceled it. The last three never change. */
export const PROPOSAL_STATES = ['OPEN', 'ACCEPTED', 'DISMISSED', 'WITHDRAWN'] as const
export type ProposalState = (typeof PROPOSAL_STATES)[number]
/** A draft of a new activation, a draft in the one that is there ("make it an update?"), or its end, which is for withdrawPlaybook. */
export const PROPOSAL_ADVICES = ['NEW', 'CONTINUE', 'END'] as const
export type ProposalAdvice = (typeof PROPOSAL_ADVICES)[number]

/** What is suggested to coordinators. Centers by their codes. */
export type Proposal = {
  readonly id: string
  readonly source: ProposalSource
  readonly state: ProposalState
  readonly advice: ProposalAdvice
  readonly hazard: string | null
  readonly hazardKey: string
  readonly hazardWord: string
  readonly level: Level | null
  readonly template: string | null
  readonly templates: readonly string[]
  readonly areas: readonly string[]
  readonly unknownAreas: readonly string[]
  readonly centers: readonly string[]
  readonly values: PlaceholderValues
  readonly activationId: string | null
  readonly openedBy: string
  readonly openedAt: string
  readonly changedAt: string
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly decisionReason: string | null
  readonly versionId: string | null
}

/**
 * What settling needs of a proposal that was opened, added to or decided within a day, or that a message names, however old. `evidence` are the messages behind it that their
 * source has not canceled.
 */
export type StandingProposal = Pick<
  Proposal,
  'id' | 'source' | 'state' | 'advice' | 'hazardKey' | 'level' | 'areas' | 'centers' | 'activationId'
> & {
  readonly evidence: readonly EvidenceReference[]
}

/** A real emergency that is planned or under way, with the centers it is for. */
export type StandingActivation = {
  readonly id: string
  readonly hazard: string
  readonly centers: readonly string[]
  /** Something was sent and holds; not only planned. */
  readonly isActive: boolean
}

export type Standing = { readonly proposals: readonly StandingProposal[]; readonly activations: readonly StandingActivation[] }
