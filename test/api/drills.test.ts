import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approveDrillPlan } from '../../api/operations/approve-drill-plan.js'
import { runDrills } from '../../api/operations/run-drills.js'
import { revealDrillStart } from '../../api/operations/reveal-drill-start.js'
import { drawInstant } from '../../db/queries/drill-instants.js'
import { startSpans } from '../../schema/domain/playbooks/drill-window.js'
import { runCli, settingsOf } from '../clients/run-cli.js'
import { createScratchFolder } from '../clients/scratch-folder.js'
import { refusalOf } from '../support/center-hub.js'
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

const CLOUDBURST = {
  scenario: 'EXR-2026-01',
  exerciseId: 'EXR-2026-01',
  participants: ['seoul', 'incheon', 'gyeonggi'],
  overflow: ['chungnam'],
}

/** Planned by one, approved by two of two agencies: it goes up to 심각. */
async function planned(input: object, hazard = '호우') {
  const plan = await act('author', DRILL.plan, input)
  if (plan.id === undefined) throw new Error(JSON.stringify(plan))
  await approve(plan, hazard)
  return plan
}

async function approve(plan: { id: string; contentHash: string }, hazard: string) {
  const retyped = { status: '훈련', hazard, centers: 3 }
  for (const who of ['approver', 'second-approver'] as const) {
    const approved = await act(who, DRILL.approve, { plan: plan.id, contentHash: plan.contentHash, retyped })
    if (approved.id === undefined) throw new Error(JSON.stringify(approved))
  }
}

const drillOf = async (plan: string, who: Asker = 'author') => {
  const { data } = await site.ask(who, DRILL.list)
  return data.drills.nodes.find((one: { plan: string }) => one.plan === plan)
}

const report = async (drill: string, who: Asker = 'author') => (await site.ask(who, DRILL.report, { drill })).data.drillReport

async function answer(center: string, did: 'acknowledge' | 'apply' | 'reject', broadcast: string, more: object = {}) {
  const type = { acknowledge: 'Acknowledge', apply: 'Apply', reject: 'Reject' }[did]
  const query = `mutation ($input: ${type}MessageInput!) { did: ${did}Message(input: $input) { __typename } }`
  expect((await act(`watch-${center}`, query, { broadcast, desk: '당직 1팀', ...more })).__typename).toBe('AnsweredBroadcast')
}

const ofDrill = (activation: string) => site.receivers.log.filter(({ activationId }) => activationId === activation)

/** Every copy of it went to a door for drills, in the database and at the listeners. */
async function expectDrillDoorsOnly(activation: string) {
  expect(ofDrill(activation).filter(({ door, status, isSigned }) => door !== 'drill' || status !== 'EXERCISE' || !isSigned)).toEqual([])
  const kinds = await site.broadcast.database
    .owner`select distinct endpoint_kind as kind from deliveries where activation_id = ${activation}`
  expect(kinds).toEqual([{ kind: 'DRILL' }])
}

const day = (time: string) => `2026-11-23T${time}+09:00`
let cloudburst: { plan: string; drill: string }

