import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHub } from '../../api/hub.js'
import { eachInTurn } from '../../api/operations/each-in-turn.js'
import { listJobRuns } from '../../api/operations/list-job-runs.js'
import { fireTimers } from '../../jobs/playbooks/fire-timers.js'
import { pingEndpoints } from '../../jobs/playbooks/ping-endpoints.js'
import { createBeats } from '../../jobs/beats.js'
import { collectLog } from '../jobs/collect-log.js'
import { openActivation, publish } from '../support/broadcast.js'
import { valueOf } from '../support/center-hub.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import { answer } from '../support/receivers.js'

const T0 = '2026-11-22T09:00:00+09:00'
let site: DeliverySite

beforeAll(async () => {
  site = await openDeliverySite()
  await site.database.setClock(T0)
  await site.register(['busan', 'seoul'])
  await site.register(['busan'], 'DRILL')
})

afterAll(() => site.close())

const at = (seconds: number) => site.database.setClock(new Date(Date.parse(T0) + seconds * 1000).toISOString())
const rows = async (query: Promise<Iterable<object>>) => Array.from(await query, row => ({ ...row }))

it('P5: each registered endpoint is pinged every five minutes, real and drill, signed, without any playbook', async () => {
  site.receivers.behave('seoul', answer(404))
  const ping = () => pingEndpoints(site.hub, site.sending())
  await Promise.all([ping(), ping(), ping()])
  expect(site.receivers.log.map(({ center, door, type, isSigned }) => `${center} ${door} ${type} ${isSigned}`).toSorted()).toEqual([
    'busan actual endpoint.ping true',
    'busan drill endpoint.ping true',
    'seoul actual endpoint.ping true',
  ])
  expect(site.receivers.log.map(({ activationId, webhookId }) => [activationId, webhookId.slice(0, 5)])).toEqual(
    Array.from({ length: 3 }, () => [null, 'ping_']),
  )
  const { owner } = site.database
  expect(
    await rows(owner`
      select c.code, s.kind, s.last_good_at = hub_now() as good, s.suspect_since = hub_now() as suspect, s.last_http_status as status
      from endpoint_states s join centers c on c.id = s.center_id order by 1, 2`),
  ).toEqual([
    { code: 'busan', kind: 'ACTUAL', good: true, suspect: null, status: 204 },
    { code: 'busan', kind: 'DRILL', good: true, suspect: null, status: 204 },
    { code: 'seoul', kind: 'ACTUAL', good: null, suspect: true, status: 404 },
  ])
  expect(await rows(owner`select kind, detail->>'status' as status from pages`)).toEqual([{ kind: 'SUSPECT', status: '404' }])
  await at(270)
  await ping()
  expect(site.receivers.log.length).toBe(3)
  await at(300)
  await ping()
  expect(site.receivers.log.length).toBe(6)
  expect(await rows(owner`select count(*)::int as n from pages`)).toEqual([{ n: 1 }])
})

it('a timer that is due is fired once by three workers, one that fails when its lease has run out, and one of a kind without a handler waits', async () => {
  const { owner } = site.database
  const { activationId, ...broadcast } = await openActivation(owner)
  const { messageId } = await publish(owner, { activationId, ...broadcast })
  await owner`
    insert into timers (activation_id, message_id, center_id, kind, due_at)
    select ${activationId}, ${messageId}, center_id, kind, hub_now() from message_targets, unnest(${['LADDER_DUTY', 'APPLY_DUE', 'DIGEST']}::text[]) as kind
    where message_id = ${messageId}`
  const fired: string[] = []
  let isBroken = true
  const handlers = {
    LADDER_DUTY: (_: unknown, { kind }: { kind: string }) => Promise.resolve(void fired.push(kind)).then(() => 'fired' as const),
    APPLY_DUE: () => (isBroken ? Promise.reject(new Error('no mail')) : Promise.resolve('answered' as const)),
  }
  await Promise.all([1, 2, 3].map(() => fireTimers(site.hub, handlers)))
  const outcomes = () => rows(owner`select kind, outcome from timers order by kind`)
  expect(fired).toEqual(['LADDER_DUTY'])
  expect(await outcomes()).toEqual([
    { kind: 'APPLY_DUE', outcome: null },
    { kind: 'DIGEST', outcome: null },
    { kind: 'LADDER_DUTY', outcome: 'fired' },
  ])
  isBroken = false
  await fireTimers(site.hub, handlers)
  expect((await outcomes())[0]).toEqual({ kind: 'APPLY_DUE', outcome: null })
  await at(331)
  await fireTimers(site.hub, handlers)
  expect((await outcomes())[0]).toEqual({ kind: 'APPLY_DUE', outcome: 'answered' })
})

