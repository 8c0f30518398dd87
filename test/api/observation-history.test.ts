import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readObservationHistory } from '../../api/operations/read-observation-history.js'
import { valueOf } from '../support/center-hub.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { startHubServer, type GraphqlAnswer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
let database: TestDatabase

const SUBMIT = `mutation($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { id contentHash rows(outcomes: [QUARANTINED]) { nodes { heldRow } } } ... on Refused { issues { code messageEn } } } }`
const RESOLVE = `mutation($input: ResolveHeldRowsInput!) { resolveHeldRows(input: $input) {
  ... on HeldRowsResolved { rows { outcome isAutomatic } } ... on Refused { issues { code messageEn } } } }`
const FIGURE = `query($input: FiguresInput!) { figures(input: $input) { nodes { value parts { measure value } } } }`
const WHY = `query($input: FiguresInput!) { explainFigure(input: $input, first: 500) {
  figure { value } nodes { measure use amount revision } } }`
const HISTORY = `query($input: ObservationHistoryInput!, $first: Int = 100, $after: String) {
  observationHistory(input: $input, first: $first, after: $after) {
    endCursor hasNextPage nodes { revision value valueBefore delta status statusBefore isRetracted recordedAt supersededAt cause by reason
      submission contentHash edition receivedAt sourceRow heldRow confirmedRules parameters { name value } label isProvisionalMapping
      rawValue rawUnit unitFactor } } }`

const DAY = '2026-10-12'
let keys = 0
type Sent = { readonly id: string; readonly contentHash: string; readonly heldRows: readonly string[] }

async function submit(center: string, input: object): Promise<Sent> {
  const { data, errors } = await hub.graphql(
    SUBMIT,
    { input: { idempotencyKey: `history-${++keys}`, edition: '2026.1', ...input } },
    await hub.token(`${center}-client`),
  )
  const receipt = data?.submitStatistics
  if (receipt?.id === undefined) throw new Error(JSON.stringify({ data, errors }))
  return { ...receipt, heldRows: receipt.rows.nodes.map((row: { heldRow: string }) => row.heldRow) }
}
const rowsOf = (values: Record<string, unknown>, periodStart = DAY) =>
  Object.entries(values).map(([measure, value], at) => ({ measure, periodStart, value, sourceRow: at + 2 }))

type Asked = {
  center?: string
  measure?: string
  periodStart?: string
  dimensions?: object[]
  asOf?: string
  first?: number
  after?: string | null
}
const ask = async ({ first = 100, after = null, ...asked }: Asked, client = 'seoul-client'): Promise<GraphqlAnswer> => {
  const input = { center: 'seoul', measure: 'calls_answered', periodType: 'DAY', periodStart: DAY, ...asked }
  return hub.graphql(HISTORY, { input, first, after }, await hub.token(client))
}
const revisionsOf = async (asked: Asked, client?: string) => {
  const { data, errors } = await ask(asked, client)
  expect(errors).toBeUndefined()
  return data.observationHistory.nodes
}
const denials = async () => {
  const [row] = await database.owner<{ n: number }[]>`select count(*)::int as n from audit_entries where action = 'access.denied'`
  return row?.n
}

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-10-13T02:10:00+09:00')
  hub = await startHubServer({ database })
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

