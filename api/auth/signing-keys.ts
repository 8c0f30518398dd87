import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import type { Config } from '../config.js'
import { DEVELOPMENT_MARKER } from './development-marker.js'

export type SigningKeysOptions = {
  readonly issuer: string
  readonly environment: Config['environment']
  /** How the issuer is asked; tests count the calls. */
  readonly fetch?: typeof fetch
  /** Milliseconds on a clock that never goes back; tests move it. */
  readonly clock?: () => number
  /** Told each time the issuer could not be asked. */
  readonly onFailure: (error: Error) => void
}

const ISSUER_LIMIT_MS = 3_000
/** At least this long between two questions to the issuer about keys, whatever arrives (H27). */
const COOLDOWN_MS = 30_000
/** Keys are asked for again after this time, so that a key the issuer took back stops opening doors. */
const REFRESH_MS = 300_000
/** How long keys are trusted while the issuer cannot be asked. Its tokens have all ended long before; this bounds what a stolen key is worth. */
const OUTAGE_LIMIT_MS = 86_400_000

type FindAmong = (keys: Known | null, ...asked: Parameters<JWTVerifyGetKey>) => ReturnType<JWTVerifyGetKey>
type Known = { readonly find: JWTVerifyGetKey; readonly readAt: number }

/**
 * Finds keys at the jwks_uri that the issuer itself names, in its own discovery document. A key that is not known is asked for once in a
 * cool-down; an issuer that is away takes no known key with it. Throws JWKSNoMatchingKey for every key that is not to be had.
 */
export function createSigningKeys(options: SigningKeysOptions): JWTVerifyGetKey {
  const clock = options.clock ?? (() => performance.now())
  let known: Known | null = null
  let jwksUri: URL | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | null = null

  const ask = async (): Promise<void> => {
    try {
      jwksUri ??= await discover(options)
      known = { find: createLocalJWKSet(await readKeys(jwksUri, options)), readAt: clock() }
    } catch (error) {
      jwksUri = null // the issuer may have moved its keys
      options.onFailure(new Error('The token issuer cannot be asked for its keys.', { cause: error }))
    }
  }
  /** Everybody who needs keys at the same time waits for the same answer. */
  const refresh = async (): Promise<void> => {
    if (asking === null && clock() - askedAt >= COOLDOWN_MS) {
      askedAt = clock()
      asking = ask().finally(() => (asking = null))
    }
    await asking
  }
  const findAmong: FindAmong = async (keys, header, token) => {
    if (keys === null || clock() - keys.readAt >= OUTAGE_LIMIT_MS) throw new errors.JWKSNoMatchingKey()
    try {
      return await keys.find(header, token)
    } catch (error) {
      if (error instanceof errors.JOSEError) throw error
      options.onFailure(new Error('The token issuer publishes a key that cannot be read.', { cause: error }))
      throw new errors.JWKSNoMatchingKey()
    }
  }
  return async (header, token) => {
    if (known === null || clock() - known.readAt >= REFRESH_MS) await refresh()
    try {
      return await findAmong(known, header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await refresh()
      return findAmong(known, header, token)
    }
  }
}

async function discover(options: SigningKeysOptions): Promise<URL> {
  const { issuer, environment } = options
  const found = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, options)
  if (environment === 'production' && DEVELOPMENT_MARKER in found) throw new Error('OIDC_ISSUER is a development issuer.')
  const { issuer: named, jwks_uri: uri } = found as { issuer?: unknown; jwks_uri?: unknown } // an object, whatever came
  if (named !== issuer || typeof uri !== 'string' || !URL.canParse(uri)) throw new Error('The issuer describes another issuer.')
  return new URL(uri)
}

// createLocalJWKSet throws JWKSInvalid for what is no key set.
const readKeys = async (uri: URL, options: SigningKeysOptions): Promise<JSONWebKeySet> =>
  (await readJson(uri.href, options)) as unknown as JSONWebKeySet

async function readJson(url: string, { fetch: ask = fetch }: SigningKeysOptions): Promise<object> {
  const response = await ask(url, { signal: AbortSignal.timeout(ISSUER_LIMIT_MS), redirect: 'error' })
  if (!response.ok) throw new Error(`The issuer answered ${response.status}.`)
  const found: unknown = await response.json()
  return Object(found) as object // an object, whatever came
}
