import { constants, generateKeyPairSync, sign } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { createDpopKey, forgeProof, hashOf, type DpopKey, type ProofChanges } from './dpop.js'
import { forgeToken, tokenTime } from './forge-token.js'
import type { TestIssuer } from './issuer.js'

/** Whose proofs are tried where: `token` is bound to `key`, and `url` is what the hub is called from outside, with /graphql. */
export type ProofPlace = { readonly issuer: TestIssuer; readonly key: DpopKey; readonly url: string; readonly token: string }

/** Raw headers (name, value, ...) of a request that must be refused. */
export type BadProof = { readonly title: string; readonly make: (place: ProofPlace) => Promise<readonly string[]> }

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export const boundHeaders = (token: string, proof: string): string[] => ['authorization', `DPoP ${token}`, 'dpop', proof]

const proofOf = ({ key, url, token }: ProofPlace, changes: Partial<ProofChanges> = {}) => forgeProof(key, { url, token, ...changes })

const forged = (title: string, changes: (place: ProofPlace) => Partial<ProofChanges> | Promise<Partial<ProofChanges>>): BadProof => ({
  title,
  make: async place => boundHeaders(place.token, await proofOf(place, await changes(place))),
})

const claiming = (title: string, claims: (place: ProofPlace) => Record<string, unknown>): BadProof =>
  forged(title, place => ({ claims: claims(place) }))

/** With another header over the same claims and signature. */
const headed = (title: string, header: (place: ProofPlace) => Record<string, unknown>): BadProof => ({
  title,
  make: async place => {
    const [, payload, signature] = (await proofOf(place)).split('.')
    const head = { alg: 'ES256', typ: 'dpop+jwt', jwk: place.key.publicJwk, ...header(place) }
    return boundHeaders(place.token, [base64url(head), payload, signature].join('.'))
  },
})

const PLACES: readonly BadProof[] = [
  { title: 'H25: a bound token as a plain bearer token', make: async ({ token }) => ['authorization', `Bearer ${token}`] },
  {
    title: 'H25: a bound token as a bearer token, beside a good proof',
    make: async place => ['authorization', `Bearer ${place.token}`, 'dpop', await proofOf(place)],
  },
  { title: 'a bound token without a proof', make: async ({ token }) => ['authorization', `DPoP ${token}`] },
  { title: 'an empty proof', make: async ({ token }) => boundHeaders(token, '') },
  { title: 'a proof that is a word', make: async ({ token }) => boundHeaders(token, 'proof') },
  { title: 'the token as its own proof', make: async ({ token }) => boundHeaders(token, token) },
  {
    title: 'two good proofs',
    make: async place => [...boundHeaders(place.token, await proofOf(place)), 'dpop', await proofOf(place)],
  },
  {
    title: 'two good proofs in one header',
    make: async place => boundHeaders(place.token, `${await proofOf(place)}, ${await proofOf(place)}`),
  },
  {
    title: 'an unbound token under the scheme DPoP, with a good proof',
    make: async place => {
      const token = await forgeToken(place.issuer)
      return boundHeaders(token, await proofOf({ ...place, token }))
    },
  },
  {
    title: 'a token that is also bound to a certificate',
    make: async place => {
      const token = await forgeToken(place.issuer, { claims: { cnf: { jkt: place.key.thumbprint, 'x5t#S256': 'A'.repeat(43) } } })
      return boundHeaders(token, await proofOf({ ...place, token }))
    },
  },
]

