import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { acknowledgeMessage } from '../../api/operations/acknowledge-message.js'
import { correctPlaybook } from '../../api/operations/correct-playbook.js'
import { breakGlass, BREAK_GLASS_PHRASE } from '../../api/operations/break-glass.js'
import { applyMessage } from '../../api/operations/apply-message.js'
import { approveDrillPlan } from '../../api/operations/approve-drill-plan.js'
import { planDrill } from '../../api/operations/plan-drill.js'
import { readActivation } from '../../api/operations/list-activations.js'
import { completePhoneTask, listCalls } from '../../api/operations/complete-phone-task.js'
import { readActivationBoard } from '../../api/operations/read-activation-board.js'
import type { Message } from '../../schema/domain/playbooks/activation.js'
import { valueOf } from '../support/center-hub.js'
import { CORRECTION, WORDS } from '../support/broadcast-hub.js'
import { openLadderSite, type LadderSite } from '../support/ladder-site.js'
import { answer } from '../support/receivers.js'

const DUTY = 'duty.seoul.actual.1'
const DUTY_PHONE = '021200001'
const MANAGER = 'manager.seoul.actual.1'
const COORDINATOR = 'coordinator.council.actual.1'

let site: LadderSite
beforeAll(async () => {
  site = await openLadderSite()
  await site.contact({ role: 'DUTY', center: 'seoul' })
  await site.contact({ role: 'DUTY', center: 'seoul', place: 2, channel: 'SMS', address: '02-120-0001' })
  await site.contact({ role: 'DUTY', center: 'seoul', place: 3, channel: 'PHONE', address: '02-120-0002' })
  await site.contact({ role: 'MANAGER', center: 'seoul' })
  await site.contact({ role: 'COORDINATOR', desk: '협의체 상황실' })
  await site.contact({ role: 'DUTY', center: 'busan' })
  await site.contact({ role: 'MANAGER', center: 'busan' })
}, 60_000)
afterAll(() => site.close())

/** A Saturday at 18:00, when Busan is closed and Seoul never is; a week later for each test. */
const SATURDAY = Date.parse('2026-11-21T18:00:00+09:00')
const WEEK_MS = 7 * 24 * 3600 * 1000
let week = -1
const instant = (seconds: number) => `${new Date(SATURDAY + week * WEEK_MS + (seconds + 9 * 3600) * 1000).toISOString().slice(0, 19)}+09:00`

/** The storm of the test before is over: what waits is ended as by its cancel. */
beforeEach(async () => {
  week += 1
  site.begin(instant(0))
  const { owner } = site.database
  await owner`update timers set done_at = hub_now(), outcome = 'canceled' where done_at is null`
  await owner`update pages set dropped_at = hub_now(), dropped_why = 'canceled' where told_at is null and dropped_at is null`
  for (const center of ['seoul', 'busan']) site.receivers.behave(center, answer(204))
  await site.at(-60)
  site.told()
})

/** Mailboxes and numbers that were told, without what was said. */
const reached = () => site.told().map(line => line.split(' < ')[0])
const duty = (center = 'seoul') => site.caller(center, 'playbooks:ack')

async function storm(
  level: 'caution' | 'alert' | 'serious',
  more: { readonly area?: string; readonly status?: 'EXERCISE' | 'TEST'; readonly hours?: number } = {},
) {
  await site.at(0)
  const { area = '11', status = 'ACTUAL', hours = 5 } = more
  const exercise = status === 'EXERCISE' ? { id: 'EX-1', participants: ['seoul', 'busan'], endsAt: instant(5 * 3600) } : null
  const sent = await site.alert({ areas: [area], status, exercise }, { level, expiresAt: instant(hours * 3600) })
  // As soon as it has committed, jobs send it.
  await site.at(1)
  return sent
}

async function seoulOnBoard(activation: string) {
  const { lines } = valueOf(await readActivationBoard(site.hub, site.people.author, { activation, at: null }))
  return lines.find(({ part }) => part === 'TARGET')
}