describe('scenario 11 of the exchange', () => {
  it('11: after a late revision the figure is the new one, with revision 2, who, why and the difference', async () => {
    const october = { from: '2026-10-01', to: '2026-10-31', indicators: ['response_rate'], centers: ['seoul'] }
    const figure = async () => (await hub.graphql(FIGURE, { input: october }, await hub.token('analyst'))).data.figures.nodes[0]
    const first = await submit('seoul', { rows: rowsOf({ calls_offered: 10_000, calls_answered: 9_000 }) })
    await database.setClock('2026-11-05T09:00:00+09:00')
    expect(await figure()).toMatchObject({ value: '90.00' })
    await database.setClock('2026-11-09T09:00:00+09:00')
    const second = await submit('seoul', { reason: '교환기 집계 누락 보정', rows: rowsOf({ calls_answered: 9_450 }) })

    expect(await figure()).toMatchObject({ value: '94.50', parts: [{ value: '9450' }, { value: '10000' }] })
    const said = {
      status: 'provisional',
      isRetracted: false,
      cause: 'SUBMITTED',
      by: 'client:seoul-client',
      edition: '2026.1',
      heldRow: null,
      confirmedRules: [],
      parameters: [],
      label: null,
      isProvisionalMapping: false,
      rawValue: null,
      rawUnit: '',
      unitFactor: null,
    }
    expect(await revisionsOf({})).toEqual([
      {
        ...said,
        revision: 1,
        value: '9000',
        valueBefore: null,
        delta: null,
        statusBefore: null,
        recordedAt: expect.stringMatching(/^2026-10-13T02:10:00/),
        supersededAt: expect.stringMatching(/^2026-11-09T09:00:00/),
        reason: null,
        submission: first.id,
        contentHash: first.contentHash,
        receivedAt: '2026-10-13T02:10:00+09:00',
        sourceRow: 3,
      },
      {
        ...said,
        revision: 2,
        value: '9450',
        valueBefore: '9000',
        delta: '450',
        statusBefore: 'provisional',
        recordedAt: expect.stringMatching(/^2026-11-09T09:00:00/),
        supersededAt: null,
        reason: '교환기 집계 누락 보정',
        submission: second.id,
        contentHash: second.contentHash,
        receivedAt: '2026-11-09T09:00:00+09:00',
        sourceRow: 2,
      },
    ])
  })

  it('11: as of the day of the report the history, and what the figure rests on, are the old ones', async () => {
    const asOf = '2026-11-06T09:00:00+09:00'
    expect(await revisionsOf({ asOf })).toMatchObject([{ revision: 1, value: '9000', supersededAt: null }])
    const input = { from: '2026-10-01', to: '2026-10-31', indicators: ['response_rate'], centers: ['seoul'] }
    const why = async (at: object) => {
      const { data, errors } = await hub.graphql(WHY, { input: { ...input, ...at } }, await hub.token('seoul-client'))
      expect(errors).toBeUndefined()
      const { figure, nodes } = data.explainFigure
      const stored = nodes.filter(({ use }: { use: string }) => use === 'ADDED')
      return [
        figure.value,
        ...stored.map((row: Record<string, unknown>) => `${String(row['measure'])} ${String(row['amount'])} r${String(row['revision'])}`),
      ]
    }
    expect(await why({ asOf })).toEqual(['90.00', 'calls_answered 9000 r1', 'calls_offered 10000 r1'])
    expect(await why({})).toEqual(['94.50', 'calls_answered 9450 r2', 'calls_offered 10000 r1'])
  })

  it('S25: as of an instant between two revisions the later ones are not known, and the last of the earlier ones stands', async () => {
    const measure = 'calls_ivr_contained'
    for (const [at, value] of [
      ['2026-11-12', 5],
      ['2026-11-14', 6],
      ['2026-11-16', 7],
    ] as const) {
      await database.setClock(`${at}T09:00:00+09:00`)
      await submit('seoul', { rows: rowsOf({ [measure]: value }, '2026-10-14') })
    }
    const known = async (asOf: string) =>
      (await revisionsOf({ measure, periodStart: '2026-10-14', asOf })).map(
        ({ revision, supersededAt }: { revision: number; supersededAt: string | null }) => [revision, supersededAt?.slice(0, 10) ?? null],
      )
    expect(await known('2026-11-13T00:00:00+09:00')).toEqual([[1, null]])
    expect(await known('2026-11-15T00:00:00+09:00')).toEqual([
      [1, '2026-11-14'],
      [2, null],
    ])
  })

  it('S25: an instant that has not come is refused', async () => {
    const { errors } = await ask({ asOf: '2031-01-01T00:00:00+09:00' })
    expect(errors?.[0]?.extensions['code']).toBe('AS_OF_IN_FUTURE')
  })
})

