import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { SCOPES } from '../../schema/domain/centers/caller.js'
import { DEVELOPMENT_MARKER } from '../auth/development-marker.js'
import { readBeforeEnding } from '../http/read-before-ending.js'
import type { DevelopmentClient } from './development-clients.js'
import { MemoryAdapter } from './memory-adapter.js'

export type Issuer = {
  /** Without a slash at the end, as tokens name it. */
  readonly url: string
  readonly tokenEndpoint: string
  /** Private key of the client that signs instead of knowing a secret. */
  readonly clientKey: JWK
  /** Private key that tokens are signed with; tests make bad tokens with it. */
  readonly signingKey: JWK
  close(): Promise<void>
}

export type IssuerOptions = {
  readonly port: number
  readonly audience: string
  readonly clients: readonly DevelopmentClient[]
}

const TOKEN_LIFE_S = 600

/**
 * A sign-in service for development and tests, in this process and on loopback only. Its clients have secrets that everybody knows, its keys
 * are new with every start and its tokens live ten minutes. Its discovery document says what it is, and a hub in production refuses it.
 */
export async function startIssuer({ port, audience, clients }: IssuerOptions): Promise<Issuer> {
  const [signingKey, clientKey] = await Promise.all([generateKey('development-issuer'), generateKey('development-client')])
  const server = createServer()
  readBeforeEnding(server)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server has such an address
  const provider = new Provider(url, configure({ audience, signingKey, clients: clients.map(client => toMetadata(client, clientKey)) }))
  const handle = provider.callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    url,
    tokenEndpoint: `${url}/token`,
    clientKey,
    signingKey,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function generateKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' }
}

function configure({ audience, signingKey, clients }: { audience: string; signingKey: JWK; clients: ClientMetadata[] }): Configuration {
  return {
    adapter: MemoryAdapter,
    clients,
    jwks: { keys: [signingKey as never] }, // a JWK with every member the provider asks for
    scopes: [...SCOPES],
    discovery: { [DEVELOPMENT_MARKER]: true },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES256', 'PS256', 'RS256'] },
    ttl: { ClientCredentials: TOKEN_LIFE_S },
    // Asking for a token is the sign-in here: whoever knows the secret has just shown it.
    extraTokenClaims: () => ({ auth_time: Math.floor(Date.now() / 1000), acr: 'urn:hub120:development' }),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true }, // who sends a proof with the token request gets a token bound to its key
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPES.join(' '),
          audience,
          accessTokenTTL: TOKEN_LIFE_S,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  }
}

function toMetadata({ subject, secret, scopes }: DevelopmentClient, clientKey: JWK): ClientMetadata {
  const shared: ClientMetadata = {
    client_id: subject,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    id_token_signed_response_alg: 'ES256',
    scope: scopes.join(' '),
  }
  if (secret !== null) return { ...shared, client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' }
  const { d: _private, ...publicKey } = clientKey
  return {
    ...shared,
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks: { keys: [publicKey as never] },
  } // as above
}
