import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openActivation, publish, type Published } from '../support/broadcast.js'
import { checkDeliveries } from '../support/check-deliveries.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import { openEmergencyDesk } from '../support/emergency-desk.js'
import { startHubServer } from '../support/hub-server.js'
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

const instantOf = (seconds: number) => `${new Date(Date.parse(T0) + (seconds + 9 * 3600) * 1000).toISOString().slice(0, 19)}+09:00`
const at = (seconds: number) => site.database.setClock(instantOf(seconds))
const check = (published: readonly Published[], healthy: readonly string[]) =>
  checkDeliveries({ owner: site.database.owner, log: site.receivers.log, published, healthy, isTimed: false })

/** Twelve areas, each of one center. */
const AREAS = ['11', '26', '27', '28', '30', '41', '43', '44', '47', '48', '50', '51']
const LINE = 'center state deliveredAt acknowledgedAt appliedAt desksBriefed desksTotal attempts'
type BoardLine = { center: string; state: string; deliveredAt: string | null; appliedAt: string | null; attempts: number }

// Before the others, whose messages are of a library without texts.
it('scenario 1: sent and answered over HTTP, the remaining eight have come within 35 s of the restart, and the board is complete: who has applied by when', async () => {
  const server = await startHubServer({ database: site.database })
  const { owner } = site.database
  await site.register(['seoul'])
  const desk = await openEmergencyDesk({ owner, issuer: server.issuer, url: () => server.url, centers: [...centers, 'seoul'] })
  const { activation, version } = await desk.approved({ areas: AREAS, more: { expiresAt: '2026-11-22T15:00:00+09:00' } })
  const { result } = await desk.act('sender', 'broadcastPlaybook', { version, idempotencyKey: 'scenario-1' })
  const message = result.broadcast.id as string
  const board = async (seconds: number | null): Promise<readonly BoardLine[]> => {
    const query = `query ($activation: ID!, $at: DateTime) { activationBoard(activation: $activation, at: $at) { centers { ${LINE} } } }`
    const asked = { activation, at: seconds === null ? null : instantOf(seconds) }
    return (await desk.ask('author', query, asked)).data.activationBoard.centers
  }
  const inState = async (state: string, seconds: number | null = null) => (await board(seconds)).filter(line => line.state === state)

  expect(await (await startReplica(site, { places: 1, dieAt: 'sent', dieAfter: 5, tickMs: 100 })).exited).toBe('SIGKILL')
  expect([(await inState('RECEIVED')).length, (await inState('AWAITING')).length]).toEqual([4, 8])
  await at(1)
  const restarted = await startReplica(site, { worker: 'restarted', tickMs: 100 })
  onTestFinished(() => void restarted.child.kill('SIGKILL'))
  await expect.poll(async () => (await inState('RECEIVED')).length, { timeout: 15_000 }).toBe(11)
  // The one that was in flight: its lease is over 30 s after it was claimed, and not before.
  const inFlight = site.receivers.log[4]
  expect(await inState('AWAITING')).toMatchObject([{ center: inFlight?.center, attempts: 1 }])
  await at(30)
  await expect.poll(async () => (await inState('RECEIVED')).length, { timeout: 15_000 }).toBe(12)
  restarted.child.kill('SIGKILL')
  const lines = await board(null)
  expect(lines.filter(({ deliveredAt }) => Date.parse(deliveredAt ?? '') > Date.parse(instantOf(1 + 35)) || deliveredAt === null)).toEqual(
    [],
  )
  expect(lines.filter(({ attempts }) => attempts !== 1)).toMatchObject([{ center: inFlight?.center, attempts: 2 }])
  const sent = site.receivers.log.map(({ webhookId, bodyHash }) => `${webhookId} ${bodyHash}`)
  expect([sent.length, new Set(sent).size, sent.at(-1) === sent[4]]).toEqual([13, 12, true])

  const all = lines.map(({ center }) => center).toSorted()
  await at(60)
  for (const center of all) await desk.act(`duty-${center}`, 'acknowledgeMessage', { broadcast: message, desk: '당직 1팀' })
  const applying = all.slice(0, -1).map((center, place) => ({ center, second: 100 + place * 10 }))
  for (const { center, second } of applying) {
    await at(second)
    const done = { broadcast: message, desk: '당직 1팀', desksBriefed: 8, desksTotal: 9, routingSet: true }
    expect((await desk.act(`duty-${center}`, 'applyMessage', done)).result.receipt).toEqual({ state: 'APPLIED' })
  }
  const byWhen = (seen: readonly BoardLine[]) => seen.map(({ center, appliedAt }) => `${center} ${appliedAt}`).toSorted()
  expect(byWhen(await inState('APPLIED'))).toEqual(applying.map(({ center, second }) => `${center} ${instantOf(second)}`))
  expect(await inState('ACKNOWLEDGED')).toMatchObject([{ center: all.at(-1), appliedAt: null }])
  expect(byWhen(await inState('APPLIED', 135))).toEqual(applying.slice(0, 4).map(({ center, second }) => `${center} ${instantOf(second)}`))
  const published = [{ messageId: message, seq: 1, committedAt: 0 }]
  expect(await check(published, all)).toEqual([])
  await server.close()
}, 60_000)

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