describe('what made a revision', () => {
  it('S34: a retraction is a revision with its reason, and the next value is another', async () => {
    await submit('busan', { rows: rowsOf({ calls_ivr_contained: 40 }) })
    await submit('busan', { strategy: 'RETRACT', reason: '중복 집계', rows: [{ measure: 'calls_ivr_contained', periodStart: DAY }] })
    await submit('busan', { rows: rowsOf({ calls_ivr_contained: 38 }) })
    const revisions = await revisionsOf({ center: 'busan', measure: 'calls_ivr_contained' }, 'busan-client')
    expect(revisions).toMatchObject([
      { revision: 1, value: '40', delta: null, cause: 'SUBMITTED', isRetracted: false },
      { revision: 2, value: null, valueBefore: '40', delta: null, cause: 'RETRACTED', reason: '중복 집계', isRetracted: true },
      { revision: 3, value: '38', valueBefore: null, delta: null, cause: 'SUBMITTED', isRetracted: false },
    ])
  })

  it('S13: what a replaced scope took back says so, with the submission that did, and came in none of its rows', async () => {
    await submit('ulsan', { rows: rowsOf({ calls_attempted: 5, calls_ivr_contained: 2 }) })
    const scope = { measureSet: 'nightly', periodType: 'day', periodStart: DAY }
    const { id } = await submit('ulsan', { strategy: 'REPLACE_SCOPE', scope, rows: rowsOf({ calls_attempted: 5 }) })
    expect(await revisionsOf({ center: 'ulsan', measure: 'calls_ivr_contained' }, 'ulsan-client')).toMatchObject([
      { revision: 1, value: '2', cause: 'SUBMITTED', sourceRow: 3 },
      { revision: 2, value: null, isRetracted: true, cause: 'SCOPE_REPLACED', submission: id, sourceRow: null },
    ])
  })

  it('S11: a corrected row tells who corrected it, why, and from which line; its partner landed by itself', async () => {
    const { id, heldRows } = await submit('busan', { rows: rowsOf({ calls_offered: 1548, calls_answered: 1561 }) })
    expect(heldRows).toHaveLength(2)
    const resolution = { heldRow: heldRows[1], action: 'CORRECT', value: 1461, reason: '자릿수 오기' }
    const { data } = await hub.graphql(RESOLVE, { input: { resolutions: [resolution] } }, await hub.token('admin'))
    expect(data.resolveHeldRows.rows).toHaveLength(2)
    expect(await revisionsOf({ center: 'busan' }, 'busan-client')).toMatchObject([
      {
        value: '1461',
        cause: 'CORRECTED',
        by: expect.stringMatching(/:admin$/),
        reason: '자릿수 오기',
        submission: id,
        sourceRow: 3,
        heldRow: heldRows[1],
      },
    ])
    expect(await revisionsOf({ center: 'busan', measure: 'calls_offered' }, 'busan-client')).toMatchObject([
      {
        value: '1548',
        cause: 'REPLAYED',
        by: expect.stringMatching(/:admin$/),
        reason: null,
        submission: id,
        sourceRow: 2,
        heldRow: heldRows[0],
      },
    ])
  })

  it('S5: a converted value shows the word, the unit and the factor it came with', async () => {
    await submit('busan', { rows: [{ measure: '후처리시간', unit: '분', periodStart: DAY, value: 812 }] })
    const [revision] = await revisionsOf({ center: 'busan', measure: 'acw_seconds' }, 'busan-client')
    expect(revision).toMatchObject({ value: '48720', rawValue: '812', unitFactor: '60', label: '후처리시간' })
  })

  it('S2: the item all names the total, and items name a value of their own', async () => {
    const dimensions = [{ dimension: 'hour', item: '09' }]
    await submit('seoul', { rows: [{ measure: 'calls_attempted', periodStart: DAY, value: 7, dimensions }] })
    expect(await revisionsOf({ measure: 'calls_attempted', dimensions })).toMatchObject([{ revision: 1, value: '7' }])
    expect((await ask({ measure: 'calls_attempted' })).data).toEqual({ observationHistory: null })
    expect(await revisionsOf({ dimensions: [{ dimension: 'hour', item: 'all' }] })).toHaveLength(2)
  })

  it('pages from the first revision on without losing one, and a delta does not stop at a page', async () => {
    for (const value of [5, 6, 8, 11]) await submit('seoul', { rows: rowsOf({ calls_ivr_contained: value }) })
    const seen: object[] = []
    for (let after: string | null = null, isMore = true; isMore;) {
      const { data } = await ask({ measure: 'calls_ivr_contained', first: 1, after })
      seen.push(...data.observationHistory.nodes)
      after = data.observationHistory.endCursor
      isMore = data.observationHistory.hasNextPage
    }
    expect(seen).toMatchObject([
      { revision: 1, delta: null },
      { revision: 2, delta: '1' },
      { revision: 3, delta: '2' },
      { revision: 4, delta: '3' },
    ])
    expect(seen).toEqual(await revisionsOf({ measure: 'calls_ivr_contained' }))
  })
})

