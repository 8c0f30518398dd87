import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { storeTotals } from '../support/store-totals.js'

let hub: HubServer
let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-20T09:30:00+09:00')
  hub = await startHubServer({ database })
  const standards = await hub.hub.standards()
  const calls = (center: string, day: string, answered: number, offered: number) => ({
    center,
    day,
    values: { calls_answered: answered, calls_offered: offered, calls_answered_within_20s: answered },
  })
  await storeTotals(database, standards, [
    calls('seoul', '2025-10-08', 60, 100),
    calls('seoul', '2026-06-15', 80, 100),
    calls('seoul', '2026-09-08', 2, 3),
    calls('seoul', '2026-10-08', 1, 3),
    calls('busan', '2026-10-08', 9, 10),
    calls('daegu', '2026-10-08', 1, 1000),
  ])
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

const ask = async (query: string, variables: Record<string, unknown>) => hub.graphql(query, variables, await hub.token('analyst'))
const issuesOf = async (query: string, variables: Record<string, unknown>) => {
  const { errors } = await ask(query, variables)
  const issues = errors?.[0]?.extensions['issues'] ?? []
  return (issues as { code: string; path: string[] }[]).map(({ code, path }) => [code, path.join('.')]) // S28
}

const TABLE = `query ($input: FiguresInput!, $rows: TableAxisInput!, $columns: TableAxisInput!) {
  figureTable(input: $input, rows: $rows, columns: $columns) {
    edition asOf rows { code labelKo labelEn from to } columns { code labelKo labelEn from to }
    value reason numerator denominator version marks } }`
const table = async (input: object, rows: object, columns: object) => (await ask(TABLE, { input, rows, columns })).data?.figureTable
const autumn = { indicators: ['response_rate'], centers: ['seoul', 'busan'], from: '2026-09-01', to: '2026-10-31', by: 'MONTH' }
const [CENTER, PERIOD, INDICATOR] = [{ axis: 'CENTER' }, { axis: 'PERIOD' }, { axis: 'INDICATOR' }]

