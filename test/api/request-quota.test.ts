import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DoorRefusal } from '../../api/http/door-refusal.js'
import { RequestQuota } from '../../api/http/request-quota.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

const callerOf = (code: string | null, subject = `${code ?? 'council'}-client`): Caller => ({
  subject,
  kind: 'client',
  center: code === null ? null : { id: code.length, code },
  scopes: new Set(),
})

const isTaken = (take: () => unknown): boolean => {
  try {
    take()
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(DoorRefusal)
    expect(error).toMatchObject({ statusCode: 429, code: 'TOO_MANY_REQUESTS', headers: { 'retry-after': '1' } })
    return false
  }
}

describe('RequestQuota', () => {
  it('lets four seconds of the average come at once, then the average, and begins anew after a rest', () => {
    const clock = { now: 0 }
    const quota = new RequestQuota(2, () => clock.now)
    const seoul = callerOf('seoul')
    const ask = (times: number) =>
      Array.from({ length: times }, () => isTaken(() => quota.takeNew('Bearer a', seoul))).filter(Boolean).length
    expect(ask(20)).toBe(8)
    clock.now += 1_000
    expect(ask(20)).toBe(2)
    clock.now += 3_600_000
    expect(ask(20)).toBe(8)
  })

  it('counts all clients and tokens of a center together, and the council by client', () => {
    const quota = new RequestQuota(1, () => 0)
    const ask = (caller: Caller, token: string) => isTaken(() => quota.takeNew(token, caller))
    expect([1, 2, 3, 4, 5].map(n => ask(callerOf('seoul', `client-${n}`), `Bearer ${n}`))).toEqual([true, true, true, true, false])
    expect(ask(callerOf('busan'), 'Bearer b')).toBe(true)
    expect(ask(callerOf(null, 'analyst'), 'Bearer c')).toBe(true)
    expect(ask(callerOf(null, 'steward'), 'Bearer d')).toBe(true)
  })

  it('knows a token that was good before it is checked again, and no other', () => {
    const quota = new RequestQuota(1, () => 0)
    expect(quota.takeKnown('Bearer a')).toBe(false)
    quota.takeNew('Bearer a', callerOf('seoul'))
    expect(quota.takeKnown('Bearer b')).toBe(false)
    expect(quota.takeKnown(undefined)).toBe(false)
    expect([1, 2, 3, 4].map(() => isTaken(() => expect(quota.takeKnown('Bearer a')).toBe(true)))).toEqual([true, true, true, false])
  })

  it('works on two requests of a tenant at a time, in the order they came, whatever becomes of them, and on those of others beside', async () => {
    const quota = new RequestQuota(50)
    const started: string[] = []
    const ends: (() => void)[] = []
    const work = (name: string, code = 'seoul') =>
      quota.inTurn(callerOf(code), () => {
        started.push(name)
        return new Promise<string>((resolve, reject) => ends.push(name === '0' ? () => reject(new Error(name)) : () => resolve(name)))
      })
    const asked = Promise.allSettled([...['0', '1', '2', '3', '4', '5'].map(name => work(name)), work('busan', 'busan')])
    await new Promise(setImmediate)
    expect(started).toEqual(['0', '1', 'busan'])
    ends[0]?.()
    await new Promise(setImmediate)
    expect(started).toEqual(['0', '1', 'busan', '2'])
    // Each end lets the next one begin.
    for (let n = 0; n < 4; n++) {
      for (const end of ends) end()
      await new Promise(setImmediate)
    }
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', ...Array.from({ length: 6 }, () => 'fulfilled')])
  })
})

describe('over HTTP', () => {
  let hub: HubServer
  beforeAll(async () => {
    hub = await startHubServer({ requestsPerSecond: 1 })
  })
  afterAll(() => hub.close())

  it('a client over its quota gets 429 with Retry-After, and another one its answer', async () => {
    const [greedy, other] = await Promise.all([hub.token('seoul-client'), hub.token('busan-client')])
    const ask = (token: string) => hub.graphql('{ viewer { subject } }', {}, token)
    const answers: Awaited<ReturnType<typeof ask>>[] = []
    for (let n = 0; n < 12; n++) answers.push(await ask(greedy))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(3)
    expect(refused[0]?.headers.get('retry-after')).toBe('1')
    expect(refused[0]?.errors?.[0]?.extensions.code).toBe('TOO_MANY_REQUESTS')
    expect((await ask(other)).status).toBe(200)
  })
})
