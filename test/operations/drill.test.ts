import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { broadcastPlaybook } from '../../api/operations/broadcast-playbook.js'
import { draftPlaybook } from '../../api/operations/draft-playbook.js'
import { openActivation } from '../../api/operations/open-activation.js'
import { previewBroadcast } from '../../api/operations/preview-broadcast.js'
import { startBroadcastHub, STORM, textOf, type BroadcastHub } from '../support/broadcast-hub.js'
import { refusalOf, valueOf } from '../support/center-hub.js'

let site: BroadcastHub
beforeAll(async () => {
  site = await startBroadcastHub()
})
beforeEach(async () => {
  await site.database.setClock(STORM)
  await site.endReal()
})
afterAll(() => site.close())

const drill = () => site.alert({ status: 'EXERCISE', areas: ['11', '26'] })
const sqlState = (work: PromiseLike<unknown>) =>
  Promise.resolve(work).then(
    () => 'went through',
    (error: { constraint_name?: string; code: string }) => error.constraint_name ?? error.code,
  )

describe('scenario 6: a drill', () => {
  it('goes to endpoints for drills, under ids and lines that say so', async () => {
    const { activation, message } = await drill()
    expect([activation.id.slice(0, 4), message.id.slice(0, 4)]).toEqual(['EXR-', 'EXR-'])
    const content = JSON.parse(message.content) as { headline: { ko: string }; script: { ko: string[]; en: string[] } }
    expect([content.headline.ko, ...content.script.ko].every(line => line.startsWith('[훈련] '))).toBe(true)
    expect(content.script.en.every(line => line.startsWith('[EXERCISE] '))).toBe(true)
    expect(await site.database.owner`select distinct endpoint_kind as kind from deliveries where message_id = ${message.id}`).toEqual([
      { kind: 'DRILL' },
    ])
  })

  it('is refused by validation where a center has a real endpoint only', async () => {
    const { owner } = site.database
    const activation = await site.open({ status: 'EXERCISE', areas: ['28'] })
    const version = await site.approve(await site.draft(activation), 1)
    await owner`update endpoints set valid_to = hub_now() where kind = 'DRILL' and center_id = (select id from centers where code = 'incheon')`
    const sent = await broadcastPlaybook(site.hub, site.people.sender, { version: version.id, idempotencyKey: 'no-door' })
    expect(sent.ok ? [] : sent.issues.map(({ code, got }) => [code, got])).toEqual([['NO_DRILL_ENDPOINT', 'incheon']])
    await owner`update endpoints set valid_to = null where kind = 'DRILL' and center_id = (select id from centers where code = 'incheon')`
  })

  it('never changes its status, by the state rule, and by the table where somebody edits a row by hand', async () => {
    const { owner } = site.database
    const { activation, message } = await drill()
    const flipped = await draftPlaybook(site.hub, site.people.author, textOf(activation, { status: 'ACTUAL' }))
    expect(refusalOf(flipped)).toEqual(['STATUS_IMMUTABLE'])
    expect(await sqlState(owner`update activations set status = 'ACTUAL' where id = ${activation.id}`)).toBe('23001')
    expect(await sqlState(owner`update messages set status = 'ACTUAL' where id = ${message.id}`)).toBe('23001')
    expect(
      await sqlState(owner`
        insert into activations (id, status, hazard, areas, opened_by, opened_agency)
        select 'EXR-' || right(id, 26), 'ACTUAL', hazard, areas, opened_by, opened_agency from activations where id = ${activation.id}`),
    ).toBe('activations_id_tells_status')
  })

  it('reaches no real endpoint, whoever edits which row by hand', async () => {
    const { owner } = site.database
    const { message } = await drill()
    const real = owner`select id from endpoints where kind = 'ACTUAL' and center_id = deliveries.center_id`
    expect(await sqlState(owner`update deliveries set endpoint_id = (${real}) where message_id = ${message.id}`)).toBe(
      'deliveries_endpoint_fk',
    )
    expect(
      await sqlState(owner`update deliveries set endpoint_id = (${real}), endpoint_kind = 'ACTUAL' where message_id = ${message.id}`),
    ).toBe('deliveries_drills_apart')
    expect(
      await sqlState(
        owner`update deliveries set endpoint_id = (${real}), endpoint_kind = 'ACTUAL', status = 'ACTUAL' where message_id = ${message.id}`,
      ),
    ).toBe('deliveries_message_fk')
    const alert = await site.alert()
    expect(await sqlState(owner`update deliveries set endpoint_kind = 'DRILL' where message_id = ${alert.message.id}`)).toBe(
      'deliveries_drills_apart',
    )
    // The key and the address of a drill are its own.
    expect(
      await sqlState(
        owner`update endpoints set secret_ref = 'busan/actual' where kind = 'DRILL' and center_id = (select id from centers where code = 'seoul')`,
      ),
    ).toBe('endpoints_secrets_apart')
    expect(
      await sqlState(
        owner`update endpoints set url = 'https://seoul.example.go.kr/actual' where kind = 'DRILL' and center_id = (select id from centers where code = 'busan')`,
      ),
    ).toBe('endpoints_addresses_apart')
    expect(await sqlState(owner`update endpoints set kind = 'ACTUAL' where kind = 'DRILL' and center_id = 1`)).not.toBe('went through')
    expect(await sqlState(owner`update endpoint_identities set kind = 'ACTUAL' where kind = 'DRILL'`)).toBe('42501')
  })

  it('ends for a center the moment the real thing of its hazard targets that center, and for no other', async () => {
    const { activation, message } = await drill()
    const { message: real } = await site.alert()
    const { owner } = site.database
    const states = await owner`
      select c.code, d.state, t.ended_by as by from message_targets t
      join centers c on c.id = t.center_id
      join deliveries d using (center_id, message_id)
      where t.message_id = ${message.id} order by c.code`
    expect(states).toEqual([
      { code: 'busan', state: 'PENDING', by: null },
      { code: 'seoul', state: 'CANCELED', by: real.id },
    ])
    const timers = await owner<{ code: string; n: number }[]>`
      select c.code, count(*)::int as n from timers t join centers c on c.id = t.center_id
      where message_id = ${message.id} and done_at is null group by 1`
    expect(timers.map(({ code }) => code)).toEqual(['busan'])
    const next = await site.draft(activation)
    const preview = valueOf(await previewBroadcast(site.hub, site.people.author, next.id))
    expect([preview.targets.length, preview.leftOut.length]).toEqual([1, 1])
    const update = await site.send(await site.approve(next, 1))
    expect(await owner`select c.code from message_targets join centers c on c.id = center_id where message_id = ${update.id}`).toEqual([
      { code: 'busan' },
    ])
  })

  it('has an id, participants and an end, and nothing else has', async () => {
    const open = (input: Parameters<typeof openActivation>[2]) => openActivation(site.hub, site.people.author, input)
    const plain = {
      status: 'EXERCISE',
      hazard: 'typhoon',
      areas: ['11'],
      overflow: [],
      relatesTo: null,
      repeatReason: '시험',
      exercise: null,
    } as const
    const exercise = { id: 'EX-2', participants: ['seoul'], endsAt: '2026-11-21T21:00:00+09:00' }
    expect(refusalOf(await open(plain))).toEqual(['EXERCISE_INCOMPLETE'])
    expect(refusalOf(await open({ ...plain, status: 'ACTUAL', exercise }))).toEqual(['EXERCISE_INCOMPLETE'])
    expect(refusalOf(await open({ ...plain, exercise: { ...exercise, participants: ['nowhere'] } }))).toEqual(['EXERCISE_INCOMPLETE'])
    expect(refusalOf(await open({ ...plain, exercise: { ...exercise, endsAt: STORM } }))).toEqual(['EXERCISE_INCOMPLETE'])
    const opened = valueOf(await open({ ...plain, exercise }))
    const beyond = await draftPlaybook(site.hub, site.people.author, textOf(opened))
    expect(refusalOf(beyond)).toEqual(['EXPIRY_NOT_ALLOWED'])
  })
})

