import { webcrypto } from 'node:crypto'
import * as oidc from 'openid-client'
import { isLoopback, type ClientSettings, type HubCredential } from './client-options.js'
import { HubFault, type RefusedSignIn } from './hub-fault.js'
import { createSenderKey, type SenderKey } from './sender-key.js'

/** Seconds before its end at which a token is no longer used: clocks differ, and a large body takes its time. */
const EXPIRY_MARGIN_S = 60
/** Where the issuer names no lifetime. */
const ASSUMED_LIFETIME_S = 120

/** Hands out an access token; `renew` forgets the one that the hub refused. */
export type TokenSource = {
  readonly take: () => Promise<string>
  /** Headers that show a token in one POST to `url`. */
  readonly present: (token: string, url: string) => Promise<Readonly<Record<string, string>>>
  readonly renew: (refused: string) => void
}

type HeldToken = { readonly token: string; readonly usableUntilMs: number }

const KEY_ALGORITHMS = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  EdDSA: { name: 'Ed25519' },
} as const

const algorithmOf = (jwk: { kty?: string; crv?: string; alg?: string }): string =>
  jwk.alg ?? (jwk.kty === 'RSA' ? 'RS256' : jwk.crv === 'P-384' ? 'ES384' : jwk.kty === 'OKP' ? 'EdDSA' : 'ES256')

async function authenticationOf(credential: HubCredential): Promise<oidc.ClientAuth> {
  if ('secret' in credential) return oidc.ClientSecretBasic(credential.secret)
  const { privateKeyJwk } = credential
  const name = algorithmOf(privateKeyJwk)
  const algorithm = Object.entries(KEY_ALGORITHMS).find(([code]) => code === name)?.[1]
  if (algorithm === undefined)
    throw new HubFault('configuration', `The key is for "${name}"; ${Object.keys(KEY_ALGORITHMS).join(', ')} are accepted.`)
  try {
    const key = await webcrypto.subtle.importKey('jwk', privateKeyJwk, algorithm, false, ['sign'])
    return oidc.PrivateKeyJwt(privateKeyJwk.kid === undefined ? key : { key, kid: privateKeyJwk.kid })
  } catch (cause) {
    throw new HubFault('configuration', 'The private key cannot be read; a private key in JWK form is accepted.', { cause })
  }
}

/** Whether the issuer answered and said no; everything else is a matter of the network or of the issuer's own health. */
function isRefusal(error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return error.status < 500
  return error instanceof oidc.WWWAuthenticateChallengeError
}

/** Says what to look at, by the error code of RFC 6749 §5.2. */
function refusalText({ code, clientId, scope }: RefusedSignIn, issuer: string): string {
  if (code === 'invalid_scope')
    return `The issuer ${issuer} does not give the scope "${scope}" to the client "${clientId}" (invalid_scope).`
  if (code === 'invalid_client' || code === 'challenge')
    return `The issuer ${issuer} refuses "${clientId}": wrong secret or key, or unknown client (${code}).`
  return `The issuer ${issuer} refuses the sign-in of "${clientId}" (${code}).`
}

function toFault(error: unknown, settings: ClientSettings): HubFault {
  const { issuer, clientId, scope } = settings
  if (error instanceof HubFault) return error
  if (isRefusal(error)) {
    // The error code of RFC 6749 names the reason; the description may repeat what was sent and is left out.
    const code = error instanceof oidc.ResponseBodyError ? error.error : 'challenge'
    const refusedSignIn = { code, clientId, scope }
    return new HubFault('signIn', refusalText(refusedSignIn, issuer), { status: 401, refusedSignIn, cause: error })
  }
  return new HubFault('unreachable', `The issuer ${issuer} cannot be reached.`, { cause: error })
}

async function discover(settings: ClientSettings): Promise<oidc.Configuration> {
  const issuer = new URL(settings.issuer)
  const options = isLoopback(issuer) ? { execute: [oidc.allowInsecureRequests] } : {}
  const authentication = await authenticationOf(settings.credential)
  return oidc.discovery(issuer, settings.clientId, undefined, authentication, { ...options, timeout: Math.ceil(settings.timeoutMs / 1000) })
}

async function requestToken(configuration: oidc.Configuration, settings: ClientSettings, key: SenderKey | null) {
  const { audience: resource, scope, issuer } = settings
  const parameters = scope === '' ? { resource } : { resource, scope }
  const options = key === null ? {} : { DPoP: oidc.getDPoPHandle(configuration, key.keyPair) }
  const answer = await oidc.clientCredentialsGrant(configuration, parameters, options)
  if (key !== null && answer.token_type !== 'dpop') {
    throw new HubFault('configuration', `The issuer ${issuer} does not bind tokens to a key (DPoP); leave "dpop" out.`)
  }
  return answer
}

/**
 * Tokens by client credentials (RFC 6749 §4.4) for one resource (RFC 8707). One token is fetched at a time and shared until shortly before it ends.
 * Faults: `signIn` when the issuer refuses, `unreachable` when it does not answer.
 */
export function createTokenSource(settings: ClientSettings): TokenSource {
  let configuration: Promise<oidc.Configuration> | null = null
  let held: HeldToken | null = null
  let pending: Promise<HeldToken> | null = null
  let ownKey: Promise<SenderKey> | null = null
  const senderKey = () => (settings.credential.dpop === true ? (ownKey ??= createSenderKey()) : null)

  const fetchToken = async (): Promise<HeldToken> => {
    try {
      configuration ??= discover(settings)
      const answer = await requestToken(await configuration, settings, await senderKey())
      const lifetime = answer.expires_in ?? ASSUMED_LIFETIME_S
      held = { token: answer.access_token, usableUntilMs: Date.now() + Math.max(lifetime - EXPIRY_MARGIN_S, lifetime / 2) * 1000 }
      return held
    } catch (error) {
      configuration = null
      throw toFault(error, settings)
    } finally {
      pending = null
    }
  }

  return {
    take: async () => {
      if (held !== null && held.usableUntilMs > Date.now()) return held.token
      pending ??= fetchToken()
      return (await pending).token
    },
    present: async (token, url) => {
      const key = await senderKey()
      return key === null ? { authorization: `Bearer ${token}` } : { authorization: `DPoP ${token}`, dpop: await key.prove(url, token) }
    },
    // Only the refused token is dropped: another caller may have renewed it meanwhile.
    renew: refused => {
      if (held?.token === refused) held = null
    },
  }
}
