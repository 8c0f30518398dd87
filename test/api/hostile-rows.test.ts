import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHubServer, type HubServer } from '../support/hub-server.js'

// Hostile and faulty submissions of the threat model, each over HTTP as a center's client sends them.

let hub: HubServer
let writer: string
let keys = 0

beforeAll(async () => {
  hub = await startHubServer({ environment: 'production' })
  writer = await hub.token('jeju-client')
})

afterAll(() => hub.close())

const PUSH = `mutation Push($input: SubmitStatisticsInput!) {
  submitStatistics(input: $input) {
    __typename
    ... on SubmissionReceipt {
      id status replayed counts { inserted revised unchanged quarantined rejected }
      rows { nodes { index outcome issues { code path rule } } }
    }
    ... on Refused { issues { code } }
  }
}`

type Row = Readonly<Record<string, unknown>>

const row = (day: string, measure: string, value: unknown, fields: Row = {}): Row => ({ measure, periodStart: day, value, ...fields })
const send = (input: Row) => hub.graphql(PUSH, { input }, writer)
const push = async (rows: readonly Row[], fields: Row = {}) => {
  const { status, data } = await send({ idempotencyKey: `hostile-${++keys}`, rows, ...fields })
  expect(status).toBe(200)
  return data.submitStatistics
}
/** Outcome and codes of each row, in order. */
const outcomesOf = (receipt: { rows: { nodes: { outcome: string; issues: { code: string }[] }[] } }) =>
  receipt.rows.nodes.map(({ outcome, issues }) => [outcome, ...issues.map(({ code }) => code).filter(code => code !== 'UNIT_ASSUMED')])

describe('what the hub does not read', () => {
  it.each([
    ['a document chained through 10,000 fragments', `{ ...F0 } ${fragments(10_000, i => `fragment F${i} on Query { ...F${i + 1} }`)}`],
    [
      'doubling fragments',
      `{ ...F0 } ${fragments(16, i => `fragment F${i} on Query { p: x { ...F${i + 1} } q: x { ...F${i + 1} } }`)} fragment F16 on Query { x }`,
    ],
    ['pages of pages', '{ submissions(first: 500) { nodes { rows(first: 500) { nodes { index outcome measure } } } } }'],
  ])('H07, H08: %s is 400 before any transaction', async (_title, query) => {
    const { status, errors } = await hub.graphql(query, {}, writer)
    expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'DOCUMENT_OVER_LIMIT'])
  })

  it('two writes in one request are 400, and nothing is written (T8)', async () => {
    const before = await countSubmissions()
    const query = `mutation($input: SubmitStatisticsInput!) { a: submitStatistics(input: $input) { __typename } b: submitStatistics(input: $input) { __typename } }`
    const input = { idempotencyKey: 'twice', rows: [row('2026-11-01', 'calls_offered', 1)] }
    const { status, errors } = await hub.graphql(query, { input }, writer)
    expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'DOCUMENT_OVER_LIMIT'])
    expect(await countSubmissions()).toBe(before)
  })

  it.each([1_000_000, -1, 0, 501])('H10: a page of %i is BAD_USER_INPUT', async first => {
    const { errors } = await hub.graphql('query($first: Int) { submissions(first: $first) { nodes { id } } }', { first }, writer)
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })

  it.each(['e30', "' or 1=1 --", 'A'.repeat(1_000), Buffer.from('["1 or 1=1"]').toString('base64url')])(
    'H11: a cursor edited by hand is INVALID_CURSOR and no oracle (%#)',
    async after => {
      const { errors } = await hub.graphql('query($after: String) { submissions(after: $after) { nodes { id } } }', { after }, writer)
      expect(errors?.[0]?.extensions.code).toBe('INVALID_CURSOR')
      expect(errors?.[0]?.message).not.toContain(after)
    },
  )

  it('H17: an extra input field is BAD_USER_INPUT and nothing is stored', async () => {
    const before = await countSubmissions()
    const rows = [row('2026-11-01', 'calls_offered', 1)]
    for (const extra of [{ centerCode: '11' }, { tenantId: '26' }, { role: 'ADMIN' }]) {
      const { status, errors } = await send({ idempotencyKey: 'extra', rows, ...extra })
      expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT'])
    }
    const inRow = await send({ idempotencyKey: 'extra', rows: [{ ...rows[0], tenantId: '26' }] })
    expect([inRow.status, inRow.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT'])
    expect(await countSubmissions()).toBe(before)
  })

  it('H22: constructor.prototype in variables is a bad request or ignored, and changes no object', async () => {
    const { status } = await hub.graphql('{ viewer { subject } }', { constructor: { prototype: { role: 'admin' } } }, writer)
    expect([200, 400]).toContain(status)
    expect(({} as { role?: string }).role).toBeUndefined()
  })
})

