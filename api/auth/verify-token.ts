import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import type { Logger } from '../log.js'
import type { Config } from '../config.js'
import { DEVELOPMENT_MARKER } from './development-marker.js'

/** What a good token proves. `scopes` are its words, known to the hub or not. */
export type TokenClaims = { readonly subject: string; readonly clientId: string; readonly scopes: readonly string[] }

/** The claims of a token that is in order; null for every other text. Throws only for faults of our own. */
export type VerifyToken = (token: string) => Promise<TokenClaims | null>

export type VerifyTokenOptions = {
  readonly issuer: string
  readonly audience: string
  readonly environment: Config['environment']
  readonly log: Logger
  /** How the issuer is asked; tests count the calls. */
  readonly fetch?: typeof fetch
}

/** An attacker who chooses the key also chooses the signature, so headers that bring or point to a key are refused (RFC 8725, H28). */
const KEY_HEADERS = ['jku', 'x5u', 'jwk', 'x5c'] as const
const ALGORITHMS = ['RS256', 'PS256', 'ES256']
const ISSUER_LIMIT_MS = 3_000
/** At least this long between two questions to the issuer about keys, whatever arrives (H27). */
const COOLDOWN_MS = 30_000

/**
 * Checks access tokens as RFC 9068 says: type at+jwt, the issuer's signature, issuer, audience, times, and the claims the hub needs.
 * The issuer is asked for its keys when the first token comes, not at start: the hub starts without it, and knows nobody until it answers.
 */
export function createVerifyToken(options: VerifyTokenOptions): VerifyToken {
  const findKey = createKeyFinder(options)
  const { issuer, audience, log } = options
  return async token => {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, (header, input) => findKey(header, input), {
        issuer,
        audience,
        typ: 'at+jwt',
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'iat', 'sub', 'client_id'],
        clockTolerance: 10,
      })
      if (KEY_HEADERS.some(name => name in protectedHeader)) return null
      return readClaims(payload)
    } catch (error) {
      // A token that is not in order is everyday; an issuer that cannot be asked is worth a line. Neither says more than 401 outside.
      if (error instanceof IssuerUnreachable) log.error({ event: 'sign-in.unreachable', err: error })
      else if (!(error instanceof errors.JOSEError)) throw error
      return null
    }
  }
}

function readClaims(payload: JWTPayload): TokenClaims | null {
  const { sub, client_id: clientId, scope = '', cnf, iat = 0, exp = 0 } = payload
  // A token bound to a key (DPoP, mTLS) must not be taken as a plain bearer token (H25).
  if (cnf !== undefined || typeof sub !== 'string' || sub === '' || typeof clientId !== 'string' || typeof scope !== 'string') return null
  if (exp <= iat) return null
  return { subject: sub, clientId, scopes: scope.split(' ').filter(word => word !== '') }
}

/** Finds keys at the jwks_uri that the issuer itself names. After a failure the issuer is left alone for the cool-down. */
function createKeyFinder(options: VerifyTokenOptions): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | null = null
  let failedAt = Number.NEGATIVE_INFINITY
  return async (header, input) => {
    if (performance.now() - failedAt < COOLDOWN_MS) throw new errors.JWKSNoMatchingKey()
    try {
      keys ??= discover(options)
      return await (
        await keys
      )(header, input)
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error
      failedAt = performance.now()
      keys = null
      throw new IssuerUnreachable(error)
    }
  }
}

/** The issuer could not be asked, or is not the one it should be. */
class IssuerUnreachable extends Error {
  constructor(cause: unknown) {
    super('The token issuer cannot be asked for its keys.', { cause })
  }
}

async function discover({ issuer, environment, fetch: ask = fetch }: VerifyTokenOptions): Promise<JWTVerifyGetKey> {
  const response = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(ISSUER_LIMIT_MS),
    redirect: 'error',
  })
  if (!response.ok) throw new Error(`The issuer answered ${response.status}.`)
  const found: unknown = await response.json()
  if (environment === 'production' && isDevelopmentIssuer(found)) throw new Error('OIDC_ISSUER is a development issuer.')
  return createRemoteJWKSet(new URL(readJwksUri(found, issuer)), {
    cooldownDuration: COOLDOWN_MS,
    timeoutDuration: ISSUER_LIMIT_MS,
    [customFetch]: ask,
  })
}

function readJwksUri(found: unknown, issuer: string): string {
  const { issuer: named, jwks_uri: uri } = Object(found) as { issuer?: unknown; jwks_uri?: unknown } // an object, whatever came
  if (named !== issuer || typeof uri !== 'string' || !URL.canParse(uri)) throw new Error('The issuer describes another issuer.')
  return uri
}

const isDevelopmentIssuer = (found: unknown): boolean => DEVELOPMENT_MARKER in Object(found)
