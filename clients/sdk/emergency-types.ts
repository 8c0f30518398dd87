import type { AlertLevel } from '../../schema/domain/playbooks/alert-level.js'
import type { ContentSignature } from '../../schema/domain/playbooks/delivery.js'
import type { ActivationStatus, MessageKind } from '../../schema/domain/playbooks/playbook-message.js'
import type { ReceiptState } from '../../schema/domain/playbooks/receipt-state.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { HubFault } from './hub-fault.js'

/** How the own center stands to one message. Instants are ISO 8601; null where it has not happened. */
export type MessageReceipt = {
  readonly broadcast: string
  readonly seq: number
  readonly state: ReceiptState
  readonly receivedAt: string | null
  readonly acknowledgedAt: string | null
  /** The desk or duty that answered. */
  readonly acknowledgedDesk: string | null
  readonly appliedAt: string | null
  readonly appliedDesk: string | null
  readonly desksBriefed: number | null
  readonly desksTotal: number | null
  readonly routingSet: boolean | null
  /** How calls are routed now, in the words of the center; null: it did not say. */
  readonly routing: string | null
  readonly rejectedAt: string | null
  readonly rejectReason: string | null
  /** Answered when the message had expired or another one held. */
  readonly isLate: boolean
  /** By when it is to be acknowledged and applied; null: by no time. */
  readonly acknowledgeBy: string | null
  readonly applyBy: string | null
}

/** A message at its place in the feed. */
export type FeedEntry = {
  readonly broadcast: string
  readonly activation: string
  readonly seq: number
  readonly status: ActivationStatus
  readonly type: MessageKind
  readonly hazard: string
  readonly level: Uppercase<AlertLevel>
  /** Only a CURRENT one is to be followed. */
  readonly state: string
  readonly sentAt: string
  readonly expiresAt: string
  /** Null: it was not sent to the own center and is there to read. */
  readonly part: 'TARGET' | 'OVERFLOW' | null
  /** The message as canonical JSON; null where it ended before it reached the own center. Read it with `readEntry`. */
  readonly message: string | null
  /** SHA-256 of that text, in hexadecimal. */
  readonly messageHash: string | null
  /** The hub's own; null with the message, at a hub without a key, and where nobody could sign it for 35 seconds. */
  readonly contentSignature: ContentSignature | null
  /** Null where the own center is asked nothing. */
  readonly receipt: MessageReceipt | null
  /** What changed since the message of this activation that the own center acknowledged last; null where it acknowledged none. */
  readonly changes: readonly { readonly part: string; readonly ko: string; readonly en: string }[] | null
}

/** A page of the feed in the order of commits; `endCursor` is where to go on from, now or whenever. */
export type FeedPage = { readonly nodes: readonly FeedEntry[]; readonly endCursor: string | null; readonly hasNextPage: boolean }

export type FeedOptions = {
  /** Where to go on from; null or left out: from the first message ever. */
  readonly after?: string | null
  readonly first?: number
  /** Also what was not sent to the own center. */
  readonly isForAll?: boolean
}

/** See EmergencyQuestions.emergencyFeed. */
export type FetchFeed = (options?: FeedOptions) => Promise<Outcome<FeedPage>>

/** Which message is answered, and which desk or duty of the center answers, in 1 to 80 characters; no name of a person. */
export type MessageAnswer = { readonly broadcast: string; readonly desk: string }

/** What shows that a center works by a message. */
export type AppliedAnswer = MessageAnswer & {
  readonly desksBriefed: number
  readonly desksTotal: number
  readonly routingSet: boolean
  /** How calls are routed now, in 1 to 200 characters without personal data; only with `routingSet: true`. */
  readonly routing?: string | null
}

/** A center's answer as it is kept. */
export type AnsweredMessage = {
  readonly receipt: MessageReceipt
  /** Somebody of the center had done it before; theirs stands. */
  readonly isRepeated: boolean
  /** The receipt of the message that holds now: a later one waits for an answer of its own. Null where the center is asked nothing. */
  readonly head: MessageReceipt | null
}

export type WatchOptions = Pick<FeedOptions, 'after' | 'isForAll'> & {
  /** Ends the watch. */
  readonly signal?: AbortSignal
  /** How often the feed is asked while no nudge can come; 15 s. While one can, it is asked four times less often, to be sure. */
  readonly pollMs?: number
}

/**
 * `messages`: new ones in order, with the cursor to keep once they are dealt with. `link`: by which way the next will come: at once (`nudge`), at the next
 * question (`poll`), or not at all just now (`none`, with why); it is tried again by itself. `refused`: the hub will not answer this client; the watch ends.
 */
export type FeedEvent =
  | { readonly kind: 'messages'; readonly entries: readonly FeedEntry[]; readonly cursor: string | null }
  | { readonly kind: 'link'; readonly by: 'nudge' | 'poll' | 'none'; readonly fault: HubFault | null }
  | { readonly kind: 'refused'; readonly issues: readonly Issue[] }
