import { createPrivateKey } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listen } from '../../db/listen.js'
import { createDeliverer } from '../../jobs/playbooks/deliverer.js'
import { openActivation, publish, setReceiver } from '../support/broadcast.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import { answer, hang, takeAndReset } from '../support/receivers.js'

const T0 = '2026-11-22T09:00:00+09:00'
let site: DeliverySite

beforeAll(async () => {
  site = await openDeliverySite()
  await site.database.setClock(T0)
  await site.register(['busan', 'seoul', 'daegu', 'incheon'])
})

/** What an earlier test left waiting is out of the way: its messages have ended, and so have leases of copies that were claimed while it stopped. */
beforeEach(async () => {
  await site.database.setClock(T0)
  await site.database.owner`update messages set state = 'EXPIRED', ended_at = hub_now() where state = 'CURRENT'`
  await site.database.owner`update deliveries set lease_until = hub_now() where state = 'IN_FLIGHT'`
  await site.deliver()
  await site.database.owner`update endpoint_states set failing_since = null, suspect_since = null`
  for (const center of ['busan', 'seoul', 'daegu', 'incheon']) site.receivers.behave(center, answer(204))
  site.receivers.log.length = 0
})

afterAll(() => site.close())

const at = (seconds: number) => site.database.setClock(new Date(Date.parse(T0) + seconds * 1000).toISOString())
const copiesOf = async (activationId: string) =>
  (
    await site.database.owner`
      select c.code as center, d.seq, d.state, d.attempts, d.last_error as error, d.last_http_status as status
      from deliveries d join centers c on c.id = d.center_id where d.activation_id = ${activationId} order by c.code, d.seq, d.id`
  ).map(row => ({ ...row }))
const waitOf = async (activationId: string) =>
  (
    await site.database.owner<{ wait: number }[]>`
    select extract(epoch from next_attempt_at - hub_now())::float8 as wait from deliveries where activation_id = ${activationId}`
  )[0]!.wait
const pagesOf = (kind: string) => site.database.owner`select kind, detail from pages where kind = ${kind} order by id desc limit 1`