it('S3: an undelivered message of 심각 goes over another channel at 2 min, climbs the ladder from 2.5 min, and then rings every 5 min', async () => {
  site.receivers.behave('seoul', answer(503))
  const { activation, message } = await storm('serious')
  const heard: Record<number, readonly (string | undefined)[]> = {}
  for (const seconds of [0, 119, 120, 149, 150, 299, 300, 450, 600, 899, 900, 1200]) {
    await site.at(seconds)
    heard[seconds] = reached()
  }
  const everybody = [COORDINATOR, DUTY, MANAGER]
  expect(heard).toEqual({
    0: [],
    119: [],
    120: [DUTY],
    149: [],
    150: [DUTY_PHONE],
    299: [],
    // The manager, and a person for a message that has not come within five minutes.
    300: [COORDINATOR, MANAGER],
    450: [COORDINATOR],
    600: [COORDINATOR],
    899: [],
    900: everybody,
    1200: [DUTY_PHONE, COORDINATOR, MANAGER].toSorted(),
  })
  expect(await seoulOnBoard(activation.id)).toMatchObject({
    rung: 'LADDER_COORDINATOR',
    lastPagedAt: instant(1200),
    lastToldAt: instant(1200),
    waitingSeconds: 1200,
    deliveredAt: null,
  })
  const calls = async () =>
    valueOf(await listCalls(site.hub, site.people.sender, { activation: activation.id, isOpen: true, first: 10, after: null })).nodes
  const [call, ...others] = await calls()
  expect([call?.callerDesk, call?.about, call?.messageId, others]).toEqual(['협의체 상황실', 'ACKNOWLEDGE', message.id, []])
  const completion = { task: call!.id, desk: '협의체 상황실', result: 'NO_ANSWER', note: null } as const
  expect(valueOf(await completePhoneTask(site.hub, site.people.sender, completion))).toMatchObject({
    result: 'NO_ANSWER',
    calledByDesk: '협의체 상황실',
  })
  expect(await completePhoneTask(site.hub, site.people.sender, completion)).toMatchObject({ issues: [{ code: 'WRONG_STATE' }] })
  await site.at(1500)
  expect(reached()).toEqual([COORDINATOR, ...everybody])
  expect((await calls()).length).toBe(1)
  // Back at last, and answered: nothing rings any more, nobody needs to call.
  site.receivers.behave('seoul', answer(204))
  await site.at(1600)
  expect(await seoulOnBoard(activation.id)).toMatchObject({ deliveredAt: instant(1600), acknowledgedAt: null })
  valueOf(await acknowledgeMessage(site.hub, await duty(), { message: message.id, desk: '야간 당직' }))
  await site.at(1790)
  expect([reached(), await calls()]).toEqual([[], []])
})

/** From one second to another as jobs live it: a tick of five seconds wherever anything is due by then. Gives who was told, and when. */
async function live(from: number, to: number): Promise<Record<number, readonly (string | undefined)[]>> {
  const heard: Record<number, readonly (string | undefined)[]> = {}
  for (let now = from; now <= to;) {
    await site.at(now)
    const told = reached()
    if (told.length > 0) heard[now] = told
    const [next] = await site.database.owner<{ due: number }[]>`
      select coalesce(extract(epoch from min(at) - ${instant(0)}::timestamptz), 1e9)::float8 as due from (
        select next_attempt_at as at from deliveries where state in ('PENDING', 'RETRY_WAIT', 'UNKNOWN')
        union all select due_at from timers where done_at is null
        union all select next_attempt_at from pages where told_at is null and dropped_at is null) waiting`
    now = Math.max(now + 5, Math.ceil((next?.due ?? 0) / 5) * 5)
  }
  return heard
}

