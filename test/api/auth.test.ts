import { generateKeyPair, importJWK, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVerifyToken } from '../../api/auth/verify-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { AUDIENCE } from '../support/issuer.js'

let hub: HubServer

beforeAll(async () => {
  hub = await startHubServer()
})

afterAll(() => hub.close())

const NOW = () => Math.floor(Date.now() / 1000)
const QUERY = JSON.stringify({ query: '{ viewer { subject } }' })

type Forged = {
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  readonly key?: Parameters<SignJWT['sign']>[0]
}

/** A token like the issuer's own, with changes; `undefined` takes a member out. */
async function forge({ header = {}, claims = {}, key }: Forged = {}): Promise<string> {
  const payload = {
    iss: hub.issuer.url,
    aud: AUDIENCE,
    sub: 'seoul-client',
    client_id: 'seoul-client',
    scope: 'stats:write',
    iat: NOW(),
    exp: NOW() + 300,
    jti: 'x',
    ...claims,
  }
  const protectedHeader = { alg: 'ES256', typ: 'at+jwt', kid: 'development-issuer', ...header }
  const signer = new SignJWT(JSON.parse(JSON.stringify(payload)) as JWTPayload) // without undefined members
  return signer
    .setProtectedHeader(JSON.parse(JSON.stringify(protectedHeader)) as JWTHeaderParameters)
    .sign(key ?? (await importJWK(hub.issuer.signingKey, 'ES256')))
}

async function post(headers: [string, string][], path = '/graphql'): Promise<Response> {
  return fetch(`${hub.url}${path}`, { method: 'POST', headers: [['content-type', 'application/json'], ...headers], body: QUERY })
}

const bearer = (token: string): [string, string][] => [['authorization', `Bearer ${token}`]]

