import { afterAll, beforeAll, expect, it } from 'vitest'
import { openActivation, publish } from '../support/broadcast.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { registerRoles } from '../support/register-roles.js'
import { ROLES, type Role } from '../support/role-table.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
  await registerRoles(hub.database.owner)
  await hub.database.setClock('2026-11-23T09:00:00+09:00')
})
afterAll(() => hub.close())

async function ask(role: Role, query: string, variables: Record<string, unknown> = {}) {
  const claims = { sub: `role-${role}`, client_id: `role-${role}`, scope: ROLES[role].scopes.join(' ') }
  const { data, errors } = await hub.graphql(query, variables, await forgeToken(hub.issuer, { claims }))
  return { data, code: errors?.[0]?.extensions['code'], said: errors === undefined ? null : JSON.stringify(errors) }
}

const DUTY = {
  center: 'busan',
  role: 'DUTY',
  kind: 'ACTUAL',
  place: 1,
  channel: 'SMS',
  address: '051-120-0000',
  desk: '야간 당직실',
  reason: '당직 전화 등록',
}

async function act(name: 'setContact' | 'endContact', input: object) {
  const type = name === 'setContact' ? 'SetContactInput' : 'EndContactInput'
  const query = `mutation ($input: ${type}!) { done: ${name}(input: $input) {
    __typename ... on RegistryChange { id rows { kind change row } } ... on Refused { issues { code path got messageKo messageEn } } } }`
  return (await ask('administrator', query, { input })).data.done
}

async function contactsOf(role: Role, center: string | null = null) {
  const { data, code } = await ask(
    role,
    `query ($center: String) { contacts(center: $center) { nodes { center role kind place channel address desk validFrom validTo } } }`,
    {
      center,
    },
  )
  return code ?? data.contacts.nodes
}

it('a contact is dated, has its reason, is replaced and taken back, and ends', async () => {
  const set = await act('setContact', DUTY)
  expect(set.rows).toMatchObject([{ kind: 'CONTACT', change: 'RECORDED', row: { center: 'busan', address: '0511200000' } }])
  const moved = await act('setContact', {
    ...DUTY,
    channel: 'EMAIL',
    address: 'duty@busan.example.kr',
    validFrom: '2026-12-01T00:00:00+09:00',
  })
  const [first, second] = await contactsOf('dutyOfficer')
  expect([first.validTo, second.validFrom]).toEqual(['2026-12-01T00:00:00+09:00', '2026-12-01T00:00:00+09:00'])
  const undo = `mutation ($id: ID!) { undoRegistryChange(input: { change: $id, reason: "잘못 등록" }) { ... on RegistryChange { id } } }`
  await ask('administrator', undo, { id: moved.id })
  expect(await contactsOf('dutyOfficer')).toEqual([
    {
      center: 'busan',
      role: 'DUTY',
      kind: 'ACTUAL',
      place: 1,
      channel: 'SMS',
      address: '0511200000',
      desk: '야간 당직실',
      validFrom: '2026-11-23T09:00:00+09:00',
      validTo: null,
    },
  ])
  const { center, role, kind, place, reason } = DUTY
  await hub.database.setClock('2026-11-23T10:00:00+09:00')
  await act('endContact', { center, role, kind, place, reason })
  expect((await contactsOf('dutyOfficer'))[0].validTo).toBe('2026-11-23T10:00:00+09:00')
  expect((await act('endContact', { center, role, kind, place, reason })).issues).toMatchObject([{ code: 'NOT_FOUND' }])
})

it('a center sees its own, coordinators and administrators all; nobody else any, and no address is in the audit', async () => {
  await act('setContact', { ...DUTY, place: 2 })
  await act('setContact', { ...DUTY, center: 'seoul', role: 'MANAGER', address: '02-120-7777' })
  await act('setContact', { ...DUTY, center: null, role: 'COORDINATOR', channel: 'EMAIL', address: 'desk@council.example.kr' })
  const seen = async (role: Role) => (await contactsOf(role)).map(({ center }: { center: string | null }) => center)
  expect(await seen('dutyOfficer')).toEqual(['busan', 'busan'])
  for (const role of ['approver', 'administrator'] as const) expect(await seen(role)).toEqual([null, 'busan', 'busan', 'seoul'])
  for (const role of ['client', 'analyst', 'steward'] as const) expect(await contactsOf(role)).toBe('FORBIDDEN')
  expect(await contactsOf('dutyOfficer', 'seoul')).toBe('CENTER_UNKNOWN')
  const [audit] = await hub.database.owner`select string_agg(subject::text, ' ') as text from audit_entries`
  expect(audit?.['text']).not.toMatch(/example\.kr|1207777|야간/)
})