it('scenario 3: an endpoint that is gone through an alert and two updates: tried all along, suspect and paged, its center told by mail and text, and on its return the head alone', async () => {
  // The door for drills is another one.
  site.receivers.behave('seoul', (...request) => answer(request[2].door === 'actual' ? 410 : 204)(...request))
  const start = site.receivers.log.length
  const messagesAt = (center: string) =>
    site.receivers.log.slice(start).filter(one => one.center === center && one.type === 'playbook.message')
  const { activation } = await storm('serious')
  const update = async (seconds: number) => {
    await site.at(seconds)
    const version = await site.draft(activation, { level: 'serious', expiresAt: instant(5 * 3600) })
    return site.send(await site.approve(version, 1), `down-${week}-${seconds}`)
  }
  const heard = { ...(await live(5, 195)) }
  await update(200)
  Object.assign(heard, await live(205, 395))
  const head = await update(400)
  Object.assign(heard, await live(405, 1005))
  expect(heard).toEqual({
    // Suspect at its first 410, and once.
    5: [COORDINATOR],
    120: [DUTY],
    150: [DUTY_PHONE],
    320: [DUTY],
    350: [DUTY_PHONE],
    520: [DUTY],
    550: [DUTY_PHONE],
    700: [COORDINATOR, MANAGER],
    850: [COORDINATOR],
    1000: [COORDINATOR],
  })
  const tries = messagesAt('seoul').map(({ timestamp }) => timestamp - Date.parse(instant(0)) / 1000)
  const gaps = tries.slice(1).map((second, place) => second - (tries[place] ?? 0))
  expect([tries[0], Math.max(...gaps) <= 90, (tries.at(-1) ?? 0) > 900]).toEqual([1, true, true])
  await site.at(1005)
  expect(await seoulOnBoard(activation.id)).toMatchObject({
    suspectEndpoints: 1,
    lastCause: 'status',
    deliveredAt: null,
    waitingSeconds: 1005,
  })

  site.receivers.behave('seoul', answer(204))
  const before = messagesAt('seoul').length
  await live(1010, 1100)
  expect(
    messagesAt('seoul')
      .slice(before)
      .map(({ seq, webhookId }) => [seq, webhookId]),
  ).toEqual([[3, `${head.id}-seoul`]])
  const copies = await site.database.owner`select seq, state from deliveries where activation_id = ${activation.id} order by seq`
  expect([...copies]).toEqual([
    { seq: 1, state: 'SUPERSEDED' },
    { seq: 2, state: 'SUPERSEDED' },
    { seq: 3, state: 'DELIVERED' },
  ])
  // The system is back, and a person has still to read it.
  expect(await seoulOnBoard(activation.id)).toMatchObject({ suspectEndpoints: 0, acknowledgedAt: null, rung: 'LADDER_PHONE' })
  valueOf(await acknowledgeMessage(site.hub, await duty(), { message: head.id, desk: '야간 당직' }))
  expect(await live(1105, 1295)).toEqual({})
})

it('an acknowledgment stops the ladder; what is not applied in time climbs it again; applying ends that', async () => {
  const { message } = await storm('serious')
  await site.at(150)
  expect(reached()).toEqual([DUTY])
  await site.at(200)
  valueOf(await acknowledgeMessage(site.hub, await duty(), { message: message.id, desk: '야간 당직' }))
  await site.at(890)
  expect(reached()).toEqual([])
  await site.at(900)
  const [said] = site.told()
  expect(said).toContain('확인한 발령을 아직 적용하지 않았습니다')
  await site.at(1050)
  expect(reached()).toEqual([MANAGER])
  await site.at(1100)
  const done = { desksBriefed: 9, desksTotal: 9, routingSet: true }
  valueOf(await applyMessage(site.hub, await duty(), { message: message.id, desk: '야간 당직', done }))
  for (const seconds of [1200, 1350, 1650]) await site.at(seconds)
  expect(reached()).toEqual([])
})

it('a new message begins the ladder of a center anew, and the board goes on counting from the first', async () => {
  const { activation } = await storm('serious')
  for (const seconds of [150, 300, 450]) await site.at(seconds)
  expect(await seoulOnBoard(activation.id)).toMatchObject({ rung: 'LADDER_COORDINATOR' })
  await site.at(460)
  site.told()
  const update = await site.draft(activation, { level: 'serious', expiresAt: instant(5 * 3600) })
  await site.send(await site.approve(update, 1), 'ladder-update')
  expect(await seoulOnBoard(activation.id)).toMatchObject({ rung: null, lastPagedAt: instant(450), waitingSeconds: 460 })
  await site.at(461)
  await site.at(609)
  expect(reached()).toEqual([])
  await site.at(611)
  expect(reached()).toEqual([DUTY])
  expect(await seoulOnBoard(activation.id)).toMatchObject({ rung: 'LADDER_DUTY', waitingSeconds: 611, escalations: 4 })
})

