import { errors, jwtVerify, type JWTHeaderParameters, type JWTPayload } from 'jose'
import type { Logger } from '../log.js'
import { createSigningKeys, type SigningKeysOptions } from './signing-keys.js'

/** What a good token proves. `scopes` are its words, known to the hub or not. */
export type TokenClaims = {
  readonly subject: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Of the key that the token is bound to (`cnf.jkt`): it is good only with a proof of that key. Null: bound to none. */
  readonly keyThumbprint: string | null
  /** Milliseconds since 1970 from which it is no longer accepted. */
  readonly endsAtMs: number
  /** When its person last proved who they are (`auth_time`, seconds since 1970); null where it does not say. */
  readonly authTime: number | null
  /** How strongly, in the issuer's word; null where it does not say. */
  readonly acr: string | null
}

/** The claims of a token that is in order; null for every other text. Throws only for faults of our own. */
export type VerifyToken = (token: string) => Promise<TokenClaims | null>

export type VerifyTokenOptions = Omit<SigningKeysOptions, 'onFailure'> & {
  readonly audience: string
  /** Longest life of a token, from its iat to its exp; ten minutes by default (trust, T4). */
  readonly tokenMinutes?: number
  readonly log: Logger
}

/**
 * An attacker who chooses the key also chooses the signature, so headers that bring or point to a key are refused (RFC 8725, H28).
 * The hub knows no extension that a header could call critical.
 */
const REFUSED_HEADERS = ['jku', 'x5u', 'jwk', 'x5c', 'crit'] as const
const ALGORITHMS = ['RS256', 'PS256', 'ES256']
/** What the registry takes for a subject; no other text needs to be looked for, and the database reads no U+0000. */
const SUBJECT = /^\P{Cc}{1,200}$/u
/** SHA-256 in base64url (RFC 7638). */
const THUMBPRINT = /^[\w-]{43}$/
/** Clocks of issuer and hub may differ by so much. */
const CLOCK_TOLERANCE_S = 10

/**
 * Checks access tokens as RFC 9068 says: type at+jwt, the issuer's signature, issuer, audience, times, and the claims the hub needs.
 * The issuer is asked for its keys when the first token comes, not at start: the hub starts without it, and knows nobody until it answers.
 */
export function createVerifyToken(options: VerifyTokenOptions): VerifyToken {
  const { issuer, audience, log, tokenMinutes = 10 } = options
  const lifeLimitS = tokenMinutes * 60
  const findKey = createSigningKeys({ ...options, onFailure: err => log.error({ event: 'sign-in.unreachable', err }) })
  return async token => {
    try {
      const { payload } = await jwtVerify(token, (header, input) => findKey(requirePlain(header), input), {
        issuer,
        audience,
        typ: 'at+jwt',
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'iat', 'sub', 'client_id'],
        maxTokenAge: lifeLimitS, // also refuses an iat that is still to come
        clockTolerance: CLOCK_TOLERANCE_S,
      })
      return readClaims(payload, lifeLimitS)
    } catch (error) {
      // A token that is not in order is everyday, and the answer says no more than 401.
      if (!(error instanceof errors.JOSEError)) throw error
      return null
    }
  }
}

/** Refused before a key is looked for, so that such a header does not even make the hub ask its own issuer. */
function requirePlain(header: JWTHeaderParameters): JWTHeaderParameters {
  if (REFUSED_HEADERS.some(name => name in header)) throw new errors.JWTInvalid('The header brings what it may not.')
  return header
}

function readClaims(payload: JWTPayload, lifeLimitS: number): TokenClaims | null {
  const { sub, client_id: clientId, scope = '', cnf, iat = 0, exp = 0, auth_time: authTime, acr } = payload
  if (!isReadable(cnf) || typeof sub !== 'string' || typeof clientId !== 'string' || typeof scope !== 'string') return null
  if (!SUBJECT.test(sub)) return null
  if (exp <= iat || exp - iat > lifeLimitS) return null
  return {
    subject: sub,
    clientId,
    scopes: scope.split(' ').filter(word => word !== ''),
    keyThumbprint: cnf?.jkt ?? null,
    endsAtMs: (exp + CLOCK_TOLERANCE_S) * 1_000,
    // Nobody signed in after the token was issued; such a word counts for nothing.
    authTime: typeof authTime === 'number' && authTime > 0 && authTime <= iat ? authTime : null,
    acr: typeof acr === 'string' && acr !== '' ? acr : null,
  }
}

/** A token that is bound otherwise than by a key for DPoP alone (a certificate, say) is refused: the hub could not check what it demands (H25). */
function isReadable(cnf: unknown): cnf is { readonly jkt: string } | undefined {
  if (cnf === undefined) return true
  if (typeof cnf !== 'object' || cnf === null || Object.keys(cnf).length !== 1) return false
  return 'jkt' in cnf && typeof cnf.jkt === 'string' && THUMBPRINT.test(cnf.jkt)
}