it('says all that is wrong with a contact at once, and never repeats its address', async () => {
  const bad = { ...DUTY, center: null, place: 9, channel: 'EMAIL', address: 'hong.gildong 010-1234-5678', desk: ' ', reason: ' ' }
  const { issues } = await act('setContact', bad)
  expect(issues.map(({ path }: { path: string[] }) => path[1])).toEqual(['center', 'place', 'address', 'desk', 'reason'])
  expect(JSON.stringify(issues)).not.toMatch(/gildong|1234/)
  const named = await act('setContact', { ...DUTY, desk: '홍길동 010-1234-5678' })
  expect(named.issues).toMatchObject([{ code: 'TEXT_NOT_ACCEPTED', path: ['input', 'desk'] }])
  expect((await act('setContact', { ...DUTY, role: 'COORDINATOR' })).issues).toMatchObject([{ path: ['input', 'center'] }])
  expect((await act('setContact', { ...DUTY, validFrom: '2026-11-01T00:00:00+09:00' })).issues).toMatchObject([
    { path: ['input', 'validFrom'] },
  ])
})

it('a coordinator keeps what came of a call, once, in the audit', async () => {
  const storm = await openActivation(hub.database.owner, { centers: ['busan'] })
  const { messageId } = await publish(hub.database.owner, storm)
  const [task] = await hub.database.owner`
    insert into phone_tasks (center_id, activation_id, message_id, about, caller_desk)
    select id, ${storm.activationId}, ${messageId}, 'ACKNOWLEDGE', '협의체 상황실' from centers where code = 'busan' returning id`
  const open = async () =>
    (await ask('author', `{ phoneTasks { nodes { id center about callerDesk isOver result calledByDesk } } }`)).data.phoneTasks.nodes
  expect(await open()).toEqual([
    {
      id: task?.['id'],
      center: 'busan',
      about: 'ACKNOWLEDGE',
      callerDesk: '협의체 상황실',
      isOver: false,
      result: null,
      calledByDesk: null,
    },
  ])
  const complete = async (input: object) =>
    (
      await ask(
        'broadcaster',
        `mutation ($input: CompletePhoneTaskInput!) { done: completePhoneTask(input: $input) {
        __typename ... on PhoneTask { result calledByDesk note } ... on Refused { issues { code } } } }`,
        {
          input: { task: task?.['id'], desk: '서울 상황실', result: 'REACHED', ...input },
        },
      )
    ).data.done
  expect(await complete({ note: '담당자 010-1234-5678' })).toMatchObject({ issues: [{ code: 'TEXT_NOT_ACCEPTED' }] })
  expect(await complete({ task: 'x' })).toMatchObject({ issues: [{ code: 'NOT_FOUND' }] })
  expect(await complete({ note: '곧 확인하겠다고 함' })).toMatchObject({
    result: 'REACHED',
    calledByDesk: '서울 상황실',
    note: '곧 확인하겠다고 함',
  })
  expect(await complete({})).toMatchObject({ issues: [{ code: 'WRONG_STATE' }] })
  expect(await open()).toEqual([])
  const entries = await hub.database
    .owner`select actor, subject ->> 'result' as result from audit_entries where action = 'phoneTask.completed'`
  expect([...entries]).toEqual([{ actor: 'person:role-broadcaster', result: 'REACHED' }])
})

