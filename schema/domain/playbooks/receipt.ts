import type { ReceiptState } from './receipt-state.js'

/** How one center stands to one message. Instants are ISO; `…By` is an actor, `…Desk` the desk or duty that a person named. */
export type Receipt = {
  readonly centerId: number
  readonly messageId: string
  readonly activationId: string
  readonly seq: number
  readonly state: ReceiptState
  readonly receivedAt: string | null
  /** 'delivery' or 'pull'. */
  readonly receivedBy: string | null
  readonly acknowledgedAt: string | null
  readonly acknowledgedBy: string | null
  readonly acknowledgedDesk: string | null
  readonly appliedAt: string | null
  readonly appliedBy: string | null
  readonly appliedDesk: string | null
  readonly desksBriefed: number | null
  readonly desksTotal: number | null
  readonly routingSet: boolean | null
  /** How calls are routed now, in the center's words; null: it did not say. */
  readonly routing: string | null
  readonly rejectedAt: string | null
  readonly rejectedBy: string | null
  readonly rejectedDesk: string | null
  readonly rejectReason: string | null
  /** Answered after the message had expired, or of a message that was no longer the head. */
  readonly isLate: boolean
  /** By when it is to be acknowledged and applied; null: by no time. */
  readonly acknowledgeBy: string | null
  readonly applyBy: string | null
}

/** What shows that a center works by a message. */
export type Evidence = {
  readonly desksBriefed: number
  readonly desksTotal: number
  readonly routingSet: boolean
  /** How calls are routed now; null: not said. */
  readonly routing: string | null
}

/** The same as a center says it, who may say nothing of its routing. */
export type SaidEvidence = Omit<Evidence, 'routing'> & { readonly routing?: string | null }

/** Whether more is done than was said before: more desks, the routing that had not been set, or another one than was said. */
export const isFurther = (now: Evidence, before: Pick<Receipt, 'desksBriefed' | 'routingSet' | 'routing'>): boolean =>
  now.desksBriefed > (before.desksBriefed ?? 0) ||
  (now.routingSet && before.routingSet !== true) ||
  (now.routing !== null && now.routing !== before.routing)