it('a drill is planned from a scenario and approved whole by others; an edit of one target voids that', async () => {
  const at = day
  await site.broadcast.database.setClock(at('09:00:00'))
  const plan = await act('author', DRILL.plan, { ...CLOUDBURST, startsAt: at('10:00:00') })
  const retyped = { status: '훈련', hazard: '호우', centers: 3 }
  const first = { plan: plan.id, contentHash: plan.contentHash, retyped }
  expect((await act('approver', DRILL.approve, { ...first, retyped: { ...retyped, status: '실제 상황' } })).issues[0].code).toBe(
    'RETYPED_DIFFERS',
  )
  // Its author with the right of an approver, and a program with it.
  const { hub, people } = site.broadcast
  expect(refusalOf(await approveDrillPlan(hub, { ...people.approver, subject: 'role-author' }, first))).toEqual(['APPROVER_IS_AUTHOR'])
  expect(refusalOf(await approveDrillPlan(hub, { ...people.approver, kind: 'client' }, first))).toEqual(['APPROVER_IS_PROGRAM'])
  expect((await act('approver', DRILL.approve, first)).state).toBe('PLANNED')
  // One target changed: another content, and what was approved counts no more.
  const edited = await act('author', DRILL.edit, {
    ...CLOUDBURST,
    plan: plan.id,
    startsAt: at('10:00:00'),
    injects: [{ inject: 1, ackMinutes: 8 }],
  })
  expect(edited).toMatchObject({ state: 'PLANNED', revision: 2, approvals: [] })
  expect((await act('second-approver', DRILL.approve, first)).issues[0].code).toBe('APPROVAL_OF_OTHER_CONTENT')
  await approve(edited, '호우')
  const { id, state } = await drillOf(plan.id)
  expect(state).toBe('WAITING')
  cloudburst = { plan: plan.id, drill: id }
})

it('the drill is played to drill endpoints on the minute, ended, and reported as its recorded instants say', async () => {
  const [at, { plan, drill: id }, { database }] = [day, cloudburst, site.broadcast]
  await site.beatAt(at('09:59:59'))
  expect(await drillOf(plan)).toMatchObject({ state: 'WAITING', activation: null })
  await site.beatAt(at('10:00:02'))
  const { activation } = await drillOf(plan, 'watch-seoul')
  const sent = async (no: number): Promise<string> => {
    const [row] = await database.owner<{ id: string }[]>`select message_id as id from drill_injects where drill_id = ${id} and no = ${no}`
    return row?.id ?? ''
  }
  const one = await sent(1)
  expect(
    ofDrill(activation)
      .map(({ center, seq }) => `${center} ${seq}`)
      .toSorted(),
  ).toEqual(['chungnam 1', 'gyeonggi 1', 'incheon 1', 'seoul 1'])
  // Nobody has answered by half of the level's time: each center's duty desk for drills is told, once.
  await site.beatAt(at('10:06:00'))
  const answers: [string, string, Parameters<typeof answer>[1], number][] = [
    // 8 minutes for this one: in time to the second, a second late, never.
    ['10:08:02', 'seoul', 'acknowledge', 1],
    ['10:08:03', 'incheon', 'acknowledge', 1],
    ['10:10:00', 'seoul', 'apply', 1],
  ]
  for (const [time, center, did] of answers) {
    await database.setClock(at(time))
    await answer(center, did, one, did === 'apply' ? { desksBriefed: 9, desksTotal: 9, routingSet: true } : {})
  }
  await site.beatAt(at('10:20:00'))
  const three = await sent(3)
  for (const [time, center] of [
    ['10:21:00', 'seoul'],
    ['10:22:00', 'incheon'],
    ['10:24:30', 'gyeonggi'],
  ] as const) {
    await database.setClock(at(time))
    await answer(center, 'acknowledge', three)
  }
  await site.beatAt(at('10:30:00'))
  await database.setClock(at('10:31:00'))
  await answer('incheon', 'reject', await sent(5), { reason: '그 대기열이 없습니다' })
  for (const time of ['11:00:00', '11:25:00']) await site.beatAt(at(time))
  const ten = await sent(10)
  await database.setClock(at('11:29:59'))
  await answer('seoul', 'acknowledge', ten)
  await site.beatAt(at('11:30:00'))
  // After the end: it is kept, and counts for nothing.
  await database.setClock(at('11:40:00'))
  await answer('gyeonggi', 'acknowledge', ten)

  const told = await report(id)
  expect(told.drill).toEqual({ state: 'ENDED', cause: 'TIME' })
  expect(told.injects.map(({ no, state }: { no: number; state: string }) => `${no} ${state}`)).toEqual(
    ['SENT', 'CUED', 'SENT', 'CUED', 'SENT', 'CUED', 'CUED', 'CUED', 'CUED', 'SENT'].map((state, i) => `${i + 1} ${state}`),
  )
  const verdicts = Object.fromEntries(
    told.centers.map(({ center, answers: lines }: { center: string; answers: { acknowledgedAs: string }[] }) => [
      center,
      lines.map(({ acknowledgedAs }) => acknowledgedAs),
    ]),
  )
  expect(verdicts).toEqual({
    seoul: ['MET', 'MET', 'MISSED', 'MET'],
    incheon: ['LATE', 'MET', 'REJECTED', 'MISSED'],
    gyeonggi: ['MISSED', 'MET', 'MISSED', 'MISSED'],
  })
  await expectSeconds(id, told)
  // 60, 120 and 270 seconds: the one in the middle. Two centers acknowledged the first message: no median, it would tell one of the other.
  expect(told.injects[2].medians.acknowledged).toBe(120)
  expect(told.injects[0].medians.acknowledged).toBeNull()
  // 480, 481, 60, 120, 270 and 299 seconds: half of 270 and 299.
  expect(told.medians.acknowledged).toBe(284.5)
  expect(told.centers[0].answers[0]).toMatchObject({ delivered: 0, received: 0, applied: 118 + 480, appliedAs: 'MET' })
  expect(told.centers.find(({ center }: { center: string }) => center === 'incheon').answers[2].rejectReason).toBe('그 대기열이 없습니다')

  expect(told.centers.slice(0, 2).map((one: { answers: { escalations: number }[] }) => one.answers[0]?.escalations)).toEqual([1, 1])
  // Whoever planned it holds the id of the plan, the feed that of the activation: each is the same drill.
  for (const other of [plan, activation]) expect(await report(other)).toEqual(told)
  const own = await report(id, 'watch-incheon')
  expect(own.centers).toEqual(told.centers.filter(({ center }: { center: string }) => center === 'incheon'))
  expect(own.medians).toEqual(told.medians)
  expect(own.injects.map(({ no }: { no: number }) => no)).toEqual([1, 3, 5, 10])
  expect((await site.ask('watch-daegu', DRILL.report, { drill: id })).errors?.[0]?.extensions['code']).toBe('NOT_FOUND')

  const last = ofDrill(activation).filter(({ seq }) => seq === 4)
  expect(last.map(({ center }) => center).toSorted()).toEqual(['chungnam', 'gyeonggi', 'incheon', 'seoul'])
  const [cancel] = await database.owner`select type, purpose, id from messages where activation_id = ${activation} and seq = 4`
  expect(cancel).toEqual({ type: 'CANCEL', purpose: 'ALL_CLEAR', id: ten })
  expect(ten.startsWith('EXR-')).toBe(true)
  await expectDrillDoorsOnly(activation)
})

