import { registerEnumType } from 'type-graphql'
import type { EvidenceKind } from '../domain/playbooks/evidence-record.js'
import type { ProposalAdvice, ProposalSource, ProposalState } from '../domain/playbooks/proposal.js'
import type { NotedReason, Settlement } from '../domain/playbooks/settle-signal.js'

export const ProposalStates: { readonly [S in ProposalState]: S } = {
  OPEN: 'OPEN',
  ACCEPTED: 'ACCEPTED',
  DISMISSED: 'DISMISSED',
  WITHDRAWN: 'WITHDRAWN',
}
registerEnumType(ProposalStates, {
  name: 'ProposalState',
  description: 'How a proposal stands.',
  valuesConfig: {
    OPEN: { description: 'It waits for a person.' },
    ACCEPTED: { description: 'A person made a draft of it.' },
    DISMISSED: { description: 'A person said that it leads to nothing.' },
    WITHDRAWN: { description: 'Whoever had warned canceled all of it before anybody decided.' },
  },
})

export const ProposalSources: { readonly [S in ProposalSource]: S } = { EVIDENCE: 'EVIDENCE', SURGE: 'SURGE' }
registerEnumType(ProposalSources, {
  name: 'ProposalSource',
  description: 'What suggests it.',
  valuesConfig: {
    EVIDENCE: { description: 'Another authority has told the public something.' },
    SURGE: { description: 'More people than usual ask centers about it.' },
  },
})

export const ProposalAdvices: { readonly [A in ProposalAdvice]: A } = { NEW: 'NEW', CONTINUE: 'CONTINUE', END: 'END' }
registerEnumType(ProposalAdvices, {
  name: 'ProposalAdvice',
  description: 'What a proposal suggests to do.',
  valuesConfig: {
    NEW: { description: 'Open an activation and draft its alert.' },
    CONTINUE: {
      description:
        'There is an activation of this hazard and area: make it an update there. Once that has ended, accepting opens another one that relates to it.',
    },
    END: { description: 'Whoever had warned has canceled it: consider the end of the activation (withdrawPlaybook).' },
  },
})

export const EvidenceKinds: { readonly [K in EvidenceKind]: K } = { ALERT: 'ALERT', UPDATE: 'UPDATE', CANCEL: 'CANCEL', OTHER: 'OTHER' }
registerEnumType(EvidenceKinds, {
  name: 'EvidenceKind',
  description: 'What a message of others does to earlier ones of theirs.',
  valuesConfig: {
    ALERT: { description: 'It is a new one.' },
    UPDATE: { description: 'It replaces those it names; also other bytes under a known name.' },
    CANCEL: { description: 'It ends those it names.' },
    OTHER: { description: 'An acknowledgment, an error or a draft of theirs.' },
  },
})

export const EvidenceOutcomes: { readonly [O in Settlement['act']]: O } = { OPEN: 'OPEN', JOIN: 'JOIN', WITHDRAW: 'WITHDRAW', NOTE: 'NOTE' }
registerEnumType(EvidenceOutcomes, {
  name: 'EvidenceOutcome',
  description: 'What became of a message of others.',
  valuesConfig: {
    OPEN: { description: 'It opened a proposal.' },
    JOIN: { description: 'It joined one that was open.' },
    WITHDRAW: { description: 'It canceled all that an open proposal rested on.' },
    NOTE: { description: 'It is kept, and suggests nothing.' },
  },
})

export const NotedReasons: { readonly [R in NotedReason]: R } = {
  NOT_ACTUAL: 'NOT_ACTUAL',
  NOT_CURRENT: 'NOT_CURRENT',
  OF_A_PERSON: 'OF_A_PERSON',
  OTHER_KIND: 'OTHER_KIND',
  DISMISSED: 'DISMISSED',
  NOTHING_TO_END: 'NOTHING_TO_END',
}
registerEnumType(NotedReasons, {
  name: 'NotedReason',
  description: 'Why a message of others suggests nothing.',
  valuesConfig: {
    NOT_ACTUAL: { description: 'It is a drill, a test or a draft of theirs.' },
    NOT_CURRENT: { description: 'It was sent more than 24 hours before it came in.' },
    OF_A_PERSON: { description: 'It looks for somebody missing.' },
    OTHER_KIND: { description: 'It is no alert, update or cancel.' },
    DISMISSED: { description: 'A person dismissed the same hazard and area within 24 hours, and its level is not higher.' },
    NOTHING_TO_END: { description: 'What it cancels leads to no proposal that is open and to no activation under way.' },
  },
})
