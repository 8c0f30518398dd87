import type { StateTable } from './transition.js'

export const RATIFICATION_STATES = ['PENDING', 'RATIFIED', 'REFUSED', 'LAPSED'] as const
export type RatificationState = (typeof RATIFICATION_STATES)[number]

export type RatificationAct = 'ratify' | 'refuse' | 'lapse'

const TABLE: StateTable<RatificationState, RatificationAct> = {
  PENDING: { ratify: 'RATIFIED', refuse: 'REFUSED', lapse: 'LAPSED' },
  RATIFIED: {},
  REFUSED: {},
  LAPSED: {},
}

/** A message that went out on one commander's word (Framework Act, art. 36: act first, obtain approval without delay). */
export const RATIFICATION_MACHINE = { table: TABLE, noun: { ko: '사후 승인', en: 'The ratification' } }