describe('H29: keys', () => {
  const rows = [row('2026-11-02', 'calls_offered', 5)]

  it('a push without a key is refused', async () => {
    const { status, data } = await send({ rows })
    expect([status, data.submitStatistics]).toEqual([200, { __typename: 'Refused', issues: [{ code: 'IDEMPOTENCY_KEY_REQUIRED' }] }])
  })

  it('fifty pushes at once under one key have one effect and one receipt, all with status 200', async () => {
    const before = await countSubmissions()
    const answers = await Promise.all(Array.from({ length: 50 }, () => send({ idempotencyKey: 'fifty', rows })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(answers.map(({ data }) => data.submitStatistics.id as string)).size).toBe(1)
    expect(await countSubmissions()).toBe(before + 1)
  })

  it('the same key with another body is refused', async () => {
    const { status, data } = await send({ idempotencyKey: 'fifty', rows: [row('2026-11-02', 'calls_offered', 6)] })
    expect([status, data.submitStatistics.issues]).toEqual([200, [{ code: 'IDEMPOTENCY_KEY_REUSED' }]])
  })
})

describe('H30: the same table under a new key', () => {
  const day = '2026-11-03'

  it('is merged: unchanged, revised or inserted as the rows differ', async () => {
    await push([row(day, 'calls_offered', 100), row(day, 'talk_seconds', 50)])
    const again = await push([row(day, 'calls_offered', 100), row(day, 'talk_seconds', 60), row(day, 'hold_seconds', 5)])
    expect(outcomesOf(again).map(([outcome]) => outcome)).toEqual(['UNCHANGED', 'REVISED', 'INSERTED'])
  })

  it('with a dry run that is out of date is refused as STALE_DRY_RUN', async () => {
    const rows = [row(day, 'calls_offered', 101)]
    const dry = `mutation($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { ... on SubmissionReceipt { dryRunHash } } }`
    const preview = await hub.graphql(dry, { input: { idempotencyKey: 'stale', dryRun: true, rows } }, writer)
    await push([row(day, 'calls_offered', 102)])
    const { dryRunHash } = preview.data.submitStatistics
    const { data } = await send({ idempotencyKey: 'stale', dryRunHash, rows })
    expect(data.submitStatistics.issues).toEqual([{ code: 'STALE_DRY_RUN' }])
  })
})

describe('H31: rows that cannot stand yet', () => {
  const rows = [
    row('2026-11-04', 'calls_offered', 10),
    row('2026-11-04', 'no such measure', 1),
    row('2026-11-04', 'talk_seconds', 1, { unit: 'won' }),
    row('2030-01-01', 'calls_offered', 1),
  ]

  it('are held with their reasons while the others land (PARTIAL)', async () => {
    const receipt = await push(rows)
    expect(receipt.status).toBe('PARTIAL')
    expect(outcomesOf(receipt)).toEqual([
      ['INSERTED'],
      ['QUARANTINED', 'WORD_UNKNOWN'],
      ['QUARANTINED', 'UNIT_MISMATCH'],
      ['QUARANTINED', 'PERIOD_IN_FUTURE'],
    ])
  })

  it('refuse the batch whole (ATOMIC)', async () => {
    const receipt = await push(rows, { mode: 'ATOMIC' })
    const issues = receipt.__typename === 'Refused' ? receipt.issues.map(({ code }: { code: string }) => code) : [receipt.status]
    expect(issues).toContain(receipt.__typename === 'Refused' ? 'BATCH_REFUSED' : 'REJECTED')
  })
})

describe('H32: numbers that contradict each other', () => {
  it('a negative count is rejected', async () => {
    expect(outcomesOf(await push([row('2026-11-05', 'calls_offered', -1)]))).toEqual([['REJECTED', 'VALUE_BELOW_MINIMUM']])
  })

  it('more answered than offered is held by its rule (S9)', async () => {
    const receipt = await push([row('2026-11-06', 'calls_offered', 5), row('2026-11-06', 'calls_answered', 9)])
    const held = receipt.rows.nodes.filter(({ outcome }: { outcome: string }) => outcome === 'QUARANTINED')
    expect(held.length).toBeGreaterThan(0)
    expect(held[0].issues.map(({ code }: { code: string }) => code)).toContain('RULE_BROKEN')
  })

  it('parts that do not add up to the total are told with the figure: TOTAL_MISMATCH (S3)', async () => {
    const hours = Array.from({ length: 24 }, (_, hour) =>
      row('2026-11-07', 'calls_offered', 1, { dimensions: [{ dimension: 'hour', item: String(hour).padStart(2, '0') }] }),
    )
    await push([row('2026-11-07', 'calls_offered', 30), ...hours])
    const input = { measures: ['calls_offered'], centers: ['jeju'], from: '2026-11-07', to: '2026-11-07' }
    const query = 'query($input: FiguresInput!) { figures(input: $input) { nodes { value issues { code } } } }'
    const { data } = await hub.graphql(query, { input }, writer)
    expect(data.figures.nodes).toEqual([{ value: '30', issues: [{ code: 'TOTAL_MISMATCH' }] }])
  })
})

it('H33: one key twice in a batch: equal rows collapse with a note, different ones are both held and name each other', async () => {
  const equal = await push([row('2026-11-08', 'calls_offered', 3), row('2026-11-08', 'calls_offered', 3)])
  expect(outcomesOf(equal)).toEqual([['INSERTED'], ['UNCHANGED', 'DUPLICATE_EQUAL']])
  const different = await push([row('2026-11-09', 'calls_offered', 3), row('2026-11-09', 'calls_offered', 4)])
  expect(outcomesOf(different)).toEqual([
    ['QUARANTINED', 'DUPLICATE_DISAGREES'],
    ['QUARANTINED', 'DUPLICATE_DISAGREES'],
  ])
})

it('H34: a fraction, separators, full-width digits, true and null are rejected row by row, and null is not 0', async () => {
  const values = [1.5, '1,234', '１２', true, null, 7]
  const receipt = await push(values.map((value, index) => row(`2026-10-0${index + 1}`, 'calls_offered', value)))
  expect(outcomesOf(receipt).map(([outcome]) => outcome)).toEqual([...Array.from({ length: 5 }, () => 'REJECTED'), 'INSERTED'])
  const stored = await hub.database.owner`
    select o.value::text from observations o join centers c on c.id = o.center_id
    where c.code = 'jeju' and o.period_start between '2026-10-01' and '2026-10-31'`
  expect(stored).toEqual([{ value: '7' }])
})

it.each(['%_'.repeat(2_500), "'; drop table measures; --", '.*(a+)+$'])(
  'H38: a word that is a pattern finds nothing, quickly, and is never read as one (%#)',
  async word => {
    const query = 'query($codes: [ID!]) { measures(codes: $codes) { code } }'
    const startedAt = performance.now()
    const { data, errors } = await hub.graphql(query, { codes: [word] }, writer)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    expect([data?.measures ?? null, errors?.[0]?.extensions.code]).toEqual([null, 'MEASURE_UNKNOWN'])
    const asWord = await push([row('2026-11-10', word, 1)])
    expect(['QUARANTINED', 'REJECTED']).toContain(outcomesOf(asWord)[0]?.[0])
    expect((await hub.graphql('{ measures { code } }', {}, writer)).data.measures.length).toBeGreaterThan(10)
  },
)

const countSubmissions = async (): Promise<number> => {
  const [found] = await hub.database.owner<{ n: number }[]>`select count(*)::int as n from submissions`
  return found?.n ?? -1
}

function fragments(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, i) => make(i)).join(' ')
}
