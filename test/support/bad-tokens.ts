import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { forgeToken, tokenTime, type Forged } from './forge-token.js'
import type { TestIssuer } from './issuer.js'

/** A request that must be refused: its raw headers (name, value, name, value) and its path. `secret` must be in no log line. */
export type BadRequest = { readonly headers: readonly string[]; readonly path: string; readonly secret: string | null }

export type BadToken = { readonly title: string; readonly make: (issuer: TestIssuer) => Promise<BadRequest> }

/** Where keys of an attacker lie; set by whoever listens there (H28). */
const CANARY_PATH = '/attacker-keys'

const bearer = (token: string, path = '/graphql'): BadRequest => ({ headers: ['authorization', `Bearer ${token}`], path, secret: token })
const header = (value: string, secret: string | null = null): BadRequest => ({
  headers: ['authorization', value],
  path: '/graphql',
  secret,
})
const forged = (title: string, changes: () => Forged | Promise<Forged>): BadToken => ({
  title,
  make: async issuer => bearer(await forgeToken(issuer, await changes())),
})
/** A case about where a good token stands in the request. */
const placed = (title: string, place: (token: string) => BadRequest): BadToken => ({
  title,
  make: async issuer => place(await forgeToken(issuer)),
})
const altered = (title: string, alter: (token: string, issuer: TestIssuer) => string): BadToken => ({
  title,
  make: async issuer => bearer(alter(await forgeToken(issuer), issuer)),
})

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const partsOf = (token: string): [string, string, string] => token.split('.') as [string, string, string] // three parts: forgeToken made it
const claimsOf = (token: string) => JSON.parse(Buffer.from(partsOf(token)[1], 'base64url').toString()) as Record<string, unknown>

const PLACES: readonly BadToken[] = [
  { title: 'no Authorization header', make: async () => ({ headers: [], path: '/graphql', secret: null }) },
  { title: 'an empty Authorization header', make: async () => header('') },
  { title: 'a bearer token of no characters', make: async () => header('Bearer ') },
  { title: 'a word', make: async () => header('Bearer token') },
  { title: 'three words', make: async () => header('Bearer a.b.c') },
  { title: 'Basic instead of Bearer', make: async () => header(`Basic ${Buffer.from('seoul-client:dev-seoul').toString('base64')}`) },
  placed('a good token without a scheme', token => header(token, token)),
  placed('a good token under the scheme DPoP (H25)', token => header(`DPoP ${token}`, token)),
  placed('a good token and a second word', token => header(`Bearer ${token} more`, token)),
  placed('two good Authorization headers (H25)', token => ({
    ...bearer(token),
    headers: ['authorization', `Bearer ${token}`, 'authorization', `Bearer ${token}`],
  })),
  placed('a good and a bad Authorization header (H25)', token => ({
    ...bearer(token),
    headers: ['authorization', `Bearer ${token}`, 'Authorization', 'Bearer a.b.c'],
  })),
  placed('a good token in the URL (H25)', token => ({ headers: [], path: `/graphql?access_token=${token}`, secret: token })),
  placed('a good token in the URL beside a good header (H25)', token => bearer(token, `/graphql?access_token=${token}`)),
  placed('a good token in a cookie', token => ({ headers: ['cookie', `access_token=${token}`], path: '/graphql', secret: token })),
]

const TIMES: readonly BadToken[] = [
  forged('expired eleven seconds ago', () => ({ claims: { iat: tokenTime() - 500, exp: tokenTime() - 11 } })),
  forged('not valid for another minute (nbf)', () => ({ claims: { nbf: tokenTime() + 60 } })),
  forged('issued in a minute (iat)', () => ({ claims: { iat: tokenTime() + 60, exp: tokenTime() + 300 } })),
  forged('ending when it was issued (exp = iat)', () => ({ claims: { iat: tokenTime(), exp: tokenTime() } })),
  forged('ending before it was issued (exp < iat)', () => ({ claims: { iat: tokenTime() + 5, exp: tokenTime() + 3 } })),
  forged('living a second longer than ten minutes', () => ({ claims: { iat: tokenTime(), exp: tokenTime() + 601 } })),
  forged('living a year', () => ({ claims: { exp: tokenTime() + 31_536_000 } })),
  forged('with exp as text', () => ({ claims: { exp: String(tokenTime() + 300) } })),
]