describe('a wide table', () => {
  it('lays figures out row by row under headings in both languages; what is missing is null with a reason', async () => {
    expect(await table(autumn, CENTER, PERIOD)).toEqual({
      edition: '2026.1',
      asOf: expect.stringMatching(/\+09:00$/),
      rows: [
        { code: 'seoul', labelKo: expect.stringContaining('서울'), labelEn: expect.stringContaining('Seoul'), from: null, to: null },
        { code: 'busan', labelKo: expect.stringContaining('부산'), labelEn: expect.stringContaining('Busan'), from: null, to: null },
      ],
      columns: [
        { code: '2026-09-01', labelKo: '2026년 9월', labelEn: 'September 2026', from: '2026-09-01', to: '2026-09-30' },
        { code: '2026-10-01', labelKo: '2026년 10월', labelEn: 'October 2026', from: '2026-10-01', to: '2026-10-31' },
      ],
      value: ['66.67', '33.33', null, '90.00'],
      reason: [null, null, 'MISSING', null],
      numerator: ['2', '1', null, '9'],
      denominator: ['3', '3', null, '10'],
      version: ['v1', 'v1', 'v1', 'v1'],
      marks: [[], [], [], []],
    })
  })

  it('turns around when rows and columns do', async () => {
    const turned = await table(autumn, PERIOD, CENTER)
    expect(turned.value).toEqual(['66.67', null, '33.33', '90.00'])
  })

  it('S23: a cell in whose days the definition changed is NOT_COMPARABLE, and other cells keep their values', async () => {
    const input = { indicators: ['service_level', 'response_rate'], centers: ['seoul'], from: '2026-06-01', to: '2026-10-31' }
    const laid = await table(input, INDICATOR, CENTER)
    expect(laid.rows.map(({ code }: { code: string }) => code)).toEqual(['service_level', 'response_rate'])
    expect(laid).toMatchObject({ value: [null, '78.30'], reason: ['NOT_COMPARABLE', null], marks: [['BREAK'], []] })
    const asked = { ...input, indicators: ['service_level'], definition: { version: 'v2' } }
    expect(await table(asked, INDICATOR, CENTER)).toMatchObject({ value: ['78.30'], version: ['v2'] })
  })

  it('S23: days that another indicator is cut at are NOT_ALIGNED for one that is not', async () => {
    const input = { indicators: ['service_level', 'response_rate'], centers: ['seoul'], from: '2026-01-01', to: '2026-12-31', by: 'YEAR' }
    const laid = await table(input, INDICATOR, PERIOD)
    expect(laid.columns.map(({ from, to }: { from: string; to: string }) => [from, to])).toEqual([
      ['2026-01-01', '2026-06-30'],
      ['2026-01-01', '2026-12-31'],
      ['2026-07-01', '2026-12-31'],
    ])
    expect(laid.reason).toEqual([null, 'NOT_ALIGNED', null, 'NOT_ALIGNED', null, 'NOT_ALIGNED'])
  })

  it('has items of a dimension along a side, and says why a center has none of them', async () => {
    const rows = [
      { measure: 'contacts_handled', periodStart: '2026-11-19', value: 7, dimensions: [{ dimension: 'channel', item: 'sms' }] },
      { measure: 'contacts_handled', periodStart: '2026-11-19', value: 5, dimensions: [{ dimension: 'channel', item: 'voice' }] },
    ]
    const submit = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { ... on SubmissionReceipt { counts { inserted } } } }`
    const { data } = await hub.graphql(submit, { input: { idempotencyKey: 'channels', rows } }, await hub.token('seoul-client'))
    expect(data.submitStatistics.counts.inserted).toBe(2)
    const input = {
      measures: ['contacts_handled'],
      centers: ['seoul', 'jeju'],
      dimensions: ['channel'],
      from: '2026-11-19',
      to: '2026-11-19',
    }
    expect(await table(input, { axis: 'DIMENSION', dimension: 'channel' }, CENTER)).toMatchObject({
      rows: [{ code: 'sms' }, { code: 'voice', labelKo: '전화' }],
      value: ['7', null, '5', null],
      reason: [null, 'MISSING', null, 'MISSING'],
    })
    // A closed day on which one item came all the same: of the other nothing is missing there.
    const sunday = {
      measure: 'contacts_handled',
      periodStart: '2026-11-15',
      value: 3,
      dimensions: [{ dimension: 'channel', item: 'voice' }],
    }
    for (const [center, item] of [
      ['busan', 'voice'],
      ['seoul', 'sms'],
    ] as const) {
      const sent = [{ ...sunday, dimensions: [{ dimension: 'channel', item }] }]
      await hub.graphql(submit, { input: { idempotencyKey: `sunday ${center}`, rows: sent } }, await hub.token(`${center}-client`))
    }
    const asked = { ...input, centers: ['seoul', 'busan'], from: '2026-11-15', to: '2026-11-15' }
    expect(await table(asked, { axis: 'DIMENSION', dimension: 'channel' }, CENTER)).toMatchObject({
      rows: [{ code: 'sms' }, { code: 'voice' }],
      value: ['3', null, null, '3'],
      reason: [null, 'CLOSED', 'MISSING', null],
    })
  })

  it('S24: shows a center its own items of a restricted measure, and of another one neither values nor items', async () => {
    const submit = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { ... on SubmissionReceipt { counts { inserted } } } }`
    for (const [center, item] of [
      ['seoul', 'drunken'],
      ['busan', 'threat'],
    ] as const) {
      const rows = [
        { measure: 'malicious_contacts', periodStart: '2026-11-19', value: 6, dimensions: [{ dimension: 'malicious_type', item }] },
      ]
      await hub.graphql(submit, { input: { idempotencyKey: `malicious ${center}`, rows } }, await hub.token(`${center}-client`))
    }
    const input = {
      measures: ['malicious_contacts'],
      centers: ['seoul', 'busan'],
      dimensions: ['malicious_type'],
      from: '2026-11-19',
      to: '2026-11-19',
    }
    const sides = { rows: { axis: 'DIMENSION', dimension: 'malicious_type' }, columns: CENTER }
    const { data } = await hub.graphql(TABLE, { input, ...sides }, await hub.token('busan-client'))
    expect(data.figureTable).toMatchObject({ rows: [{ code: 'threat' }], value: [null, '6'], reason: ['WITHHELD', null] })
  })

  it('S28: is refused with every fault of the question and of its sides at once', async () => {
    const input = { ...autumn, indicators: ['response_rate', 'reply_rate'], regions: ['11'], dimensions: ['language'] }
    expect(await issuesOf(TABLE, { input, rows: { axis: 'CENTER' }, columns: { axis: 'DIMENSION', dimension: 'hour' } })).toEqual([
      ['BAD_USER_INPUT', 'rows'],
      ['BAD_USER_INPUT', 'columns'],
      ['BAD_USER_INPUT', 'input'],
      ['BAD_USER_INPUT', 'input'],
      ['BAD_USER_INPUT', 'input'],
      ['BAD_USER_INPUT', 'input'],
      ['INDICATOR_UNKNOWN', 'input.indicators.1'],
    ])
    const unplaced = { ...autumn, changes: ['PREVIOUS_PERIOD'], measures: ['answered_by_wait_band'], percentiles: [50] }
    expect(await issuesOf(TABLE, { input: { ...unplaced, indicators: [] }, rows: CENTER, columns: PERIOD })).toEqual([
      ['BAD_USER_INPUT', 'input.changes'],
      ['BAD_USER_INPUT', 'input.percentiles'],
    ])
    expect(await issuesOf(TABLE, { input: autumn, rows: PERIOD, columns: PERIOD })).toEqual([
      ['BAD_USER_INPUT', 'columns'],
      ['BAD_USER_INPUT', 'input'],
    ])
  })
})

