import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runDrills } from '../../api/operations/run-drills.js'
import { loadEdition } from '../../db/edition/load-edition.js'
import { projectRoot } from '../../db/project-root.js'
import { createScratchFolder } from '../clients/scratch-folder.js'
import { DRILL, openDrillSite, type DrillSite } from '../support/drill-site.js'

let site: DrillSite
beforeAll(async () => {
  site = await openDrillSite()
})
afterAll(() => site.close())

type Asker = Parameters<DrillSite['ask']>[0]

async function act(who: Asker, query: string, input: object) {
  const { data, errors } = await site.ask(who, query, { input })
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.did
}
const OPEN_ALL_DAY = ['seoul', 'incheon', 'gyeonggi']
const CLOUDBURST = { scenario: 'EXR-2026-01', participants: OPEN_ALL_DAY }
const OUTAGE = { scenario: 'EXR-2026-02', participants: OPEN_ALL_DAY }
const HAZARDS: Readonly<Record<string, string>> = { 'EXR-2026-01': '호우', 'EXR-2026-02': 'admin_it_outage' }

type Plan = { readonly id: string; readonly contentHash: string }
/** Approved by as many as it takes; gives the last answer. */
async function approve({ id: plan, contentHash }: Plan, { scenario }: { readonly scenario: string }) {
  const word = { plan, contentHash, retyped: { status: '훈련', hazard: HAZARDS[scenario], centers: 3 } }
  const first = await act('approver', DRILL.approve, word)
  return first.state === 'PLANNED' ? act('second-approver', DRILL.approve, word) : first
}
async function planned(input: typeof OUTAGE & Record<string, unknown>) {
  const plan = await act('author', DRILL.plan, input)
  expect(await approve(plan, input)).toMatchObject({ state: 'APPROVED' })
  return plan as Plan
}
const drillOf = async (plan: string) =>
  (await site.ask('author', DRILL.list)).data.drills.nodes.find((one: { plan: string }) => one.plan === plan)
const injectsOf = async (drill: string) =>
  (await site.ask('author', DRILL.report, { drill })).data.drillReport.injects.map(
    ({ no, state }: { no: number; state: string }) => `${no} ${state}`,
  )

