import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { EvidenceImport, PlaybookProposal, ProposalState } from './evidence-types.js'
import { HubFault } from './hub-fault.js'
import type { PostGraphql } from './post-graphql.js'
import { readField, readMutation } from './refusals.js'
import type { Page } from './submission-types.js'

const ISSUE = 'code severity path messageKo messageEn expected got sourceRow rule'
const REFUSED = `... on Refused { issues { ${ISSUE} } }`
const IMPORT = `mutation importEvidence($input: ImportEvidenceInput!) { importEvidence(input: $input) { __typename
  ... on EvidenceImport { messages added known refused proposals issues { ${ISSUE} } } ${REFUSED} } }`
const PROPOSALS = `query playbookProposals($state: ProposalState, $first: Int!, $after: String) {
  playbookProposals(state: $state, first: $first, after: $after) {
    nodes { id source state advice hazard hazardNameKo hazardWord level playbook playbooks areas unknownAreas centers values { name ko en }
      activation openedAt changedAt decisionReason version evidence { source sender sourceId kind sentAt hazardWord levelWord text } findings { center whyKo whyEn } }
    endCursor hasNextPage
  }
}`

/** What a coordinator's system asks of the hub. Nothing of it sends anything to anybody. */
export type EvidenceQuestions = {
  /**
   * Brings in what others told the public: a CAP 1.2 alert, or records of DSSP-IF-00247. Kept once however often it is sent. Needs a role of a
   * coordinator. Refused with EVIDENCE_UNREADABLE.
   */
  readonly importEvidence: (document: string) => Promise<Outcome<EvidenceImport>>
  /** Playbooks that are suggested to coordinators, the one opened last first. Words of others in it are escaped for HTML. */
  readonly playbookProposals: (page?: {
    readonly state?: ProposalState
    readonly first?: number
    readonly after?: string
  }) => Promise<Outcome<Page<PlaybookProposal>>>
}

type Answered<T> = Readonly<Record<string, T | null>>

export const createEvidenceQuestions = (post: PostGraphql): EvidenceQuestions => ({
  importEvidence: async document =>
    readMutation<EvidenceImport>(
      await post<Answered<EvidenceImport | { readonly issues: readonly Issue[] }>>(IMPORT, { input: { document } }),
      'importEvidence',
    ),
  async playbookProposals({ state, first = 20, after } = {}) {
    const variables = { state: state ?? null, first, after: after ?? null }
    const read = readField(await post<Answered<Page<PlaybookProposal>>>(PROPOSALS, variables), 'playbookProposals')
    if (!read.ok) return read
    if (read.value === null) throw new HubFault('answer', 'The hub answered nothing for playbookProposals.')
    return accept(read.value)
  },
})