describe('changes in columns', () => {
  const COLUMNS = `query ($input: FiguresInput!) { figureColumns(input: $input) {
    rows value changes { kind version value numerator denominator difference percent reason cellsIn cellsExpected unequal } } }`

  it('stand beside the figures, one list for each kind asked for', async () => {
    const input = { ...autumn, changes: ['SAME_PERIOD_LAST_YEAR', 'PREVIOUS_PERIOD'] }
    expect((await ask(COLUMNS, { input })).data.figureColumns).toEqual({
      rows: 4,
      value: ['66.67', '33.33', null, '90.00'],
      changes: [
        {
          kind: 'SAME_PERIOD_LAST_YEAR',
          version: ['v1', 'v1', 'v1', 'v1'],
          value: [null, '60.00', null, null],
          numerator: [null, '60', null, null],
          denominator: [null, '100', null, null],
          difference: [null, '-26.67', null, null],
          percent: [null, '-44.44', null, null],
          reason: ['MISSING', null, 'MISSING', 'MISSING'],
          cellsIn: [0, 1, 0, 0],
          cellsExpected: [30, 31, 22, 18],
          unequal: [[], [], [], []],
        },
        {
          kind: 'PREVIOUS_PERIOD',
          version: ['v1', 'v1', 'v1', 'v1'],
          value: [null, '66.67', null, null],
          numerator: [null, '2', null, null],
          denominator: [null, '3', null, null],
          difference: [null, '-33.33', null, null],
          percent: [null, '-50.00', null, null],
          reason: ['MISSING', null, 'MISSING', 'MISSING'],
          cellsIn: [0, 1, 0, 0],
          cellsExpected: [31, 30, 20, 20],
          unequal: [[], ['UNEQUAL_COVERAGE'], [], []],
        },
      ],
    })
    expect((await ask(COLUMNS, { input: autumn })).data.figureColumns.changes).toEqual([])
  })

  it('are in their places whatever they are called, and however often they are asked for', async () => {
    const query = `query ($input: FiguresInput!, $none: Boolean!) {
      one: figureColumns(input: $input) { worth: value again: value ...Days from @skip(if: $none) }
      other: figureColumns(input: $input) { ...Days ... on FigureColumns { marks reason extra } changes { was: value } dimensions { items } __typename } }
      fragment Days on FigureColumns { first: from last: to }`
    const input = { ...autumn, changes: ['PREVIOUS_PERIOD'] }
    const { data, errors } = await ask(query, { input, none: true })
    expect(errors).toBeUndefined()
    const value = ['66.67', '33.33', null, '90.00']
    const days = {
      first: ['2026-09-01', '2026-10-01', '2026-09-01', '2026-10-01'],
      last: ['2026-09-30', '2026-10-31', '2026-09-30', '2026-10-31'],
    }
    expect(data).toEqual({
      one: { worth: value, again: value, ...days },
      other: {
        ...days,
        marks: [[], ['UNEQUAL_SUPPORT'], [], []], // one day of 31 against one of 30
        reason: [null, null, 'MISSING', null],
        extra: [0, 0, 0, 0],
        changes: [{ was: [null, '66.67', null, null] }],
        dimensions: [],
        __typename: 'FigureColumns',
      },
    })
  })
})

