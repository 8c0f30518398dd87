import { afterAll, beforeAll, expect, it } from 'vitest'
import { startHubProcess, type HubProcess } from '../goals/hub-process.js'
import { STORM } from '../support/broadcast-hub.js'
import { checkDeliveries } from '../support/check-deliveries.js'
import { openDeadlyWire, type DeadlyWire } from '../support/deadly-wire.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import { openEmergencyDesk, type EmergencyDesk } from '../support/emergency-desk.js'
import { startTestIssuer, type TestIssuer } from '../support/issuer.js'

// The API as operators run it, a process of its own that dies between the commit of a broadcast and its answer.

const CENTERS = ['seoul', 'busan', 'daegu']
let site: DeliverySite
let issuer: TestIssuer
let wire: DeadlyWire
let api: HubProcess
let desk: EmergencyDesk
beforeAll(async () => {
  ;[site, issuer] = await Promise.all([openDeliverySite(), startTestIssuer()])
  await site.database.setClock(STORM)
  await site.register(CENTERS)
  wire = await openDeadlyWire(site.database.url)
  desk = await openEmergencyDesk({ owner: site.database.owner, issuer, url: () => api.url, centers: CENTERS })
  api = await start()
})
afterAll(async () => {
  api.signal('SIGKILL')
  await wire.close()
  await issuer.close()
  await site.close()
})

const start = () => startHubProcess({ databaseUrl: wire.url, issuer: issuer.url })

it('scenario 2: SIGKILL between commit and reply, and the client asks again under the same key: one broadcast, one copy for each center, and right receipts', async () => {
  const { activation, version } = await desk.approved({ areas: ['11', '26', '27'] })
  const other = await desk.approved({ areas: ['11'] })
  const key = { version, idempotencyKey: 'storm-1' }
  wire.arm({ texts: ['insert into messages', activation], at: 'after' }, () => api.signal('SIGKILL'))
  await expect(desk.act('sender', 'broadcastPlaybook', key)).rejects.toThrow('fetch failed')
  expect(await api.exited).toBeNull()
  const { owner } = site.database
  const messages = async () =>
    (await owner`select id, seq, state from messages where activation_id = ${activation}`).map(row => ({ ...row }))
  const [sent, ...more] = await messages()
  expect([sent, more]).toEqual([{ id: expect.any(String) as string, seq: 1, state: 'CURRENT' }, []])

  api = await start()
  const again = await desk.act('sender', 'broadcastPlaybook', key)
  expect(again.result).toMatchObject({ isReplayed: true, broadcast: { id: sent?.['id'] as string, seq: 1, state: 'CURRENT' } })
  expect((await desk.act('sender', 'broadcastPlaybook', { ...key, version: other.version })).codes).toEqual(['IDEMPOTENCY_KEY_REUSED'])
  expect(await messages()).toEqual([sent])
  await site.deliver()
  await site.deliver()
  expect(site.receivers.log.map(({ center, seq, isSigned }) => `${center} ${seq} ${isSigned}`).toSorted()).toEqual(
    CENTERS.map(center => `${center} 1 true`).toSorted(),
  )
  const receipts = await owner`select r.state, r.received_by as by from receipts r where r.activation_id = ${activation}`
  expect([...receipts]).toEqual(CENTERS.map(() => ({ state: 'RECEIVED', by: 'delivery' })))
  const published = [{ messageId: sent?.['id'] as string, seq: 1, committedAt: 0 }]
  expect(await checkDeliveries({ owner, log: site.receivers.log, published, healthy: CENTERS, isTimed: false })).toEqual([])
}, 90_000)
