import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { Secret } from '../secret.js'

/** A key that deliveries are signed with: `v1` HMAC-SHA256 or `v1a` Ed25519 of Standard Webhooks 1.0.0. */
export type SigningKey = { readonly scheme: 'v1'; readonly key: Buffer } | { readonly scheme: 'v1a'; readonly key: KeyObject }

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
/** DER around the 32 bytes of an Ed25519 private key (RFC 8410). */
const PRIVATE_KEY_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SEED_BYTES = 32
/** Seed and public key in one, as some programs write it. */
const SEED_AND_PUBLIC_BYTES = 64
const PUBLIC_BYTES = 32

/**
 * A key as Standard Webhooks writes it: `whsec_` and 24 to 64 bytes, or `whsk_` and the 32 bytes of an Ed25519 seed (64 with its public key), in
 * base64. Null for anything else, a `whsk_` whose public half is another key's among it. The text is in no message of ours.
 */
export function readSigningKey(secret: Secret): SigningKey | null {
  const [, prefix, text = ''] = /^(whsec_|whsk_)(.*)$/s.exec(secret.reveal()) ?? []
  const bytes = BASE64.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0)
  if (prefix === 'whsec_') return bytes.length >= 24 && bytes.length <= 64 ? { scheme: 'v1', key: bytes } : null
  if (prefix !== 'whsk_' || (bytes.length !== SEED_BYTES && bytes.length !== SEED_AND_PUBLIC_BYTES)) return null
  const der = Buffer.concat([PRIVATE_KEY_HEAD, bytes.subarray(0, SEED_BYTES)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const isOfOneKey = bytes.length === SEED_BYTES || bytes.subarray(SEED_BYTES).equals(publicBytes(key))
  return isOfOneKey ? { scheme: 'v1a', key } : null
}

/** `whpk_` and the public half in base64, for the center to keep; null for a shared secret, which has none. */
export const publicKeyText = (key: SigningKey): string | null =>
  key.scheme === 'v1' ? null : `whpk_${publicBytes(key.key).toString('base64')}`

const publicBytes = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_BYTES)
