import { afterAll, beforeAll, expect, it } from 'vitest'
import { forgeToken, tokenTime } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { registerRoles } from '../support/register-roles.js'
import { ROLES, type Role } from '../support/role-table.js'

let hub: HubServer
let strict: HubServer
beforeAll(async () => {
  hub = await startHubServer()
  await registerRoles(hub.database.owner)
  strict = await startHubServer({ database: hub.database, strongSignIn: { maxAgeSeconds: 60, acr: ['two-factor'] } })
})
afterAll(async () => {
  await strict.close()
  await hub.close()
})

const RETYPED = { status: '실제 상황', hazard: '태풍', centers: 1 }
const KEYED = { version: 'none', idempotencyKey: 'k' }
const RATIFY = { broadcast: 'none', reason: '시험', idempotencyKey: 'k' }
/** Acts that send an alarm or let one be sent, on a text that there is none of: whoever may act learns just that. */
const ACTS: readonly (readonly [role: Role, name: string, input: object, type?: string])[] = [
  ['author', 'submitPlaybook', { version: 'none' }, 'PlaybookVersionInput'],
  ['author', 'editDrillPlan', { plan: 'none', scenario: 'EXR-2026-01', exerciseId: 'X', participants: ['seoul'] }],
  ['approver', 'approvePlaybook', { version: 'none', contentHash: 'a'.repeat(64), retyped: RETYPED }],
  ['broadcaster', 'broadcastPlaybook', KEYED],
  ['broadcaster', 'schedulePlaybook', { version: 'none', publishAt: '2026-12-01T00:00:00+09:00' }],
  ['breakGlass', 'breakGlass', { ...KEYED, reason: '시험', phrase: '사전 승인 없이 발령', retyped: RETYPED }],
  ['approver', 'decideRatification', { ...RATIFY, isRatified: true }],
]

async function act(at: HubServer, [role, name, input, named]: (typeof ACTS)[number], claims: Record<string, unknown>) {
  const type = named ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`
  const query = `mutation ($input: ${type}!) { act: ${name}(input: $input) { ... on Refused { issues { code messageKo messageEn expected got } } } }`
  const subject = { sub: `role-${role}`, client_id: `role-${role}`, scope: ROLES[role].scopes.join(' ') }
  const { data, errors } = await at.graphql(query, { input }, await forgeToken(at.issuer, { claims: { ...subject, ...claims } }))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.act.issues as { code: string; messageKo: string; expected: string; got: string }[]
}
const codesOf = async (at: HubServer, claims: Record<string, unknown>) =>
  Promise.all(ACTS.map(async one => (await act(at, one, claims)).map(({ code }) => code).join()))
const all = (code: string) => ACTS.map(() => code)

it('who hands over, approves or sends has signed in within a quarter of an hour, and a token that does not say so is told what to do', async () => {
  const now = tokenTime()
  expect(await codesOf(hub, { auth_time: now - 840 })).toEqual(all('NOT_FOUND'))
  for (const stale of [
    { auth_time: now - 960 },
    { auth_time: undefined },
    { auth_time: String(now) },
    { auth_time: now + 5000 },
    { auth_time: -1 },
  ]) {
    expect([stale, await codesOf(hub, stale)]).toEqual([stale, all('SIGN_IN_AGAIN')])
  }
  const [first] = await act(hub, ACTS[0]!, { auth_time: undefined })
  expect(first).toMatchObject({ expected: 'auth_time within 900 s', got: 'auth_time absent, acr absent' })
  expect(first?.messageKo).toContain('max_age=900')
})

it('where the operator names values of acr, one of them is needed as well', async () => {
  const now = tokenTime()
  expect(await codesOf(strict, { auth_time: now, acr: 'two-factor' })).toEqual(all('NOT_FOUND'))
  for (const weak of [{ auth_time: now }, { auth_time: now, acr: 'password' }, { auth_time: now - 90, acr: 'two-factor' }]) {
    expect([weak, await codesOf(strict, weak)]).toEqual([weak, all('SIGN_IN_AGAIN')])
  }
})

it('stopping, correcting and refusing ask for no new sign-in', async () => {
  const old = { auth_time: undefined }
  const stops: typeof ACTS = [
    ['approver', 'decideRatification', { ...RATIFY, isRatified: false }],
    ['author', 'withdrawPlaybook', { activation: 'none', isAllClear: false, reason: '시험', idempotencyKey: 'k' }],
    ['author', 'correctPlaybook', { activation: 'none', values: [], takeOut: [], idempotencyKey: 'k' }],
  ]
  for (const one of stops) expect((await act(hub, one, old)).map(({ code }) => code)).toEqual(['NOT_FOUND'])
})

it('what goes out or ends on one word is of a person: a program corrects, withdraws, closes and aborts nothing', async () => {
  const why = { reason: '시험', idempotencyKey: 'k' }
  const acts: typeof ACTS = [
    ['author', 'correctPlaybook', { activation: 'none', values: [], takeOut: [], idempotencyKey: 'k' }],
    ['author', 'withdrawPlaybook', { activation: 'none', isAllClear: false, ...why }],
    ['author', 'closeActivation', { activation: 'none', reason: '시험' }],
    ['author', 'abortDrill', { drill: 'none', reason: '시험' }, 'DrillActInput'],
  ]
  const codes = async () => (await Promise.all(acts.map(one => act(hub, one, {})))).flat().map(({ code }) => code)
  expect(await codes()).toEqual(acts.map(() => 'NOT_FOUND'))
  await hub.database.owner`update callers set kind = 'client' where subject = 'role-author'`
  expect(await codes()).toEqual(acts.map(() => 'PERSON_REQUIRED'))
  await hub.database.owner`update callers set kind = 'person' where subject = 'role-author'`
})

it('the development sign-in says when', async () => {
  const { data } = await hub.graphql(
    'mutation ($input: BroadcastPlaybookInput!) { broadcastPlaybook(input: $input) { ... on Refused { issues { code } } } }',
    { input: KEYED },
    await hub.token('coordinator'),
  )
  expect(data.broadcastPlaybook.issues).toEqual([{ code: 'NOT_FOUND' }])
})
