import { registerEnumType } from 'type-graphql'
import type { ActivationState } from '../domain/playbooks/activation-state.js'
import type { Purpose } from '../domain/playbooks/broadcast.js'
import type { BroadcastStatus, MessageType } from '../domain/playbooks/level-policy.js'
import type { MessageState } from '../domain/playbooks/message-state.js'
import type { RatificationState } from '../domain/playbooks/ratification-state.js'
import type { VersionState } from '../domain/playbooks/version-state.js'

export const AlertLevels = { ATTENTION: 'attention', CAUTION: 'caution', ALERT: 'alert', SERIOUS: 'serious' } as const
registerEnumType(AlertLevels, {
  name: 'AlertLevel',
  description: 'Level of a Korean crisis alert; not the one of a weather warning.',
  valuesConfig: {
    ATTENTION: { description: '관심, blue.' },
    CAUTION: { description: '주의, yellow.' },
    ALERT: { description: '경계, orange.' },
    SERIOUS: { description: '심각, red. Needs two approvers of two agencies.' },
  },
})

export const BroadcastStatuses: { readonly [S in BroadcastStatus]: S } = { ACTUAL: 'ACTUAL', EXERCISE: 'EXERCISE', TEST: 'TEST' }
registerEnumType(BroadcastStatuses, {
  name: 'BroadcastStatus',
  description: 'Whether it is real. Decided when an activation is opened, and never changed.',
  valuesConfig: {
    ACTUAL: { description: 'The real thing.' },
    EXERCISE: { description: 'A drill: ids begin with EXR-, lines with [훈련], and only endpoints for drills are reached.' },
    TEST: { description: 'A test of the way: ids begin with TST-; nobody is asked for anything.' },
  },
})

export const BroadcastTypes: { readonly [T in MessageType]: T } = { ALERT: 'ALERT', UPDATE: 'UPDATE', CANCEL: 'CANCEL' }
registerEnumType(BroadcastTypes, {
  name: 'BroadcastType',
  description: 'What a message does to those before it.',
  valuesConfig: {
    ALERT: { description: 'The first of an activation.' },
    UPDATE: { description: 'Replaces the one before with its full text.' },
    CANCEL: { description: 'Ends the activation.' },
  },
})

export const BroadcastPurposes: { readonly [P in Purpose]: P } = {
  INFORM: 'INFORM',
  CORRECT: 'CORRECT',
  ALL_CLEAR: 'ALL_CLEAR',
  ISSUED_IN_ERROR: 'ISSUED_IN_ERROR',
  RATIFICATION_REFUSED: 'RATIFICATION_REFUSED',
}
registerEnumType(BroadcastPurposes, {
  name: 'BroadcastPurpose',
  description: 'What a text is for.',
  valuesConfig: {
    INFORM: { description: 'To say what to do.' },
    CORRECT: { description: 'To correct what was said, in the words that were approved with it.' },
    ALL_CLEAR: { description: 'The hazard has ended.' },
    ISSUED_IN_ERROR: { description: 'It should not have gone out.' },
    RATIFICATION_REFUSED: { description: 'It went out without approval, which was then refused.' },
  },
})

export const ActivationStates: { readonly [S in ActivationState]: S } = {
  PLANNED: 'PLANNED',
  ACTIVE: 'ACTIVE',
  CLOSING: 'CLOSING',
  CLOSED: 'CLOSED',
}
registerEnumType(ActivationStates, {
  name: 'ActivationState',
  description: 'How an activation stands.',
  valuesConfig: {
    PLANNED: { description: 'Opened; nothing was sent. Seen by coordinators and administrators.' },
    ACTIVE: { description: 'A message is in force.' },
    CLOSING: { description: 'Ended by a cancel or by time; answers are waited for.' },
    CLOSED: { description: 'Over.' },
  },
})

export const PlaybookVersionStates: { readonly [S in VersionState]: S } = {
  DRAFT: 'DRAFT',
  IN_REVIEW: 'IN_REVIEW',
  APPROVED: 'APPROVED',
  SCHEDULED: 'SCHEDULED',
  PUBLISHED: 'PUBLISHED',
  SUPERSEDED: 'SUPERSEDED',
  EXPIRED: 'EXPIRED',
  WITHDRAWN: 'WITHDRAWN',
  MISSED: 'MISSED',
}
registerEnumType(PlaybookVersionStates, {
  name: 'PlaybookVersionState',
  description: 'How a text stands.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' },
    IN_REVIEW: { description: 'Waits for approval.' },
    APPROVED: { description: 'May be sent, for a day.' },
    SCHEDULED: { description: 'Goes out by itself at its time.' },
    PUBLISHED: { description: 'Its message is in force.' },
    SUPERSEDED: { description: 'A later message replaced it.' },
    EXPIRED: { description: 'Its time is over.' },
    WITHDRAWN: { description: 'A cancel took it back.' },
    MISSED: { description: 'It expired before it could go out, and never will.' },
  },
})

export const BroadcastStates: { readonly [S in MessageState]: S } = {
  CURRENT: 'CURRENT',
  SUPERSEDED: 'SUPERSEDED',
  EXPIRED: 'EXPIRED',
  WITHDRAWN: 'WITHDRAWN',
}
registerEnumType(BroadcastStates, {
  name: 'BroadcastState',
  description: 'How a message stands. Only the current one is to be followed.',
  valuesConfig: {
    CURRENT: { description: 'In force.' },
    SUPERSEDED: { description: 'A later message replaced it.' },
    EXPIRED: { description: 'Its time is over.' },
    WITHDRAWN: { description: 'A cancel took it back.' },
  },
})

export const RatificationStates: { readonly [S in RatificationState]: S } = {
  PENDING: 'PENDING',
  RATIFIED: 'RATIFIED',
  REFUSED: 'REFUSED',
  LAPSED: 'LAPSED',
}
registerEnumType(RatificationStates, {
  name: 'RatificationState',
  description: 'What was decided of a message that went out without approval.',
  valuesConfig: {
    PENDING: { description: '사후승인 대기: nobody has decided yet.' },
    RATIFIED: { description: 'Approved afterwards.' },
    REFUSED: { description: 'Refused; a cancel went out with the refusal.' },
    LAPSED: { description: 'Nobody decided in two hours, and it ended by itself.' },
  },
})

export const TargetParts = { TARGET: 'TARGET', OVERFLOW: 'OVERFLOW' } as const
registerEnumType(TargetParts, {
  name: 'BroadcastTargetPart',
  description: 'What a center has to do with a message.',
  valuesConfig: {
    TARGET: { description: 'Acknowledges and applies it.' },
    OVERFLOW: { description: 'Takes over calls: reads it, and nothing is asked of it.' },
  },
})

export const RouteModes = { WARM: 'warm', COLD: 'cold' } as const
registerEnumType(RouteModes, {
  name: 'RouteMode',
  description: 'How a caller is passed on.',
  valuesConfig: {
    WARM: { description: 'The counselor stays until the other side answers and says what it is about.' },
    COLD: { description: 'The number is given, or the call passed on.' },
  },
})
