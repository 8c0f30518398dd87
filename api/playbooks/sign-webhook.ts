import { createHmac, sign } from 'node:crypto'
import type { SigningKey } from './signing-key.js'

export type WebhookToSign = {
  /** One per message and center, without a point (P1). */
  readonly id: string
  /** Seconds since 1970 by the database's clock at claim (P6). */
  readonly timestamp: number
  readonly body: Uint8Array
}

export type WebhookHeaders = {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

const ID = /^[A-Za-z0-9_-]{1,256}$/

/**
 * The three headers of Standard Webhooks 1.0.0, one signature for each key, Ed25519 before HMAC. While a key is rotated, both the old and the new
 * one sign. Throws without a key, and for an id with a point in it or a time that is no whole second: either would sign something else.
 */
export function signWebhook({ id, timestamp, body }: WebhookToSign, keys: readonly SigningKey[]): WebhookHeaders {
  if (keys.length === 0) throw new TypeError('A delivery is signed with one key at least.')
  if (!ID.test(id)) throw new TypeError('A webhook id is letters, digits, _ and -.')
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) throw new TypeError('A webhook is stamped with whole seconds.')
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`, 'utf8'), body])
  const inOrder = [...keys.filter(({ scheme }) => scheme === 'v1a'), ...keys.filter(({ scheme }) => scheme === 'v1')]
  return {
    'webhook-id': id,
    'webhook-timestamp': `${timestamp}`,
    'webhook-signature': inOrder.map(key => signatureOf(signed, key)).join(' '),
  }
}

const signatureOf = (signed: Buffer, { scheme, key }: SigningKey): string =>
  scheme === 'v1' ? `v1,${createHmac('sha256', key).update(signed).digest('base64')}` : `v1a,${sign(null, signed, key).toString('base64')}`