it('three replicas tell once a step; a mail server that was killed delays a page and loses none', async () => {
  const { message } = await storm('serious')
  await site.mail.kill()
  await site.at(150, 3)
  await site.at(153, 3)
  // The mailbox does not answer, so the other way was taken.
  expect(reached()).toEqual([DUTY_PHONE])
  await site.at(300, 3)
  for (const seconds of [310, 330]) await site.at(seconds, 3)
  expect(reached()).toEqual([])
  await site.mail.start()
  await site.at(420, 3)
  expect(reached()).toEqual([MANAGER])
  const attempts = await site.database.owner`
    select p.kind, array_agg(concat_ws(' ', a.channel, a.outcome, a.cause) order by a.no) as attempts
    from pages p join page_attempts a on a.page_id = p.id where p.message_id = ${message.id} group by p.id order by p.id`
  expect([...attempts]).toEqual([
    { kind: 'LADDER_DUTY', attempts: ['EMAIL FAILED ESOCKET', 'SMS TOLD'] },
    { kind: 'LADDER_MANAGER', attempts: [...['', '', ''].map(() => 'EMAIL FAILED ESOCKET'), 'EMAIL TOLD'] },
  ])
  // A mailbox that the server refuses, in words that repeat it.
  site.mail.refused.add(`${COORDINATOR}@desk.example.kr`)
  await site.at(450, 3)
  site.mail.refused.clear()
  expect(reached()).toEqual([])
  await site.at(600, 3)
  expect(reached()).toEqual([COORDINATOR, COORDINATOR])
  // Random ids and instants may hold any four digits.
  const logged = JSON.stringify(site.lines).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|"time":\d+/g, '')
  expect(logged).not.toMatch(/desk\.example\.kr|0001/)
})

it('hours of silence are told of once when the hub comes back, and the ladder goes on at its beat', async () => {
  await storm('alert')
  await site.at(2 * 3600 + 100)
  expect(reached()).toEqual([COORDINATOR, COORDINATOR, DUTY, MANAGER])
  await site.at(2 * 3600 + 590)
  expect(reached()).toEqual([])
  await site.at(2 * 3600 + 600)
  expect(reached()).toEqual([COORDINATOR, DUTY, MANAGER].map(one => (one === DUTY ? DUTY_PHONE : one)).toSorted())
})

it('a test rings nobody up, not even where an endpoint rejects it', async () => {
  site.receivers.behave('seoul', answer(422))
  const { message } = await storm('serious', { status: 'TEST' })
  for (const seconds of [0, 150, 900, 3600]) await site.at(seconds)
  expect(site.told()).toEqual([])
  const { owner } = site.database
  expect([...(await owner`select kind, dropped_why as why from pages where message_id = ${message.id}`)]).toEqual([
    { kind: 'REJECTED', why: 'test' },
  ])
  expect((await owner`select from timers where message_id = ${message.id}`).length).toBe(0)
})

it('a drill runs the same clock to contacts of drills alone, and says what it is', async () => {
  const { message } = await storm('serious', { status: 'EXERCISE' })
  for (const seconds of [0, 150, 300, 450]) await site.at(seconds)
  expect(site.told()).toEqual([])
  for (const role of ['DUTY', 'COORDINATOR'] as const) await site.contact({ role, center: 'seoul', kind: 'DRILL' })
  await site.at(600)
  await site.at(900)
  const said = site.told()
  expect(said.map(line => line.split('·')[0])).toEqual([
    'coordinator.council.drill.1 < [훈련] [120 허브] 심각 태풍 1회차, 10분째 ',
    'coordinator.council.drill.1 < [훈련] [120 허브] 심각 태풍 1회차, 15분째 ',
    'duty.seoul.drill.1 < [훈련] [120 허브] 심각 태풍 1회차, 15분째 ',
  ])
  const mail = site.mail.mails.at(-1)
  expect(mail?.id).toMatch(/^<EXR-page-\d+@/)
  const spoken = mail?.text.split('\n').filter(line => line !== '') ?? []
  expect(spoken.filter(line => !/^(\[훈련\] |\[EXERCISE\] |EXR-)/.test(line))).toEqual([])
  expect([message.id.slice(0, 4), spoken.includes(message.id)]).toEqual(['EXR-', true])
})

it('a center whose doors are closed has its duty desk told at once; one that never closes has not', async () => {
  const { message } = await storm('caution', { area: '26', hours: 8 })
  await site.at(0)
  expect(site.told().map(line => line.split(' · ')[1])).toEqual(['부산: 운영 시간이 아닌 때에 발령이 왔습니다'])
  await site.at(1800)
  expect(reached()).toEqual(['manager.busan.actual.1'])
  await storm('caution')
  await site.at(1)
  expect(reached()).toEqual([])
  // Nine rounds of 주의 and no more.
  for (let round = 1; round <= 10; round++) await site.at(2700 + round * 1800)
  const [rounds] = await site.database.owner`
    select count(*) filter (where kind = 'LADDER_MANAGER')::int as manager, count(*) filter (where kind = 'LADDER_COORDINATOR')::int as coordinator
    from pages where message_id = ${message.id}`
  expect({ ...rounds }).toEqual({ manager: 9, coordinator: 9 })
})

