import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import type { SubmittedBatch } from '../../schema/domain/submissions/submission.js'
import { rowsOf, valueOf } from '../support/center-hub.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { EMPTY_BATCH, rowOf } from '../support/submission-samples.js'

let hub: HubServer
let database: TestDatabase
let keys = 0
let seoulReceipt: string

async function submit(code: string, batch: Partial<SubmittedBatch>): Promise<string> {
  const center = (await hub.hub.standards()).centers.get(code) ?? null
  const caller = { subject: `${code}-client`, kind: 'client' as const, center, scopes: new Set(['stats:write' as const]) }
  const request = { idempotencyKey: `why-${++keys}`, uploadId: null, isDryRun: false, dryRunHash: null }
  const { stored } = valueOf(
    await submitStatistics(hub.hub, caller, { ...request, batch: { ...EMPTY_BATCH, edition: '2026.1', ...batch } }),
  )
  return stored.record.id
}

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-20T09:30:00+09:00')
  hub = await startHubServer({ database })
  seoulReceipt = await submit('seoul', { rows: rowsOf({ calls_offered: 15_420, calls_answered: 14_802 }) })
  // More answered than offered: both wait. A day later only one of the two comes.
  await submit('busan', { rows: rowsOf({ calls_offered: 1548, calls_answered: 1561 }) })
  await submit('busan', { rows: rowsOf({ calls_offered: 1500 }, { periodStart: '2026-11-18' }) })
  await submit('daegu', {
    rows: [
      rowOf({ measure: '인입호', value: 600, unit: '콜', dimensions: [{ dimension: 'hour', item: '09' }] }),
      rowOf({ measure: '인입호', value: 400, unit: '콜', dimensions: [{ dimension: 'hour', item: '10' }] }),
      rowOf({ measure: 'calls_answered', value: 950, unit: null }),
    ],
  })
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

const EXPLAIN = `query($input: FiguresInput!, $first: Int = 100, $after: String) { explainFigure(input: $input, first: $first, after: $after) {
  figure { code version value numerator denominator formula reason derivedFrom parts { measure value } }
  definition { version formula effectiveFrom effectiveTo textKo }
  measures { measure value isCounted overTime tables { dimensions isDerived periods centers } centers { center sum periods value } }
  hiddenCenters edition asOf endCursor hasNextPage
  nodes { measure center periodType periodStart dimensions { dimension item } use amount reason lacking value isWithheld status revision
    submission edition label isProvisionalMapping unitFactor pendingRevision heldRows } } }`

const night = { from: '2026-11-19', to: '2026-11-19' }
const rate = { indicators: ['response_rate'], centers: ['seoul', 'busan', 'daegu'], groupByCenter: false }
type Page = { client?: string; first?: number; after?: string | null }
const ask = async (input: object, { client = 'analyst', ...page }: Page = {}) =>
  hub.graphql(EXPLAIN, { input: { ...night, ...input }, ...page }, await hub.token(client))
async function explain(input: object, page?: Page) {
  const { data, errors } = await ask(input, page)
  expect(errors).toBeUndefined()
  return data.explainFigure
}
type Node = {
  measure: string
  center: string
  periodStart: string
  use: string
  amount: string | null
  reason: string | null
  lacking: string[]
  dimensions: { item: string }[]
}
const linesOf = (nodes: readonly Node[]): readonly string[] =>
  nodes.map(({ measure, center, periodStart, use, amount, reason, lacking, dimensions }) =>
    [measure, center, periodStart.slice(8), ...dimensions.map(({ item }) => item), use, amount, reason, ...lacking]
      .filter(part => part !== null)
      .join(' '),
  )

describe('a figure with the period it is held against', () => {
  it('S17: rests on its own days alone, whatever the other period holds', async () => {
    const input = { measures: ['calls_offered'], centers: ['busan'], by: 'DAY', from: '2026-11-18', to: '2026-11-18' }
    const plain = await explain(input)
    const held = await explain({ ...input, changes: ['PREVIOUS_PERIOD'] })
    expect(held.nodes.map(({ periodStart }: Node) => periodStart)).toEqual(plain.nodes.map(({ periodStart }: Node) => periodStart))
    const seoul = {
      measures: ['calls_offered'],
      centers: ['seoul'],
      by: 'DAY',
      from: '2026-11-20',
      to: '2026-11-20',
      changes: ['PREVIOUS_PERIOD'],
    }
    expect((await explain(seoul)).nodes.filter(({ periodStart }: Node) => periodStart < '2026-11-20')).toEqual([])
  })
})

