import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHubClient, writeJson, type HubClientOptions } from '../../clients/sdk/index.js'
import { delayBefore, readRetryAfter } from '../../clients/sdk/retry.js'
import { startTestIssuer, type TestIssuer } from '../support/issuer.js'
import { receiptOf, startListeningHub, submitted, type ListeningHub } from './listening-hub.js'

let issuer: TestIssuer
let hub: ListeningHub
beforeAll(async () => {
  issuer = await startTestIssuer()
})
afterAll(() => issuer.close())
beforeEach(async () => {
  hub = await startListeningHub()
})
afterEach(() => hub.close())

const clientFor = (changes: Partial<HubClientOptions> = {}) =>
  createHubClient({
    url: hub.url,
    issuer: issuer.url,
    clientId: 'busan-client',
    credential: { secret: 'dev-busan' },
    scope: 'stats:write',
    firstDelayMs: 1,
    ...changes,
  })
const INPUT = { idempotencyKey: 'k', series: [{ measure: '인입콜', periodStart: '2026-11-19', values: [1] }] }
const claimsOf = (authorization: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown> // the payload of a JWT

describe('signing in', () => {
  it('takes one token with a secret for the resource and scope, and uses it again', async () => {
    hub.answerWith(submitted(receiptOf()))
    const client = clientFor()
    await Promise.all([client.submitStatistics(INPUT), client.submitStatistics(INPUT)])
    await client.submitStatistics(INPUT)
    expect(new Set(hub.heard.map(({ authorization }) => authorization)).size).toBe(1)
    expect(claimsOf(hub.heard[0]?.authorization ?? '')).toMatchObject({
      client_id: 'busan-client',
      aud: 'urn:hub120:api',
      scope: 'stats:write',
    })
  })

  it('signs with a private key', async () => {
    hub.answerWith(submitted(receiptOf()))
    const client = clientFor({ clientId: 'seoul-key-client', credential: { privateKeyJwk: issuer.clientKey } })
    expect((await client.submitStatistics(INPUT)).ok).toBe(true)
    expect(claimsOf(hub.heard[0]?.authorization ?? '')).toMatchObject({ client_id: 'seoul-key-client' })
  })

  it('renews a token once that the hub refuses', async () => {
    hub.answerWith({ status: 401, body: { errors: [] } }, submitted(receiptOf()))
    expect((await clientFor().submitStatistics(INPUT)).ok).toBe(true)
    expect(new Set(hub.heard.map(({ authorization }) => authorization)).size).toBe(2)
  })

  it('gives up as signIn when a fresh token is refused too', async () => {
    hub.answerWith({ status: 401, body: { errors: [] } })
    await expect(clientFor().submitStatistics(INPUT)).rejects.toMatchObject({ kind: 'signIn', status: 401 })
    expect(hub.heard).toHaveLength(2)
  })

  it('says signIn for a wrong secret, and shows it to nobody', async () => {
    const error: unknown = await clientFor({ credential: { secret: 'wrong-secret' } })
      .submitStatistics(INPUT)
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ kind: 'signIn' })
    expect(String(error)).not.toContain('wrong-secret')
    expect(hub.heard).toEqual([])
  })

  it.each([
    ['issuer', { issuer: 'http://login.example.kr' }],
    ['url', { url: 'http://hub.example.kr' }],
    ['url', { url: 'hub.example.kr' }],
    ['issuer', { issuer: 'http://127.0.0.1.example.kr' }],
  ])('refuses an %s that would carry secrets in the clear: %o', (_, change) => {
    expect(() => clientFor(change)).toThrow(expect.objectContaining({ kind: 'configuration' }))
  })
})

