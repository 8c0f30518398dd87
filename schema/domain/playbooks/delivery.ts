import type { PlaybookMessage } from './playbook-message.js'

/** Type of the event that carries a message, and of the ping that only asks whether an endpoint lives (P5). */
export const MESSAGE_EVENT = 'playbook.message'
export const PING_EVENT = 'endpoint.ping'

/** Over the UTF-8 bytes of the message's canonical JSON; outlasts every transport, so a feed, a pull or a printout can be checked. */
export type ContentSignature = {
  /** SHA-256 of the public key's DER, in hexadecimal. */
  readonly keyId: string
  /** Ed25519, in base64. */
  readonly value: string
}

/** What an endpoint gets of one message. */
export type Delivery = {
  /** Code of the center it is for. */
  readonly center: string
  /** SHA-256 of the canonical JSON of the whole message, in hexadecimal. */
  readonly contentHash: string
  readonly contentSignature: ContentSignature
  /** False where the text was too long to send: `message` then has its first sections only, and the whole is pulled by its id. */
  readonly isWhole: boolean
  readonly message: PlaybookMessage
}

const CENTER = /^[a-z0-9][a-z0-9_-]{0,63}$/i

/** The `webhook-id` of one message for one center: the same at its second endpoint and at each retry (P1). Throws for a code that no header could carry. */
export function webhookIdOf(messageId: string, center: string): string {
  if (!CENTER.test(center)) throw new TypeError('The code of a center is letters, digits, _ and -.')
  return `${messageId}-${center}`
}

/** Which kind of endpoint takes messages of a status: never one for the other (P7). */
export const endpointKindOf = (status: PlaybookMessage['status']): 'ACTUAL' | 'DRILL' => (status === 'ACTUAL' ? 'ACTUAL' : 'DRILL')
