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
export const VERSION_MACHINE = { table: TABLE, noun: { ko: '문안', en: 'The text' } }
