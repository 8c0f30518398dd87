import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../schema/domain/period.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

const REFUSED = '... on Refused { issues { code path messageKo messageEn } }'
const RUN = `mutation ($job: TermJobName!, $center: String!) { runTermJob(input: { job: $job, center: $center }) {
  __typename ... on JobRun { job outcome detail error } ${REFUSED} } }`
const CONFLICTS = `query ($center: String, $isOpen: Boolean! = true, $first: Int! = 50, $after: String) {
  termConflicts(center: $center, isOpen: $isOpen, first: $first, after: $after) {
    nodes { id center conflict subject terms detectedOn lastSeenOn evidence state settledAt settlement } endCursor hasNextPage } }`
const SETTLE = `mutation ($id: ID!, $isDismissed: Boolean!, $reason: String!) {
  settleTermConflict(input: { id: $id, isDismissed: $isDismissed, reason: $reason }) { __typename ... on TermConflict { state settlement } ${REFUSED} } }`
const TIERS = '{ termTiers { kind tier isOn reason accepted reviewed } }'
const SWITCH = `mutation ($isOn: Boolean!, $reason: String!) {
  switchTermTier(input: { kind: codelist, tier: T1, isOn: $isOn, reason: $reason }) { __typename ... on TermTier { kind tier isOn reason } ${REFUSED} } }`

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
  const push = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { __typename ... on SubmissionReceipt { counts { inserted quarantined } } } }`
  const rows = Array.from({ length: 14 }, (_, night) => ({
    measure: '상담사 응대콜 수',
    unit: '건',
    periodStart: addDays('2024-11-01', night),
    value: String(1_300 + ((night * 37) % 60)),
  }))
  const { data } = await hub.graphql(push, { input: { idempotencyKey: 'watch-1', rows } }, await hub.token('busan-client'))
  expect(data.submitStatistics).toMatchObject({ __typename: 'SubmissionReceipt', counts: { quarantined: 14 } })
})
afterAll(() => hub.close())

const ask = async (client: string, document: string, variables: Record<string, unknown> = {}) =>
  hub.graphql(document, variables, await hub.token(client))

describe('runTermJob', () => {
  it('reconciles one center on demand, enters it into the ledger and audits who asked', async () => {
    const { data } = await ask('steward', RUN, { job: 'RECONCILE', center: 'busan' })
    expect(data.runTermJob).toMatchObject({ __typename: 'JobRun', job: 'reconcile-terms@busan', outcome: 'done', error: null })
    expect(JSON.parse(data.runTermJob.detail)).toMatchObject({ words: 1, accepted: 1, rowsLanded: 14 })
    const again = await ask('steward', RUN, { job: 'RECONCILE', center: 'busan' })
    expect(JSON.parse(again.data.runTermJob.detail)).toMatchObject({ words: 0, rowsLanded: 0 })
    const [{ asked } = { asked: 0 }] = await hub.database.owner<{ asked: number }[]>`
      select count(*)::int as asked from audit_entries where action = 'termJob.run' and actor like '%steward%'`
    expect(asked).toBe(2)
  })

  it.each(['WATCH', 'REPLAY', 'SUSPEND_TIERS', 'CONSERVATION'])('runs %s, and refuses a center that there is not', async job => {
    const { data } = await ask('admin', RUN, { job, center: 'busan' })
    expect(data.runTermJob).toMatchObject({ __typename: 'JobRun', outcome: 'done' })
    const refused = await ask('admin', RUN, { job, center: 'atlantis' })
    expect(refused.data.runTermJob).toMatchObject({ __typename: 'Refused', issues: [{ code: 'CENTER_UNKNOWN' }] })
  })
})

describe('termConflicts', () => {
  it('shows a steward what contradicts, a center its own, and is settled with a reason, once', async () => {
    await hub.database.owner`
      insert into term_conflicts (center_id, conflict, subject, terms, evidence)
      select id, 'drift', 'measure:calls_offered 2024-11-10', '{}', '{"factor": 1.3}' from centers where code in ('busan', 'daegu')`
    const subjectsOf = async (client: string, variables = {}) =>
      (await ask(client, CONFLICTS, variables)).data.termConflicts.nodes.map(({ center }: { center: string }) => center).toSorted()
    expect(await subjectsOf('steward')).toEqual(['busan', 'daegu'])
    expect(await subjectsOf('busan-client')).toEqual(['busan'])
    expect(await subjectsOf('busan-client', { center: 'daegu' })).toEqual([])
    const [conflict] = (await ask('steward', CONFLICTS, { center: 'busan' })).data.termConflicts.nodes
    const settle = () => ask('steward', SETTLE, { id: conflict.id, isDismissed: true, reason: '행사로 늘었습니다' })
    expect((await settle()).data.settleTermConflict).toEqual({
      __typename: 'TermConflict',
      state: 'dismissed',
      settlement: '행사로 늘었습니다',
    })
    expect((await settle()).data.settleTermConflict).toMatchObject({ __typename: 'Refused', issues: [{ code: 'NOT_FOUND' }] })
    expect(await subjectsOf('steward')).toEqual(['daegu'])
    const page = (await ask('steward', CONFLICTS, { isOpen: false, first: 1 })).data.termConflicts
    const next = (await ask('steward', CONFLICTS, { isOpen: false, first: 1, after: page.endCursor })).data.termConflicts
    expect([page.hasNextPage, next.hasNextPage]).toEqual([true, false])
    expect(new Set([page.nodes[0].center, next.nodes[0].center])).toEqual(new Set(['busan', 'daegu']))
  })

  it.each([
    ['2026-02-30', '00000000-0000-4000-8000-000000000000'],
    ['0000-00-00', '00000000-0000-4000-8000-000000000000'],
    ['2026-02-28', '%'],
  ])('H11: a cursor edited by hand is refused before the database reads it: %s, %s', async (...place) => {
    const { errors } = await ask('steward', CONFLICTS, { after: Buffer.from(JSON.stringify(place)).toString('base64url') })
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }])
  })
})

describe('termTiers', () => {
  it('are all on at first, switched with a reason, and told with what they accepted', async () => {
    const { data } = await ask('steward', TIERS)
    expect(data.termTiers.map(({ kind, tier, isOn }: Record<string, string>) => `${kind} ${tier} ${isOn}`)).toEqual([
      'subject T0 true',
      'subject T1 true',
      'subject T2 true',
      'codelist T0 true',
      'codelist T1 true',
      'codelist T2 true',
    ])
    expect(data.termTiers[2]).toMatchObject({ accepted: 1, reviewed: 0, reason: null })
    const off = await ask('steward', SWITCH, { isOn: false, reason: '점검 동안 멈춥니다' })
    expect(off.data.switchTermTier).toEqual({
      __typename: 'TermTier',
      kind: 'codelist',
      tier: 'T1',
      isOn: false,
      reason: '점검 동안 멈춥니다',
    })
    expect((await ask('steward', SWITCH, { isOn: true, reason: '' })).data.switchTermTier).toMatchObject({ __typename: 'Refused' })
    expect((await ask('admin', TIERS)).data.termTiers[4]).toMatchObject({ isOn: false })
  })
})
