import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto'
import type { AuditHead, AuditKey } from './audit-types.js'

export type HeadBreak = {
  readonly chain: number
  readonly seq: number
  /**
   * `badSignature`: not signed by the key it names. `unknownKey`: names a key that the hub does not give, or whose id is not its hash.
   * `disagrees`: two signed heads of one place differ. `withdrawn`: the hub no longer gives a head that was kept.
   */
  readonly reason: 'badSignature' | 'unknownKey' | 'disagrees' | 'withdrawn'
}

/** What a head's signature is over, in UTF-8: five lines (docs/audit.md). */
const headText = ({ keyId, chain, seq, hash, at }: AuditHead): string => [`hub120-audit-head-1 ${keyId}`, chain, seq, hash, at].join('\n')

/** Keys whose id is the hash of what they are; any other is no key. */
const readKeys = (keys: readonly AuditKey[]): ReadonlyMap<string, KeyObject> =>
  new Map(
    keys.flatMap(({ id, publicKey }) => {
      const der = Buffer.from(publicKey, 'base64')
      const key = createHash('sha256').update(der).digest('hex') === id ? readKey(der) : null
      return key === null ? [] : [[id, key] as const]
    }),
  )

function readKey(der: Buffer): KeyObject | null {
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null // no key at all: heads that name it are signed by nobody known
  }
}

const placeOf = ({ chain, seq }: AuditHead): string => `${chain}/${seq}`

/**
 * Whether every head, published or kept, is signed by a known key, no two of one place differ, and the hub still gives each kept one.
 * The first fault found, in the order of the heads; null where there is none.
 */
export function verifyHeads(published: readonly AuditHead[], kept: readonly AuditHead[], keys: readonly AuditKey[]): HeadBreak | null {
  const known = readKeys(keys)
  const hashes = new Map<string, string>()
  for (const head of [...kept, ...published]) {
    const { chain, seq, hash } = head
    const key = known.get(head.keyId)
    if (key === undefined) return { chain, seq, reason: 'unknownKey' }
    const isSigned = verify(null, Buffer.from(headText(head), 'utf8'), key, Buffer.from(head.signature, 'base64'))
    if (!isSigned) return { chain, seq, reason: 'badSignature' }
    if ((hashes.get(placeOf(head)) ?? hash) !== hash) return { chain, seq, reason: 'disagrees' }
    hashes.set(placeOf(head), hash)
  }
  const given = new Set(published.map(placeOf))
  const lost = kept.find(head => !given.has(placeOf(head)))
  return lost === undefined ? null : { chain: lost.chain, seq: lost.seq, reason: 'withdrawn' }
}
