import type { StateTable } from './transition.js'

export const VERSION_STATES = [
  'DRAFT',
  'IN_REVIEW',
  'APPROVED',
  'SCHEDULED',
  'PUBLISHED',
  'SUPERSEDED',
  'EXPIRED',
  'WITHDRAWN',
  'MISSED',
] as const
export type VersionState = (typeof VERSION_STATES)[number]

export type VersionAct =
  | 'edit'
  | 'submit'
  | 'return'
  | 'approve'
  | 'approveInPart'
  | 'schedule'
  | 'unschedule'
  | 'publish'
  | 'publishTwin'
  | 'breakGlass'
  | 'miss'
  | 'supersede'
  | 'expire'
  | 'withdraw'

const TABLE: StateTable<VersionState, VersionAct> = {
  // A twin was approved with its alert (emergency.md §2.1), so it goes out as it is drawn from it.
  DRAFT: { edit: 'DRAFT', submit: 'IN_REVIEW', publishTwin: 'PUBLISHED', breakGlass: 'PUBLISHED' },
  IN_REVIEW: { edit: 'DRAFT', return: 'DRAFT', approveInPart: 'IN_REVIEW', approve: 'APPROVED', breakGlass: 'PUBLISHED' },
  APPROVED: { edit: 'DRAFT', return: 'DRAFT', schedule: 'SCHEDULED', publish: 'PUBLISHED' },
  SCHEDULED: { unschedule: 'APPROVED', publish: 'PUBLISHED', miss: 'MISSED' },
  PUBLISHED: { supersede: 'SUPERSEDED', expire: 'EXPIRED', withdraw: 'WITHDRAWN' },
  SUPERSEDED: {},
  EXPIRED: {},
  WITHDRAWN: {},
  MISSED: {},
}

/** A text from draft to its end (emergency.md §2.1). A text that has ended is used again as a new draft. */
export const VERSION_MACHINE = {
  table: TABLE,
  noun: { ko: '문안', en: 'The text' },
  next: {
    DRAFT: { ko: 'submitPlaybook으로 넘깁니다.', en: 'hand it over with submitPlaybook.' },
    IN_REVIEW: {
      ko: '다른 사람이 approvePlaybook으로 승인합니다. 몇 사람이 더 필요한지는 previewBroadcast에 있습니다.',
      en: 'another person approves it with approvePlaybook; previewBroadcast says how many are missing.',
    },
    APPROVED: {
      ko: 'broadcastPlaybook으로 보내거나 schedulePlaybook으로 예약합니다.',
      en: 'send it with broadcastPlaybook, or schedulePlaybook.',
    },
  },
} as const
