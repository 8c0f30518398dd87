import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigFault, type Config } from '../api/config.js'
import type { SignedHead } from '../db/queries/audit-heads.js'

/** The key that heads of the audit chains are signed with. */
export type HeadSigner = {
  /** SHA-256 of the public key's DER, in hexadecimal. */
  readonly keyId: string
  /** DER of the SubjectPublicKeyInfo, in base64. */
  readonly publicKey: string
  readonly sign: (head: Omit<SignedHead, 'keyId' | 'signature'>) => SignedHead
}

const VARIABLE = 'HUB120_AUDIT_KEY_FILE'

/** The signer of an Ed25519 key in PKCS8 PEM. Throws for text that is none; the message never quotes it. */
export function createHeadSigner(pem: string): HeadSigner {
  const privateKey = readPrivateKey(pem)
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const keyId = createHash('sha256').update(der).digest('hex')
  return {
    keyId,
    publicKey: der.toString('base64'),
    sign(head) {
      // The five lines of docs/audit.md.
      const text = [`hub120-audit-head-1 ${keyId}`, head.chain, head.seq, head.hash, head.at].join('\n')
      return { ...head, keyId, signature: sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64') }
    },
  }
}

function readPrivateKey(pem: string): KeyObject {
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`The key is ${key.asymmetricKeyType ?? 'unknown'}, not ed25519.`)
  return key
}

/**
 * The signer of the configured key. Null where none is named, which only development may do: heads are not published then.
 * Throws ConfigFault where production names none, and where the file holds no such key.
 */
export function readHeadSigner({ auditKeyFile, environment }: Pick<Config, 'auditKeyFile' | 'environment'>): HeadSigner | null {
  if (auditKeyFile === null) {
    if (environment === 'production') throw new ConfigFault([`${VARIABLE}: required in production, where the jobs run`])
    return null
  }
  try {
    return createHeadSigner(readFileSync(auditKeyFile, 'utf8'))
  } catch {
    // The cause is left out on purpose: it may quote the file.
    throw new ConfigFault([`${VARIABLE}: must be a readable file with an Ed25519 private key in PKCS8 PEM form`])
  }
}
