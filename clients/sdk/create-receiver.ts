import { webhookIdOf, type Delivery } from '../../schema/domain/playbooks/delivery.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import { readDelivery, type ReceivedHeaders, type RefusalReason } from './read-delivery.js'
import { readPulled, type PulledText } from './read-pulled.js'
import type { ReceiverMemory } from './receiver-memory.js'
import { contentHashOf, type ContentKey } from './verify-content.js'
import { readVerifyingKeys } from './webhook-keys.js'

export type ReceiverOptions = {
  /** Code of the center in the hub's registry. */
  readonly center: string
  /** What this endpoint is registered as; a drill never enters an ACTUAL one, nor the other way round. */
  readonly kind: 'ACTUAL' | 'DRILL'
  /** `whpk_…` or `whsec_…`; the old and the new one while a key is rotated. */
  readonly keys: readonly string[]
  /** Keys that the hub signs contents with; null leaves the content signature unchecked, the hash is checked all the same. */
  readonly contentKeys: readonly ContentKey[] | null
  readonly memory: ReceiverMemory
  /** Milliseconds since 1970; the machine's clock unless told. A clock that is five minutes off refuses everything. */
  readonly now?: () => number
}

/** What became of a request, and the status to answer the hub with. */
export type Receipt =
  | {
      readonly result: 'taken'
      readonly status: 204
      readonly message: PlaybookMessage
      readonly isWhole: boolean
      readonly contentHash: string
    }
  | { readonly result: 'repeated'; readonly status: 204; readonly messageId: string }
  | { readonly result: 'stale'; readonly status: 204; readonly messageId: string; readonly seq: number; readonly lastSeq: number }
  | { readonly result: 'ping'; readonly status: 204 }
  | { readonly result: 'refused'; readonly status: 400 | 401 | 422; readonly reason: RefusalReason }

/** What is done with a message that was fetched. */
export type TakePulled = (message: PlaybookMessage) => Promise<void>

export type TakeMessage = (message: PlaybookMessage, delivery: Delivery) => Promise<void>

export type Receiver = {
  /**
   * Judges one request by its headers and the very bytes of its body, and calls `take` for a message that is new. `take` may throw: then nothing is remembered, the
   * promise rejects, and the hub, answered with 500, tries again.
   */
  receive(headers: ReceivedHeaders, body: Uint8Array, take: TakeMessage): Promise<Receipt>
  /**
   * The same for a message that was fetched, from `emergencyFeed` or `/feed/message/<id>`: one memory, so a message that came both ways is taken once, and one that was
   * fetched after a later one was delivered is stale. Takes nothing without `contentKeys`. The status is what a delivery would be answered with.
   */
  take(pulled: PulledText, take: TakePulled): Promise<Receipt>
}

/** 401 and 400 make the hub try again; 422 tells its coordinator at once that this endpoint is the wrong one. */
const STATUS: { readonly [R in RefusalReason]: 400 | 401 | 422 } = {
  missingHeader: 401,
  oldTimestamp: 401,
  badSignature: 401,
  unreadable: 400,
  otherCenter: 422,
  otherKind: 422,
  badContent: 400,
  notSigned: 400,
}

/**
 * A receiver of playbook messages: each message is taken once, in order, from the hub alone. It verifies Standard Webhooks signatures (v1a, v1) within five
 * minutes, refuses a drill at a live endpoint, answers a repetition by its `webhook-id`, and `stale` for a seq not above the last one of its activation.
 * Requests are judged one after the other. Between the end of `take` and what is remembered, a crash lets a message come a second time: let `take` be
 * safe to run twice. Throws for keys that are none.
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const { center, kind, contentKeys, memory, now = Date.now } = options
  const keys = readVerifyingKeys(options.keys)
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = (taking: Taking): Promise<Receipt> => {
    const taken = turn.then(() => takeInOrder(taking))
    turn = taken.catch(() => {}) // its caller hears of it; the next one goes on
    return taken
  }
  return {
    receive(headers, body, take) {
      const read = readDelivery(headers, body, { keys, center, kind, contentKeys, nowMs: now() })
      if (read.event === 'ping') return Promise.resolve({ result: 'ping', status: 204 })
      if (read.event === 'refused') return Promise.resolve({ result: 'refused', status: STATUS[read.reason], reason: read.reason })
      const { webhookId, delivery } = read
      return inTurn({ memory, webhookId, ...delivery, take: () => take(delivery.message, delivery) })
    },
    take(pulled, take) {
      const read = contentKeys === null ? NO_KEYS : readPulled(pulled, { contentKeys, kind })
      if (read.event === 'refused') return Promise.resolve({ result: 'refused', status: STATUS[read.reason], reason: read.reason })
      const { message } = read
      const webhookId = webhookIdOf(message.messageId, center)
      return inTurn({ memory, webhookId, message, isWhole: true, contentHash: contentHashOf(message), take: () => take(message) })
    },
  }
}

const NO_KEYS = { event: 'refused', reason: 'notSigned' } as const

type Taking = Pick<Delivery, 'message' | 'isWhole' | 'contentHash'> & {
  readonly memory: ReceiverMemory
  readonly webhookId: string
  readonly take: () => Promise<void>
}

async function takeInOrder({ memory, webhookId, message, isWhole, contentHash, take }: Taking): Promise<Receipt> {
  const { activationId, messageId, seq } = message
  const known = (await memory.find(activationId)) ?? { lastSeq: 0, ids: [] }
  if (known.ids.includes(webhookId)) return { result: 'repeated', status: 204, messageId }
  if (seq <= known.lastSeq) return { result: 'stale', status: 204, messageId, seq, lastSeq: known.lastSeq }
  await take()
  await memory.keep(activationId, { lastSeq: seq, ids: [...known.ids, webhookId] })
  return { result: 'taken', status: 204, message, isWhole, contentHash }
}
