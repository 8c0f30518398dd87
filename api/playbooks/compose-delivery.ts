import { createHash, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { MESSAGE_EVENT, PING_EVENT, type ContentSignature, type Delivery } from '../../schema/domain/playbooks/delivery.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'

/** What Standard Webhooks suggests an event should stay under. */
const LARGEST_BODY = 20_000

/** SHA-256 of the message's canonical JSON, in hexadecimal. */
export const contentHashOf = (message: PlaybookMessage): string => createHash('sha256').update(canonicalJson(message), 'utf8').digest('hex')

/** The hub's own signature over a message, good for every center and every way it travels. Throws for a key that is not Ed25519. */
export function signContent(message: PlaybookMessage, key: KeyObject): ContentSignature {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`The key is ${key.asymmetricKeyType ?? 'unknown'}, not ed25519.`)
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    keyId: createHash('sha256').update(der).digest('hex'),
    value: sign(null, Buffer.from(canonicalJson(message), 'utf8'), key).toString('base64'),
  }
}

/**
 * The body that a center's endpoints get of a message: the same bytes for the same message at every try. A text of more than 20 KB goes out as
 * its head with as many sections as fit, in order, marked `isWhole: false`; the center pulls the rest by its id and checks it by hash.
 */
export function composeDelivery(message: PlaybookMessage, center: string, contentSignature: ContentSignature): Buffer {
  const contentHash = contentHashOf(message)
  const bodyWith = (count: number): Buffer => {
    const isWhole = count === message.sections.length
    const part = isWhole ? message : { ...message, sections: message.sections.slice(0, count) }
    const data: Delivery = { center, contentHash, contentSignature, isWhole, message: part }
    return Buffer.from(canonicalJson({ type: MESSAGE_EVENT, timestamp: message.sent, data }), 'utf8')
  }
  for (let count = message.sections.length; count > 0; count -= 1) {
    const body = bodyWith(count)
    if (body.length <= LARGEST_BODY) return body
  }
  return bodyWith(0)
}

/** The body of a ping (P5): an event of its own without any playbook in it. `at` is an instant. */
export const composePing = (center: string, at: string): Buffer =>
  Buffer.from(canonicalJson({ type: PING_EVENT, timestamp: at, data: { center } }), 'utf8')
