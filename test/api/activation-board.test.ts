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
})
afterAll(() => hub.close())

async function ask(role: Role, query: string, variables: Record<string, unknown>) {
  const claims = { sub: `role-${role}`, client_id: `role-${role}`, scope: ROLES[role].scopes.join(' ') }
  const { data, errors } = await hub.graphql(query, variables, await forgeToken(hub.issuer, { claims }))
  return { data, code: errors?.[0]?.extensions['code'] }
}

async function board(activation: string, at: string | null, role: Role = 'author') {
  const { data } = await ask(
    role,
    `query ($activation: ID!, $at: DateTime) { activationBoard(activation: $activation, at: $at) { broadcast seq hasEnded
      centers { center part state receivedAt acknowledgedAt acknowledgedDesk appliedAt desksBriefed desksTotal waitingSeconds escalations attempts } } }`,
    { activation, at },
  )
  return data.activationBoard
}

const at = (time: string) => `2026-11-23T${time}+09:00`
const clock = (time: string) => hub.database.setClock(at(time))

async function answer(act: 'acknowledge' | 'apply' | 'reject', input: object) {
  const type = { acknowledge: 'Acknowledge', apply: 'Apply', reject: 'Reject' }[act]
  const { data } = await ask(
    'dutyOfficer',
    `mutation ($input: ${type}MessageInput!) { answer: ${act}Message(input: $input) { __typename ... on Refused { issues { code } } } }`,
    { input: { desk: '당직 1팀', ...input } },
  )
  expect(data.answer.__typename).toBe('AnsweredBroadcast')
}

/** 03:00 an alert to Busan and Seoul, 03:05 Busan has read it, 03:10 an update, 03:12 Busan fetches it, 03:15 reads it, 03:20 works by it. */
async function night() {
  const storm = await openActivation(hub.database.owner, { centers: ['busan', 'seoul'] })
  await clock('03:00:00')
  const one = await publish(hub.database.owner, storm)
  await clock('03:05:00')
  await answer('acknowledge', { broadcast: one.messageId })
  await clock('03:10:00')
  const two = await publish(hub.database.owner, storm)
  await clock('03:12:00')
  await ask('client', '{ emergencyFeed(first: 500) { endCursor } }', {})
  await clock('03:15:00')
  await answer('acknowledge', { broadcast: two.messageId })
  await clock('03:20:00')
  await answer('apply', { broadcast: two.messageId, desksBriefed: 8, desksTotal: 9, routingSet: true })
  return { activation: storm.activationId, one: one.messageId, two: two.messageId }
}

const lineOf = (centers: readonly { center: string }[], code: string) => centers.find(({ center }) => center === code)

it('tells who knew what at 03:12, also when it is asked later: the message that held, and what had happened until then', async () => {
  const { activation, one, two } = await night()
  const then = await board(activation, at('03:12:30'))
  expect([then.broadcast, then.seq, then.hasEnded]).toEqual([two, 2, false])
  expect(lineOf(then.centers, 'busan')).toEqual({
    center: 'busan',
    part: 'TARGET',
    state: 'RECEIVED',
    receivedAt: '2026-11-23T03:12:00+09:00',
    acknowledgedAt: null,
    acknowledgedDesk: null,
    appliedAt: null,
    desksBriefed: null,
    desksTotal: null,
    waitingSeconds: 150,
    escalations: 0,
    attempts: 0,
  })
  // Seoul never answered anything: it owes since the first message, not since the last.
  expect(lineOf(then.centers, 'seoul')).toMatchObject({ state: 'AWAITING', receivedAt: null, waitingSeconds: 750 })

  const earlier = await board(activation, at('03:07:00'))
  expect([earlier.broadcast, lineOf(earlier.centers, 'busan')]).toMatchObject([one, { state: 'ACKNOWLEDGED', waitingSeconds: null }])
  const now = await board(activation, null, 'administrator')
  expect(lineOf(now.centers, 'busan')).toMatchObject({ state: 'APPLIED', desksBriefed: 8, desksTotal: 9, waitingSeconds: null })
  expect(await board(activation, at('02:59:00'))).toEqual({ broadcast: null, seq: 0, hasEnded: false, centers: [] })
})

it('counts the later of rejected and acknowledged, at each instant', async () => {
  const storm = await openActivation(hub.database.owner, { centers: ['busan'] })
  await clock('04:00:00')
  const { messageId: broadcast } = await publish(hub.database.owner, storm)
  await clock('04:01:00')
  await answer('reject', { broadcast, reason: '그 대기열이 없습니다' })
  await clock('04:02:00')
  await answer('acknowledge', { broadcast })
  const stateAt = async (time: string) => lineOf((await board(storm.activationId, at(time))).centers, 'busan')
  expect([await stateAt('04:00:30'), await stateAt('04:01:30'), await stateAt('04:02:00')]).toMatchObject([
    { state: 'AWAITING', waitingSeconds: 30 },
    { state: 'REJECTED', waitingSeconds: null },
    { state: 'ACKNOWLEDGED', waitingSeconds: null },
  ])
})

it('is for coordinators and administrators, of activations that there are', async () => {
  const query = 'query ($activation: ID!) { activationBoard(activation: $activation) { seq } }'
  expect((await ask('dutyOfficer', query, { activation: 'x' })).code).toBe('FORBIDDEN')
  expect((await ask('approver', query, { activation: 'x' })).code).toBe('NOT_FOUND')
})