describe('targets', () => {
  it('a center out of the exercise, an unknown area and an overflow partner are shown in the preview as what they are', async () => {
    const activation = await site.open({ status: 'EXERCISE', areas: ['11', '27', 'KR-99', '29'] })
    const version = await site.draft(activation, { overflow: ['busan'] })
    const preview = valueOf(await previewBroadcast(site.hub, site.people.author, version.id))
    const codeOf = (await site.hub.standards()).centerCodes
    expect({
      targets: preview.targets.map(({ centerId }) => codeOf.get(centerId)),
      overflow: preview.overflow.map(({ centerId }) => codeOf.get(centerId)),
      leftOut: preview.leftOut.map(id => codeOf.get(id)),
      unknown: preview.unknownAreas,
      against: preview.against.map(({ code }) => code),
    }).toEqual({
      targets: ['seoul'],
      overflow: ['busan'],
      leftOut: ['daegu', 'gwangju', 'jeonnam'],
      unknown: ['KR-99'],
      against: ['APPROVAL_MISSING'],
    })
    const sent = await site.send(await site.approve(version, 1))
    const { owner } = site.database
    expect(
      await owner`select c.code, part, (select count(*)::int from receipts r where r.center_id = t.center_id and r.message_id = t.message_id) as receipts
        from message_targets t join centers c on c.id = t.center_id where message_id = ${sent.id} order by code`,
    ).toEqual([
      { code: 'busan', part: 'OVERFLOW', receipts: 0 },
      { code: 'seoul', part: 'TARGET', receipts: 1 },
    ])
    expect(await owner`select from deliveries where message_id = ${sent.id}`).toHaveLength(2)
  })

  it('an area without a member center sends nothing', async () => {
    const version = await site.draft(await site.open({ areas: ['KR-99'] }))
    const sent = await broadcastPlaybook(site.hub, site.people.sender, { version: version.id, idempotencyKey: 'nobody' })
    expect(refusalOf(sent)).toEqual(['WRONG_STATE'])
    const preview = valueOf(await previewBroadcast(site.hub, site.people.author, version.id))
    expect(preview.against.map(({ code }) => code)).toEqual(['NO_TARGETS', 'APPROVAL_MISSING'])
  })
})