const CLAIMS: readonly BadToken[] = [
  forged('of another issuer (iss)', () => ({ claims: { iss: 'https://issuer.example' } })),
  forged('without issuer', () => ({ claims: { iss: undefined } })),
  forged('for another audience', () => ({ claims: { aud: 'urn:other' } })),
  forged('without audience', () => ({ claims: { aud: undefined } })),
  forged('without exp', () => ({ claims: { exp: undefined } })),
  forged('without iat', () => ({ claims: { iat: undefined } })),
  forged('without sub', () => ({ claims: { sub: undefined } })),
  forged('with an empty sub', () => ({ claims: { sub: '' } })),
  forged('whose sub is a number', () => ({ claims: { sub: 7 } })),
  forged('whose sub holds U+0000', () => ({ claims: { sub: 'seoul-client\u0000' } })),
  forged('without client_id', () => ({ claims: { client_id: undefined } })),
  forged('whose scope is a list', () => ({ claims: { scope: ['stats:write'] } })),
  forged('bound to a key, as a plain bearer token (H25)', () => ({ claims: { cnf: { jkt: 'x' } } })),
  forged('of a subject that is not registered', () => ({ claims: { sub: 'nobody', client_id: 'nobody' } })),
  forged('of a caller that was struck off', () => ({ claims: { sub: 'jeju-client', client_id: 'jeju-client' } })),
  forged('of a caller that is registered from tomorrow on', () => ({ claims: { sub: 'ulsan-client', client_id: 'ulsan-client' } })),
]

const HEADERS: readonly BadToken[] = [
  forged('an ID token (typ JWT)', () => ({ header: { typ: 'JWT' } })),
  forged('without typ', () => ({ header: { typ: undefined } })),
  forged('with a critical extension (crit)', () => ({ header: { crit: ['b64'], b64: true } })),
  forged('of a key that is not published (kid)', () => ({ header: { kid: 'unknown' } })),
  {
    title: 'H28: whose header points to keys (jku), signed with them',
    make: async issuer => bearer(await forgeToken(issuer, await attackerKey(issuer, { jku: canaryOf(issuer) }))),
  },
  {
    title: 'H28: whose header points to a certificate (x5u)',
    make: async issuer => bearer(await forgeToken(issuer, { header: { x5u: canaryOf(issuer) } })),
  },
  { title: 'H28: that brings its key (jwk)', make: async issuer => bearer(await forgeToken(issuer, await ownKey())) },
  forged('H28: that brings a certificate (x5c)', () => ({ header: { x5c: ['MIIB'] } })),
  forged('longer than 8 KB', () => ({ claims: { pad: 'x'.repeat(8_192) } })),
]

const SIGNATURES: readonly BadToken[] = [
  altered('without signature (alg none)', token => `${base64url({ alg: 'none', typ: 'at+jwt' })}.${partsOf(token)[1]}.`),
  altered('with the signature left out', token => `${partsOf(token)[0]}.${partsOf(token)[1]}.`),
  altered('with the signature cut short', token => token.slice(0, -10)),
  altered('with one bit of the signature turned', token => flipSignature(token)),
  altered('with another subject under the same signature', token => withClaims(token, { sub: 'admin', client_id: 'admin' })),
  altered('with another scope under the same signature', token => withClaims(token, { scope: 'hub:admin' })),
  altered('signed with the public key as a shared secret (HS256)', (token, issuer) => signWithPublicKey(token, issuer)),
  forged('signed with another ES256 key', async () => ({ key: (await generateKeyPair('ES256')).privateKey })),
  forged('signed with the RS256 key of another issuer', () => ({
    header: { alg: 'RS256', kid: 'other-issuer' },
    key: generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey,
  })),
  forged('with an algorithm that is not on the list (ES384)', async () => ({
    header: { alg: 'ES384' },
    key: (await generateKeyPair('ES384')).privateKey,
  })),
]

/** Every way of a bad token that the hub is tried with (G05). `jeju-client` must have been struck off, `ulsan-client` be valid from tomorrow on. */
export const BAD_TOKENS: readonly BadToken[] = [...PLACES, ...TIMES, ...CLAIMS, ...HEADERS, ...SIGNATURES]

const canaryOf = (issuer: TestIssuer): string => new URL(CANARY_PATH, canaries.get(issuer) ?? issuer.url).href
const canaries = new WeakMap<TestIssuer, string>()

/** Tells where tokens of this issuer point to, for the cases that point anywhere. */
export const pointAt = (issuer: TestIssuer, url: string): void => void canaries.set(issuer, url)

async function attackerKey(_issuer: TestIssuer, pointer: Record<string, string>): Promise<Forged> {
  return { header: { kid: 'attacker', ...pointer }, key: (await generateKeyPair('ES256')).privateKey }
}

async function ownKey(): Promise<Forged> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  return { header: { jwk: await exportJWK(publicKey) }, key: privateKey }
}

function flipSignature(token: string): string {
  const [head, payload, signature] = partsOf(token)
  const bytes = Buffer.from(signature, 'base64url')
  bytes[5] = (bytes[5] ?? 0) ^ 1
  return `${head}.${payload}.${bytes.toString('base64url')}`
}

function withClaims(token: string, claims: Record<string, unknown>): string {
  const [head, , signature] = partsOf(token)
  return `${head}.${base64url({ ...claimsOf(token), ...claims })}.${signature}`
}

function signWithPublicKey(token: string, issuer: TestIssuer): string {
  const { d: _private, ...jwk } = issuer.signingKey
  const pem = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) // jose's and Node's shapes of one JWK
  const head = base64url({ alg: 'HS256', typ: 'at+jwt', kid: 'development-issuer' })
  const input = `${head}.${partsOf(token)[1]}`
  return `${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`
}
