import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createVerifyToken } from '../../api/auth/verify-token.js'
import { tryBadTokens } from '../goals/g05-tokens.js'
import { forgeToken, tokenTime, type Forged } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { AUDIENCE } from '../support/issuer.js'

let hub: HubServer

beforeAll(async () => {
  hub = await startHubServer()
})

afterAll(() => hub.close())

const QUERY = JSON.stringify({ query: '{ viewer { subject } }' })

const forge = (changes: Forged = {}): Promise<string> => forgeToken(hub.issuer, changes)

async function post(headers: [string, string][], path = '/graphql'): Promise<Response> {
  return fetch(`${hub.url}${path}`, { method: 'POST', headers: [['content-type', 'application/json'], ...headers], body: QUERY })
}

const bearer = (token: string): [string, string][] => [['authorization', `Bearer ${token}`]]

describe('a token', () => {
  it('that the issuer gave opens the door, and the registry says for which center', async () => {
    const { status, data } = await hub.graphql('{ viewer { subject kind center { code } scopes } }', {}, await hub.token('seoul-client'))
    expect({ status, data }).toEqual({
      status: 200,
      data: { viewer: { subject: 'seoul-client', kind: 'CLIENT', center: { code: 'seoul' }, scopes: ['stats:write'] } },
    })
    expect((await post(bearer(await forge()))).status).toBe(200)
  })

  it('G05: is refused in every bad form with one generic answer, without leaving a trace in the log or asking anybody (H25, H28)', async () => {
    const { trials, logged, canaryCalls } = await tryBadTokens(hub, { rounds: 1 })
    expect(trials.length).toBeGreaterThanOrEqual(50)
    expect(trials.filter(({ status }) => status !== 401)).toEqual([])
    expect(trials.filter(({ body }) => body !== trials[0]?.body)).toEqual([])
    expect(JSON.parse(trials[0]?.body.split('\n')[1] ?? '')).toEqual({
      errors: [
        {
          message:
            '유효한 접근 토큰이 필요합니다. Authorization 헤더에 토큰을 하나만 보내 주십시오. (A valid access token is needed. Send one token in the Authorization header.)',
          extensions: { code: 'UNAUTHENTICATED', requestId: '*' },
        },
      ],
    })
    expect(trials[0]?.body).toContain('"www-authenticate":"Bearer, DPoP algs=')
    expect({ logged, canaryCalls }).toEqual({ logged: [], canaryCalls: 0 })
  })

  it.each(['bearer', 'BEARER'])(
    'is taken under the scheme "%s" too: schemes are told apart whatever their case (RFC 9110)',
    async scheme => {
      expect((await post([['authorization', `${scheme} ${await forge()}`]])).status).toBe(200)
    },
  )

  it('is taken when it was issued or begins up to ten seconds from now, and with a life of ten minutes', async () => {
    const now = tokenTime()
    expect((await post(bearer(await forge({ claims: { iat: now + 8, nbf: now + 8, exp: now + 300 } })))).status).toBe(200)
    expect((await post(bearer(await forge({ claims: { iat: now, exp: now + 600 } })))).status).toBe(200)
  })

  it('is taken up to ten seconds after its end, because clocks differ', async () => {
    expect((await post(bearer(await forge({ claims: { iat: tokenTime() - 500, exp: tokenTime() - 5 } })))).status).toBe(200)
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
    const token = await hub.token('jeonbuk-client')
    expect((await post(bearer(token))).status).toBe(200)
    await hub.database.owner`update callers set valid_to = hub_now() where subject = 'jeonbuk-client'`
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

  /** A verifier on a clock that the test moves, and what it asks of the issuer. */
  const watched = (answer: typeof fetch = fetch) => {
    const watch = { asked: [] as string[], minutes: 0, answer }
    const verify = createVerifyToken({
      issuer: hub.issuer.url,
      audience: AUDIENCE,
      environment: 'development',
      log,
      clock: () => watch.minutes * 60_000,
      fetch: (input, init) => {
        watch.asked.push(new URL(new Request(input).url).pathname)
        return watch.answer(input, init)
      },
    })
    return { watch, verify }
  }
  const DISCOVERY = '/.well-known/openid-configuration'
  const away: typeof fetch = () => Promise.reject(new TypeError('fetch failed'))
  const randomKids = async (count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => forge({ header: { kid: `kid-${index}` } })))

  it('H27: is asked for keys once in thirty seconds, however many unknown keys a thousand tokens name', async () => {
    const { watch, verify } = watched()
    expect(await verify(await forge())).toMatchObject({ subject: 'seoul-client', scopes: ['stats:write'] })
    const tokens = await randomKids(1_000)
    expect((await Promise.all(tokens.map(verify))).every(claims => claims === null)).toBe(true)
    expect(watch.asked).toEqual([DISCOVERY, '/jwks'])
    watch.minutes = 0.5
    expect((await Promise.all(tokens.map(verify))).every(claims => claims === null)).toBe(true)
    expect(watch.asked).toEqual([DISCOVERY, '/jwks', '/jwks'])
    expect(await verify(await forge())).not.toBeNull()
  })

  it('H27: takes no known key with it when it goes away, whatever unknown keys are tried meanwhile, for a day', async () => {
    const { watch, verify } = watched()
    expect(await verify(await forge())).not.toBeNull()
    watch.answer = away
    for (const minutes of [1, 6, 60, 1_439]) {
      watch.minutes = minutes
      expect((await Promise.all((await randomKids(20)).map(verify))).every(claims => claims === null)).toBe(true)
      expect([minutes, (await verify(await forge())) !== null]).toEqual([minutes, true])
    }
    expect(watch.asked.length).toBe(2 + 4)
    watch.minutes = 1_440
    expect(await verify(await forge())).toBeNull()
    watch.answer = fetch
    watch.minutes = 1_441
    expect(await verify(await forge())).not.toBeNull()
  })

  it('H27: is asked once in thirty seconds while it is away from the start, and everybody is nobody at once', async () => {
    const { watch, verify } = watched(away)
    for (let index = 0; index < 20; index++) expect(await verify(await forge())).toBeNull()
    expect(watch.asked).toEqual([DISCOVERY])
    watch.minutes = 0.5
    expect(await verify(await forge())).toBeNull()
    expect(watch.asked).toEqual([DISCOVERY, DISCOVERY])
  })

  it('changes its keys: the new one opens at once, the old one until it is taken out', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const next = { ...(await exportJWK(publicKey)), kid: 'next', alg: 'ES256', use: 'sig' }
    const { d: _private, ...first } = hub.issuer.signingKey
    let published: object[] = [first]
    const rotating: typeof fetch = (input, init) =>
      new Request(input).url.endsWith('/jwks') ? Promise.resolve(Response.json({ keys: published })) : fetch(input, init)
    const { watch, verify } = watched(rotating)
    const withOld = async () => (await verify(await forge())) !== null
    const withNew = async () => (await verify(await forge({ header: { kid: 'next' }, key: privateKey }))) !== null
    expect([await withOld(), await withNew()]).toEqual([true, false])
    published = [first, next]
    watch.minutes = 1
    expect([await withNew(), await withOld()]).toEqual([true, true])
    published = [next]
    watch.minutes = 5.9
    expect([await withNew(), await withOld()]).toEqual([true, true])
    watch.minutes = 6
    expect([await withNew(), await withOld()]).toEqual([true, false])
  })

  it.each([
    ['no JSON', () => new Response('<html>')],
    ['no key set', () => Response.json({ keys: 'none' })],
    [
      'a key that cannot be read',
      () => Response.json({ keys: [{ kty: 'EC', crv: 'P-256', kid: 'development-issuer', x: 'AA', y: 'AA' }] }),
    ],
    ['an error', () => new Response('', { status: 500 })],
  ])('H27: gives %s in place of its keys, and a token is refused all the same', async (_what, answer) => {
    const broken: typeof fetch = (input, init) =>
      new Request(input).url.endsWith('/jwks') ? Promise.resolve(answer()) : fetch(input, init)
    expect(await watched(broken).verify(await forge())).toBeNull()
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