const KEYS: readonly BadProof[] = [
  {
    title: 'a stolen token with a proof of the thief (jkt)',
    make: async place => boundHeaders(place.token, await proofOf({ ...place, key: await createDpopKey() })),
  },
  forged('the key of the token, signed by another', async () => ({ signer: (await createDpopKey()).privateKey })),
  forged('a private key in the header', ({ key }) => ({ header: { jwk: key.privateJwk } })),
  forged('a public key with a secret member of RSA', ({ key }) => ({ header: { jwk: { ...key.publicJwk, p: 'AQAB' } } })),
  forged('no key', () => ({ header: { jwk: undefined } })),
  forged('a key that is a text', () => ({ header: { jwk: 'key' } })),
  forged('a shared secret as key (HS256)', ({ key }) => ({
    header: { alg: 'HS256', jwk: { kty: 'oct', k: key.thumbprint } },
    signer: Buffer.from(key.thumbprint, 'base64url'),
  })),
  headed('alg none', () => ({ alg: 'none' })),
  headed('an algorithm for keys of another type (PS256)', () => ({ alg: 'PS256' })),
  headed('an algorithm for keys of another curve (EdDSA)', () => ({ alg: 'EdDSA' })),
  headed('a key with members of a wrong type', ({ key }) => ({ jwk: { ...key.publicJwk, key_ops: 7, ext: 'x', use: [], alg: {} } })),
  headed('a key on no curve', ({ key }) => ({ jwk: { ...key.publicJwk, x: key.publicJwk.y } })),
  headed('a key of no type', () => ({ jwk: { kty: 'x' } })),
  {
    title: 'an algorithm that is not on the list (ES384)',
    make: async ({ issuer, url }) => {
      const key = await createDpopKey('ES384')
      const token = await forgeToken(issuer, { claims: { cnf: { jkt: key.thumbprint } } })
      return boundHeaders(token, await forgeProof(key, { url, token, header: { alg: 'ES384' } }))
    },
  },
  {
    title: 'an RSA key of 1024 bits',
    make: async ({ issuer, url }) => {
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 })
      const jwk = publicKey.export({ format: 'jwk' })
      const token = await forgeToken(issuer, { claims: { cnf: { jkt: await calculateJwkThumbprint(jwk as JWK, 'sha256') } } }) // Node's and jose's shapes of one JWK
      const body = base64url({ jti: 'short', htm: 'POST', htu: url, iat: tokenTime(), ath: hashOf(token) })
      const input = `${base64url({ alg: 'PS256', typ: 'dpop+jwt', jwk })}.${body}`
      const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
      return boundHeaders(token, `${input}.${sign('sha256', Buffer.from(input), { key: privateKey, ...padding }).toString('base64url')}`)
    },
  },
  forged('typ JWT', () => ({ header: { typ: 'JWT' } })),
  forged('without typ', () => ({ header: { typ: undefined } })),
  forged('a critical extension', () => ({ header: { crit: ['b64'], b64: true } })),
]

const CLAIMS: readonly BadProof[] = [
  claiming('H26: another host (htu)', () => ({ htu: 'https://other.example.kr/graphql' })),
  claiming('H26: another path (htu)', ({ url }) => ({ htu: `${url}/other` })),
  claiming('H26: another port (htu)', ({ url }) => ({ htu: Object.assign(new URL(url), { port: '9' }).href })),
  claiming('H26: another scheme (htu)', ({ url }) => ({
    htu: url.replace(/^http(s?):/, (_, s: string) => (s === '' ? 'https:' : 'http:')),
  })),
  claiming('H26: a name before the host (htu)', ({ url }) => ({ htu: url.replace('://', '://user@') })),
  claiming('H26: without htu', () => ({ htu: undefined })),
  claiming('H26: htu as a list', ({ url }) => ({ htu: [url] })),
  claiming('another method (htm)', () => ({ htm: 'GET' })),
  claiming('the method in small letters (htm)', () => ({ htm: 'post' })),
  claiming('without htm', () => ({ htm: undefined })),
  claiming('H26: without ath', () => ({ ath: undefined })),
  claiming('H26: of another token (ath)', () => ({ ath: hashOf('another') })),
  claiming('H26: five minutes old (iat)', () => ({ iat: tokenTime() - 300 })),
  claiming('H26: 65 seconds old (iat)', () => ({ iat: tokenTime() - 65 })),
  claiming('from a minute ahead (iat)', () => ({ iat: tokenTime() + 60 })),
  claiming('without iat', () => ({ iat: undefined })),
  claiming('iat as text', () => ({ iat: String(tokenTime()) })),
  claiming('iat beyond all time', () => ({ iat: 1e300 })),
  claiming('at an end already (exp)', () => ({ exp: tokenTime() - 30 })),
  claiming('without jti', () => ({ jti: undefined })),
  claiming('an empty jti', () => ({ jti: '' })),
  claiming('a jti that is a number', () => ({ jti: 7 })),
  claiming('a jti without end', () => ({ jti: 'x'.repeat(4_000) })),
]

/** Every way of a bad proof that the hub is tried with, once each. Replay is not among them: it takes a good one. */
export const BAD_PROOFS: readonly BadProof[] = [...PLACES, ...KEYS, ...CLAIMS]
