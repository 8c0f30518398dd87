import { createHash, createPublicKey, verify } from 'node:crypto'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import type { ContentSignature } from '../../schema/domain/playbooks/delivery.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import type { AuditKey } from './audit-types.js'

/** A public key that the hub signs contents with: its id and its DER in base64, as `messageKeys` writes them. */
export type ContentKey = Pick<AuditKey, 'id' | 'publicKey'>

/** SHA-256 of the message's canonical JSON (RFC 8785), in hexadecimal: the same however it travelled. */
export const contentHashOf = (message: PlaybookMessage): string => createHash('sha256').update(canonicalJson(message), 'utf8').digest('hex')

/**
 * Whether a whole message, from a delivery, a pull, a feed or typed from paper, is what the hub signed. False for an unknown key, a key whose id is not
 * its hash, and for a text in which anything was changed.
 */
export function verifyContent(message: PlaybookMessage, { keyId, value }: ContentSignature, keys: readonly ContentKey[]): boolean {
  const found = keys.find(({ id }) => id === keyId)
  if (found === undefined) return false
  const der = Buffer.from(found.publicKey, 'base64')
  if (createHash('sha256').update(der).digest('hex') !== keyId) return false
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(canonicalJson(message), 'utf8'), key, Buffer.from(value, 'base64'))
}