describe('the first and the rest', () => {
  const TOP = `query ($input: FiguresInput!, $top: TopInput!) { topFigures(input: $input, top: $top) {
    edition asOf ranked { center value } unranked { center reason } restOf
    rest { center value numerator denominator coverage { centersIn centersExpected } } } }`
  const october = { indicators: ['response_rate'], centers: ['seoul', 'busan', 'daegu', 'jeju'], from: '2026-10-01', to: '2026-10-31' }

  it('S17: are in order by value, with the rest combined from its parts and what is missing named', async () => {
    const { data, errors } = await ask(TOP, { input: october, top: { n: 1 } })
    expect(errors).toBeUndefined()
    expect(data.topFigures).toEqual({
      edition: '2026.1',
      asOf: expect.any(String),
      ranked: [{ center: 'busan', value: '90.00' }],
      unranked: [{ center: 'jeju', reason: 'MISSING' }],
      restOf: ['daegu', 'jeju', 'seoul'],
      rest: { center: null, value: '0.20', numerator: '2', denominator: '1003', coverage: { centersIn: 2, centersExpected: 3 } },
    })
  })

  it('S3: of items that all leave totals over centers the rest is NOT_ADDITIVE, for none of them is missing', async () => {
    const rows = Object.entries({ general: 50, mutual_aid: 4, loneliness120: 3 }).map(([item, value]) => ({
      measure: 'calls_offered',
      periodStart: '2026-11-18',
      value,
      dimensions: [{ dimension: 'service_line', item }],
    }))
    const submit = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { ... on SubmissionReceipt { counts { inserted } } } }`
    const { data } = await hub.graphql(submit, { input: { idempotencyKey: 'lines', rows } }, await hub.token('seoul-client'))
    expect(data.submitStatistics.counts.inserted).toBe(3)
    const query = `query ($input: FiguresInput!, $top: TopInput!) { topFigures(input: $input, top: $top) {
      ranked { value dimensions { item } } rest { value reason } restOf } }`
    const lines = { measures: ['calls_offered'], dimensions: ['service_line'], from: '2026-11-18', to: '2026-11-18' }
    const first = async (input: object) =>
      (await ask(query, { input: { ...lines, ...input }, top: { n: 1, dimension: 'service_line' } })).data.topFigures
    const ranked = [{ value: '50', dimensions: [{ item: 'general' }] }]
    const restOf = ['loneliness120', 'mutual_aid']
    expect(await first({ centers: ['seoul', 'busan'], groupByCenter: false })).toEqual({
      ranked,
      rest: { value: null, reason: 'NOT_ADDITIVE' },
      restOf,
    })
    expect(await first({ centers: ['seoul'] })).toEqual({ ranked, rest: { value: '4', reason: null }, restOf })
  })

  it('tell how each moved, as figures do; of the rest, which could tell what is suppressed in it, no change is told', async () => {
    const query = `query ($input: FiguresInput!, $top: TopInput!) { topFigures(input: $input, top: $top) {
      ranked { center changes { kind from value difference } } unranked { center changes { reason } } rest { value changes { kind } } } }`
    const input = { ...october, by: 'MONTH', changes: ['PREVIOUS_PERIOD'] }
    const { data, errors } = await ask(query, { input, top: { n: 2 } })
    expect(errors).toBeUndefined()
    const september = { kind: 'PREVIOUS_PERIOD', from: '2026-09-01' }
    expect(data.topFigures).toEqual({
      ranked: [
        { center: 'busan', changes: [{ ...september, value: null, difference: null }] },
        { center: 'seoul', changes: [{ ...september, value: '66.67', difference: '-33.33' }] },
      ],
      unranked: [{ center: 'jeju', changes: [{ reason: 'MISSING' }] }],
      rest: { value: '0.10', changes: [] },
    })
  })

  it('S28: are refused with every fault at once', async () => {
    const input = { ...october, indicators: ['response_rate', 'service_level'], by: 'DAY' }
    expect(await issuesOf(TOP, { input, top: { n: 0 } })).toEqual([
      ['BAD_USER_INPUT', 'top.n'],
      ['BAD_USER_INPUT', 'input'],
      ['BAD_USER_INPUT', 'input.to'],
    ])
  })
})