const BAD_TOKENS: [string, () => Promise<string>][] = [
  ['no token at all', async () => ''],
  ['a word', async () => 'token'],
  ['three words', async () => 'a.b.c'],
  ['one that has expired', () => forge({ claims: { iat: NOW() - 600, exp: NOW() - 11 } })],
  ['one not valid yet', () => forge({ claims: { nbf: NOW() + 60 } })],
  ['one of another issuer', () => forge({ claims: { iss: 'https://issuer.example' } })],
  ['one for another audience', () => forge({ claims: { aud: 'urn:other' } })],
  ['one without audience', () => forge({ claims: { aud: undefined } })],
  ['an ID token (typ JWT)', () => forge({ header: { typ: 'JWT' } })],
  ['one without type', () => forge({ header: { typ: undefined } })],
  ['one without exp', () => forge({ claims: { exp: undefined } })],
  ['one without iat', () => forge({ claims: { iat: undefined } })],
  ['one without sub', () => forge({ claims: { sub: undefined } })],
  ['one without client_id', () => forge({ claims: { client_id: undefined } })],
  ['one whose sub is no text', () => forge({ claims: { sub: 7 } })],
  ['one whose scope is a list', () => forge({ claims: { scope: ['stats:write'] } })],
  ['one bound to a key, as a bearer token (H25)', () => forge({ claims: { cnf: { jkt: 'x' } } })],
  ['one of an unregistered client', () => forge({ claims: { sub: 'nobody', client_id: 'nobody' } })],
  ['one signed with another key', async () => forge({ key: (await generateKeyPair('ES256')).privateKey })],
  ['one of a key that is not published', () => forge({ header: { kid: 'unknown' } })],
  [
    'one signed with a shared secret',
    () => forge({ header: { alg: 'HS256' }, key: new TextEncoder().encode('development-issuer-development-issuer') }),
  ],
  [
    'one with an algorithm not on the list',
    async () => forge({ header: { alg: 'ES384' }, key: (await generateKeyPair('ES384')).privateKey }),
  ],
  [
    'one without signature',
    async () => `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${(await forge()).split('.')[1] ?? ''}.`,
  ],
  [
    'one with a changed claim',
    async () => (await forge()).replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ sub: 'admin' })).toString('base64url')}.`),
  ],
  ['H28: one whose header points to keys (jku)', () => forge({ header: { jku: 'http://127.0.0.1:9/keys' } })],
  ['H28: one whose header points to a certificate (x5u)', () => forge({ header: { x5u: 'http://127.0.0.1:9/cert' } })],
  ['H28: one that brings its key (jwk)', async () => forge({ header: { jwk: { kty: 'EC' } } })],
  ['one longer than 8 KB', () => forge({ claims: { pad: 'x'.repeat(8_192) } })],
]

describe('a token', () => {
  it('that the issuer gave opens the door, and the registry says for which center', async () => {
    const { status, data } = await hub.graphql('{ viewer { subject kind center { code } scopes } }', {}, await hub.token('seoul-client'))
    expect({ status, data }).toEqual({
      status: 200,
      data: { viewer: { subject: 'seoul-client', kind: 'CLIENT', center: { code: 'seoul' }, scopes: ['stats:write'] } },
    })
    expect((await post(bearer(await forge()))).status).toBe(200)
  })

  it.each(BAD_TOKENS)('is refused: %s', async (_title, make) => {
    const token = await make()
    const response = await post(token === '' ? [] : bearer(token))
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await response.json()).toEqual({
      errors: [
        {
          message:
            '유효한 접근 토큰이 필요합니다. Authorization 헤더에 Bearer 토큰을 하나만 보내 주십시오. (A valid access token is needed. Send one bearer token in the Authorization header.)',
          extensions: { code: 'UNAUTHENTICATED', requestId: response.headers.get('x-request-id') },
        },
      ],
    })
    expect(JSON.stringify(hub.logLines).includes(token) && token.length > 10).toBe(false)
  })

  it('H25: is refused in the URL, also beside a good header, and in a scheme other than Bearer', async () => {
    const token = await forge()
    expect((await post([], `/graphql?access_token=${token}`)).status).toBe(401)
    expect((await post(bearer(token), `/graphql?access_token=${token}`)).status).toBe(401)
    expect((await post([['authorization', `DPoP ${token}`]])).status).toBe(401)
    expect((await post([['authorization', `Basic ${Buffer.from('seoul-client:dev-seoul').toString('base64')}`]])).status).toBe(401)
  })

  it('H25: is refused when there are two Authorization headers', async () => {
    const token = await forge()
    const { request } = await import('node:http')
    const status = await new Promise(resolve => {
      const call = request(`${hub.url}/graphql`, {
        method: 'POST',
        headers: [
          'host',
          'hub',
          'content-type',
          'application/json',
          'authorization',
          `Bearer ${token}`,
          'authorization',
          `Bearer ${token}`,
        ],
      })
      call.on('response', response => resolve(response.statusCode))
      call.end(QUERY)
    })
    expect(status).toBe(401)
  })

  it('is taken up to ten seconds after its end, because clocks differ', async () => {
    expect((await post(bearer(await forge({ claims: { iat: NOW() - 600, exp: NOW() - 5 } })))).status).toBe(200)
  })

  it('gives the scopes that both it and the registry name', async () => {
    const scopesOf = async (claims: Record<string, unknown>) =>
      (await hub.graphql('{ viewer { scopes } }', {}, await forge({ claims }))).data.viewer.scopes as string[]
    expect(await scopesOf({ scope: 'stats:write hub:admin unknown' })).toEqual(['stats:write'])
    expect(await scopesOf({ scope: '' })).toEqual([])
    expect(await scopesOf({ scope: undefined })).toEqual([])
  })
})

describe('the registry', () => {
  it('decides at once: a caller that was struck off is nobody, with a token that is still good', async () => {
    const token = await hub.token('jeju-client')
    expect((await post(bearer(token))).status).toBe(200)
    await hub.database.owner`update callers set valid_to = hub_now() where subject = 'jeju-client'`
    expect((await post(bearer(token))).status).toBe(401)
  })

  it('cannot be written by the application, and knows every scope', async () => {
    await expect(hub.database.db.query(sql => sql`update callers set scopes = '{hub:admin}'`)).rejects.toMatchObject({ code: '42501' })
    await expect(
      hub.database.owner`insert into callers (subject, kind, scopes, display_name) values ('x', 'client', '{stats:steal}', 'x')`,
    ).rejects.toMatchObject({ constraint_name: 'callers_scopes_known' })
    await expect(
      hub.database.owner`insert into callers (subject, kind, scopes, display_name) values ('x', 'client', '{stats:write}', 'x')`,
    ).rejects.toMatchObject({ constraint_name: 'callers_center_scopes_have_center' })
    await expect(
      hub.database.owner`insert into callers (subject, kind, scopes, display_name) values ('x', 'robot', '{}', 'x')`,
    ).rejects.toMatchObject({ constraint_name: 'callers_kind_known' })
    await expect(
      hub.database.owner`insert into callers (subject, kind, scopes, display_name) values (${'a\nb'}, 'client', '{}', 'x')`,
    ).rejects.toMatchObject({ constraint_name: 'callers_subject_named' })
  })
})

describe('the issuer', () => {
  const log = pino({ level: 'silent' })

  it('H27: is asked for keys once, however many unknown keys tokens name', async () => {
    const asked: string[] = []
    const counting: typeof fetch = (input, init) => {
      asked.push(new Request(input).url)
      return fetch(input, init)
    }
    const verify = createVerifyToken({ issuer: hub.issuer.url, audience: AUDIENCE, environment: 'development', log, fetch: counting })
    expect(await verify(await forge())).toMatchObject({ subject: 'seoul-client', scopes: ['stats:write'] })
    for (let index = 0; index < 50; index++) expect(await verify(await forge({ header: { kid: `kid-${index}` } }))).toBeNull()
    expect(asked).toEqual([`${hub.issuer.url}/.well-known/openid-configuration`, `${hub.issuer.url}/jwks`])
    expect(await verify(await forge())).not.toBeNull()
  })

  it('H27: is left alone while it is away, and everybody is nobody at once', async () => {
    let asked = 0
    const away: typeof fetch = () => {
      asked += 1
      return Promise.reject(new TypeError('fetch failed'))
    }
    const verify = createVerifyToken({ issuer: hub.issuer.url, audience: AUDIENCE, environment: 'development', log, fetch: away })
    for (let index = 0; index < 20; index++) expect(await verify(await forge())).toBeNull()
    expect(asked).toBe(1)
  })

  it('is refused in production when it says that it is for development', async () => {
    const verify = createVerifyToken({ issuer: hub.issuer.url, audience: AUDIENCE, environment: 'production', log })
    expect(await verify(await forge())).toBeNull()
  })

  it('is refused when it describes another issuer', async () => {
    const other: typeof fetch = () =>
      Promise.resolve(Response.json({ issuer: 'https://other.example', jwks_uri: `${hub.issuer.url}/jwks` }))
    const verify = createVerifyToken({ issuer: hub.issuer.url, audience: AUDIENCE, environment: 'development', log, fetch: other })
    expect(await verify(await forge())).toBeNull()
  })

  it('gives tokens for a signed proof (private_key_jwt) too', async () => {
    const proof = await new SignJWT({ jti: 'proof-1' })
      .setProtectedHeader({ alg: 'ES256', kid: 'development-client' })
      .setIssuer('seoul-key-client')
      .setSubject('seoul-key-client')
      .setAudience(hub.issuer.url)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(await importJWK(hub.issuer.clientKey, 'ES256'))
    const response = await fetch(hub.issuer.tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'stats:write',
        client_id: 'seoul-key-client',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: proof,
      }),
    })
    const { access_token: token } = (await response.json()) as { access_token: string } // a token response
    expect((await hub.graphql('{ viewer { subject center { code } } }', {}, token)).data).toEqual({
      viewer: { subject: 'seoul-key-client', center: { code: 'seoul' } },
    })
  })
})
