import type { StateTable } from './transition.js'

export const ACTIVATION_STATES = ['PLANNED', 'ACTIVE', 'CLOSING', 'CLOSED'] as const
export type ActivationState = (typeof ACTIVATION_STATES)[number]

export type ActivationAct = 'draft' | 'alert' | 'update' | 'cancel' | 'expire' | 'complete' | 'close'

const TABLE: StateTable<ActivationState, ActivationAct> = {
  PLANNED: { draft: 'PLANNED', alert: 'ACTIVE', close: 'CLOSED' },
  ACTIVE: { draft: 'ACTIVE', update: 'ACTIVE', cancel: 'CLOSING', expire: 'CLOSING' },
  // complete: every answer is in; close: a named person, with the list of those that are not
  CLOSING: { complete: 'CLOSED', close: 'CLOSED' },
  CLOSED: {},
}

/** One emergency from its opening to its end (emergency.md §2.2). After a cancel there is no update: a new activation relates to this one. */
export const ACTIVATION_MACHINE = {
  table: TABLE,
  noun: { ko: '발령', en: 'The activation' },
  next: {
    CLOSING: {
      ko: '끝난 발령에는 더 보낼 수 없습니다. 다시 알리려면 openActivation에 relatesTo를 적어 새로 엽니다.',
      en: 'it has ended; to tell more, open another with openActivation and relatesTo.',
    },
  },
} as const
