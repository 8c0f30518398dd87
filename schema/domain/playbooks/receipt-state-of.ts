import type { ReceiptState } from './receipt-state.js'

type Times = Readonly<Record<'receivedAt' | 'acknowledgedAt' | 'appliedAt' | 'rejectedAt', string | null>>

/** The state that times of one receipt tell, ISO instants of one form; times after the instant asked for are null. Of rejected and acknowledged the later one counts. */
export function receiptStateOf({ receivedAt, acknowledgedAt, appliedAt, rejectedAt }: Times): ReceiptState {
  if (appliedAt !== null) return 'APPLIED'
  if (rejectedAt !== null && (acknowledgedAt === null || acknowledgedAt < rejectedAt)) return 'REJECTED'
  if (acknowledgedAt !== null) return 'ACKNOWLEDGED'
  return receivedAt === null ? 'AWAITING' : 'RECEIVED'
}