describe('a hub that is busy or away', () => {
  it.each([429, 502, 503, 504])('is asked again after HTTP %i, with the same body', async status => {
    hub.answerWith({ status, headers: { 'retry-after': '0' }, body: {} }, submitted(receiptOf()))
    expect((await clientFor().submitStatistics(INPUT)).ok).toBe(true)
    expect(new Set(hub.heard.map(({ body }) => body)).size).toBe(1)
    expect(hub.heard).toHaveLength(2)
  })

  it('is given up as unreachable after the attempts allowed', async () => {
    hub.answerWith({ status: 503, body: {} })
    await expect(clientFor({ maxAttempts: 3 }).submitStatistics(INPUT)).rejects.toMatchObject({ kind: 'unreachable', status: 503 })
    expect(hub.heard).toHaveLength(3)
  })

  it('is unreachable where nobody listens, and so is an issuer', async () => {
    const gone = await startListeningHub()
    await gone.close()
    await expect(clientFor({ url: gone.url, maxAttempts: 2 }).submitStatistics(INPUT)).rejects.toMatchObject({ kind: 'unreachable' })
    await expect(clientFor({ issuer: gone.url, maxAttempts: 2 }).submitStatistics(INPUT)).rejects.toMatchObject({ kind: 'unreachable' })
  })

  it('is not asked again after a fault of its own', async () => {
    hub.answerWith({
      status: 500,
      headers: { 'x-request-id': 'r-1' },
      body: { errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL' } }] },
    })
    await expect(clientFor().submitStatistics(INPUT)).rejects.toMatchObject({ kind: 'answer', status: 500, requestId: 'r-1' })
    expect(hub.heard).toHaveLength(1)
  })

  it.each([
    ['7', 7000],
    ['Sat, 21 Nov 2026 00:00:30 GMT', 30_000],
    ['soon', null],
    [null, null],
  ])('asks with Retry-After %s for %o ms', (header, expected) => {
    expect(readRetryAfter(header, Date.parse('2026-11-21T00:00:00Z'))).toBe(expected)
  })

  it('is left alone for twice as long each time, half of it by chance, never shorter than it asks nor longer than a minute', () => {
    const facts = { firstDelayMs: 100, retryAfterMs: null, chance: 0 }
    expect([1, 2, 3].map(attempt => delayBefore(attempt, facts))).toEqual([50, 100, 200])
    expect(delayBefore(3, { ...facts, chance: 1 })).toBe(400)
    expect(delayBefore(1, { ...facts, retryAfterMs: 5000 })).toBe(5000)
    expect(delayBefore(1, { ...facts, retryAfterMs: 500_000 })).toBe(60_000)
  })
})

describe('what goes out and comes back', () => {
  it('S6: numerals leave as they were written', async () => {
    hub.answerWith(submitted(receiptOf()))
    await clientFor().submitStatistics({
      ...INPUT,
      rows: [{ value: { numberText: '97.10' } }, { value: { numberText: '9007199254740993' } }],
    })
    expect(hub.heard[0]?.body).toContain('"value":97.10')
    expect(hub.heard[0]?.body).toContain('"value":9007199254740993')
  })

  it('text that is no numeral cannot break out of its cell', () => {
    expect(writeJson({ value: { numberText: '1,"x":2' } })).toBe('{"value":"1,\\"x\\":2"}')
  })

  it('a refusal is a value with its issues, in the words of the domain', async () => {
    const issue = {
      code: 'IDEMPOTENCY_KEY_REUSED',
      severity: 'ERROR',
      path: [],
      messageKo: '가',
      messageEn: 'a',
      expected: null,
      got: null,
      sourceRow: null,
      rule: null,
    }
    hub.answerWith(submitted({ __typename: 'Refused', issues: [issue] }))
    expect(await clientFor().submitStatistics(INPUT)).toEqual({ ok: false, issues: [{ ...issue, severity: 'error' }] })
  })

  it('a refused query field is a refusal too', async () => {
    hub.answerWith({ body: { data: { figures: null }, errors: [{ message: 'no', extensions: { code: 'INDICATOR_UNKNOWN' } }] } })
    expect(await clientFor().figures({ indicators: ['x'], from: '2026-11-19', to: '2026-11-19' })).toMatchObject({
      ok: false,
      issues: [{ code: 'INDICATOR_UNKNOWN', messageEn: 'no' }],
    })
  })
})
