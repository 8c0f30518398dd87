import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import type { SubmittedBatch } from '../../schema/domain/submissions/submission.js'
import { rowsOf, valueOf } from '../support/center-hub.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { startHubServer, type GraphqlAnswer, type HubServer } from '../support/hub-server.js'
import { busanBatch, EMPTY_BATCH, seoulBatch } from '../support/submission-samples.js'

let hub: HubServer
let database: TestDatabase
beforeAll(async () => {
  // The clock stands before callers are registered, or they would be valid only later than it.
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-20T09:30:00+09:00')
  hub = await startHubServer({ database })
  const submit = async (code: string, batch: Partial<SubmittedBatch>) => {
    const center = (await hub.hub.standards()).centers.get(code) ?? null
    const caller = { subject: `${code}-client`, kind: 'client' as const, center, scopes: new Set(['stats:write' as const]) }
    const request = { idempotencyKey: `${code}-night`, uploadId: null, isDryRun: false, dryRunHash: null }
    valueOf(await submitStatistics(hub.hub, caller, { ...request, batch: { ...EMPTY_BATCH, ...batch } }))
  }
  await submit('seoul', seoulBatch())
  await submit('busan', busanBatch())
  await submit('daegu', { edition: '2026.1', rows: rowsOf({ contacts_handled: 900 }) })
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

/** Codes of all issues of the one error that a refused field gives. */
const issueCodesOf = (errors: GraphqlAnswer['errors']): readonly string[] =>
  (errors ?? []).flatMap(({ extensions }) => (extensions['issues'] as { code: string }[]).map(({ code }) => code)) // S28

const night = { from: '2026-11-19', to: '2026-11-19' }
const FIGURES = `query ($input: FiguresInput!, $first: Int = 100, $after: String) {
  figures(input: $input, first: $first, after: $after) {
    totalCount edition asOf endCursor hasNextPage
    nodes { code version variant unit scale center region periodType from to value numerator denominator factor formula reason marks derivedFrom
      dimensions { dimension item } parts { measure value } issues { code messageKo }
      coverage { centersIn centersExpected cellsIn cellsExpected extra gaps { reason periodType cells centers measures from to } } }
  }
}`
const ask = async (input: object, { client = 'analyst', ...page }: { client?: string; first?: number; after?: unknown } = {}) =>
  hub.graphql(FIGURES, { input: { ...night, ...input }, ...page }, await hub.token(client))

describe('figures over HTTP', () => {
  it('exchange 1: gives the response rate of Seoul and Busan with its parts and coverage', async () => {
    const { data, errors } = await ask({ indicators: ['response_rate'], centers: ['seoul', 'busan'], groupByCenter: false })
    expect(errors).toBeUndefined()
    expect(data.figures).toEqual({
      totalCount: 1,
      edition: '2026.1',
      asOf: expect.stringMatching(/^2026-11-20T09:30:00/),
      endCursor: expect.any(String),
      hasNextPage: false,
      nodes: [
        {
          code: 'response_rate',
          version: 'v1',
          variant: null,
          unit: 'percent',
          scale: 2,
          center: null,
          region: null,
          periodType: null,
          ...night,
          value: '95.99',
          numerator: '14802',
          denominator: '15420',
          factor: '100',
          formula: '100 x 14802 / 15420',
          reason: null,
          marks: [],
          derivedFrom: [],
          dimensions: [],
          parts: [
            { measure: 'calls_answered', value: '14802' },
            { measure: 'calls_offered', value: '15420' },
          ],
          issues: [],
          coverage: {
            centersIn: 1,
            centersExpected: 2,
            cellsIn: 1,
            cellsExpected: 2,
            extra: 0,
            gaps: [
              { reason: 'HELD', periodType: 'DAY', cells: 1, centers: ['busan'], measures: ['calls_answered', 'calls_offered'], ...night },
            ],
          },
        },
      ],
    })
  })

  it('exchange 1: refuses the mean of a ratio with one error that says which query is right', async () => {
    const { status, data, errors } = await ask({ indicators: ['response_rate'], combine: 'MEAN' })
    expect({ status, data }).toEqual({ status: 200, data: { figures: null } })
    expect(errors).toMatchObject([
      { extensions: { code: 'RATIO_NOT_AVERAGEABLE', issues: [{ severity: 'error', path: ['input', 'combine'] }] } },
    ])
  })

  it('S28: puts every fault of a question into one error', async () => {
    const { errors } = await ask({ indicators: ['reply_rate'], centers: ['soul'], from: '2026-11-20' })
    expect(errors).toHaveLength(1)
    expect(issueCodesOf(errors)).toEqual(['INDICATOR_UNKNOWN', 'CENTER_UNKNOWN', 'BAD_USER_INPUT'])
  })

  it('S30: refuses a dimension that the terms do not share', async () => {
    const { errors } = await ask({ indicators: ['response_rate'], dimensions: ['channel'] })
    expect(errors?.[0]?.extensions['code']).toBe('DIMENSION_NOT_SHARED')
  })

  it('S24: shows restricted figures to their own center and withholds them from the analyst', async () => {
    const asked = { measures: ['malicious_contacts'], centers: ['seoul'] }
    const own = await ask(asked, { client: 'seoul-client' })
    expect(own.data.figures.nodes[0]).toMatchObject({ reason: null, value: expect.any(String) })
    const other = await ask(asked, { client: 'analyst' })
    expect(other.data.figures.nodes[0]).toMatchObject({ reason: 'WITHHELD', value: null, parts: [] })
  })

  it.each(['seoul-client', 'analyst', 'steward', 'coordinator', 'admin'])('open figures are for every role: %s', async client => {
    const { data } = await ask({ indicators: ['response_rate'], centers: ['seoul'] }, { client })
    expect(data.figures.nodes[0].value).toBe('95.99')
  })

  it('pages by cursor without losing or repeating a figure', async () => {
    const asked = { measures: ['contacts_handled', 'calls_offered'], dimensions: ['hour'], centers: ['seoul', 'busan'] }
    const whole = (await ask(asked, { first: 500 })).data.figures
    const seen = []
    let after = null
    do {
      const page: { nodes: unknown[]; endCursor: string; hasNextPage: boolean } = (await ask(asked, { first: 7, after })).data.figures
      seen.push(...page.nodes)
      after = page.hasNextPage ? page.endCursor : null
    } while (after !== null)
    expect(seen).toEqual(whole.nodes)
    expect(seen.length).toBe(whole.totalCount)
    expect(seen.length).toBeGreaterThan(20)
  })

  it.each([1_000_000, -1, 0])('H10: a page of %i is BAD_USER_INPUT', async first => {
    const { errors } = await ask({ indicators: ['response_rate'] }, { first })
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })

  it.each(['"', 'eyJhIjoxfQ', Buffer.from('["calls_offered","jeju","","2026-11-19"]').toString('base64url'), 'x'.repeat(100_000)])(
    'H11: a cursor edited by hand is INVALID_CURSOR (%#)',
    async after => {
      const { errors } = await ask({ indicators: ['response_rate'], centers: ['seoul'] }, { after })
      expect(errors?.[0]?.extensions['code']).toBe('INVALID_CURSOR')
    },
  )

  it('gives the same figures in columns', async () => {
    const input = { ...night, indicators: ['response_rate'], measures: ['calls_offered'], centers: ['seoul', 'busan'], by: 'DAY' }
    const query = `query ($input: FiguresInput!) { figureColumns(input: $input) {
      rows edition asOf code version center region from to value numerator denominator factor reason marks
      centersIn centersExpected cellsIn cellsExpected extra dimensions { dimension items } } }`
    const { data, errors } = await hub.graphql(query, { input }, await hub.token('analyst'))
    expect(errors).toBeUndefined()
    expect(data.figureColumns).toMatchObject({
      rows: 4,
      code: ['response_rate', 'response_rate', 'calls_offered', 'calls_offered'],
      version: ['v1', 'v1', null, null],
      center: ['seoul', 'busan', 'seoul', 'busan'],
      value: ['95.99', null, '15420', null],
      denominator: ['15420', null, null, null],
      reason: [null, 'HELD', null, 'HELD'],
      marks: [[], [], [], []],
      cellsIn: [1, 0, 1, 0],
      cellsExpected: [1, 1, 1, 1],
      dimensions: [],
    })
  })
})

const OBSERVATIONS = `query ($input: ObservationsInput!, $first: Int = 100, $after: String) {
  observations(input: $input, first: $first, after: $after) { endCursor hasNextPage nodes {
    center measure periodType periodStart dimensions { dimension item } value unit status quality missingReason revision submission recordedAt
    pendingRevision isRetracted isProvisionalMapping isReported rawValue rawUnit unitFactor label } } }`
const list = async (input: object, { client = 'seoul-client', ...page }: { client?: string; first?: number; after?: unknown } = {}) =>
  hub.graphql(OBSERVATIONS, { input: { ...night, ...input }, ...page }, await hub.token(client))

describe('observations over HTTP', () => {
  it('S5: shows a converted value with what was sent', async () => {
    const { data, errors } = await list({ measures: ['acw_seconds'] }, { client: 'busan-client' })
    expect(errors).toBeUndefined()
    expect(data.observations.nodes).toEqual([
      {
        center: 'busan',
        measure: 'acw_seconds',
        periodType: 'DAY',
        periodStart: '2026-11-19',
        dimensions: [],
        value: '48720',
        unit: 'seconds',
        status: 'provisional',
        quality: 'PROVISIONAL',
        missingReason: null,
        revision: 1,
        submission: expect.any(String),
        recordedAt: expect.stringMatching(/\+09:00$/),
        pendingRevision: false,
        isRetracted: false,
        isProvisionalMapping: true,
        isReported: false,
        rawValue: '812',
        rawUnit: expect.any(String),
        unitFactor: '60',
        label: expect.any(String),
      },
    ])
  })

  it('a center sees its own rows, restricted ones too, and no other center', async () => {
    const own = await list({ measures: ['malicious_contacts'] })
    expect(own.data.observations.nodes.length).toBeGreaterThan(0)
    const all = await list({}, { first: 500 })
    expect(new Set(all.data.observations.nodes.map((row: { center: string }) => row.center))).toEqual(new Set(['seoul']))
    const foreign = await list({ centers: ['busan'] })
    expect(foreign.data).toEqual({ observations: null })
    expect(foreign.errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
  })

  it('the analyst sees open rows of all centers without their receipts, and no restricted one', async () => {
    const open = await list({ measures: ['contacts_handled'], filters: [] }, { client: 'analyst', first: 500 })
    const rows: { center: string; submission: string | null }[] = open.data.observations.nodes
    expect(new Set(rows.map(row => row.center))).toEqual(new Set(['seoul', 'busan', 'daegu']))
    expect(rows.every(row => row.submission === null)).toBe(true)
    for (const client of ['analyst', 'admin']) {
      const restricted = await list({ measures: ['malicious_contacts'] }, { client })
      expect(restricted.data.observations.nodes).toEqual([])
    }
  })

  it.each(['steward', 'coordinator'])('rows are not for the %s', async client => {
    const { data, errors } = await list({}, { client })
    expect(data).toEqual({ observations: null })
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
  })

  it('pages through all rows of a night, each once', async () => {
    const seen = []
    let after = null
    do {
      const page: { nodes: unknown[]; endCursor: string; hasNextPage: boolean } = (await list({}, { first: 50, after })).data.observations
      seen.push(...page.nodes)
      after = page.hasNextPage ? page.endCursor : null
    } while (after !== null)
    expect(seen.length).toBe(153)
    expect(new Set(seen.map(row => JSON.stringify(row))).size).toBe(153)
  })

  it('limits dimensions to items, totals left out', async () => {
    const { data } = await list({ measures: ['calls_offered'], filters: [{ dimension: 'hour', items: ['09', '10'] }] })
    expect(data.observations.nodes.map((row: { dimensions: unknown }) => row.dimensions)).toEqual([
      [{ dimension: 'hour', item: '09' }],
      [{ dimension: 'hour', item: '10' }],
    ])
  })

  it.each([
    ['H10: a page of 501', { first: 501 }, 'BAD_USER_INPUT'],
    ['H11: a cursor with another shape', { after: Buffer.from('[1,2,"2026-02-30","day",3]').toString('base64url') }, 'INVALID_CURSOR'],
    ['H11: a cursor with SQL', { after: Buffer.from('["1 or 1=1"]').toString('base64url') }, 'INVALID_CURSOR'],
  ])('%s is refused', async (_, page, code) => {
    const { errors } = await list({}, page)
    expect(errors?.[0]?.extensions['code']).toBe(code)
  })

  it('S28: puts every fault into one error', async () => {
    const { errors } = await list({ centers: ['soul'], measures: ['calls'], to: '2026-11-18' }, { first: 0 })
    expect(issueCodesOf(errors)).toEqual(['CENTER_UNKNOWN', 'MEASURE_UNKNOWN', 'BAD_USER_INPUT', 'BAD_USER_INPUT'])
  })
})