describe('a copy that is due', () => {
  it('goes out signed, stamped with the time of the database, and its answer is a receipt, an attempt and an audit entry', async () => {
    const { activationId } = await openAndPublish()
    await site.deliver()
    const [received] = site.receivers.of('busan')
    expect(received).toMatchObject({ isSigned: true, seq: 1, status: 'ACTUAL', type: 'playbook.message', timestamp: Date.parse(T0) / 1000 })
    expect(await copiesOf(activationId)).toEqual([{ center: 'busan', seq: 1, state: 'DELIVERED', attempts: 1, error: null, status: 204 }])
    const { owner } = site.database
    expect([...(await owner`select state, received_by, is_late from receipts where activation_id = ${activationId}`)]).toEqual([
      { state: 'RECEIVED', received_by: 'delivery', is_late: false },
    ])
    expect([
      ...(await owner`select action, subject->>'attempt' as attempt from audit_entries where chain <> 0 order by at desc, seq desc limit 1`),
    ]).toEqual([{ action: 'delivery.delivered', attempt: '1' }])
    expect([
      ...(await owner`select no, outcome, http_status from delivery_attempts a join deliveries d on d.id = a.delivery_id where d.activation_id = ${activationId}`),
    ]).toEqual([{ no: 1, outcome: 'DELIVERED', http_status: 204 }])
  })

  it('is retried with the same id and the same bytes, whatever key signs the content by then (P1)', async () => {
    site.receivers.behave('busan', answer(500))
    await openAndPublish()
    await site.deliver()
    site.receivers.behave('busan', takeAndReset)
    site.renewContentKey()
    await at(10)
    await site.deliver()
    site.receivers.behave('busan', answer(204))
    await at(60)
    await site.deliver()
    const seen = site.receivers.of('busan')
    expect(seen.map(({ answered }) => answered)).toEqual([500, null, 204])
    expect(new Set(seen.map(({ webhookId, bodyHash }) => `${webhookId} ${bodyHash}`)).size).toBe(1)
    expect(seen.map(({ timestamp }) => timestamp - Date.parse(T0) / 1000)).toEqual([0, 10, 60])
  })

  it('whose content is no message is not sent, coordinators are told, and the others go out', async () => {
    const { owner } = site.database
    const broken = await openActivation(owner)
    await publish(owner, broken, { content: '{}' })
    const whole = await openAndPublish({ centers: ['seoul'] })
    await site.deliver()
    expect(await copiesOf(broken.activationId)).toMatchObject([{ state: 'RETRY_WAIT', error: 'noBody' }])
    expect(await copiesOf(whole.activationId)).toMatchObject([{ state: 'DELIVERED' }])
    expect(await pagesOf('UNSENDABLE')).toMatchObject([{ detail: {} }])
    expect([...(await owner`select count(*)::int as n from endpoint_states where suspect_since is not null`)]).toEqual([{ n: 0 }])
  })

  it.each([
    [500, 'RETRY_WAIT', 1.6, 2.4],
    [429, 'RETRY_WAIT', 60, 60],
    [302, 'RETRY_WAIT', 1.6, 2.4],
  ])('answered with %d waits as %s, between %d and %d s at 심각', async (status, state, from, to) => {
    site.receivers.behave('busan', (_, response) => void response.writeHead(status, status === 429 ? { 'retry-after': '3600' } : {}).end())
    const { activationId } = await openAndPublish()
    await site.deliver()
    expect(await copiesOf(activationId)).toMatchObject([{ state, status, attempts: 1 }])
    const wait = await waitOf(activationId)
    expect(wait).toBeGreaterThanOrEqual(from)
    expect(wait).toBeLessThanOrEqual(to)
  })

  it('keeps a Retry-After of an hour at 관심 (P7)', async () => {
    site.receivers.behave('busan', (_, response) => void response.writeHead(503, { 'retry-after': '3600' }).end())
    const { activationId } = await openAndPublish({ level: 'attention' })
    await site.deliver()
    expect(await waitOf(activationId)).toBe(3600)
  })

  it('whose answer was lost is UNKNOWN, and tried again', async () => {
    site.receivers.behave('busan', takeAndReset)
    const { activationId } = await openAndPublish()
    await site.deliver()
    expect(await copiesOf(activationId)).toEqual([{ center: 'busan', seq: 1, state: 'UNKNOWN', attempts: 1, error: 'reset', status: null }])
    site.receivers.behave('busan', answer(204))
    await at(5)
    await site.deliver()
    expect(await copiesOf(activationId)).toMatchObject([{ state: 'DELIVERED', attempts: 2 }])
  })

  it('is not sent without a key, and coordinators are told', async () => {
    const file = join(site.keyFolder, 'daegu', 'actual')
    const keys = readFileSync(file, 'utf8')
    writeFileSync(file, 'not a key\n')
    const { activationId } = await openAndPublish({ centers: ['daegu'] })
    await site.deliver()
    writeFileSync(file, keys)
    expect(site.receivers.of('daegu')).toEqual([])
    expect(await copiesOf(activationId)).toMatchObject([{ state: 'RETRY_WAIT', error: 'noKey' }])
    expect(await pagesOf('SUSPECT')).toMatchObject([{ detail: { cause: 'noKey', status: null } }])
  })
})

