import { createPrivateKey } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHub } from '../../api/hub.js'
import { connect } from '../../db/connect.js'
import { createBeats } from '../../jobs/beats.js'
import { createDeliverer } from '../../jobs/playbooks/deliverer.js'
import { listBeats } from '../../jobs/playbooks/list-beats.js'
import { startFaultProxy } from '../goals/fault-proxy.js'
import { openActivation, publish } from '../support/broadcast.js'
import { checkDeliveries } from '../support/check-deliveries.js'
import { openDeadlyWire } from '../support/deadly-wire.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import { openEmergencyDesk } from '../support/emergency-desk.js'
import { startHubServer } from '../support/hub-server.js'
import { answer } from '../support/receivers.js'

const T0 = '2026-11-22T09:00:00+09:00'
let site: DeliverySite

beforeAll(async () => {
  site = await openDeliverySite()
  await at(0)
  await site.register(['busan', 'seoul'])
})

afterAll(() => site.close())

const at = (seconds: number) => site.database.setClock(new Date(Date.parse(T0) + seconds * 1000).toISOString())

it('scenario 3: an endpoint that is down at 심각 is tried at most 90 s apart, and on its return gets the last of three messages alone', async () => {
  const { owner } = site.database
  site.receivers.behave('busan', answer(503))
  const broadcast = await openActivation(owner, { centers: ['busan'] })
  const published = [await publish(owner, broadcast)]
  // Ticks of five seconds for twelve minutes; two updates meanwhile. The rest of the two hours is the last wait again and again.
  for (let second = 0; second <= 720; second += 5) {
    await at(second)
    if (second === 240 || second === 480) published.push(await publish(owner, broadcast))
    const [due] = await owner`select from deliveries where next_attempt_at <= hub_now() and ended_at is null`
    if (due !== undefined) await site.deliver()
  }
  const starts = site.receivers.of('busan').map(({ timestamp }) => timestamp - Date.parse(T0) / 1000)
  const gaps = starts.slice(1).map((start, place) => start - (starts[place] ?? 0))
  expect(starts[0]).toBe(0)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(90)
  expect(starts.filter(start => start < 60).length).toBeGreaterThanOrEqual(4)
  await at(7_200)
  site.receivers.behave('busan', answer(204))
  const before = site.receivers.log.length
  await site.deliver()
  expect(site.receivers.log.slice(before).map(({ seq }) => seq)).toEqual([3])
  const states = await owner`select seq, state from deliveries where activation_id = ${broadcast.activationId} order by seq`
  expect([...states]).toEqual([
    { seq: 1, state: 'SUPERSEDED' },
    { seq: 2, state: 'SUPERSEDED' },
    { seq: 3, state: 'DELIVERED' },
  ])
  expect(await checkDeliveries({ owner, log: site.receivers.log, published, healthy: [], isTimed: false })).toEqual([])
})

it('scenario 11: the database goes away while a copy is in flight: what came of it is stored when it is back, and nothing is sent twice', async () => {
  const { owner } = site.database
  await site.database.setClock(null)
  const arrived: (() => void)[] = []
  site.receivers.behave('seoul', (request, response, received) => void arrived.push(() => answer(204)(request, response, received)))
  const broadcast = await openActivation(owner, { centers: ['seoul'] })
  const published = [await publish(owner, broadcast)]
  const deliverer = site.deliverer()
  await deliverer.sweep()
  await expect.poll(() => arrived.length, { timeout: 10_000 }).toBe(1)
  // Nobody gets in, and whoever is in is put out; this session stays.
  await owner.begin(async tx => {
    await tx`update pg_database set datallowconn = false where datname = current_database()`
  })
  await owner`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'hub120'`
  arrived[0]?.()
  await expect.poll(() => site.lines.some(({ event }) => event === 'delivery.unrecorded'), { timeout: 10_000 }).toBe(true)
  await sleep(100)
  await owner`update pg_database set datallowconn = true where datname = current_database()`
  await deliverer.settled()
  await deliverer.stop(1_000)
  await site.deliver()
  expect(site.receivers.of('seoul').length).toBe(1)
  expect([...(await owner`select state, attempts from deliveries where activation_id = ${broadcast.activationId}`)]).toEqual([
    { state: 'DELIVERED', attempts: 1 },
  ])
  expect(await checkDeliveries({ owner, log: site.receivers.of('seoul'), published, healthy: ['seoul'] })).toEqual([])
})