it('관심 stands in one digest a center and day, when its day begins', async () => {
  await site.at(0)
  const messages: Message[] = []
  for (const hazard of ['typhoon', 'strong_wind']) {
    messages.push((await site.alert({ areas: ['26'], hazard }, { level: 'attention', expiresAt: instant(120 * 3600) })).message)
  }
  const monday = (24 + 14.5) * 3600
  await site.at(0)
  await site.at(monday - 1)
  expect(reached()).toEqual([])
  await site.at(monday, 3)
  await site.at(monday + 60, 3)
  expect(reached()).toEqual(['duty.busan.actual.1'])
  const text = site.mail.mails.at(-1)?.text ?? ''
  expect(messages.map(({ id }) => text.includes(id))).toEqual([true, true])
  valueOf(await acknowledgeMessage(site.hub, await duty('busan'), { message: messages[0]!.id, desk: '당직' }))
  await site.at(monday + 24 * 3600, 3)
  expect(reached()).toEqual(['duty.busan.actual.1'])
  expect(messages.map(({ id }) => site.mail.mails.at(-1)?.text.includes(`: ${id}`))).toEqual([false, true])
})

it('관심 that still waits is in the digest, also where the message that was due first was acknowledged before it could be told', async () => {
  await site.at(0)
  const messages: Message[] = []
  for (const hazard of ['typhoon', 'strong_wind'])
    messages.push((await site.alert({ areas: ['26'], hazard }, { level: 'attention', expiresAt: instant(120 * 3600) })).message)
  const monday = (24 + 14.5) * 3600
  await site.at(0)
  await site.mail.kill()
  await site.at(monday, 3)
  valueOf(await acknowledgeMessage(site.hub, await duty('busan'), { message: messages[0]!.id, desk: '당직' }))
  await site.mail.start()
  await site.at(monday + 3600, 3)
  expect(reached()).toEqual(['duty.busan.actual.1'])
  expect(messages.map(({ id }) => site.mail.mails.at(-1)?.text.includes(`: ${id}`))).toEqual([false, true])
})

it('S14: what a system rejects and whom nobody can reach are told to coordinators; the rejected center climbs on', async () => {
  site.receivers.behave('busan', answer(422, 'no such queue'))
  await site.database.owner`delete from contacts where role = 'MANAGER' and center_id = (select id from centers where code = 'busan')`
  await storm('alert', { area: '26' })
  await site.at(0)
  expect(site.told().map(line => line.split(' · ')[1])).toEqual([
    '부산: 발령을 거절했습니다',
    '부산: 운영 시간이 아닌 때에 발령이 왔습니다',
  ])
  await site.at(610)
  await site.at(620)
  const [untold] = await site.database.owner`select kind from pages where told_at is null and dropped_at is null`
  expect([untold?.['kind'], site.told().filter(line => line.includes('연락처가 등록되어 있지 않습니다')).length]).toEqual([
    'LADDER_MANAGER',
    1,
  ])
})

it('S12: silence about what a commander sent alone is told again at 10, 20 and 30 min to the approvers of each agency, stands there for every center, and ends it at 2 h', async () => {
  for (const center of ['busan', null]) await site.contact({ role: 'APPROVER', center })
  const approvers = ['approver.busan.actual.1', 'approver.council.actual.1']
  await site.at(0)
  const activation = await site.open()
  const version = await site.draft(activation, { level: 'serious', expiresAt: instant(5 * 3600) })
  const glass = { version: version.id, reason: '둑이 무너지고 있습니다', phrase: BREAK_GLASS_PHRASE.ko, idempotencyKey: 'ladder-glass' }
  const retyped = { status: WORDS.ACTUAL, hazard: '태풍', centers: 1 }
  const { message } = valueOf(await breakGlass(site.hub, site.people.commander, { ...glass, retyped }))
  const ratificationOf = async () => {
    const history = valueOf(await readActivation(site.hub, await duty('busan'), activation.id))
    return history.messages.find(({ id }) => id === message.id)?.ratification?.state
  }
  const heard: Record<number, readonly (string | undefined)[]> = {}
  for (const seconds of [1, 599, 600, 1200, 1799, 1800, 3600]) {
    await site.at(seconds, 3)
    heard[seconds] = reached().filter(one => one?.startsWith('approver'))
  }
  expect(heard).toEqual({ 1: approvers, 599: [], 600: approvers, 1200: approvers, 1799: [], 1800: approvers, 3600: [] })
  expect(await ratificationOf()).toBe('PENDING')
  await site.at(7200)
  expect(await ratificationOf()).toBe('LAPSED')
  const { owner } = site.database
  expect([...(await owner`select state from messages where id = ${message.id}`)]).toEqual([{ state: 'EXPIRED' }])
  const waiting = await owner`select from timers where message_id = ${message.id} and done_at is null`
  expect(waiting.length).toBe(0)
})

