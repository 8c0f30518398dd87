import { afterAll, beforeAll, expect, it } from 'vitest'
import { openActivation, publish } from '../support/broadcast.js'
import { checkDeliveries, type DeliveryEvidence } from '../support/check-deliveries.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import type { Received } from '../support/receivers.js'

// The offline checker is what every test of the seven promises rests on (emergency.md §3): logs of a run that kept them all are doctored, one promise at a time.

/** Nobody calls Daegu healthy, so its times count for nothing. */
const DAEGU = 'daegu'
let site: DeliverySite
let kept: DeliveryEvidence
beforeAll(async () => {
  site = await openDeliverySite()
  const centers = ['busan', 'seoul', DAEGU]
  await site.register(centers)
  const { owner } = site.database
  const storm = await openActivation(owner, { centers })
  const published = []
  for (const type of ['ALERT', 'UPDATE', 'CANCEL'] as const) {
    published.push(await publish(owner, storm, { type }))
    await site.deliver()
  }
  kept = { owner, log: site.receivers.log.map(one => ({ ...one })), published, healthy: ['busan', 'seoul'] }
})
afterAll(() => site.close())

const breaches = async (doctored: Partial<DeliveryEvidence>) => [
  ...new Set((await checkDeliveries({ ...kept, ...doctored })).map(text => text[0])),
]
/** The log with what came to a center as one seq replaced by what `change` makes of it. */
const changed = (center: string, seq: number, change: (one: Received) => readonly Received[]): Partial<DeliveryEvidence> => ({
  log: kept.log.flatMap(one => (one.center === center && one.seq === seq ? change(one) : [one])),
})
const committedAt = (seq: number) => kept.published.find(one => one.seq === seq)?.committedAt ?? 0

it('a run that kept all of them is found to', async () => {
  expect(await checkDeliveries(kept)).toEqual([])
  expect(kept.log.map(({ seq }) => seq ?? 0).toSorted((a, b) => a - b)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
})

it.each<[promise: string, what: string, doctor: () => Partial<DeliveryEvidence>]>([
  ['1', 'a copy that is called delivered never arrived', () => changed(DAEGU, 2, () => [])],
  ['2', 'a copy came a second time with other bytes', () => changed(DAEGU, 2, one => [one, { ...one, bodyHash: 'x' }])],
  ['2', 'a copy came unsigned', () => changed(DAEGU, 2, one => [{ ...one, isSigned: false }])],
  ['3', 'seq 1 came after seq 2', () => ({ log: kept.log.toSorted((a, b) => Number(a.seq === 1) - Number(b.seq === 1)) })],
  ['4', 'the real thing came to the endpoint for drills', () => changed(DAEGU, 1, one => [{ ...one, door: 'drill' }])],
  ['4', 'a drill came to the real endpoint', () => changed(DAEGU, 1, one => [{ ...one, status: 'EXERCISE' }])],
  [
    '5',
    'seq 1 arrived eleven seconds after seq 2 was committed',
    () => changed(DAEGU, 1, one => [{ ...one, at: committedAt(2) + 11_000 }]),
  ],
  [
    '5',
    'an attempt of seq 2 was started after the cancel was committed',
    () => ({ healthy: [], published: kept.published.map(one => (one.seq === 3 ? { ...one, committedAt: committedAt(2) } : one)) }),
  ],
  ['6', 'a healthy center waited for four seconds', () => changed('busan', 1, one => [{ ...one, at: committedAt(1) + 4_000 }])],
  ['6', 'two copies were in flight at one endpoint', () => changed('busan', 1, one => [{ ...one, isBeside: true }])],
])('promise %s: %s, and the checker turns red for it alone', async (promise, _, doctor) => {
  expect(await breaches(doctor())).toEqual([promise])
})

it('promise 5: a center that was reached gets no cancel, and the checker turns red for it alone', async () => {
  const { owner } = site.database
  const [cancel] = kept.published.slice(-1)
  const undone = await owner
    .begin(async tx => {
      await tx`set local session_replication_role = 'replica'`
      await tx`delete from deliveries where message_id = ${cancel?.messageId ?? ''} and center_id = (select id from centers where code = ${DAEGU})`
      const log = kept.log.filter(({ center, seq }) => center !== DAEGU || seq !== 3)
      throw Object.assign(new Error('undone'), { found: await checkDeliveries({ ...kept, owner: tx as unknown as typeof owner, log }) }) // a transaction asks as a session does
    })
    .catch((fault: { found?: readonly string[] }) => fault.found)
  expect(undone?.map(text => text[0])).toEqual(['5'])
})

it('promise 7: what a killed replica had in hand is taken up late, or never, and the checker turns red for it alone', async () => {
  const { owner } = site.database
  const doctor = (finished: 'late' | 'never') => owner`
    update delivery_attempts a set outcome = case when ${finished}::text = 'late' then 'UNKNOWN' end, error = case when ${finished}::text = 'late' then 'leaseRanOut' end,
      started_at = a.started_at - interval '38 seconds', finished_at = case when ${finished}::text = 'late' then a.finished_at end
    from deliveries d
    where d.id = a.delivery_id and d.seq = 1 and d.center_id = (select id from centers where code = ${DAEGU})`
  await doctor('late')
  expect(await checkDeliveries(kept)).toMatchObject([expect.stringMatching(/^7: attempt 1 of \S+-daegu was taken up after 38\d{3}/)])
  await doctor('never')
  expect(await checkDeliveries(kept)).toMatchObject([expect.stringMatching(/^7: attempt 1 of \S+-daegu was never taken up/)])
})
