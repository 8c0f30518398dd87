import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { refusalOf, rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { countTables, listHeld, listStored, revisionsOf } from '../support/stored-rows.js'
import { busanBatch, rowOf, seoulBatch } from '../support/submission-samples.js'

const hubs: CenterHub[] = []
let center: CenterHub
beforeEach(async () => {
  center = await startCenterHub()
  hubs.push(center)
})
afterAll(() => Promise.all(hubs.map(hub => hub.close())))

const KEY = 'calls_offered day 2026-11-19'
const night = { idempotencyKey: 'night' }
const revisions = () => revisionsOf(center.database.owner, 'busan', KEY)

describe('the same request', () => {
  it('exchange 2, S14: same key and content three times, two of them at once: one effect, equal receipts, replayed', async () => {
    const [first, ...later] = [
      ...(await Promise.all([center.submit('seoul', seoulBatch(), night), center.submit('seoul', seoulBatch(), night)])),
      await center.submit('seoul', seoulBatch(), night),
    ].map(valueOf)
    const answers = [first, ...later]
    expect(answers.filter(answer => answer?.isReplayed)).toHaveLength(2)
    for (const answer of later) expect(answer.stored).toEqual(first?.stored)
    expect(await countTables(center.database.owner)).toMatchObject({
      submissions: 1,
      observations: 153,
      observation_history: 0,
      audit_entries: 1,
    })
  })

  it('H29: fifty at once are one effect and one receipt', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }, night)),
    )
    expect(new Set(answers.map(answer => valueOf(answer).stored.record.id)).size).toBe(1)
    expect(answers.filter(answer => !valueOf(answer).isReplayed)).toHaveLength(1)
    expect(await revisions()).toEqual(['1: 5 provisional'])
    expect(await countTables(center.database.owner)).toMatchObject({ submissions: 1, audit_entries: 1 })
  })

  it('exchange 2, H29: one digit altered under the same key is refused and nothing is written', async () => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }, night))
    const before = await countTables(center.database.owner)
    expect(refusalOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 6 }) }, night))).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    expect(await countTables(center.database.owner)).toEqual(before)
    const twins = await Promise.all(
      [7, 8].map(value => center.submit('busan', { rows: rowsOf({ calls_offered: value }) }, { idempotencyKey: 'twin' })),
    )
    expect(twins.flatMap(refusalOf)).toEqual(['IDEMPOTENCY_KEY_REUSED'])
  })

  it('S14: two centers may use one key', async () => {
    for (const code of ['busan', 'seoul'])
      expect(valueOf(await center.submit(code, { rows: rowsOf({ calls_offered: 5 }) }, night)).isReplayed).toBe(false)
  })

  it.each([null, '', '  ', 'k'.repeat(201), 'a\nb'])('S14: without a key (%j) nothing is taken', async idempotencyKey => {
    expect(refusalOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }, { idempotencyKey }))).toEqual([
      'IDEMPOTENCY_KEY_REQUIRED',
    ])
    expect(await countTables(center.database.owner)).toMatchObject({ submissions: 0, audit_entries: 0 })
  })

  it('S14: the order of fields makes no other content', async () => {
    valueOf(await center.submit('busan', { rows: [rowOf({ value: 5 })] }, night))
    const turned = Object.fromEntries(Object.entries(rowOf({ value: 5 })).toReversed()) as ReturnType<typeof rowOf> // the same fields
    expect(valueOf(await center.submit('busan', { rows: [turned] }, night)).isReplayed).toBe(true)
  })

  it('S14: a replayed receipt names the newer submissions that changed its keys', async () => {
    const first = { rows: rowsOf({ calls_offered: 5, calls_answered: 4 }) }
    valueOf(await center.submit('busan', first, night))
    const newer = valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 6 }) })).stored.record.id
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 6 }) }))
    valueOf(await center.submit('busan', { rows: rowsOf({ sms_contacts_handled: 1 }) }))
    const newest = valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 7 }) })).stored.record.id
    expect(valueOf(await center.submit('busan', first, night)).newerSubmissions).toEqual([newer, newest])
  })
})