it('S12: approvers are asked on after a correction, which is nobody else’s word', async () => {
  await site.contact({ role: 'APPROVER', center: 'busan' })
  await site.at(0)
  const activation = await site.open({ areas: ['26'] })
  const version = await site.draft(activation, { level: 'serious', expiresAt: instant(5 * 3600) })
  const retyped = { status: WORDS.ACTUAL, hazard: '태풍', centers: 1 }
  const glass = {
    version: version.id,
    reason: '둑이 무너지고 있습니다',
    phrase: BREAK_GLASS_PHRASE.ko,
    idempotencyKey: 'corrected-glass',
    retyped,
  }
  valueOf(await breakGlass(site.hub, site.people.commander, glass))
  const correction = { activation: activation.id, values: CORRECTION, takeOut: [], idempotencyKey: 'correct-glass' }
  valueOf(await correctPlaybook(site.hub, site.people.author, correction))
  await site.at(600, 3)
  expect(reached()).toContain('approver.busan.actual.1')
})

it('every word about a drill says so and goes to contacts of drills alone, also of one that never began', async () => {
  await site.contact({ role: 'COORDINATOR', kind: 'DRILL', desk: '협의체 훈련 담당' })
  const drill = async (exerciseId: string, seconds: number) => {
    const input = { scenario: 'EXR-2026-02', exerciseId, participants: ['seoul'], overflow: [], window: null, values: {}, injects: [] }
    const { id: plan, contentHash } = valueOf(await planDrill(site.hub, site.people.author, { ...input, startsAt: instant(seconds) }))
    const retyped = { status: WORDS.EXERCISE, hazard: 'admin_it_outage', centers: 1 }
    valueOf(await approveDrillPlan(site.hub, site.people.approver, { plan, contentHash, retyped }))
  }
  await drill('EXR-LATE', 0)
  await drill('EXR-PLAYED', 6000)
  await site.at(6000)
  expect(site.told()).toEqual(['coordinator.council.drill.1 < [훈련] [120 허브] 예정한 훈련이 시작되지 못했습니다'])
  await site.at(6480)
  const [cue, ...others] = site.told()
  expect(cue).toMatch(/^coordinator\.council\.drill\.1 < \[훈련\] \[120 허브\] .*훈련 진행표의 다음 차례입니다$/)
  expect(others).toEqual([])
})

it('a page that cannot be told holds up no other, says why in the ledger, and is told when that is mended', async () => {
  const { owner } = site.database
  const written = await owner<
    { id: number }[]
  >`insert into pages (kind, subject) values ('REVIEW_DUE', 'broken'), ('REVIEW_DUE', 'sound') returning id`
  const broken = written[0]?.id ?? 0
  await owner.unsafe(`
    create function refuse_attempt() returns trigger language plpgsql as $$ begin raise exception 'no attempt'; end $$;
    create trigger refused before insert on page_attempts for each row when (new.page_id = ${broken}) execute function refuse_attempt()`)
  await site.at(0)
  expect(reached()).toEqual([COORDINATOR])
  const [run] = await owner`select outcome, error from job_runs where job = 'tell-pages' order by due_at desc limit 1`
  expect(run).toEqual({ outcome: 'failed', error: `AggregateError: 1 of 2 were not settled: page ${broken}: no attempt` })
  await owner.unsafe('drop function refuse_attempt() cascade')
  await site.at(31)
  expect(reached()).toEqual([COORDINATOR])
})