it('a round that falls due while its plan is edited is not entered for what the plan was, and fails no replica', async () => {
  const { database, hub } = site.broadcast
  await database.setClock('2026-11-02T09:00:00+09:00')
  const window = { from: '2026-11-09', to: '2026-11-13', everyMonths: 6 }
  const { id: plan } = await planned({ ...OUTAGE, exerciseId: 'EXR-EDIT', window })
  await act('author', DRILL.abort, { drill: (await drillOf(plan)).id, reason: '이번은 쉽니다' })
  const waiting = async () =>
    (await database.owner`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`).length
  const started: { edit?: Promise<Plan>; runs?: Promise<PromiseSettledResult<void>[]>; settled?: true } = {}
  // Held until both stand in line: the edit first, then two replicas that find a plan without a drill.
  await database.owner.begin(async tx => {
    await tx`select from drill_plans where id = ${plan} for update`
    started.edit = act('author', DRILL.edit, { ...OUTAGE, plan, exerciseId: 'EXR-EDITED', window })
    await expect.poll(waiting).toBe(1)
    started.runs = Promise.allSettled([runDrills(hub), runDrills(site.server.hub)]).finally(() => (started.settled = true))
    await expect.poll(async () => started.settled ?? (await waiting()) > 1).toBe(true)
  })
  const [edit, runs] = [await started.edit!, await started.runs!]
  expect(runs.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  expect(await database.owner`select from drills where plan_id = ${plan} and state = 'WAITING'`).toHaveLength(0)
  expect(await approve(edit, OUTAGE)).toMatchObject({ state: 'APPROVED' })
  await Promise.all([runDrills(hub), runDrills(site.server.hub)])
  expect(
    await database.owner`select revision, round, exercise_id as exercise from drills where plan_id = ${plan} and state = 'WAITING'`,
  ).toEqual([{ revision: 2, round: 1, exercise: 'EXR-EDITED-2' }])
  await act('approver', DRILL.close, { plan, reason: '다음 시험을 위하여' })
})

it('a plan whose time has passed is not approved, and says what to do', async () => {
  const { database } = site.broadcast
  await database.setClock('2026-11-02T10:00:00+09:00')
  const times = [{ startsAt: '2026-11-03T10:00:00+09:00' }, { window: { from: '2026-11-03', to: '2026-11-03' } }]
  const plans: Plan[] = []
  for (const [i, time] of times.entries()) plans.push(await act('author', DRILL.plan, { ...OUTAGE, exerciseId: `EXR-PAST-${i}`, ...time }))
  await database.setClock('2026-11-04T09:00:00+09:00')
  for (const plan of plans) {
    expect((await approve(plan, OUTAGE)).issues).toEqual([
      { code: 'DRILL_INVALID', path: ['input', 'plan'], got: expect.stringMatching(/^2026-11-03/) as string },
    ])
    expect(await drillOf(plan.id)).toBeUndefined()
  }
  const again = await act('author', DRILL.edit, {
    ...OUTAGE,
    plan: plans[1]?.id,
    exerciseId: 'EXR-PAST-1',
    window: { from: '2026-11-05', to: '2026-11-06' },
  })
  expect(await approve(again, OUTAGE)).toMatchObject({ state: 'APPROVED' })
  expect(await drillOf(again.id)).toMatchObject({ state: 'WAITING' })
  await act('approver', DRILL.close, { plan: again.id, reason: '다음 시험을 위하여' })
})

it('a drill whose centers leave the council ends for that; the real thing is told where it came', async () => {
  const { database } = site.broadcast
  const at = (time: string) => `2026-11-16T${time}+09:00`
  await database.setClock(at('09:00:00'))
  const { id: plan } = await planned({ ...CLOUDBURST, exerciseId: 'EXR-LEFT', startsAt: at('10:00:00') })
  await site.beatAt(at('10:00:00'))
  const ids = database.owner`select id from centers where code = any (${OPEN_ALL_DAY})`
  await database.owner`update memberships set member_to = hub_today() - 1 where center_id in (${ids})`
  await site.beatAt(at('10:10:00'))
  await site.beatAt(at('10:20:00'))
  await database.owner`update memberships set member_to = null where center_id in (${ids})`
  const { id, state, cause } = await drillOf(plan)
  expect([state, cause]).toEqual(['ENDED', 'NO_PARTICIPANTS'])
  expect((await injectsOf(id)).slice(0, 3)).toEqual(['1 SENT', '2 CUED', '3 DROPPED'])
})

it('a drill of which nothing could be sent goes on to its end, and its all-clear is refused for that', async () => {
  const { database } = site.broadcast
  const at = (time: string) => `2026-11-17T${time}+09:00`
  await database.setClock(at('09:00:00'))
  const { id: plan } = await planned({ ...OUTAGE, exerciseId: 'EXR-NO-DOOR', startsAt: at('10:00:00') })
  const doors = database.owner`kind = 'DRILL' and center_id in (select id from centers where code = any (${OPEN_ALL_DAY}))`
  await database.owner`update endpoints set valid_to = hub_now() where ${doors} and valid_to is null`
  for (const time of ['10:00:00', '11:08:00', '11:15:00']) await site.beatAt(at(time))
  await database.owner`update endpoints set valid_to = null where ${doors} and valid_to = ${at('09:00:00')}`
  const { id, state, cause } = await drillOf(plan)
  expect([state, cause]).toEqual(['ENDED', 'TIME'])
  expect(await injectsOf(id)).toEqual(['1 REFUSED', ...[2, 3, 4, 5, 6, 7, 8].map(no => `${no} CUED`), '9 REFUSED'])
  const told = await database.owner`
    select kind, audience, to_center_id as center, detail ->> 'codes' as codes from pages where detail ->> 'drill' = ${id} order by id`
  // What is played is told to those who conduct the drill, never to a center.
  expect(told.map(({ kind, audience, center, codes }) => [kind, audience, center, codes])).toEqual([
    ['DRILL_INJECT_REFUSED', 'COORDINATOR', null, '["NO_DRILL_ENDPOINT"]'],
    ...Array.from({ length: 7 }, () => ['DRILL_CUE', 'COORDINATOR', null, null]),
    ['DRILL_INJECT_REFUSED', 'COORDINATOR', null, '["NO_TARGETS"]'],
  ])
})

it('P9: a template that asks for it sends its all-clear at the end, to endpoints and the feed; an unannounced drill may begin a day after it', async () => {
  const { broadcast } = site
  const { database } = broadcast
  const at = (day: number, time: string) => `2026-12-${day < 10 ? '0' : ''}${day}T${time}+09:00`
  await database.setClock(at(1, '09:00:00'))
  const scratch = await createScratchFolder()
  await cp(join(projectRoot, 'db', 'edition', '2026.1'), scratch.path, { recursive: true })
  const path = join(scratch.path, 'playbooks.yaml')
  const text = await readFile(path, 'utf8')
  const asking = text
    .replace("edition: '2026.1'", "edition: '2026.1-clear'")
    .replace('- code: pb_typhoon\n', '- code: pb_typhoon\n  all_clear_on_expiry: true\n')
  await writeFile(path, asking)
  expect(await loadEdition(database.owner, scratch.path)).toEqual({ ok: true, value: { edition: '2026.1', isNew: false } })
  await scratch.remove()
  const { data } = await site.ask('analyst', '{ playbooks(hazard: "typhoon") { nodes { code isAllClearOnExpiry } } }')
  expect(data.playbooks.nodes).toContainEqual({ code: 'pb_typhoon', isAllClearOnExpiry: true })

  const window = { from: '2026-12-07', to: '2026-12-11' }
  const { id: plan } = await planned({ ...OUTAGE, exerciseId: 'EXR-AFTER', window })
  await site.beatAt(at(1, '09:00:05'))
  const { id: drill } = await drillOf(plan)
  const drawn = (when: string) => database.owner`
    insert into drill_instants (drill_id, no, starts_at) select ${drill}, max(no) + 1, ${when} from drill_instants where drill_id = ${drill}`

  await database.setClock(at(7, '09:00:00'))
  const { activation, message } = await broadcast.alert({}, { expiresAt: at(7, '20:00:00') })
  await site.beatAt(at(7, '09:00:05'))
  await site.beatAt(at(7, '20:00:00'))
  const feed = await site.ask('watch-seoul', `{ emergencyFeed(first: 500) { nodes { activation broadcast seq type message } } }`)
  if (feed.errors !== undefined) throw new Error(JSON.stringify(feed.errors))
  const own = feed.data.emergencyFeed.nodes.filter((one: { activation: string }) => one.activation === activation.id)
  expect(own.at(-1)).toMatchObject({ seq: 2, type: 'UPDATE', message: expect.stringContaining('오후 8시에 끝났습니다') as string })
  expect(own.at(-1).broadcast).not.toBe(message.id)
  const sent = site.receivers.log.filter(({ activationId }) => activationId === activation.id)
  expect(sent.map(({ center, door, seq }) => `${center} ${door} ${seq}`)).toEqual(['seoul actual 1', 'seoul actual 2'])

  await drawn(at(8, '19:59:00'))
  await site.beatAt(at(8, '19:59:00'))
  expect(await drillOf(plan)).toMatchObject({ state: 'WAITING' })
  // Arranged: as soon as the day is over, while the all-clear itself has hardly expired.
  await drawn(at(8, '20:01:00'))
  await site.beatAt(at(8, '20:01:00'))
  expect(await drillOf(plan)).toMatchObject({ state: 'RUNNING', startsAt: at(8, '20:01:00') })
})

it('drills and plans come in pages of 500 at most', async () => {
  for (const list of ['drills', 'drillPlans']) {
    const page = async (given: string) => {
      const { data, errors } = await site.ask('author', `{ page: ${list}(${given}) { nodes { id } endCursor hasNextPage } }`)
      return { ...data?.page, code: errors?.[0]?.extensions['code'] }
    }
    expect((await page('first: 501')).code).toBe('BAD_USER_INPUT')
    const first = await page('first: 2')
    const second = await page(`first: 2, after: "${first.endCursor}"`)
    expect(new Set([...first.nodes, ...second.nodes].map(({ id }: { id: string }) => id)).size).toBe(4)
    expect(first.hasNextPage).toBe(true)
  }
})
