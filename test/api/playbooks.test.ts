import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STORM, TYPHOON } from '../support/broadcast-hub.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { registerRoles } from '../support/register-roles.js'
import { ROLES, type Role } from '../support/role-table.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
  await hub.database.setClock(STORM)
  await registerRoles(hub.database.owner)
  await hub.database.owner`
    insert into endpoints (id, center_id, kind, url, secret_ref, valid_from)
    select gen_random_uuid(), id, kind, 'https://' || code || '.example.go.kr/' || lower(kind), code || '/' || lower(kind), '2026-01-01'
    from centers cross join unnest(array['ACTUAL', 'DRILL']) as kind`
})
afterAll(() => hub.close())

async function as(role: Role, query: string, variables: Record<string, unknown> = {}) {
  // The clock of the database stands in a storm; tokens are of now.
  const claims = { sub: `role-${role}`, client_id: `role-${role}`, scope: ROLES[role].scopes.join(' ') }
  const { data, errors } = await hub.graphql(query, variables, await forgeToken(hub.issuer, { claims }))
  return { data, codes: (errors ?? []).map(({ extensions }) => extensions['code']) }
}

/** One mutation with its input: the value, or the issues. */
async function act(role: Role, name: string, { input, select }: { input: object; select: string }) {
  const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input!`
  const renamed: Readonly<Record<string, string>> = { SubmitPlaybookInput: 'PlaybookVersionInput' }
  const query = `mutation ($input: ${renamed[type.slice(0, -1)] === undefined ? type : `${renamed[type.slice(0, -1)] ?? ''}!`}) {
    ${name}(input: $input) { __typename ${select} ... on Refused { issues { code } } } }`
  const { data, codes } = await as(role, query, { input })
  return { codes, result: data?.[name], issues: (data?.[name]?.issues ?? []).map(({ code }: { code: string }) => code) }
}

const ACTIVATION = '... on Activation { id state status hazardNameKo areas headSeq }'
const VERSION = '... on PlaybookVersion { id state revision contentHash approvals { approver agency } }'
const SENT = '... on SentBroadcast { isReplayed broadcast { id seq type state contentHash content targets { center part areas } } }'

const text = (activation: string) => ({
  activation,
  playbook: 'pb_typhoon',
  level: 'ALERT',
  areas: ['11', 'KR-99'],
  overflow: ['incheon'],
  expiresAt: '2026-11-21T23:00:00+09:00',
  values: Object.entries(TYPHOON).map(([name, value]) => ({ name, ...value })),
})

async function alert() {
  const opened = await act('author', 'openActivation', {
    input: { status: 'ACTUAL', hazard: 'typhoon', areas: ['11', 'KR-99'], repeatReason: '시험마다 따로 엽니다' },
    select: ACTIVATION,
  })
  const activation = opened.result.id as string
  const drafted = await act('author', 'draftPlaybook', { input: text(activation), select: VERSION })
  const version = drafted.result.id as string
  await act('author', 'submitPlaybook', { input: { version }, select: VERSION })
  const preview = await as(
    'approver',
    `{ previewBroadcast(version: "${version}") {
      targets { center part areas } withoutEndpoint unknownAreas isAll approvalsNeeded approvalsStanding promptKo
      retype { status hazard centers } lint { code } against { code } version { contentHash } } }`,
  )
  const shown = preview.data.previewBroadcast
  const approved = await act('approver', 'approvePlaybook', {
    input: { version, contentHash: shown.version.contentHash, retyped: shown.retype },
    select: VERSION,
  })
  const sent = await act('broadcaster', 'broadcastPlaybook', { input: { version, idempotencyKey: `send-${version}` }, select: SENT })
  return { activation, version, shown, approved, sent }
}

describe('a broadcast over HTTP', () => {
  it('goes from an opened activation to a message, each step by its role, and its hash is that of its bytes', async () => {
    const { shown, approved, sent } = await alert()
    expect(shown).toEqual({
      targets: [
        { center: 'seoul', part: 'TARGET', areas: ['11'] },
        { center: 'incheon', part: 'OVERFLOW', areas: [] },
      ],
      withoutEndpoint: [],
      unknownAreas: ['KR-99'],
      isAll: false,
      approvalsNeeded: 1,
      approvalsStanding: 0,
      promptKo: '실제 상황입니다. 승인하면 시민에게 안내가 나갑니다. 태풍, 센터 1곳. 허브가 모르는 지역이어서 나가지 않는 곳: KR-99.',
      retype: { status: '실제 상황', hazard: '태풍', centers: 1 },
      lint: [{ code: 'REGION_UNKNOWN' }],
      against: [{ code: 'APPROVAL_MISSING' }],
      version: { contentHash: expect.any(String) as string },
    })
    expect(approved.result).toMatchObject({ state: 'APPROVED', approvals: [{ approver: 'person:role-approver', agency: 'council' }] })
    const { broadcast, isReplayed } = sent.result
    expect([broadcast.seq, broadcast.type, broadcast.state, isReplayed]).toEqual([1, 'ALERT', 'CURRENT', false])
    expect(
      createHash('sha256')
        .update(broadcast.content as string)
        .digest('hex'),
    ).toBe(broadcast.contentHash)
    expect(JSON.parse(broadcast.content as string)).toMatchObject({ areas: ['11', 'KR-99'] })
  })

  it('is read by every role once it went out; what is only planned, and texts under way, are for coordinators and administrators', async () => {
    const { activation } = await alert()
    const planned = await act('author', 'openActivation', {
      input: { status: 'TEST', hazard: 'flood', areas: ['26'] },
      select: ACTIVATION,
    })
    expect(planned.result).toMatchObject({ id: expect.stringMatching(/^TST-/) as string, state: 'PLANNED' })
    const readers: readonly Role[] = ['client', 'dutyOfficer', 'analyst', 'steward', 'administrator', 'author']
    for (const role of readers) {
      const { data } = await as(role, `{ activation(id: "${activation}") { activation { state } broadcasts { seq targets { center } } } }`)
      expect([role, data.activation]).toEqual([
        role,
        { activation: { state: 'ACTIVE' }, broadcasts: [{ seq: 1, targets: [{ center: 'seoul' }, { center: 'incheon' }] }] },
      ])
    }
    const seesPlanned = async (role: Role) =>
      (await as(role, `{ activation(id: "${planned.result.id as string}") { activation { id } } }`)).codes
    expect(await seesPlanned('author')).toEqual([])
    expect(await seesPlanned('administrator')).toEqual([])
    for (const role of ['client', 'dutyOfficer', 'analyst', 'steward'] as const) expect(await seesPlanned(role)).toEqual(['NOT_FOUND'])
    const versions = `{ playbookVersions(activation: "${activation}") { nodes { state } } }`
    expect((await as('administrator', versions)).data.playbookVersions.nodes).toEqual([{ state: 'PUBLISHED' }])
    expect((await as('analyst', versions)).codes).toEqual(['FORBIDDEN'])
  })

  it('H24: an analyst who broadcasts is forbidden, audited, and nothing is sent', async () => {
    const { version } = await alert()
    const { owner } = hub.database
    const before = await owner`select from messages`
    const tried = await act('analyst', 'broadcastPlaybook', { input: { version, idempotencyKey: 'h24' }, select: SENT })
    expect(tried.issues).toEqual(['FORBIDDEN'])
    expect(await owner`select from messages`).toHaveLength(before.length)
    expect(
      await owner`select actor, subject ->> 'field' as field from audit_entries where action = 'access.denied' and actor = 'person:role-analyst' order by seq desc limit 1`,
    ).toEqual([{ actor: 'person:role-analyst', field: 'Mutation.broadcastPlaybook' }])
  })

  it('ends on one word, and a page of activations goes on where the one before ended', async () => {
    const { activation } = await alert()
    const ended = await act('broadcaster', 'withdrawPlaybook', {
      input: { activation, isAllClear: false, reason: '잘못 보냈습니다', idempotencyKey: `end-${activation}` },
      select: SENT,
    })
    expect(ended.result).toMatchObject({ broadcast: { seq: 2, type: 'CANCEL' } })
    const page = (after: string | null) =>
      as('analyst', 'query ($after: String) { activations(first: 1, after: $after) { nodes { id state } endCursor hasNextPage } }', {
        after,
      })
    const first = (await page(null)).data.activations
    const second = (await page(first.endCursor as string)).data.activations
    expect([first.hasNextPage, first.nodes[0].id === second.nodes[0].id]).toEqual([true, false])
    const closing = await as('analyst', '{ activations(state: CLOSING, status: ACTUAL) { nodes { id } } }')
    expect(closing.data.activations.nodes).toEqual([{ id: activation }])
    expect((await page('made-up')).codes).toEqual(['INVALID_CURSOR'])
  })
})

describe('the library', () => {
  it('is read by every role, by hazard and by page, with what the lint says', async () => {
    const { data } = await as(
      'dutyOfficer',
      `{ playbooks(hazard: "utility_outage", first: 2) { nodes { code levels reviewBy isReviewPast lint { code severity } placeholders { name isRequired } } hasNextPage }
        protectionPlaybooks { nodes { code } } exerciseScenarios { nodes { code playbook injects { minute } } } }`,
    )
    expect(data.playbooks.nodes.map(({ code }: { code: string }) => code)).toEqual(['pb_admin_it_outage', 'pb_blackout'])
    expect(data.playbooks.hasNextPage).toBe(true)
    expect(data.playbooks.nodes[1].placeholders).toContainEqual({ name: 'area', isRequired: true })
    expect(data.protectionPlaybooks.nodes.map(({ code }: { code: string }) => code)).toEqual([
      'pr_abusive_caller',
      'pr_aftercare',
      'pr_suicide_risk',
    ])
    expect(data.exerciseScenarios.nodes[0]).toMatchObject({ code: 'EXR-2026-01', playbook: 'pb_heavy_rain_flood' })
  })

  it('says when a review is past', async () => {
    await hub.database.setClock('2027-05-11T09:00:00+09:00')
    const { data } = await as('analyst', '{ playbooks(hazard: "typhoon") { nodes { code isReviewPast lint { code } } } }')
    expect(data.playbooks.nodes[0]).toEqual({ code: 'pb_typhoon', isReviewPast: true, lint: [{ code: 'PLAYBOOK_REVIEW_PAST' }] })
    await hub.database.setClock(STORM)
  })

  it('a hazard is found by what people call it: one emergency has one code, whoever opens it', async () => {
    const { data } = await as('dutyOfficer', '{ playbooks(hazard: "태풍", first: 2) { nodes { code } } }')
    expect(data.playbooks.nodes).toEqual([{ code: 'pb_typhoon' }])
    const hazards = await Promise.all(
      ['태풍', 'Typhoon', '울릉대란'].map(async hazard => {
        const input = { status: 'TEST', hazard, areas: ['부산'], repeatReason: '시험' }
        return (await act('author', 'openActivation', { input, select: '... on Activation { hazard hazardNameKo }' })).result
      }),
    )
    expect(hazards).toMatchObject([
      { hazard: 'typhoon', hazardNameKo: '태풍' },
      { hazard: 'typhoon', hazardNameKo: '태풍' },
      { hazard: '울릉대란', hazardNameKo: null },
    ])
  })

  it('areas are resolved before anything is opened', async () => {
    const { data } = await as('author', '{ targetAreas(areas: ["29", "KR-50", "KR-99"]) { targets { center areas } unknown isAll } }')
    expect(data.targetAreas).toEqual({
      targets: [
        { center: 'gwangju', areas: ['29'] },
        { center: 'sejong', areas: ['KR-50'] },
        { center: 'jeonnam', areas: ['29'] },
      ],
      unknown: ['KR-99'],
      isAll: false,
    })
  })
})