describe('scenario 14: three bad centers', () => {
  it('422 is REJECTED with its reason and a page; 410 is suspect, paged once and still tried; one that hangs delays nobody', async () => {
    site.receivers.behave('busan', answer(422, JSON.stringify({ reason: 'no such queue' })))
    site.receivers.behave('seoul', answer(410))
    site.receivers.behave('daegu', hang)
    const { activationId } = await openAndPublish({ centers: ['busan', 'seoul', 'daegu', 'incheon'] })
    const startedAt = Date.now()
    await site.deliver({ timeoutMs: 1_000 })
    expect(site.receivers.of('incheon')[0]!.at - startedAt).toBeLessThan(900)
    expect(await copiesOf(activationId)).toMatchObject([
      { center: 'busan', state: 'REJECTED', status: 422 },
      { center: 'daegu', state: 'UNKNOWN', error: 'timeout' },
      { center: 'incheon', state: 'DELIVERED' },
      { center: 'seoul', state: 'RETRY_WAIT', status: 410 },
    ])
    const { owner } = site.database
    expect([
      ...(await owner`select state, reject_reason from receipts where activation_id = ${activationId} and state = 'REJECTED'`),
    ]).toEqual([{ state: 'REJECTED', reject_reason: 'no such queue' }])
    expect(await pagesOf('REJECTED')).toMatchObject([{ detail: { reason: 'no such queue' } }])
    await at(30)
    await site.deliver({ timeoutMs: 300 })
    expect(site.receivers.of('busan').length).toBe(1)
    expect(site.receivers.of('seoul').length).toBe(2)
    expect([...(await owner`select count(*)::int as n from pages where kind = 'SUSPECT' and detail->>'status' = '410'`)]).toEqual([
      { n: 1 },
    ])
    site.receivers.behave('seoul', answer(204))
    await at(90)
    await site.deliver({ timeoutMs: 300 })
    expect([...(await owner`select count(*)::int as n from endpoint_states where suspect_since is not null`)]).toEqual([{ n: 0 }])
  })

  it('scenario 14: while one receiver hangs for the whole 10 s that production waits, p95 of the others stays under 3 s', async () => {
    await site.database.owner`delete from test_clock`
    const [others, held]: [string[], ServerResponse[]] = [['busan', 'seoul', 'incheon'], []]
    site.receivers.behave('daegu', (_, response) => void held.push(response))
    const hands = site.deliverer('w', { timeoutMs: 10_000 })
    const listening = listen({ url: site.database.url, channel: 'hub120_deliveries', onNotify: () => hands.wake() })
    const waits: number[] = []
    const hanging = await openAndPublish({ centers: ['daegu'] })
    await expect.poll(() => held.length, { timeout: 10_000 }).toBe(1)
    for (let storm = 0; storm < 10; storm++) {
      const { activationId, committedAt } = await openAndPublish({ centers: ['daegu', ...others] })
      const came = () => site.receivers.log.filter(one => one.activationId === activationId && one.center !== 'daegu')
      await expect.poll(() => came().length, { timeout: 10_000, interval: 10 }).toBe(others.length)
      waits.push(...came().map(one => one.at - committedAt))
    }
    // Still the one request that hangs: nothing else was begun there, and it was in nobody's way.
    expect([site.receivers.of('daegu').length, await copiesOf(hanging.activationId)]).toMatchObject([1, [{ state: 'IN_FLIGHT' }]])
    expect(waits.toSorted((a, b) => a - b)[Math.ceil(waits.length * 0.95) - 1]).toBeLessThan(3_000)
    site.receivers.behave('daegu', answer(204))
    for (const response of held) response.destroy()
    await listening.close()
    await hands.settled()
    await hands.stop(1_000)
  })
})