describe('a figure answers why', () => {
  it('S17: gives the figure, its definition, the tables, and every row that is in it or left out, with the reason', async () => {
    const answer = await explain(rate)
    expect(answer.figure).toMatchObject({ value: '95.93', formula: '100 x 15752 / 16420', derivedFrom: ['hour'], version: 'v1' })
    expect(answer.definition).toEqual({
      version: 'v1',
      formula: '100 * calls_answered / calls_offered',
      effectiveFrom: '2024-01-01',
      effectiveTo: null,
      textKo: null,
    })
    expect(answer).toMatchObject({
      edition: '2026.1',
      asOf: expect.stringMatching(/^2026-11-20T09:30:00/),
      hiddenCenters: [],
      hasNextPage: false,
    })
    expect(answer.measures).toEqual([
      {
        measure: 'calls_answered',
        value: '15752',
        isCounted: false,
        overTime: 'SUM',
        tables: [{ dimensions: [], isDerived: false, periods: 2, centers: 2 }],
        centers: [
          { center: 'seoul', sum: '14802', periods: 1, value: '14802' },
          { center: 'daegu', sum: '950', periods: 1, value: '950' },
        ],
      },
      {
        measure: 'calls_offered',
        value: '16420',
        isCounted: false,
        overTime: 'SUM',
        tables: [
          { dimensions: [], isDerived: false, periods: 1, centers: 1 },
          { dimensions: ['hour'], isDerived: true, periods: 1, centers: 1 },
        ],
        centers: [
          { center: 'seoul', sum: '15420', periods: 1, value: '15420' },
          { center: 'daegu', sum: '1000', periods: 1, value: '1000' },
        ],
      },
    ])
    expect(linesOf(answer.nodes)).toEqual([
      'calls_answered seoul 19 ADDED 14802',
      'calls_answered busan 19 LEFT_OUT HELD',
      'calls_answered daegu 19 ADDED 950',
      'calls_offered seoul 19 ADDED 15420',
      'calls_offered busan 19 LEFT_OUT HELD',
      'calls_offered daegu 19 09 ADDED 600',
      'calls_offered daegu 19 10 ADDED 400',
    ])
  })

  it('S17: a value whose partner is missing is left out and names what was lacking', async () => {
    const { figure, nodes } = await explain({ indicators: ['response_rate'], centers: ['busan'], from: '2026-11-18', to: '2026-11-18' })
    expect(figure).toMatchObject({ value: null, reason: 'MISSING' })
    expect(linesOf(nodes)).toEqual(['calls_answered busan 18 LEFT_OUT MISSING', 'calls_offered busan 18 LEFT_OUT MISSING calls_answered'])
    expect(nodes[1]).toMatchObject({ value: '1500', revision: 1 })
  })

  it('S5: a row tells the word and the unit it came under, its receipt, and the edition it was judged by', async () => {
    await submit('daegu', { rows: [rowOf({ measure: '후처리시간', value: 812, unit: '분' })] })
    const { figure, nodes } = await explain({ measures: ['acw_seconds'], centers: ['daegu'] }, { client: 'busan-client' })
    expect([figure.value, nodes]).toEqual(['48720', []])
    const own = await explain({ measures: ['acw_seconds'], centers: ['daegu'] }, { client: 'admin' })
    expect(own.nodes).toMatchObject([
      {
        value: '48720',
        amount: '48720',
        status: 'provisional',
        label: '후처리시간',
        isProvisionalMapping: true,
        unitFactor: '60',
        submission: expect.any(String),
        edition: '2026.1',
      },
    ])
  })

  it('S10: a pending revision is named with the row that waits, to those who may read it', async () => {
    await submit('seoul', { rows: rowsOf({ calls_answered: 99_999 }) })
    const input = { measures: ['calls_answered'], centers: ['seoul'] }
    const own = await explain(input, { client: 'seoul-client' })
    expect(own.nodes).toMatchObject([{ use: 'ADDED', amount: '14802', pendingRevision: true, submission: seoulReceipt }])
    expect(own.nodes[0].heldRows).toHaveLength(1)
    expect((await explain(input)).nodes).toMatchObject([
      { use: 'ADDED', pendingRevision: true, heldRows: [], submission: null, edition: null },
    ])
    expect((await explain(input, { client: 'admin' })).nodes).toMatchObject([{ heldRows: own.nodes[0].heldRows, submission: seoulReceipt }])
  })

  it('S3: what the council counts once is listed as subtracted, and what does not count in a total as uncounted', async () => {
    const line = (item: string) => [{ dimension: 'service_line', item }]
    await submit('ulsan', {
      rows: [
        rowOf({ measure: 'calls_offered', value: 100, unit: null }),
        rowOf({ measure: 'calls_offered', value: 80, unit: null, dimensions: line('general') }),
        rowOf({ measure: 'calls_offered', value: 20, unit: null, dimensions: line('mutual_aid') }),
      ],
    })
    await submit('jeju', {
      rows: [
        rowOf({ measure: 'calls_offered', value: 50, unit: null, dimensions: line('general') }),
        rowOf({ measure: 'calls_offered', value: 9, unit: null, dimensions: line('loneliness120') }),
        rowOf({ measure: 'calls_offered', value: 5, unit: null, dimensions: line('mutual_aid') }),
      ],
    })
    const both = await explain({ measures: ['calls_offered'], centers: ['ulsan', 'jeju'], groupByCenter: false })
    expect(both.figure.value).toBe('130')
    expect(linesOf(both.nodes).toSorted()).toEqual([
      'calls_offered jeju 19 general ADDED 50',
      'calls_offered jeju 19 loneliness120 UNCOUNTED',
      'calls_offered jeju 19 mutual_aid UNCOUNTED',
      'calls_offered ulsan 19 ADDED 100',
      'calls_offered ulsan 19 mutual_aid SUBTRACTED -20',
    ])
    const own = await explain({ measures: ['calls_offered'], centers: ['jeju'] })
    expect(linesOf(own.nodes).toSorted()).toEqual([
      'calls_offered jeju 19 general ADDED 50',
      'calls_offered jeju 19 loneliness120 UNCOUNTED',
      'calls_offered jeju 19 mutual_aid ADDED 5',
    ])
  })

  it('pages row by row without losing or repeating one', async () => {
    const whole = await explain(rate)
    const seen: Node[] = []
    for (let after: string | null = null, isMore = true; isMore;) {
      const page: { nodes: Node[]; endCursor: string | null; hasNextPage: boolean } = await explain(rate, { first: 1, after })
      seen.push(...page.nodes)
      after = page.endCursor
      isMore = page.hasNextPage
    }
    expect(seen).toEqual(whole.nodes)
  })
})

