import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose'
import { tokenTime } from './forge-token.js'

/** A key that proofs are signed with, and by which tokens name it. */
export type DpopKey = { readonly privateKey: CryptoKey; readonly publicJwk: JWK; readonly privateJwk: JWK; readonly thumbprint: string }

export async function createDpopKey(algorithm: 'ES256' | 'PS256' | 'Ed25519' | 'RS256' | 'ES384' = 'ES256'): Promise<DpopKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
  const publicJwk = await exportJWK(publicKey)
  return { privateKey, publicJwk, privateJwk: await exportJWK(privateKey), thumbprint: await calculateJwkThumbprint(publicJwk, 'sha256') }
}

export type ProofChanges = {
  /** What it is sent to; with /graphql. */
  readonly url: string
  readonly token: string
  readonly header?: Record<string, unknown>
  /** `undefined` takes a claim out. */
  readonly claims?: Record<string, unknown>
  /** Signs instead of the key that the proof brings. */
  readonly signer?: CryptoKey | Uint8Array
}

let proofs = 0

/** A proof of `key` as a client would make it for POST, with changes. */
export async function forgeProof(key: DpopKey, { url, token, header = {}, claims = {}, signer }: ProofChanges): Promise<string> {
  const payload = { jti: `proof-${process.pid}-${++proofs}`, htm: 'POST', htu: url, iat: tokenTime(), ath: hashOf(token), ...claims }
  const protectedHeader = { alg: 'ES256', typ: 'dpop+jwt', jwk: key.publicJwk, ...header }
  const without = (value: object): unknown => JSON.parse(JSON.stringify(value)) // leaves out what is undefined
  return new SignJWT(without(payload) as JWTPayload)
    .setProtectedHeader(without(protectedHeader) as { alg: string })
    .sign(signer ?? key.privateKey)
}

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')
