import type { StateTable } from './transition.js'

export const RECEIPT_STATES = ['AWAITING', 'RECEIVED', 'ACKNOWLEDGED', 'APPLIED', 'REJECTED'] as const
export type ReceiptState = (typeof RECEIPT_STATES)[number]

export type ReceiptAct = 'receive' | 'acknowledge' | 'apply' | 'reject'

const TABLE: StateTable<ReceiptState, ReceiptAct> = {
  AWAITING: { receive: 'RECEIVED', acknowledge: 'ACKNOWLEDGED', reject: 'REJECTED' },
  RECEIVED: { acknowledge: 'ACKNOWLEDGED', reject: 'REJECTED' },
  ACKNOWLEDGED: { apply: 'APPLIED', reject: 'REJECTED' },
  APPLIED: {},
  // aside of the road: what a system would not have, a person may still take on
  REJECTED: { acknowledge: 'ACKNOWLEDGED' },
}

/** How one center stands to one message (emergency.md §2.5); it never goes back, and says nothing of any other message. */
export const RECEIPT_MACHINE = { table: TABLE, noun: { ko: '수신 확인', en: 'The receipt' } }

const REPEATS: Readonly<Record<ReceiptAct, readonly ReceiptState[]>> = {
  receive: ['RECEIVED', 'ACKNOWLEDGED', 'APPLIED', 'REJECTED'],
  acknowledge: ['ACKNOWLEDGED', 'APPLIED'],
  apply: ['APPLIED'],
  reject: ['REJECTED'],
}

/** Whether an act was done before, so that the first one stands and is answered again. */
export const isRepeat = (state: ReceiptState, act: ReceiptAct): boolean => REPEATS[act].includes(state)