it('scenario 11: three minutes without the database in the middle of a broadcast: answers of centers are kept or refused and never lost, and a tick brings the rest', async () => {
  const { owner } = site.database
  await at(20_000)
  const others = ['daegu', 'incheon', 'ulsan', 'jeju']
  await site.register(others)
  const centers = ['busan', 'seoul', ...others]
  // The program reaches its database over a wire that goes.
  const reader = await openDeadlyWire(site.database.url)
  const wire = await startFaultProxy(Number(new URL(reader.url).port))
  const url = new URL(site.database.url)
  url.port = String(wire.port)
  const db = connect({ url: url.href })
  const hub = createHub({ db, log: site.hub.log, settings: site.hub.settings })
  const server = await startHubServer({ database: { ...site.database, db } })
  const desk = await openEmergencyDesk({ owner, issuer: server.issuer, url: () => server.url, centers })
  const deliverer = createDeliverer(hub, { worker: 'w', contentKey: createPrivateKey(site.contentKeyPem), ...site.sending() })
  const beats = createBeats(hub, { beats: listBeats(hub, { sending: null, deliverer }), worker: 'w' })
  const held: (() => void)[] = []
  site.receivers.behave('seoul', (request, response, received) => void held.push(() => answer(204)(request, response, received)))
  site.receivers.behave('busan', answer(503))
  const broadcast = await openActivation(owner, { centers })
  const { messageId, ...published } = await publish(owner, broadcast)
  await beats.tick()
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(1)
  const ready = async () => (await fetch(`${server.url}/readyz`)).status
  const ACK =
    'mutation ($input: AcknowledgeMessageInput!) { did: acknowledgeMessage(input: $input) { ... on AnsweredBroadcast { isRepeated } } }'
  const acknowledge = async (center: string) => {
    const { status, headers, data } = await desk.ask(`duty-${center}`, ACK, { input: { broadcast: messageId, desk: `당직 ${center}` } })
    return { center, status, mayRetry: headers.has('retry-after'), isRepeated: data?.did?.isRepeated as boolean | undefined }
  }
  expect(await acknowledge('daegu')).toMatchObject({ status: 200, isRepeated: false })

  // One is cut off right before its commit. One is committed, and then all of it goes before anybody hears so.
  reader.arm({ texts: ['당직 incheon'], at: 'before' }, () => undefined)
  const cutOff = await acknowledge('incheon')
  reader.arm({ texts: ['당직 jeju'], at: 'after' }, () => wire.set('reset'))
  const unsaid = await acknowledge('jeju')
  const during = await Promise.all(['busan', 'seoul', 'ulsan'].map(acknowledge))
  held[0]?.()
  await beats.tick()
  await at(20_180)
  await beats.tick()
  const refused = [cutOff, unsaid, ...during]
  expect(refused).toMatchObject(refused.map(() => ({ status: 503, mayRetry: true })))
  expect(await ready()).toBe(503)
  expect(site.lines.filter(({ event, beat }) => event === 'beat.failed' && beat === 'deliver-due').length).toBeGreaterThanOrEqual(1)
  wire.set('none')

  site.receivers.behave('busan', answer(204))
  site.receivers.behave('seoul', answer(204))
  await expect.poll(ready, { timeout: 15_000 }).toBe(200)
  await beats.tick()
  await deliverer.settled()
  const copies = await owner`select distinct state from deliveries where activation_id = ${broadcast.activationId}`
  expect([...copies]).toEqual([{ state: 'DELIVERED' }])
  const kept = await owner<{ center: string }[]>`
    select c.code as center from receipts r join centers c on c.id = r.center_id where r.message_id = ${messageId} and r.acknowledged_at is not null`
  expect(kept.map(({ center }) => center).toSorted()).toEqual(['daegu', 'jeju'])
  const again = await Promise.all(centers.map(acknowledge))
  expect(again.map(({ center, status, isRepeated }) => [center, status, isRepeated])).toEqual(
    centers.map(center => [center, 200, kept.some(one => one.center === center)]),
  )
  const log = site.receivers.log.filter(({ activationId }) => activationId === broadcast.activationId)
  expect(await checkDeliveries({ owner, log, published: [{ messageId, ...published }], healthy: others, isTimed: false })).toEqual([])
  await deliverer.stop(1_000)
  await beats.stop()
  await server.close()
  await db.close()
  await wire.close()
  await reader.close()
})