type Line = { inject: number; acknowledged: number | null; delivered: number | null }

/** Every figure of the report again, by subtraction of what was recorded. */
async function expectSeconds(drill: string, told: { centers: { center: string; answers: Line[] }[] }) {
  const recorded = await site.broadcast.database.owner<
    { center: string; no: number; sent: string; acknowledged: string | null; delivered: string | null; ended: string }[]
  >`
    select c.code as center, i.no, m.sent_at as sent, r.acknowledged_at as acknowledged, d.ended_at as ended,
      (select min(x.delivered_at) from deliveries x where x.message_id = m.id and x.center_id = c.id) as delivered
    from drill_injects i join messages m on m.id = i.message_id join receipts r on r.message_id = m.id join centers c on c.id = r.center_id
    join drills d on d.id = i.drill_id where i.drill_id = ${drill}`
  const after = (instant: string | null, { sent, ended }: { sent: string; ended: string }) =>
    instant === null || Date.parse(instant) > Date.parse(ended) ? null : Math.floor((Date.parse(instant) - Date.parse(sent)) / 1000)
  const expected = recorded.map(row => `${row.center} ${row.no} ${after(row.acknowledged, row)} ${after(row.delivered, row)}`)
  const shown = told.centers.flatMap(({ center, answers }) =>
    answers.map(({ inject, acknowledged, delivered }) => `${center} ${inject} ${acknowledged} ${delivered}`),
  )
  expect(recorded).toHaveLength(12)
  expect(shown.toSorted()).toEqual(expected.toSorted())
}