describe('what is not started any more', () => {
  it('scenario 4: a queued seq 1 is never started after seq 2 has been committed', async () => {
    const broadcast = await openActivation(site.database.owner)
    await publish(site.database.owner, broadcast)
    await publish(site.database.owner, broadcast)
    await site.deliver()
    expect(site.receivers.of('busan').map(({ seq }) => seq)).toEqual([2])
    expect(await copiesOf(broadcast.activationId)).toMatchObject([
      { seq: 1, state: 'SUPERSEDED', attempts: 0 },
      { seq: 2, state: 'DELIVERED', attempts: 1 },
    ])
  })

  it('scenario 7: a cancel ends what waits, and goes to the delivered and the ambiguous ones; the never-reached get nothing', async () => {
    const centers = ['busan', 'seoul', 'daegu']
    const broadcast = await openActivation(site.database.owner, { centers: [...centers, 'incheon'] })
    site.receivers.behave('busan', answer(503))
    site.receivers.behave('seoul', takeAndReset)
    await site.database.owner`delete from test_clock`
    await publish(site.database.owner, broadcast)
    // Never reached: nothing was ever started at incheon.
    await site.database.owner`
      update deliveries set next_attempt_at = hub_now() + interval '1 hour'
      where activation_id = ${broadcast.activationId} and center_id = (select id from centers where code = 'incheon')`
    await site.deliver()
    const { messageId } = await publish(site.database.owner, broadcast, { type: 'CANCEL' })
    for (const center of centers) site.receivers.behave(center, answer(204))
    await site.database.owner`update deliveries set next_attempt_at = hub_now() where activation_id = ${broadcast.activationId}`
    await site.deliver()
    expect(await copiesOf(broadcast.activationId)).toMatchObject([
      { center: 'busan', seq: 1, state: 'CANCELED', attempts: 1 },
      { center: 'busan', seq: 2, state: 'DELIVERED' },
      { center: 'daegu', seq: 1, state: 'DELIVERED' },
      { center: 'daegu', seq: 2, state: 'DELIVERED' },
      { center: 'incheon', seq: 1, state: 'CANCELED', attempts: 0 },
      { center: 'seoul', seq: 1, state: 'CANCELED', attempts: 1 },
      { center: 'seoul', seq: 2, state: 'DELIVERED' },
    ])
    expect(site.receivers.of('incheon')).toEqual([])
    expect(site.receivers.of('busan').at(-1)?.webhookId.startsWith(messageId)).toBe(true)
  })

  it('scenario 15: expiry between claim times sends nothing more', async () => {
    site.receivers.behave('busan', answer(503))
    const { activationId } = await openAndPublish({}, 60)
    await site.deliver()
    await at(61)
    await site.deliver()
    expect(site.receivers.of('busan').length).toBe(1)
    expect(await copiesOf(activationId)).toMatchObject([{ state: 'EXPIRED', attempts: 1 }])
  })

  it('scenario 15: expiry between the claim and the request never starts the copy, and no cancel follows it', async () => {
    const { activationId, ...broadcast } = await openAndPublish({}, 20)
    const { keys, send } = site.sending()
    const hands = createDeliverer(site.hub, {
      worker: 'w',
      contentKey: createPrivateKey(site.contentKeyPem),
      // The claim has committed, and the request is not made yet.
      keys: async ref => (await at(21), keys(ref)),
      send,
    })
    await hands.sweep()
    await hands.settled()
    await hands.stop(1_000)
    expect(site.receivers.of('busan')).toEqual([])
    expect(await copiesOf(activationId)).toEqual([
      { center: 'busan', seq: 1, state: 'EXPIRED', attempts: 1, error: 'expired', status: null },
    ])
    await publish(site.database.owner, { activationId, ...broadcast }, { type: 'CANCEL' })
    await at(22)
    await site.deliver()
    expect(site.receivers.of('busan')).toEqual([])
  })

  it('P8: a center whose membership ended gets no more attempts, and the board says why', async () => {
    const { owner } = site.database
    const { activationId } = await openAndPublish({ centers: ['incheon'] })
    await owner`
      update memberships set member_to = hub_today() - 1 where center_id = (select id from centers where code = 'incheon')`
    await site.deliver()
    await owner`update memberships set member_to = null where center_id = (select id from centers where code = 'incheon')`
    expect(await copiesOf(activationId)).toMatchObject([{ state: 'CANCELED', attempts: 0, error: 'membershipEnded' }])
    expect(site.receivers.of('incheon')).toEqual([])
  })

  it('a center that was taken out of its drill gets no more of it', async () => {
    await site.register(['busan'], 'DRILL')
    const { activationId } = await openAndPublish({ status: 'EXERCISE' })
    await site.database.owner`
      update message_targets set ended_at = hub_now(), ended_by = 'actualAlert' where message_id like 'EXR-%'`
    await site.deliver()
    expect(await copiesOf(activationId)).toMatchObject([{ state: 'CANCELED', attempts: 0, error: 'actualAlert' }])
  })
})

