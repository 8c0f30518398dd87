import type { Issue } from '../../schema/domain/issue.js'
import type { EvidenceKind } from '../../schema/domain/playbooks/evidence-record.js'
import type { ProposalAdvice, ProposalSource, ProposalState } from '../../schema/domain/playbooks/proposal.js'

export type { ProposalState }

/** What became of the messages of a document; added, known and refused make up `messages`. */
export type EvidenceImport = {
  readonly messages: number
  readonly added: number
  readonly known: number
  readonly refused: number
  /** Ids of proposals that were opened, joined or withdrawn. */
  readonly proposals: readonly string[]
  readonly issues: readonly Issue[]
}

/** A message of others behind a proposal. */
export type ProposalEvidence = {
  readonly source: string
  readonly sender: string
  readonly sourceId: string
  readonly kind: EvidenceKind
  readonly sentAt: string | null
  readonly hazardWord: string
  readonly levelWord: string | null
  readonly text: string | null
}

/** A playbook that is suggested; null is what a person has to say. */
export type PlaybookProposal = {
  readonly id: string
  readonly source: ProposalSource
  readonly state: ProposalState
  readonly advice: ProposalAdvice
  readonly hazard: string | null
  readonly hazardNameKo: string | null
  readonly hazardWord: string
  readonly level: 'ATTENTION' | 'CAUTION' | 'ALERT' | 'SERIOUS' | null
  readonly playbook: string | null
  readonly playbooks: readonly string[]
  readonly areas: readonly string[]
  readonly unknownAreas: readonly string[]
  readonly centers: readonly string[]
  readonly values: readonly { readonly name: string; readonly ko: string; readonly en: string | null }[]
  readonly activation: string | null
  readonly openedAt: string
  readonly changedAt: string
  readonly decisionReason: string | null
  readonly version: string | null
  readonly evidence: readonly ProposalEvidence[]
  /** Counts of our own behind it, each in a sentence. */
  readonly findings: readonly { readonly center: string; readonly whyKo: string; readonly whyEn: string }[]
}
