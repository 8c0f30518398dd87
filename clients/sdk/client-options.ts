import type { JsonWebKey } from 'node:crypto'
import { HubFault } from './hub-fault.js'
import type { RetryNotice } from './retry.js'

/**
 * How a center's system proves who it is: a shared secret, or a private key whose public half the council registered (private_key_jwt).
 * With `dpop` its tokens are also bound to a key that the client makes for itself (RFC 9449), so that a stolen one opens nothing;
 * the issuer must support it, and the clock of this machine be at most ten seconds fast and a minute slow.
 */
export type HubCredential = { readonly dpop?: boolean } & (
  { readonly secret: string } | { readonly privateKeyJwk: JsonWebKey & { readonly kid?: string; readonly alg?: string } }
)

export type HubClientOptions = {
  /** Where the hub is, without path: https://hub.example.kr */
  readonly url: string
  /** Issuer of the tokens, as its discovery document names it. */
  readonly issuer: string
  readonly clientId: string
  readonly credential: HubCredential
  /** `aud` of the tokens the hub accepts; `urn:hub120:api` unless the council says otherwise. */
  readonly audience?: string
  /** Scopes to ask the issuer for: `stats:write` for a center's system, `stats:read` for an analyst. Without it the issuer decides. */
  readonly scope?: string
  /** Longest wait for one answer; 90 s covers the 60 s that the hub allows itself for a large body. */
  readonly timeoutMs?: number
  /** Attempts of one request, the first one included. */
  readonly maxAttempts?: number
  /** Wait before the second attempt; it doubles with each further one, half of it by chance. */
  readonly firstDelayMs?: number
  /** Told before each further attempt, for whoever waits in front of a screen. */
  readonly onRetry?: (notice: RetryNotice) => void
}

/** What the parts of the client rest on: every option with its value. */
export type ClientSettings = Required<HubClientOptions>

export const DEFAULT_AUDIENCE = 'urn:hub120:api'

/** True for an address on this machine, where plain HTTP reaches no wire. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function requireSafeUrl(name: string, text: string): void {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)))) return
  throw new HubFault(
    'configuration',
    `${name} is "${text}"; an https URL is accepted, and http only on this machine (127.0.0.1, localhost).`,
  )
}

/** The options with everything settled. HubFault `configuration` for a URL over which a secret or token would travel in the clear. */
export function settleOptions(options: HubClientOptions): ClientSettings {
  requireSafeUrl('url', options.url)
  requireSafeUrl('issuer', options.issuer)
  if (options.clientId === '') throw new HubFault('configuration', 'clientId is empty.')
  return {
    audience: DEFAULT_AUDIENCE,
    scope: '',
    timeoutMs: 90_000,
    maxAttempts: 4,
    firstDelayMs: 500,
    onRetry: () => undefined,
    ...options,
  }
}