describe('an endpoint', () => {
  it('P10: that was changed gets the waiting copies with the same id and bytes, and the old one gets no more', async () => {
    site.receivers.behave('busan', answer(500))
    const { activationId } = await openAndPublish()
    await site.deliver()
    await at(20)
    const id = await setReceiver(site.database.owner, { center: 'busan', url: site.receivers.url('busan', 'second') })
    site.receivers.behave('busan', answer(204))
    await at(21)
    await site.deliver()
    const [first, second] = site.receivers.of('busan')
    expect([first!.door, second!.door]).toEqual(['actual', 'second'])
    expect(second).toMatchObject({ webhookId: first!.webhookId, bodyHash: first!.bodyHash })
    expect([...(await site.database.owner`select endpoint_id, state from deliveries where activation_id = ${activationId}`)]).toEqual([
      { endpoint_id: id, state: 'DELIVERED' },
    ])
  })

  it('has one copy in flight, the more urgent first', async () => {
    const calm = await openActivation(site.database.owner, { level: 'attention', centers: ['seoul'] })
    const storm = await openActivation(site.database.owner, { level: 'serious', centers: ['seoul'] })
    await publish(site.database.owner, calm)
    await publish(site.database.owner, storm)
    let [open, most] = [0, 0]
    site.receivers.behave('seoul', (_, response) => {
      most = Math.max(most, ++open)
      setTimeout(() => response.writeHead(204).end(() => open--), 50)
    })
    await Promise.all([site.deliver(), site.deliver(), site.deliver()])
    await site.deliver()
    expect(most).toBe(1)
    expect(site.receivers.of('seoul').map(({ activationId }) => activationId)).toEqual([storm.activationId, calm.activationId])
  })
})

describe('a lease', () => {
  it('that ran out makes the copy due again, and the word of the worker that had it counts no more', async () => {
    const waiting: (() => void)[] = []
    site.receivers.behave('busan', (_, response) => void waiting.push(() => response.writeHead(204).end()))
    const { activationId } = await openAndPublish()
    const slow = site.deliverer('slow')
    await slow.sweep()
    while (waiting.length === 0) await new Promise(resolve => setImmediate(resolve))
    await at(31)
    site.receivers.behave('busan', answer(500))
    await site.deliver()
    expect(await copiesOf(activationId)).toMatchObject([{ state: 'RETRY_WAIT', attempts: 2, status: 500 }])
    waiting[0]!()
    await slow.settled()
    await slow.stop(1_000)
    expect(await copiesOf(activationId)).toMatchObject([{ state: 'RETRY_WAIT', attempts: 2, status: 500 }])
    expect(site.lines.at(-1)).toMatchObject({ event: 'delivery.leaseLost', attempt: 1, outcome: 'delivered' })
    const attempts = await site.database.owner`
      select no, outcome, error from delivery_attempts a join deliveries d on d.id = a.delivery_id where d.activation_id = ${activationId} order by no`
    expect([...attempts]).toEqual([
      { no: 1, outcome: 'UNKNOWN', error: 'leaseRanOut' },
      { no: 2, outcome: 'FAILED', error: 'status' },
    ])
  })
})

async function openAndPublish(options: Parameters<typeof openActivation>[1] = {}, lifeSeconds = 6 * 3600) {
  const broadcast = await openActivation(site.database.owner, options)
  return { ...broadcast, ...(await publish(site.database.owner, broadcast, { lifeSeconds })) }
}