describe('exchange 3: the same body under a new key', () => {
  it('S34: every row is unchanged and no revision is made', async () => {
    valueOf(await center.submit('seoul', seoulBatch()))
    const { stored } = valueOf(await center.submit('seoul', seoulBatch()))
    expect(stored.record).toMatchObject({ status: 'ACCEPTED', counts: { received: 153, unchanged: 153 } })
    expect(new Set((await listStored(center.database.owner, 'seoul')).map(({ revision }) => revision))).toEqual(new Set([1]))
    expect(await countTables(center.database.owner)).toMatchObject({ observation_history: 0, submissions: 2 })
  })

  it.each([
    ['a value', { value: 6 }, ['1: 5 provisional', '2: 6 provisional']],
    ['a status', { status: 'final' }, ['1: 5 provisional', '2: 5 final']],
    ['a missing reason', { value: null, status: 'outage' }, ['1: 5 provisional', '2: null outage']],
  ])('S34: %s makes a revision', async (_what, fields, expected) => {
    valueOf(await center.submit('busan', { rows: [rowOf({ value: 5 })] }))
    expect(valueOf(await center.submit('busan', { rows: [rowOf({ value: 5, ...fields })] })).stored.record.counts).toMatchObject({
      revised: 1,
    })
    expect(await revisions()).toEqual(expected)
  })

  it('S34: another missing reason makes a revision', async () => {
    for (const status of ['outage', 'not_collected']) valueOf(await center.submit('busan', { rows: [rowOf({ value: null, status })] }))
    expect(await revisions()).toEqual(['1: null outage', '2: null not_collected'])
  })

  it('S5, S34: a declared parameter that differs makes a revision with status definition_differs', async () => {
    const rows = [rowOf({ measure: 'calls_abandoned_short', value: 14 })]
    const declared = (value: number) => ({ rows, parameters: [{ name: 'short_abandon_threshold_seconds', value }] })
    for (const batch of [{ rows }, declared(10), declared(10), declared(7)]) valueOf(await center.submit('busan', batch))
    expect(await revisionsOf(center.database.owner, 'busan', 'calls_abandoned_short day 2026-11-19')).toEqual([
      '1: 14 provisional',
      '2: 14 definition_differs',
      '3: 14 definition_differs',
    ])
  })

  it.each([
    ['another label', { measure: '인입콜' }],
    ['another spelling of the unit', { unit: '콜' }],
    ['no unit', { unit: null }],
    ['12.0 for 12', { value: { numberText: '5.0' } }],
    ['text for a number', { value: '5' }],
    ['the status by its default', { status: 'provisional' }],
    ['the item all', { dimensions: [{ dimension: 'channel', item: 'all' }] }],
  ])('S34: %s is unchanged', async (_what, fields) => {
    valueOf(await center.submit('busan', { rows: [rowOf({ value: 5 })] }))
    expect(valueOf(await center.submit('busan', { rows: [rowOf({ value: 5, ...fields })] })).stored.record.counts).toMatchObject({
      unchanged: 1,
    })
    expect(await revisions()).toEqual(['1: 5 provisional'])
  })
})

describe('a receipt, read again', () => {
  let server: HubServer
  beforeAll(async () => {
    server = await startHubServer()
  })
  afterAll(() => server.close())

  const FIELDS = `id center idempotencyKey contentHash status receivedAt counts { received inserted quarantined rejected }
    issues { code messageKo occurrences sourceRows rowIndexes }
    rows(first: 500) { nodes { index sourceRow outcome measure periodStart submitted issues { code path messageKo expected got rule sourceRow } } }`
  const LIVE = '{ submission(idempotencyKey: "night") { rows(outcomes: [QUARANTINED]) { nodes { sourceRow heldState } } } }'

  it('S14: is the same byte for byte after later changes, and shows beside it where its held rows stand now', async () => {
    const token = await server.token('busan-client')
    const submit = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { ... on SubmissionReceipt { ${FIELDS} } } }`
    const { rows } = busanBatch()
    const first = await server.graphql(submit, { input: { idempotencyKey: 'night', rows } }, token)
    const again = async () => (await server.graphql(`{ submission(idempotencyKey: "night") { ${FIELDS} } }`, {}, token)).data.submission
    expect(JSON.stringify(await again())).toBe(JSON.stringify(first.data.submitStatistics))
    const correct = { idempotencyKey: 'correction', rows: [rowOf({ measure: 'calls_answered', value: 1461 })] }
    await server.graphql(submit, { input: correct }, token)
    expect(JSON.stringify(await again())).toBe(JSON.stringify(first.data.submitStatistics))
    expect((await listHeld(server.database.owner, 'busan')).filter(({ state }) => state !== 'held').map(({ line }) => line)).toEqual([3, 4])
    const { data } = await server.graphql(LIVE, {}, token)
    expect(data.submission.rows.nodes.slice(0, 3)).toEqual([
      { sourceRow: 3, heldState: 'REPLAYED' },
      { sourceRow: 4, heldState: 'SUPERSEDED' },
      { sourceRow: 10, heldState: 'HELD' },
    ])
  })

  it("H23: another center's receipt is answered as one that does not exist, and the try is in the audit chain", async () => {
    const busan = await server.token('busan-client')
    const { data } = await server.graphql('{ submissions { nodes { id } } }', {}, busan)
    const seoul = await server.token('seoul-client')
    const ask = (id: string) => server.graphql('query ($id: ID!) { submission(id: $id) { id } }', { id }, seoul)
    const foreign = await ask(data.submissions.nodes[0].id)
    const unknown = await ask('00000000-0000-4000-8000-000000000000')
    expect([foreign.status, foreign.data, foreign.errors]).toEqual([unknown.status, unknown.data, unknown.errors])
    const denials = await server.database
      .owner`select count(*) from audit_entries where action = 'access.denied' and actor = 'client:seoul-client'`
    expect(denials).toEqual([{ count: 2 }])
  })

  it.each([
    'WyIyMDI2LTk5LTk5VDAwOjAwOjAwKzA5OjAwIiwieCJd',
    Buffer.from('[-7]').toString('base64url'),
    'x'.repeat(1_000),
    Buffer.from('["2026-11-31T00:00:00+09:00","00000000-0000-4000-8000-000000000000"]').toString('base64url'),
  ])('H11: a cursor edited by hand is INVALID_CURSOR', async after => {
    const token = await server.token('busan-client')
    const { errors } = await server.graphql(
      'query ($after: String) { heldRows(after: $after) { endCursor } submissions(after: $after) { endCursor } }',
      { after },
      token,
    )
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['INVALID_CURSOR', 'INVALID_CURSOR'])
  })
})