it('a beat that hangs or fails holds up no other, and only one that ended well is marked', async () => {
  let release: () => void = () => undefined
  const hanging = new Promise<void>(resolve => (release = resolve))
  const runs = { good: 0, hanging: 0 }
  const beats = createBeats(site.hub, {
    worker: 'w',
    beats: [
      { name: 'good', run: () => Promise.resolve(runs.good++) },
      { name: 'bad', run: () => Promise.reject(new Error('broken')) },
      { name: 'hanging', run: () => hanging.then(() => runs.hanging++) },
    ],
  })
  const first = beats.tick()
  await expect.poll(() => site.lines.filter(({ event }) => event === 'beat.failed').length).toBe(1)
  await expect.poll(() => rows(site.database.owner`select name from sweeps`)).toEqual([{ name: 'good' }])
  await beats.tick()
  release()
  await first
  await beats.stop()
  await beats.tick()
  expect(runs).toEqual({ good: 2, hanging: 1 })
  expect(await rows(site.database.owner`select name from sweeps order by 1`)).toEqual([{ name: 'good' }, { name: 'hanging' }])
})

it('what fails tick after tick is one run an hour in the ledger, with its cause and how often, and one line in the log', async () => {
  const { log, lines } = collectLog()
  const hub = createHub({ db: site.database.db, log, settings: site.hub.settings })
  let cause = 'no such column'
  const poisoned = () =>
    eachInTurn(['6', '7'], {
      nameOf: row => `page ${row}`,
      work: row => (row === '7' ? Promise.reject(new Error(cause)) : Promise.resolve(row)),
    })
  const replicas = ['a', 'b'].map(worker => createBeats(hub, { beats: [{ name: 'tell-pages', run: poisoned }], worker }))
  const tick = async () => {
    for (const beats of replicas) await beats.tick()
  }
  await site.database.setClock('2026-11-25T10:00:05+09:00')
  for (let i = 0; i < 3; i++) await tick()
  cause = 'permission denied'
  await site.database.setClock('2026-11-25T11:30:00+09:00')
  await tick()
  const administrator = { subject: 'admin', kind: 'person', center: null, scopes: new Set(['hub:admin' as const]) } as const
  const { nodes } = valueOf(await listJobRuns(hub, administrator, { job: 'tell-pages', first: 10, after: null }))
  expect(nodes.map(({ dueAt, attempt, outcome, error }) => ({ dueAt, attempt, outcome, error }))).toEqual([
    {
      dueAt: '2026-11-25T11:00:00+09:00',
      attempt: 2,
      outcome: 'failed',
      error: 'AggregateError: 1 of 2 were not settled: page 7: permission denied',
    },
    {
      dueAt: '2026-11-25T10:00:00+09:00',
      attempt: 6,
      outcome: 'failed',
      error: 'AggregateError: 1 of 2 were not settled: page 7: no such column',
    },
  ])
  // Two replicas, two causes.
  expect(lines.filter(({ event, level }) => event === 'beat.failed' && level === 50)).toHaveLength(4)
})
