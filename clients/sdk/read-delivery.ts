import { readJson } from '../../schema/domain/read-json.js'
import { endpointKindOf, MESSAGE_EVENT, PING_EVENT, type Delivery } from '../../schema/domain/playbooks/delivery.js'
import { parsePlaybookMessage } from '../../schema/domain/playbooks/parse-playbook-message.js'
import { contentHashOf, verifyContent, type ContentKey } from './verify-content.js'
import { isSignedBy, type readVerifyingKeys } from './webhook-keys.js'

/** Headers as Node and fetch give them: names in lower case, one value each. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Why a request is not taken. `missingHeader`, `oldTimestamp`, `badSignature`: not from the hub, or not now. `unreadable`: signed, and no event we know.
 * `otherCenter`, `otherKind`: meant for another receiver; a drill at a live endpoint, or the other way round. `badContent`: the content signature does not hold.
 * `notSigned`: of a fetched text, that the hub has not signed it yet, or that the receiver was given no keys to check it with.
 */
export type RefusalReason =
  'missingHeader' | 'oldTimestamp' | 'badSignature' | 'unreadable' | 'otherCenter' | 'otherKind' | 'badContent' | 'notSigned'

/** What a signed request holds. */
export type ReadDelivery =
  | { readonly event: 'message'; readonly webhookId: string; readonly delivery: Delivery }
  | { readonly event: 'ping' }
  | { readonly event: 'refused'; readonly reason: RefusalReason }

export type DeliveryRules = {
  readonly keys: ReturnType<typeof readVerifyingKeys>
  readonly center: string
  readonly kind: 'ACTUAL' | 'DRILL'
  readonly contentKeys: readonly ContentKey[] | null
  readonly nowMs: number
}

const TOLERANCE_SECONDS = 5 * 60
const LARGEST_BODY = 64 * 1024

const refused = (reason: RefusalReason): ReadDelivery => ({ event: 'refused', reason })

/** Reads a request as far as it can be trusted: first who sent it and when, then what it is, then whether it is for us. */
export function readDelivery(headers: ReceivedHeaders, body: Uint8Array, rules: DeliveryRules): ReadDelivery {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(name => headers[name])
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return refused('missingHeader')
  if (!/^\d{1,12}$/.test(timestamp) || id === '' || id.includes('.')) return refused('missingHeader')
  if (Math.abs(rules.nowMs / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return refused('oldTimestamp')
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'utf8'), body])
  if (body.length > LARGEST_BODY || !isSignedBy(rules.keys, signed, signatures)) return refused('badSignature')
  return readEvent(id, body, rules)
}

function readEvent(id: string, body: Uint8Array, rules: DeliveryRules): ReadDelivery {
  const event = readObject(body)
  const data = event === null ? null : asObject(event['data'])
  if (event === null || data === null) return refused('unreadable')
  if (data['center'] !== rules.center) return refused('otherCenter')
  if (event['type'] === PING_EVENT) return { event: 'ping' }
  const delivery = event['type'] === MESSAGE_EVENT ? asDelivery(data) : null
  if (delivery === null || !id.startsWith(delivery.message.messageId)) return refused('unreadable')
  if (endpointKindOf(delivery.message.status) !== rules.kind) return refused('otherKind')
  return holds(delivery, rules.contentKeys) ? { event: 'message', webhookId: id, delivery } : refused('badContent')
}

/** The whole text by its hash, and by its signature where the hub's keys are known; a part can be checked only once the whole was pulled. */
function holds({ isWhole, message, contentHash, contentSignature }: Delivery, keys: readonly ContentKey[] | null): boolean {
  if (!isWhole) return true
  return contentHashOf(message) === contentHash && (keys === null || verifyContent(message, contentSignature, keys))
}

function readObject(body: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(readJson(new TextDecoder('utf-8', { fatal: true }).decode(body)))
  } catch {
    return null // signed bytes that are no JSON
  }
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null // an object, by the line itself

function asDelivery({ center, contentHash, contentSignature, isWhole, message }: Readonly<Record<string, unknown>>): Delivery | null {
  const [signature, parsed] = [asObject(contentSignature), parsePlaybookMessage(message)]
  const [keyId, value] = [signature?.['keyId'], signature?.['value']]
  if (typeof center !== 'string' || typeof contentHash !== 'string' || typeof isWhole !== 'boolean' || parsed === null) return null
  if (typeof keyId !== 'string' || typeof value !== 'string') return null
  return { center, contentHash, contentSignature: { keyId, value }, isWhole, message: parsed }
}
