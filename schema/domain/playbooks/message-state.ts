import type { StateTable } from './transition.js'

export const MESSAGE_STATES = ['CURRENT', 'SUPERSEDED', 'EXPIRED', 'WITHDRAWN'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

export type MessageAct = 'supersede' | 'expire' | 'withdraw'

const TABLE: StateTable<MessageState, MessageAct> = {
  CURRENT: { supersede: 'SUPERSEDED', expire: 'EXPIRED', withdraw: 'WITHDRAWN' },
  SUPERSEDED: {},
  EXPIRED: {},
  WITHDRAWN: {},
}

/** What was sent stays readable for good; only the head is current. */
export const MESSAGE_MACHINE = { table: TABLE, noun: { ko: '발령문', en: 'The message' } }