describe('who reads what is behind a figure', () => {
  it('a center sees the figure of the council, its own rows, and whose rows it does not see', async () => {
    const answer = await explain(rate, { client: 'seoul-client' })
    expect(answer.figure.value).toBe('95.93')
    expect(new Set(answer.nodes.map(({ center }: Node) => center))).toEqual(new Set(['seoul']))
    expect(answer.hiddenCenters).toEqual(['busan', 'daegu'])
  })

  it('S24: a restricted figure is withheld and has no rows for others', async () => {
    await submit('seoul', { rows: rowsOf({ malicious_contacts: 3 }) })
    const input = { measures: ['malicious_contacts'], centers: ['seoul'] }
    expect(linesOf((await explain(input, { client: 'seoul-client' })).nodes)).toEqual(['malicious_contacts seoul 19 ADDED 3'])
    for (const client of ['analyst', 'admin', 'busan-client']) {
      const answer = await explain(input, { client })
      expect(answer).toMatchObject({ figure: { value: null, reason: 'WITHHELD' }, nodes: [], hiddenCenters: [] })
      expect(answer.measures).toMatchObject([{ value: null, tables: [], centers: [] }])
    }
  })

  it('S24: a value that rests on too few is withheld row by row, and its center has no sum for others', async () => {
    const answers = (n: number) => rowsOf({ csat_responses: n, csat_score_sum: n * 80 })
    await submit('seoul', { rows: answers(12) })
    await submit('daegu', { rows: answers(100) })
    const input = { measures: ['csat_score_sum'], centers: ['seoul', 'daegu'], groupByCenter: false }
    const others = await explain(input)
    expect(others.figure.value).toBe('8960')
    expect(others.nodes).toMatchObject([
      { center: 'seoul', value: null, amount: null, isWithheld: true },
      { center: 'daegu', value: '8000', amount: '8000', isWithheld: false },
    ])
    expect(others.measures[0].centers).toMatchObject([
      { center: 'seoul', sum: null, value: null },
      { center: 'daegu', sum: null, value: null },
    ])
    const own = await explain(input, { client: 'seoul-client' })
    expect(own.nodes).toMatchObject([{ center: 'seoul', value: '960', isWithheld: false }])
    const alone = await explain({ measures: ['csat_score_sum'], centers: ['seoul'] })
    expect(alone).toMatchObject({ figure: { reason: 'SUPPRESSED' }, nodes: [] })
  })
})