it('its report is read on the command line and as CSV, by a center its own part alone', async () => {
  const { drill } = cloudburst
  const settings = settingsOf({ url: site.server.url, issuer: site.server.issuer.url })
  const all = await runCli(['drill', 'report', drill], settings)
  expect(all.exitCode).toBe(0)
  for (const text of ['훈련 EXR-2026-01', '8:00 / 8:00', '8:01 / 8:00', '늦음 late', '그 대기열이 없습니다', '4:44.5', 'gyeonggi'])
    expect(all.out).toContain(text)
  const own = await runCli(['drill', 'report', drill, '--center', 'incheon'], settings)
  expect([own.out.includes('incheon\n'), own.out.includes('seoul\n'), own.out.includes('4:44.5')]).toEqual([true, false, true])
  expect(await runCli(['drill', 'report', drill, '--center', 'daegu'], settings)).toMatchObject({ exitCode: 4 })
  const scratch = await createScratchFolder()
  const file = join(scratch.path, 'drill.csv')
  expect(await runCli(['drill', 'report', drill, '--out', file], settings)).toMatchObject({ exitCode: 0 })
  const records: string[][] = parse(await readFile(file), { bom: true })
  expect(records).toHaveLength(1 + 12)
  const [head = [], ...rows] = records
  const row = rows.find(cells => cells[2] === 'incheon' && cells[3] === '1') ?? []
  const told = Object.fromEntries(head.map((name, i) => [name, row[i]]))
  expect(told).toMatchObject({
    exercise_id: 'EXR-2026-01',
    ack_target_seconds: '480',
    acknowledged_seconds: '481',
    acknowledged_as: 'LATE',
    ack_council_median_seconds: '',
    // The next message took its place ten minutes before it was due.
    applied_as: 'OVERTAKEN',
  })
  await scratch.remove()
  const denied = await fetch(`${site.server.url}/export/drill-csv`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await site.server.token('analyst')}` },
    body: JSON.stringify({ drill }),
  })
  expect(denied.status).toBe(403)
})

it('what falls due while every replica is down is done late and in order when one is back, and nothing after the end of the drill', async () => {
  const at = (time: string) => `2026-11-24T${time}+09:00`
  await site.broadcast.database.setClock(at('09:00:00'))
  const plan = await planned({ ...CLOUDBURST, exerciseId: 'EXR-DOWN', startsAt: at('10:00:00') })
  await site.beatAt(at('10:10:00'))
  await site.broadcast.database.setClock(at('10:30:30'))
  // Two replicas find it at once: everything is done once.
  await Promise.all([runDrills(site.broadcast.hub), runDrills(site.server.hub)])
  await site.beatAt(at('10:30:30'))
  const { id, activation } = await drillOf(plan.id)
  const healed = (await report(id)).injects
  expect(healed.slice(0, 5).map(({ state, isLate }: { state: string; isLate: boolean }) => [state, isLate])).toEqual([
    ['SENT', true],
    ['CUED', true],
    ['SENT', true],
    ['CUED', true],
    // Half a minute is a missed tick.
    ['SENT', false],
  ])
  const messages = await site.broadcast.database
    .owner`select seq, type, is_late as late from messages where activation_id = ${activation} order by seq`
  expect(messages).toEqual([
    { seq: 1, type: 'ALERT', late: true },
    { seq: 2, type: 'UPDATE', late: true },
    { seq: 3, type: 'UPDATE', late: false },
  ])
  const [two] = (await report(id)).centers[0].answers.slice(1)
  expect(two.acknowledgedAs).toBe('OPEN')
  await site.beatAt(at('11:30:00'))
  const ended = await report(id)
  expect(ended.drill).toEqual({ state: 'ENDED', cause: 'TIME' })
  expect(new Set(ended.injects.slice(5).map(({ state }: { state: string }) => state))).toEqual(new Set(['DROPPED']))
  // Replaced by the next within the second: nobody could have answered it.
  expect(ended.centers[0].answers[1].acknowledgedAs).toBe('OVERTAKEN')
  expect(ofDrill(activation).every(({ seq }) => (seq ?? 9) <= 3)).toBe(true)
  // 480, 60 and 299 seconds in the drill of the day before.
  const seoul = ended.centers.find(({ center }: { center: string }) => center === 'seoul')
  expect(seoul.trend.slice(1)).toEqual([
    {
      drill: cloudburst.drill,
      exerciseId: 'EXR-2026-01',
      met: 3,
      late: 0,
      missed: 1,
      rejected: 0,
      medianSeconds: 299,
      councilMedianSeconds: 284.5,
    },
  ])

  const late = await planned({ ...CLOUDBURST, exerciseId: 'EXR-LATE', startsAt: at('13:00:00') })
  await site.beatAt(at('14:30:00'))
  expect(await drillOf(late.id)).toMatchObject({ state: 'MISSED', cause: 'LATE', activation: null })
})

it('one person stops it: a cancel goes wherever something of it was sent, and nothing more happens in it', async () => {
  const at = (time: string) => `2026-11-25T${time}+09:00`
  await site.broadcast.database.setClock(at('09:00:00'))
  const plan = await planned({ ...CLOUDBURST, exerciseId: 'EXR-STOP', startsAt: at('10:00:00') })
  await site.beatAt(at('10:00:00'))
  const { id, activation } = await drillOf(plan.id)
  expect((await act('broadcaster', DRILL.abort, { drill: id, reason: ' ' })).issues[0].code).toBe('REASON_REQUIRED')
  expect((await act('author', DRILL.close, { plan: plan.id, reason: '그만둡니다' })).issues[0].code).toBe('WRONG_STATE')
  expect(await act('broadcaster', DRILL.abort, { drill: id, reason: '상담이 밀립니다' })).toMatchObject({
    state: 'ABORTED',
    cause: 'ABORTED',
  })
  expect((await act('author', DRILL.abort, { drill: id, reason: '상담이 밀립니다' })).issues[0].code).toBe('WRONG_STATE')
  await site.beatAt(at('10:20:30'))
  await site.beatAt(at('11:25:00'))
  const kinds = await site.broadcast.database.owner`select type from messages where activation_id = ${activation} order by seq`
  expect(kinds).toEqual([{ type: 'ALERT' }, { type: 'CANCEL' }])
  expect(ofDrill(activation).filter(({ seq }) => seq === 2)).toHaveLength(4)
  expect((await report(id)).injects.slice(1).every(({ state }: { state: string }) => state === 'DROPPED')).toBe(true)
  await expectDrillDoorsOnly(activation)
})

it('scenario 6: the real thing takes its centers out of the drill at once, for all that is still to come, and ends it when nobody is left', async () => {
  const at = (time: string) => `2026-11-26T${time}+09:00`
  const { broadcast } = site
  await broadcast.database.setClock(at('09:00:00'))
  const plan = await planned({ ...CLOUDBURST, exerciseId: 'EXR-REAL', startsAt: at('10:00:00') })
  await site.beatAt(at('10:00:00'))
  const { id, activation } = await drillOf(plan.id)
  await broadcast.database.setClock(at('10:02:00'))
  const real = (areas: readonly string[]) =>
    broadcast.alert({ hazard: 'heavy_rain', areas }, { template: 'pb_heavy_rain_flood', areas, expiresAt: at('20:00:00') })
  await real(['11'])
  await site.beatAt(at('10:20:00'))
  expect(
    ofDrill(activation)
      .filter(({ seq }) => seq === 2)
      .map(({ center }) => center)
      .toSorted(),
  ).toEqual(['chungnam', 'gyeonggi', 'incheon'])
  const lineOf = async (center: string) =>
    (await report(id)).centers
      .find((one: { center: string }) => one.center === center)
      .answers.map((one: { acknowledgedAs: string }) => one.acknowledgedAs)
  expect(await lineOf('seoul')).toEqual(['LEFT'])
  await broadcast.database.setClock(at('10:25:00'))
  await real(['28', '41'])
  await site.beatAt(at('10:30:00'))
  expect((await report(id)).drill).toEqual({ state: 'ENDED', cause: 'REAL' })
  expect(ofDrill(activation).every(({ seq }) => seq !== 3)).toBe(true)
  // The real thing went to real doors, and nothing of the drill did.
  expect(site.receivers.log.filter(({ door, status }) => door === 'actual' && status !== 'ACTUAL')).toEqual([])
  await expectDrillDoorsOnly(activation)
})

describe('an unannounced drill', () => {
  const WINDOW = { from: '2026-12-07', to: '2026-12-11', everyMonths: 6, blackoutDays: ['2026-12-09'] }
  const OUTAGE = { scenario: 'EXR-2026-02', exerciseId: 'EXR-SURPRISE', participants: ['busan', 'seoul', 'incheon'] }
  let drill: string
  let plan: string

  /** Instants of the drill, the one that counts last. */
  const instants = () => site.broadcast.database.owner<{ at: string; because: string | null }[]>`
    select starts_at as at, because from drill_instants where drill_id = ${drill} order by no`
  const last = async () => (await instants()).at(-1)!.at
  /** Busan is open from 08:30 to 18:30 on weekdays, the others always; it lasts 75 minutes. */
  const isAllowed = (at: string) => {
    const [date = '', time = ''] = at.split('T')
    return date >= WINDOW.from && date <= WINDOW.to && date !== '2026-12-09' && time >= '08:30:00' && time < '17:15:00'
  }

  it('begins at an instant the database draws within the window, opening hours and no blackout day', async () => {
    const { database, hub } = site.broadcast
    await database.setClock('2026-12-01T09:00:00+09:00')
    const written = await act('author', DRILL.plan, { ...OUTAGE, window: WINDOW })
    const word = { plan: written.id, contentHash: written.contentHash, retyped: { status: '훈련', hazard: 'admin_it_outage', centers: 3 } }
    expect((await act('approver', DRILL.approve, word)).state).toBe('APPROVED')
    plan = written.id
    drill = (await drillOf(plan)).id
    await site.beatAt('2026-12-01T09:00:05+09:00')
    expect((await instants()).map(({ because }) => because)).toEqual([null])
    const standards = await hub.standards()
    const wanted = { ...WINDOW, durationMinutes: 75, centers: OUTAGE.participants, notBefore: '2026-12-01T09:00:05+09:00' }
    for (let throws = 0; throws < 60; throws++)
      await hub.db.transaction({ centerId: null, role: 'jobs' }, tx => drawInstant(tx, drill, startSpans(standards, wanted), 'NOT_THEN'))
    const drawn = (await instants()).map(({ at }) => at)
    expect(drawn.filter(at => !isAllowed(at))).toEqual([])
    // Sixty throws miss one of the four days once in eight million runs.
    expect(new Set(drawn.map(at => at.slice(0, 10))).size).toBe(4)
  })

  it('is hidden from whoever takes part, and whoever is told is in the audit', async () => {
    const { database, hub } = site.broadcast
    const at = await last()
    expect(await drillOf(plan, 'watch-busan')).toBeUndefined()
    expect((await site.ask('watch-busan', DRILL.report, { drill })).errors?.[0]?.extensions['code']).toBe('NOT_FOUND')
    const busan = {
      ...site.broadcast.people.author,
      subject: 'coordinator-busan',
      center: (await hub.standards()).centers.get('busan') ?? null,
    }
    expect(refusalOf(await revealDrillStart(hub, busan, { drill, reason: '궁금합니다' }))).toEqual(['FORBIDDEN'])
    for (const role of ['center', 'coordinator', 'admin'] as const) {
      const seen = hub.db.transaction({ centerId: busan.center?.id ?? 0, role }, tx => tx.sql`select from drill_instants`)
      expect([role, (await seen).length]).toEqual([role, 0])
    }
    for (const query of [DRILL.list, '{ drillPlans { nodes { id content windowFrom windowTo startsAt } } }'])
      expect(JSON.stringify((await site.ask('author', query)).data)).not.toContain(at.slice(0, 16))
    expect(await act('author', DRILL.reveal, { drill, reason: '소방본부와 맞춥니다' })).toEqual({ startsAt: at })
    const told = await database.owner`
      select actor, subject ->> 'drill' as drill from audit_entries where action = 'drill.revealed'`
    expect(told).toEqual([{ actor: 'person:role-author', drill }])
    const said = await database.owner`select from audit_entries where subject::text like ${`%${at.slice(0, 16)}%`}`
    expect(said).toHaveLength(0)
  })

  it('waits while an emergency holds and for a day after it, then begins, and the window comes again in half a year', async () => {
    const { database } = site.broadcast
    // Arranged: early in the window, so that there is time left.
    await database.owner`
      insert into drill_instants (drill_id, no, starts_at) select ${drill}, max(no) + 1, '2026-12-07T10:00:00+09:00' from drill_instants where drill_id = ${drill}`
    await database.setClock('2026-12-07T09:50:00+09:00')
    await site.broadcast.alert({}, { expiresAt: '2026-12-07T20:00:00+09:00' })
    await site.beatAt('2026-12-07T10:00:00+09:00')
    expect((await drillOf(plan)).state).toBe('WAITING')
    expect((await instants()).at(-1)?.because).toBe('EMERGENCY')
    expect(Date.parse(await last())).toBeGreaterThanOrEqual(Date.parse('2026-12-08T10:00:00+09:00'))
    await site.beatAt('2026-12-07T20:00:05+09:00')
    for (let tries = 0; tries < 5 && (await drillOf(plan)).state === 'WAITING'; tries++) await site.beatAt(await last())
    const begun = await drillOf(plan, 'watch-busan')
    expect(begun).toMatchObject({ id: drill, state: 'RUNNING', isAnnounced: false, startsAt: await last() })
    expect(isAllowed(begun.startsAt)).toBe(true)
    expect(Date.parse(begun.startsAt)).toBeGreaterThanOrEqual(Date.parse('2026-12-08T20:00:00+09:00'))
    await site.beatAt(begun.startsAt)
    expect(
      ofDrill(begun.activation)
        .map(({ center }) => center)
        .toSorted(),
    ).toEqual(['busan', 'incheon', 'seoul'])
    await expectDrillDoorsOnly(begun.activation)
    await site.beatAt(begun.endsAt)
    await site.beatAt('2026-12-14T09:00:00+09:00')
    const [next] = await database.owner`
      select d.round, d.window_from as opens, d.exercise_id as exercise, count(i.no)::int as drawn
      from drills d left join drill_instants i on i.drill_id = d.id where d.plan_id = ${plan} and d.state = 'WAITING' group by d.id`
    expect(next).toEqual({ round: 1, opens: '2027-06-07', exercise: 'EXR-SURPRISE-2', drawn: 1 })
    await act('approver', DRILL.close, { plan, reason: '훈련 주기를 바꿉니다' })
    expect((await drillOf(plan)).state).toBe('ABORTED')
  })
})
