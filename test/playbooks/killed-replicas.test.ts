import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openActivation, publish, type Published } from '../support/broadcast.js'
import { checkDeliveries } from '../support/check-deliveries.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import { answer, takeAndReset } from '../support/receivers.js'
import { startReplica } from '../support/start-replica.js'

const T0 = '2026-11-22T09:00:00+09:00'
let site: DeliverySite
let centers: readonly string[]

beforeAll(async () => {
  site = await openDeliverySite()
  await site.database.setClock(T0)
  centers = (await site.database.owner<{ code: string }[]>`select code from centers order by code limit 12`).map(({ code }) => code)
  await site.register(centers)
})

beforeEach(async () => {
  await site.database.setClock(T0)
  await site.database.owner`update messages set state = 'EXPIRED', ended_at = hub_now() where state = 'CURRENT'`
  await site.deliver()
  site.receivers.log.length = 0
})

afterAll(() => site.close())

const at = (seconds: number) => site.database.setClock(new Date(Date.parse(T0) + seconds * 1000).toISOString())
const check = (published: readonly Published[], healthy: readonly string[]) =>
  checkDeliveries({ owner: site.database.owner, log: site.receivers.log, published, healthy, isTimed: false })

describe('scenario 1: a replica is killed by SIGKILL after 4 of 12 deliveries', () => {
  // Copies go out one after the other here; how often each place is passed by then differs.
  it.each([
    ['before its claim is committed', 'claiming', 5, 4, 12],
    ['after its claim', 'claimed', 5, 4, 12],
    ['after the endpoint took the copy', 'sent', 5, 4, 13],
    ['before the result is committed', 'storing', 5, 4, 13],
    ['after the result', 'stored', 5, 5, 12],
  ] as const)(
    '%s: the rest goes out, the one in flight again with the same id and bytes, and no thirteenth',
    async (_, dieAt, dieAfter, done, requests) => {
      const published = await publish(site.database.owner, await openActivation(site.database.owner, { centers }))
      const replica = await startReplica(site, { places: 1, dieAt, dieAfter, tickMs: 100 })
      expect(await replica.exited).toBe('SIGKILL')
      const states = async () =>
        [
          ...(await site.database.owner<{ state: string; n: number }[]>`
          select state, count(*)::int as n from deliveries where message_id = ${published.messageId} group by 1`),
        ].map(({ state, n }) => `${state} ${n}`)
      expect(await states()).toContain(`DELIVERED ${done}`)
      await site.deliver()
      await at(31)
      await site.deliver()
      expect(await states()).toEqual(['DELIVERED 12'])
      expect(site.receivers.log.length).toBe(requests)
      expect(new Set(site.receivers.log.map(({ webhookId }) => webhookId)).size).toBe(12)
      expect(await check([published], centers)).toEqual([])
    },
  )
})

it('three replicas send each copy of three activations once, and the checker finds nothing', async () => {
  const replicas = await Promise.all(['a', 'b', 'c'].map(worker => startReplica(site, { worker, tickMs: 100 })))
  const published: Published[] = []
  for (let n = 0; n < 3; n++) published.push(await publish(site.database.owner, await openActivation(site.database.owner, { centers })))
  await expect.poll(() => site.receivers.log.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(36)
  const open = () => site.database.owner`select from deliveries where state in ('PENDING', 'IN_FLIGHT', 'RETRY_WAIT', 'UNKNOWN')`
  await expect.poll(async () => (await open()).length, { timeout: 15_000 }).toBe(0)
  for (const { child } of replicas) child.kill('SIGKILL')
  expect(site.receivers.log.length).toBe(36)
  expect(await check(published, centers)).toEqual([])
})

it('the checker names each promise that is broken', async () => {
  const [busan, seoul] = ['busan', 'seoul']
  site.receivers.behave(busan, answer(500))
  site.receivers.behave(seoul, takeAndReset)
  const broadcast = await openActivation(site.database.owner, { centers: [busan, seoul] })
  const first = await publish(site.database.owner, broadcast)
  await site.deliver()
  const evidence = { owner: site.database.owner, healthy: [busan], published: [first] }
  const log = site.receivers.log.map(one => ({ ...one }))
  const breaches = async (changed: typeof log) =>
    (await checkDeliveries({ ...evidence, log: changed, isTimed: false })).map(text => text[0])
  expect(await breaches(log)).toEqual(['1'])
  const one = log.find(({ center }) => center === busan)!
  const ruined = [
    { ...one, answered: 200 },
    { ...one, answered: 200, bodyHash: 'x' },
    { ...one, seq: 0, isSigned: false, isBeside: true, door: 'drill' },
  ]
  expect(new Set(await breaches([...log, ...ruined]))).toEqual(new Set(['1', '2', '3', '4', '6']))
  const late = { ...first, messageId: 'later', seq: 2, committedAt: 0 }
  const timed = await checkDeliveries({ ...evidence, log, published: [{ ...first, committedAt: 0 }, late] })
  expect(timed.map(text => text[0])).toEqual(['1', '6'])
})