describe('S17: a row leads down to the line of the file', () => {
  const SUBMIT = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
    ... on SubmissionReceipt { id rows(outcomes: [QUARANTINED]) { nodes { heldRow sourceRow } } } } }`
  const RECEIPT = `query ($id: ID!) { submission(id: $id) { rows(first: 500) { nodes { index sourceRow outcome } } } }`
  const WHY = `query ($input: FiguresInput!) { explainFigure(input: $input) { asOf
    nodes { measure dimensions { item } amount submission rowIndex sourceRow } } }`
  type Row = { readonly submission: string | null; readonly rowIndex: number | null; readonly sourceRow: number | null } & Pick<
    Node,
    'measure' | 'amount' | 'dimensions'
  >
  const send = async (client: string, input: object) => {
    const idempotencyKey = `line-${++keys}`
    const { data, errors } = await hub.graphql(SUBMIT, { input: { idempotencyKey, edition: '2026.1', ...input } }, await hub.token(client))
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return data.submitStatistics
  }
  const why = async (input: object, client: string): Promise<{ asOf: string; nodes: readonly Row[] }> => {
    const { data, errors } = await hub.graphql(WHY, { input }, await hub.token(client))
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return data.explainFigure
  }
  const day = { from: '2026-11-16', to: '2026-11-16' }
  const shown = ({ measure, dimensions, amount, submission, rowIndex, sourceRow }: Row) => [
    [measure, ...dimensions.map(({ item }) => item), amount].join(' '),
    submission,
    rowIndex,
    sourceRow,
  ]

  it('a value that landed names its row in the receipt and its line, now and as of before it was revised', async () => {
    const hours = { axes: ['hour'], items: [['09', '10']], values: [600, 400], sourceRows: [12, 13] }
    const series = [
      { measure: 'calls_offered', periodStart: day.from, ...hours },
      { measure: 'calls_answered', periodStart: day.from, values: [900], sourceRows: [20] },
    ]
    const first = (await send('gyeongnam-client', { series })).id as string
    const asked = { indicators: ['response_rate'], centers: ['gyeongnam'], ...day }
    const before = await why(asked, 'gyeongnam-client')
    expect(before.nodes.map(shown)).toEqual([
      ['calls_answered 900', first, 2, 20],
      ['calls_offered 09 600', first, 0, 12],
      ['calls_offered 10 400', first, 1, 13],
    ])
    const hour = (item: string, value: number, sourceRow: number) => ({
      measure: 'calls_offered',
      periodStart: day.from,
      value,
      sourceRow,
      dimensions: [{ dimension: 'hour', item }],
    })
    const second = (await send('gyeongnam-client', { rows: [hour('09', 600, 2), hour('10', 410, 3)] })).id as string
    const now = await why(asked, 'gyeongnam-client')
    // What came again unchanged is still that of the first file.
    expect(now.nodes.map(shown).slice(1)).toEqual([
      ['calls_offered 09 600', first, 0, 12],
      ['calls_offered 10 410', second, 1, 3],
    ])
    const { data } = await hub.graphql(RECEIPT, { id: second }, await hub.token('gyeongnam-client'))
    expect(data.submission.rows.nodes).toEqual([
      { index: 0, sourceRow: 2, outcome: 'UNCHANGED' },
      { index: 1, sourceRow: 3, outcome: 'REVISED' },
    ])
    expect(await why({ ...asked, asOf: before.asOf }, 'gyeongnam-client')).toEqual(before)
    expect((await why(asked, 'analyst')).nodes.map(row => shown(row).slice(1))).toEqual(Array(3).fill([null, null, null]))
    expect((await why(asked, 'admin')).nodes).toEqual(now.nodes)
  })

  it('a row that waited names the place it had in its first receipt, and so does the partner that lands with it', async () => {
    const rows = rowsOf({ calls_ivr_contained: 5, calls_offered: 1548, calls_answered: 1561 }, { periodStart: day.from })
    const receipt = await send('gyeongbuk-client', { rows: rows.map((row, at) => ({ ...row, sourceRow: at + 7 })) })
    const answered = receipt.rows.nodes.find(({ sourceRow }: { sourceRow: number }) => sourceRow === 9)
    const resolve = `mutation ($input: ResolveHeldRowsInput!) { resolveHeldRows(input: $input) { ... on HeldRowsResolved { rows { outcome } } } }`
    const correction = { heldRow: answered.heldRow, action: 'CORRECT', value: 1461, reason: '자릿수 오기' }
    const settled = await hub.graphql(resolve, { input: { resolutions: [correction] } }, await hub.token('gyeongbuk-client'))
    expect(settled.data.resolveHeldRows.rows).toEqual([{ outcome: 'LANDED' }, { outcome: 'LANDED' }])
    const { nodes } = await why({ indicators: ['response_rate'], centers: ['gyeongbuk'], ...day }, 'gyeongbuk-client')
    expect(nodes.map(shown)).toEqual([
      ['calls_answered 1461', receipt.id, 2, 9],
      ['calls_offered 1548', receipt.id, 1, 8],
    ])
    const history = `query ($input: ObservationHistoryInput!) { observationHistory(input: $input) { nodes { value cause rowIndex sourceRow } } }`
    const key = { center: 'gyeongbuk', measure: 'calls_ivr_contained', periodType: 'DAY', periodStart: day.from }
    const { data } = await hub.graphql(history, { input: key }, await hub.token('gyeongbuk-client'))
    expect(data.observationHistory.nodes).toEqual([{ value: '5', cause: 'SUBMITTED', rowIndex: 0, sourceRow: 7 }])
  })
})

describe('a question that is not one figure', () => {
  it.each([
    [{ indicators: ['response_rate', 'turnover_rate'], centers: ['seoul'] }, ['input.indicators']],
    [{ indicators: ['response_rate'] }, ['input.centers']],
    [{ ...rate, from: '2026-11-18', by: 'DAY' }, ['input.by']],
    [{ measures: ['calls_offered'], centers: ['seoul'], dimensions: ['hour'] }, ['input.dimensions']],
    [{ indicators: ['turnover_rate'], centers: ['seoul'], from: '2026-06-01', to: '2026-07-31' }, ['input.from']],
    [
      { measures: ['calls_offered'], dimensions: ['hour'], from: '2026-11-18', by: 'DAY' },
      ['input.centers', 'input.by', 'input.dimensions'],
    ],
  ])('is refused with all there is to narrow (%#)', async (input, paths) => {
    const { status, data, errors } = await ask(input)
    expect({ status, data }).toEqual({ status: 200, data: { explainFigure: null } })
    expect(errors?.[0]?.extensions['issues']).toHaveLength(paths.length)
    expect(errors?.[0]?.extensions['issues']).toMatchObject(paths.map(path => ({ code: 'NOT_ONE_FIGURE', path: path.split('.') })))
  })

  it('a group of one item, one version and one region are one figure', async () => {
    const hour = { dimensions: ['hour'], filters: [{ dimension: 'hour', items: ['09'] }] }
    expect(linesOf((await explain({ measures: ['calls_offered'], centers: ['daegu'], ...hour })).nodes)).toEqual([
      'calls_offered daegu 19 09 ADDED 600',
    ])
    const turnover = {
      indicators: ['turnover_rate'],
      centers: ['seoul'],
      from: '2026-06-01',
      to: '2026-07-31',
      definition: { version: 'v2' },
    }
    expect((await explain(turnover)).definition).toMatchObject({ version: 'v2', effectiveFrom: '2026-07-01' })
  })

  it('S28: faults of the question itself come as they do from figures', async () => {
    const { errors } = await ask({ indicators: ['reply_rate'], centers: ['soul'] })
    expect(errors?.[0]?.extensions['issues']).toMatchObject([{ code: 'INDICATOR_UNKNOWN' }, { code: 'CENTER_UNKNOWN' }])
  })

  it.each(['"', Buffer.from('["calls_offered","seoul","2026-11-19",0,"x"]').toString('base64url')])(
    'H11: a cursor edited by hand is INVALID_CURSOR (%#)',
    async after => {
      expect((await ask(rate, { after })).errors?.[0]?.extensions['code']).toBe('INVALID_CURSOR')
    },
  )
})
