import { createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'node:crypto'

/** A key that a receiver holds: a public one (`v1a`) or a shared secret (`v1`). */
type VerifyingKey = { readonly scheme: 'v1'; readonly key: Buffer } | { readonly scheme: 'v1a'; readonly key: KeyObject }

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * Keys as the hub gives them: `whpk_` with an Ed25519 public key or `whsec_` with a shared secret of 24 to 64 bytes, in base64. Two of a scheme
 * while one is rotated. Throws for no key at all and for a text that is none, a private `whsk_` key among them: it has no place at a receiver. The text
 * is not in the error.
 */
export function readVerifyingKeys(texts: readonly string[]): readonly VerifyingKey[] {
  if (texts.length === 0) throw new TypeError('A receiver needs one key at least.')
  return texts.map(text => {
    const [, prefix, encoded = ''] = /^(whsec_|whpk_)(.+)$/s.exec(text.trim()) ?? []
    const bytes = BASE64.test(encoded) ? Buffer.from(encoded, 'base64') : Buffer.alloc(0)
    if (prefix === 'whsec_' && bytes.length >= 24 && bytes.length <= 64) return { scheme: 'v1', key: bytes }
    if (prefix !== 'whpk_' || bytes.length !== 32) {
      throw new TypeError('A key of a receiver is whpk_ with 32 bytes or whsec_ with 24 to 64 bytes, in base64.')
    }
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' })
    return { scheme: 'v1a', key }
  })
}

/** Whether one of the signatures, `v1,…` and `v1a,…` apart by spaces, is of one of the keys over exactly these bytes. HMACs are compared in constant time. */
export function isSignedBy(keys: readonly VerifyingKey[], signed: Buffer, signatures: string): boolean {
  const given = signatures
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .map(text => {
      const comma = text.indexOf(',')
      return { scheme: text.slice(0, comma), bytes: Buffer.from(text.slice(comma + 1), 'base64') }
    })
  return keys.some(key => given.some(({ scheme, bytes }) => scheme === key.scheme && holds(key, signed, bytes)))
}

/** More than two keys of two schemes never sign; whoever sends a thousand wants us to compute. */
const MOST_SIGNATURES = 8

function holds(key: VerifyingKey, signed: Buffer, signature: Buffer): boolean {
  if (key.scheme === 'v1a') return signature.length === 64 && verify(null, signed, key.key, signature)
  const expected = createHmac('sha256', key.key).update(signed).digest()
  return signature.length === expected.length && timingSafeEqual(signature, expected)
}