describe('who reads a history', () => {
  it('the analyst reads the values of open measures of all centers, without receipts, persons and reasons', async () => {
    const [, second] = await revisionsOf({}, 'analyst')
    expect(second).toMatchObject({ revision: 2, value: '9450', delta: '450', recordedAt: expect.stringMatching(/^2026-11-09T09:00:00/) })
    expect(second).toMatchObject({
      cause: null,
      by: null,
      reason: null,
      submission: null,
      contentHash: null,
      receivedAt: null,
      sourceRow: null,
    })
  })

  it('an analyst who works at a center reads no receipts of it either', async () => {
    const center = (await hub.hub.standards()).centers.get('seoul') ?? null
    const caller = { subject: 'analyst-at-seoul', kind: 'person' as const, center, scopes: new Set(['stats:read' as const]) }
    const key = { center: 'seoul', measure: 'calls_answered', periodType: 'day' as const, periodStart: DAY, dimensions: [] }
    const page = valueOf(await readObservationHistory(hub.hub, caller, { key, asOf: null, first: 10, after: null }))
    expect(page?.nodes).toMatchObject([
      { revision: 1, submission_id: null, submitted_by: null },
      { revision: 2, submission_id: null, submission_reason: null },
    ])
  })

  it('the administrator reads them with receipts', async () => {
    expect(await revisionsOf({}, 'admin')).toMatchObject([
      { cause: 'SUBMITTED' },
      { by: 'client:seoul-client', reason: '교환기 집계 누락 보정' },
    ])
  })

  it("another center's key is answered like one that does not exist, and either is one denial", async () => {
    const before = (await denials()) ?? 0
    const there = await ask({}, 'busan-client')
    const nowhere = await ask({ measure: 'calls_flowed_out' }, 'busan-client')
    expect(there.data).toEqual({ observationHistory: null })
    expect([there.status, there.data, there.errors]).toEqual([nowhere.status, nowhere.data, nowhere.errors])
    expect(await denials()).toBe(before + 2)
  })

  it('S24: restricted measures have a history for their own center alone', async () => {
    await submit('seoul', { rows: rowsOf({ malicious_contacts: 7 }) })
    expect(await revisionsOf({ measure: 'malicious_contacts' })).toMatchObject([{ value: '7' }])
    for (const client of ['analyst', 'admin', 'busan-client'])
      expect((await ask({ measure: 'malicious_contacts' }, client)).data).toEqual({ observationHistory: null })
  })

  it('S24: a value that once rested on too few has no history for others, however many there are now', async () => {
    const answers = (n: number) => rowsOf({ csat_responses: n, csat_score_sum: n * 80 })
    await submit('seoul', { rows: answers(12) })
    await submit('seoul', { rows: answers(40) })
    expect(await revisionsOf({ measure: 'csat_score_sum' })).toMatchObject([{ value: '960' }, { value: '3200' }])
    expect((await ask({ measure: 'csat_score_sum' }, 'analyst')).data).toEqual({ observationHistory: null })
  })

  it('S28: every fault comes back at once', async () => {
    const { data, errors } = await ask({ center: 'soul', measure: 'calls', dimensions: [{ dimension: 'colour', item: 'red' }], first: 0 })
    expect(data).toEqual({ observationHistory: null })
    expect(errors?.[0]?.extensions['issues']).toMatchObject(
      ['CENTER_UNKNOWN', 'MEASURE_UNKNOWN', 'DIMENSION_UNKNOWN', 'BAD_USER_INPUT'].map(code => ({ code })),
    )
  })

  it.each(['"', Buffer.from('["1 or 1=1"]').toString('base64url'), Buffer.from('[1e99]').toString('base64url')])(
    'H11: a cursor edited by hand is INVALID_CURSOR (%#)',
    async after => {
      expect((await ask({ after })).errors?.[0]?.extensions['code']).toBe('INVALID_CURSOR')
    },
  )
})

describe('history beside a listed value', () => {
  const LIST = `query($input: ObservationsInput!) { observations(input: $input) { nodes { measure value
    history { hasNextPage nodes { revision value delta submission } } latest: history(first: 1) { hasNextPage nodes { revision } } } } }`
  const list = async (client: string, measures: readonly string[]) =>
    hub.graphql(LIST, { input: { from: DAY, to: DAY, centers: ['seoul'], measures } }, await hub.token(client))

  it('gives the revisions of every value of the page', async () => {
    const { data, errors } = await list('seoul-client', ['calls_offered', 'calls_answered'])
    expect(errors).toBeUndefined()
    expect(data.observations.nodes).toMatchObject([
      {
        measure: 'calls_offered',
        history: { hasNextPage: false, nodes: [{ revision: 1, value: '10000' }] },
        latest: { hasNextPage: false },
      },
      {
        measure: 'calls_answered',
        history: { hasNextPage: false, nodes: [{ revision: 1 }, { revision: 2, delta: '450', submission: expect.any(String) }] },
        latest: { hasNextPage: true, nodes: [{ revision: 1 }] },
      },
    ])
  })

  it('S24: the value may be shown while its history is not', async () => {
    const { data } = await list('analyst', ['csat_score_sum'])
    expect(data.observations.nodes).toMatchObject([{ value: '3200', history: null }])
  })
})
