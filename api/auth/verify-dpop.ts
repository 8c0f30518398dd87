import { createHash } from 'node:crypto'
import {
  calculateJwkThumbprint,
  errors,
  importJWK,
  jwtVerify,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
} from 'jose'
import type { ProofUse } from '../../db/queries/dpop-proofs.js'

/** What a proof must be about. */
export type ProvenRequest = {
  readonly token: string
  /** `cnf.jkt` of the token. */
  readonly keyThumbprint: string
  readonly method: string
  /** What the resource is called from outside, without query; any of them will do. */
  readonly urls: readonly string[]
}

/** Asymmetric only; what FAPI 2.0 takes. */
export const PROOF_ALGORITHMS: readonly string[] = ['ES256', 'PS256', 'EdDSA', 'Ed25519']
/** Members of a JWK that are secret: of elliptic curves and RSA, and of shared secrets (RFC 7518 §6). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const
/** 2048 bits in base64url (RFC 7518 §3.5). */
const MIN_MODULUS_LENGTH = 342
const MAX_PROOF_LENGTH = 8_192
const MAX_JTI_LENGTH = 256

/**
 * Checks a proof of possession as RFC 9449 §4.3 says: its form, its key and signature, and that it is about this token, method and URL.
 * Null where anything is wrong. Its age and whether it was used before are not decided here: claimDpopProof does both, by one clock.
 */
export async function verifyDpop(proof: string, request: ProvenRequest): Promise<ProofUse | null> {
  if (proof.length > MAX_PROOF_LENGTH) return null
  try {
    const { payload } = await jwtVerify(proof, header => readBoundKey(header, request), {
      typ: 'dpop+jwt',
      algorithms: [...PROOF_ALGORITHMS],
    })
    return isAbout(payload, request) ? readUse(payload, request) : null
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error
    return null
  }
}

/** The key that the proof brings. Only one that the issuer has bound to the token is worth the work of checking a signature. */
async function readBoundKey({ alg, jwk, crit }: JWTHeaderParameters, { keyThumbprint }: ProvenRequest): Promise<CryptoKey | Uint8Array> {
  // The hub knows no extension that a header could call critical.
  if (crit !== undefined) throw new errors.JWTInvalid('A critical extension.')
  if (typeof jwk !== 'object' || jwk === null || SECRET_MEMBERS.some(name => name in jwk)) throw new errors.JWTInvalid('No public key.')
  if ((await calculateJwkThumbprint(jwk, 'sha256')) !== keyThumbprint) throw new errors.JWTInvalid('Another key.')
  // The thumbprint vouches for these members; others (key_ops, ext) could only stand in the way of reading them.
  const { kty, crv, x, y, n, e } = jwk
  if (typeof n === 'string' && n.length < MIN_MODULUS_LENGTH) throw new errors.JWTInvalid('An RSA key under 2048 bits.')
  try {
    return await importJWK({ kty, crv, x, y, n, e } as JWK, alg) // of any type: those that it does not have are undefined
  } catch (cause) {
    throw new errors.JWTInvalid('A key that is none for its algorithm.', { cause })
  }
}

function isAbout({ htm, htu, ath }: JWTPayload, { token, method, urls }: ProvenRequest): boolean {
  return htm === method && ath === createHash('sha256').update(token).digest('base64url') && urls.includes(withoutQuery(htu) ?? '')
}

/** Query and fragment do not count (RFC 9449 §4.3); the rest is compared as URLs are normalized. */
function withoutQuery(htu: unknown): string | null {
  if (typeof htu !== 'string' || !URL.canParse(htu)) return null
  const url = new URL(htu)
  url.search = ''
  url.hash = ''
  return url.href
}

function readUse({ jti, iat }: JWTPayload, { keyThumbprint }: ProvenRequest): ProofUse | null {
  if (typeof jti !== 'string' || jti === '' || jti.length > MAX_JTI_LENGTH) return null
  if (typeof iat !== 'number' || !Number.isFinite(iat) || iat < 0 || iat > Number.MAX_SAFE_INTEGER / 1_000) return null
  return { keyThumbprint, jtiHash: createHash('sha256').update(jti).digest(), issuedAtS: iat }
}