it('pages: coordinators see who was told what, how and with what result; a duty officer what was for the own desks; never an address', async () => {
  const storm = await openActivation(hub.database.owner, { centers: ['busan', 'seoul'] })
  const { messageId } = await publish(hub.database.owner, storm)
  const { owner } = hub.database
  await owner`
    insert into pages (kind, subject, audience, to_center_id, center_id, activation_id, message_id, at, attempts, told_at, dropped_at, dropped_why)
    select v.kind, 'listed ' || v.kind || v.about, v.audience, (select id from centers where code = v.whose), (select id from centers where code = v.about),
      ${storm.activationId}, ${messageId}, hub_now(), v.attempts, case v.state when 'TOLD' then hub_now() end, case v.state when 'CLOSED' then hub_now() end,
      case v.state when 'CLOSED' then 'answered' end
    from (values ('LADDER_DUTY', 'DUTY', 'busan', 'busan', 2, 'TOLD'), ('LADDER_MANAGER', 'MANAGER', 'busan', 'busan', 0, 'TOLD'),
      ('LADDER_COORDINATOR', 'COORDINATOR', null, 'busan', 1, 'WAITING'), ('LADDER_DUTY', 'DUTY', 'seoul', 'seoul', 0, 'CLOSED'))
      as v (kind, audience, whose, about, attempts, state)`
  await owner`
    update pages set told_with = (select id from pages where subject = 'listed LADDER_DUTYbusan') where subject = 'listed LADDER_MANAGERbusan'`
  await owner`
    insert into page_attempts (page_id, no, channel, place, desk, worker, finished_at, outcome, cause)
    select p.id, a.no, a.channel, a.no, '야간 당직실', 'w', hub_now(), a.outcome, a.cause
    from pages p, (values (1, 'EMAIL', 'FAILED', 'EAUTH 535'), (2, 'SMS', 'TOLD', null)) as a (no, channel, outcome, cause)
    where p.subject = 'listed LADDER_DUTYbusan'`
  const list = async (role: Role, variables: object = {}) => {
    const { data, code } = await ask(
      role,
      `query ($activation: ID, $center: String, $isOpen: Boolean! = false, $first: Int! = 100, $after: String) {
        pages(activation: $activation, center: $center, isOpen: $isOpen, first: $first, after: $after) { endCursor hasNextPage
          nodes { id kind audience to center activation broadcast state toldWith closedWhy nextAttemptAt attempts
            lastAttempts { no channel place desk outcome cause } } } }`,
      { activation: storm.activationId, ...variables },
    )
    return code ?? data.pages
  }
  type Listed = { id: string; kind: string; center: string }
  const named = ({ nodes }: { nodes: readonly Listed[] }) => nodes.map(({ kind, center }) => `${kind} ${center}`)
  const all = await list('author')
  expect(named(all)).toEqual(['LADDER_DUTY seoul', 'LADDER_COORDINATOR busan', 'LADDER_MANAGER busan', 'LADDER_DUTY busan'])
  const [closed, waiting, together, told] = all.nodes
  expect(closed).toMatchObject({ state: 'CLOSED', closedWhy: 'answered', nextAttemptAt: null, to: 'seoul' })
  expect(waiting).toMatchObject({ state: 'WAITING', to: null, audience: 'COORDINATOR', nextAttemptAt: expect.any(String) as string })
  expect([together.state, together.toldWith]).toEqual(['TOLD', told.id])
  expect(told).toMatchObject({ activation: storm.activationId, broadcast: messageId, to: 'busan', attempts: 2 })
  expect(told.lastAttempts).toEqual([
    { no: 2, channel: 'SMS', place: 2, desk: '야간 당직실', outcome: 'TOLD', cause: null },
    { no: 1, channel: 'EMAIL', place: 1, desk: '야간 당직실', outcome: 'FAILED', cause: 'EAUTH 535' },
  ])

  expect(named(await list('administrator', { isOpen: true }))).toEqual(['LADDER_COORDINATOR busan'])
  expect(named(await list('approver', { center: 'seoul' }))).toEqual(['LADDER_DUTY seoul'])
  const first = await list('author', { first: 3 })
  const rest = await list('author', { first: 3, after: first.endCursor })
  expect([first.hasNextPage, named(rest), rest.hasNextPage]).toEqual([true, ['LADDER_DUTY busan'], false])
  const { said } = await ask('author', 'query ($center: String) { contacts(center: $center) { endCursor } }', {
    center: '가'.repeat(100_000),
  })
  expect(said?.length).toBeLessThan(1_000)
  // What no column holds must not reach the database inside of a cursor either.
  for (const place of ['["\\u0000"]', '["2026-11-21T18:00:00Z","\\u0000"]', '["\\ud800"]']) {
    const after = Buffer.from(place).toString('base64url')
    const codes = ['contacts', 'phoneTasks'].map(async field => (await ask('author', `{ ${field}(after: "${after}") { endCursor } }`)).code)
    expect(await Promise.all(codes)).toEqual(['INVALID_CURSOR', 'INVALID_CURSOR'])
  }
  expect([await list('author', { after: 'x' }), await list('author', { first: 0 })]).toEqual(['INVALID_CURSOR', 'BAD_USER_INPUT'])

  // What the council was told about a center is the council's.
  const own = await list('dutyOfficer')
  expect([named(own), own.nodes[1].lastAttempts]).toEqual([['LADDER_MANAGER busan', 'LADDER_DUTY busan'], told.lastAttempts])
  expect(await list('dutyOfficer', { center: 'seoul' })).toBe('CENTER_UNKNOWN')
  for (const role of ['client', 'analyst', 'steward'] as const) expect(await list(role)).toBe('FORBIDDEN')

  const { data } = await ask(
    'author',
    'query ($activation: ID!) { activationBoard(activation: $activation) { untoldPages centers { center lastPage } } }',
    {
      activation: storm.activationId,
    },
  )
  expect(data.activationBoard).toEqual({
    untoldPages: 1,
    centers: expect.arrayContaining([
      { center: 'busan', lastPage: waiting.id },
      { center: 'seoul', lastPage: closed.id },
    ]) as unknown,
  })
})
