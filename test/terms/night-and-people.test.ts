import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addDays } from '../../schema/domain/period.js'
import type { HubServer } from '../support/hub-server.js'
import { act, actOn, historyOf, send, startStewards, wordOf, type Answer } from '../support/steward.js'
import { standing } from '../support/stored-rows.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

/** Two words that the hub accepts by itself after seven nights, for two things; the night begins with the one that more rows wait for. */
const [ANSWERED, OFFERED] = ['상담사 응대콜 수', '대기열 인입콜']
const nightsOf = (label: string, nights = 14) =>
  Array.from({ length: nights }, (_, night) => ({
    measure: label,
    unit: '건',
    value: 1_300 + ((night * 37) % 60),
    periodStart: addDays('2026-11-04', night),
  }))

/** The ledger takes one run of a job an instant, so each is a minute after the one before. */
let minute = 10
const passAMinute = () => hub.database.setClock(`2026-11-19T09:${minute++}:00+09:00`)
const run = async (job: string, center: string): Promise<Answer> => {
  const text = `mutation ($job: TermJobName!, $center: String!) { runTermJob(input: { job: $job, center: $center }) {
    ... on JobRun { outcome detail } ... on Refused { issues { code } } } }`
  const { data } = await hub.graphql(text, { job, center }, await hub.token('steward'))
  expect(data.runTermJob).toMatchObject({ outcome: 'done' })
  return JSON.parse(data.runTermJob.detail)
}

/** A person lets the hub accept words by itself again. */
const switchOn = async (): Promise<void> => {
  for (const tier of ['T0', 'T1', 'T2']) {
    const text = `mutation { switchTermTier(input: { kind: subject, tier: ${tier}, isOn: true, reason: "확인함" }) { ... on TermTier { isOn } } }`
    expect((await hub.graphql(text, {}, await hub.token('steward'))).data.switchTermTier).toEqual({ isOn: true })
  }
}

/** How much waits for its turn in this process. */
const inLine = async (): Promise<number> => {
  const metric = await hub.hub.metrics.registry.getSingleMetric('hub120_queue_waiting')?.get()
  return metric?.values[0]?.value ?? 0
}

/** Until the job waits for the lock of the center, and then until the steward stands in line behind it. */
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 500) throw new Error('It did not come to that.')
    await wait(10)
  }
}

it('what a steward decides while the night is at work stands: the night decides on the state that it has read', async () => {
  await send(hub, 'busan', [...nightsOf(ANSWERED, 15), ...nightsOf(OFFERED)])
  const { id, version } = await wordOf(hub, 'busan', OFFERED)
  await passAMinute()
  const asked: Promise<Answer>[] = []
  await hub.database.owner.begin(async tx => {
    await tx`select pg_advisory_xact_lock(12001, (select id from centers where code = 'busan')::int)`
    asked.push(run('RECONCILE', 'busan'))
    await until(async () => {
      const rows = await tx`
        select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`
      return rows.length > 0
    })
    const before = await inLine()
    asked.push(act(hub, 'flagTerm', { term: id, expectedVersion: version, flag: '센터에 문의함' }))
    await until(async () => (await inLine()) > before)
  })
  const [night, flagged] = await Promise.all(asked)
  expect(flagged).toMatchObject({ version: 1 })
  expect(night).toMatchObject({ words: 2, accepted: 1, left: 1, refused: 0 })
  expect(await wordOf(hub, 'busan', OFFERED)).toMatchObject({ flag: '센터에 문의함', mappings: [], rowsWaiting: 14 })
})

it('a tier that one center’s word has switched off stops words of others without a word of that center', async () => {
  await send(hub, 'seoul', nightsOf(ANSWERED))
  await send(hub, 'daegu', nightsOf(OFFERED))
  await passAMinute()
  for (const center of ['seoul', 'daegu']) expect(await run('RECONCILE', center)).toMatchObject({ accepted: 1 })
  const seoul = await wordOf(hub, 'seoul', ANSWERED)
  await actOn(hub, ['seoul', ANSWERED], 'rejectCandidate', { target: seoul.mappings[0].target })
  expect(await run('SUSPEND_TIERS', 'daegu')).toMatchObject({ suspended: 1 })
  expect(await standing(hub.database.owner, 'daegu')).toEqual({})
  const { id } = await wordOf(hub, 'daegu', OFFERED)
  const [stopped] = await historyOf(hub, id, 'daegu-client')
  expect(stopped).toMatchObject({ action: 'suspend', reason: expect.stringContaining('T') })
  expect(JSON.stringify(await historyOf(hub, id, 'daegu-client'))).not.toContain(ANSWERED)
})

it('a center that means something else from a day on proves no acceptance wrong; one that never meant it does', async () => {
  await switchOn()
  await send(hub, 'gwangju', nightsOf(ANSWERED))
  await send(hub, 'jeju', nightsOf(ANSWERED))
  await passAMinute()
  for (const center of ['gwangju', 'jeju']) expect(await run('RECONCILE', center)).toMatchObject({ accepted: 1 })
  const later = { target: 'measure:contacts_handled', from: '2026-11-14' }
  await actOn(hub, ['gwangju', ANSWERED], 'splitMappingByDate', later)
  expect(await actOn(hub, ['gwangju', ANSWERED], 'splitMappingByDate', later, 'second')).toMatchObject({ heldAgain: 4, landed: 4 })
  await passAMinute()
  expect(await run('SUSPEND_TIERS', 'jeju')).toEqual({ tiers: 0, suspended: 0 })
  const always = { ...later, from: '2026-11-04' }
  await actOn(hub, ['gwangju', ANSWERED], 'correctMapping', always)
  await actOn(hub, ['gwangju', ANSWERED], 'correctMapping', always, 'second')
  await passAMinute()
  expect(await run('SUSPEND_TIERS', 'jeju')).toEqual({ tiers: 1, suspended: 1 })
})
