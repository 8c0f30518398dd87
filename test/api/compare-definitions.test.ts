import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { cloneScenarioDatabase } from '../support/scenario-edition.js'

let hub: HubServer
let database: TestDatabase

const SUBMIT = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { counts { received inserted } issues { code } } ... on Refused { issues { code messageEn } } } }`

/** Hands in a day of a center as its client; gives the codes of what the receipt warns of. */
async function submit(center: string, day: string, values: Readonly<Record<string, number>>, parameters: object[] = []): Promise<string[]> {
  const rows = Object.entries(values).map(([measure, value]) => ({ measure, periodStart: day, value }))
  const input = { idempotencyKey: `${center}-${day}`, rows, parameters }
  const { data, errors } = await hub.graphql(SUBMIT, { input }, await hub.token(`${center}-client`))
  const receipt = data?.submitStatistics
  if (receipt?.counts?.inserted !== rows.length) throw new Error(JSON.stringify({ data, errors }))
  return receipt.issues.map(({ code }: { code: string }) => code)
}

const FIGURE = `code version variant center from to value numerator denominator reason marks parts { measure value }
  break { date fromVersion toVersion whyKo whyEn } coverage { centersIn gaps { reason centers measures from to } }`
const FIGURES = `query ($input: FiguresInput!) { figures(input: $input) { nodes { ${FIGURE} } } }`
const COMPARE = `query ($input: FiguresInput!, $left: DefinitionInput, $right: DefinitionInput, $first: Int = 100, $after: String) {
  compareFigures(input: $input, left: $left, right: $right, first: $first, after: $after) {
    totalCount endCursor hasNextPage edition asOf
    nodes { left { ${FIGURE} } right { ${FIGURE} } difference reason
      numerator { left right difference } denominator { left right difference } parts { measure left right difference }
      cells { both leftOnly { center periodType cells from to } rightOnly { center periodType cells from to } }
      issues { code severity messageKo messageEn } }
  }
}`
const ask = async (input: object) => hub.graphql(FIGURES, { input }, await hub.token('analyst'))
const compare = async (input: object, sides: object) => hub.graphql(COMPARE, { input, ...sides }, await hub.token('analyst'))

const level = { indicators: ['service_level'] }
const on = (from: string, to = from) => ({ from, to })

beforeAll(async () => {
  database = await cloneScenarioDatabase()
  await database.setClock('2027-01-04T09:30:00+09:00')
  hub = await startHubServer({ database })
  await submit('seoul', '2026-12-28', { calls_answered_within_20s: 9000, calls_offered: 10_000, calls_abandoned_short: 0 })
  await submit('daegu', '2026-12-28', { calls_answered_within_20s: 100, calls_offered: 1000, calls_abandoned_short: 0 })
  for (const day of ['2026-12-31', '2027-01-01'])
    await submit('seoul', day, {
      calls_answered_within_20s: 800,
      calls_answered_within_15s: 700,
      calls_offered: 1000,
      calls_abandoned_short: 200,
    })
  await submit('daegu', '2026-12-31', { calls_answered_within_20s: 90, calls_offered: 100 })
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

describe('exchange 1: ratio roll-up', () => {
  it('adds parts before it divides, 82.73 % of 9,100 and 11,000, and refuses the mean', async () => {
    const asked = { ...level, centers: ['seoul', 'daegu'], groupByCenter: false, ...on('2026-12-28') }
    const { data } = await ask(asked)
    expect(data.figures.nodes).toMatchObject([{ value: '82.73', numerator: '9100', denominator: '11000', coverage: { centersIn: 2 } }])
    const mean = await ask({ ...asked, combine: 'MEAN' })
    expect(mean.errors?.[0]?.extensions['code']).toBe('RATIO_NOT_AVERAGEABLE')
  })
})

describe('exchange 6: the threshold trap', () => {
  it('a service level at another threshold is stored, and every question about it says NOT_COMPARABLE instead of a number', async () => {
    const parameters = [{ name: 'service_level_threshold_seconds', value: 15 }]
    const day = '2026-12-29'
    const issues = await submit('busan', day, { calls_answered_within_20s: 700, calls_offered: 1000, calls_abandoned_short: 0 }, parameters)
    expect(issues).toContain('PARAMETER_MISMATCH')
    await submit('seoul', day, { calls_answered_within_20s: 900, calls_offered: 1000, calls_abandoned_short: 100 })
    const centers = ['seoul', 'busan']
    const { data } = await ask({ ...level, centers, ...on(day) })
    expect(data.figures.nodes).toMatchObject([
      { center: 'seoul', value: '100.00', reason: null },
      { center: 'busan', value: null, reason: 'NOT_COMPARABLE' },
    ])
    const together = await ask({ ...level, centers, groupByCenter: false, ...on(day) })
    expect(together.data.figures.nodes[0]).toMatchObject({
      value: '100.00',
      coverage: { centersIn: 1, gaps: [{ reason: 'NOT_COMPARABLE', centers: ['busan'], measures: ['calls_answered_within_20s'] }] },
    })
    const versions = await compare({ ...level, centers, ...on(day) }, { left: { version: 'v1' }, right: { version: 'v2' } })
    expect(versions.data.compareFigures.nodes).toMatchObject([
      { left: { value: '100.00' }, right: { value: '90.00' }, difference: '-10.00', reason: null, issues: [] },
      {
        left: { value: null },
        right: { value: null },
        difference: null,
        reason: 'NOT_COMPARABLE',
        issues: [
          { code: 'NOT_COMPARABLE', severity: 'WARNING', messageEn: expect.stringContaining('busan made calls_answered_within_20s') },
        ],
      },
    ])
  })

  it('two definitions at 20 and at 15 seconds show both values and no difference', async () => {
    const asked = { ...level, centers: ['seoul'], ...on('2026-12-31') }
    const { data, errors } = await compare(asked, { left: { version: 'v2' }, right: { variant: 'threshold_15s' } })
    expect(errors).toBeUndefined()
    expect(data.compareFigures.nodes).toMatchObject([
      {
        left: { value: '80.00', version: 'v2', marks: [] },
        right: { value: '70.00', variant: 'threshold_15s', marks: ['DEFINITION_DIFFERS'] },
        difference: null,
        reason: 'NOT_COMPARABLE',
        numerator: { left: '800', right: '700', difference: null },
        issues: [
          {
            code: 'NOT_COMPARABLE',
            messageKo: expect.stringContaining('calls_answered_within_20s 20'),
            messageEn: expect.stringContaining('calls_answered_within_15s 15'),
          },
        ],
      },
    ])
  })
})

describe('exchange 7: definition v2', () => {
  const series = { ...level, centers: ['seoul'], ...on('2026-12-31', '2027-01-01') }

  it('2026-12 gives v1, and a series across the date carries a BREAK with the date and the reason', async () => {
    const { data } = await ask({ ...series, by: 'DAY' })
    expect(data.figures.nodes).toMatchObject([
      { from: '2026-12-31', version: 'v1', value: '100.00', marks: [], break: null },
      {
        from: '2027-01-01',
        version: 'v2',
        value: '80.00',
        marks: ['BREAK'],
        break: {
          date: '2027-01-01',
          fromVersion: 'v1',
          toVersion: 'v2',
          whyKo: '단기포기호도 인입호로 본다.',
          whyEn: 'Short abandons are offered calls like any other.',
        },
      },
    ])
  })

  it('v2 for 2026 is recomputed from parts', async () => {
    const { data } = await ask({ ...series, definition: { version: 'v2' } })
    expect(data.figures.nodes).toMatchObject([{ version: 'v2', value: '80.00', numerator: '1600', denominator: '2000', marks: [] }])
  })

  it('a version whose part was never sent says which part is absent', async () => {
    const { data } = await ask({ ...level, centers: ['daegu'], ...on('2026-12-31'), definition: { version: 'v1' } })
    expect(data.figures.nodes).toMatchObject([
      {
        value: null,
        reason: 'MISSING',
        coverage: { gaps: [{ reason: 'MISSING', centers: ['daegu'], measures: ['calls_abandoned_short'] }] },
      },
    ])
  })

  it('both versions side by side differ by the parts that differ, and by the cells that one of them has not', async () => {
    const asked = { ...level, centers: ['seoul', 'daegu'], groupByCenter: false, ...on('2026-12-31') }
    const { data } = await compare(asked, { left: { version: 'v1' }, right: { version: 'v2' } })
    expect(data.compareFigures.nodes).toMatchObject([
      {
        left: { value: '100.00', version: 'v1' },
        right: { value: '80.91', version: 'v2' },
        difference: '-19.09',
        reason: null,
        numerator: { left: '800', right: '890', difference: '90' },
        denominator: { left: '800', right: '1100', difference: '300' },
        parts: [
          { measure: 'calls_answered_within_20s', left: '800', right: '890', difference: '90' },
          { measure: 'calls_offered', left: '1000', right: '1100', difference: '100' },
          { measure: 'calls_abandoned_short', left: '200', right: null, difference: null },
        ],
        cells: {
          both: 1,
          leftOnly: [],
          rightOnly: [{ center: 'daegu', periodType: 'DAY', cells: 1, from: '2026-12-31', to: '2026-12-31' }],
        },
        issues: [],
      },
    ])
  })

  it('the standard beside one version is cut where the standard changes, so that both sides are about the same days', async () => {
    const { data } = await compare(series, { right: { version: 'v2' } })
    expect(data.compareFigures.nodes).toMatchObject([
      {
        left: { version: 'v1', from: '2026-12-31', to: '2026-12-31' },
        right: { from: '2026-12-31', to: '2026-12-31' },
        difference: '-20.00',
      },
      { left: { version: 'v2', from: '2027-01-01', marks: ['BREAK'] }, right: { from: '2027-01-01', marks: [] }, difference: '0.00' },
    ])
  })
})

describe('comparisons', () => {
  it.each(['seoul-client', 'steward', 'coordinator', 'admin'])(
    'S24: a restricted indicator is withheld on both sides from the %s',
    async client => {
      const input = { indicators: ['malicious_contact_rate'], centers: ['busan'], ...on('2026-12-31') }
      const { data } = await hub.graphql(COMPARE, { input, left: { version: 'v1' } }, await hub.token(client))
      expect(data.compareFigures.nodes).toMatchObject([
        {
          left: { value: null, reason: 'WITHHELD', parts: [] },
          right: { value: null, reason: 'WITHHELD' },
          difference: null,
          reason: 'WITHHELD',
          parts: [],
          cells: { both: 0, leftOnly: [], rightOnly: [] },
        },
      ])
    },
  )

  it('come in pages, each once', async () => {
    const asked = { ...level, centers: ['seoul', 'daegu'], ...on('2026-12-25', '2027-01-03'), by: 'DAY' }
    const sides = { left: { version: 'v1' }, right: { version: 'v2' } }
    const whole = (await compare(asked, { ...sides, first: 500 })).data.compareFigures
    expect(whole.totalCount).toBe(20)
    const seen: unknown[] = []
    for (let after: string | null = null, isMore = true; isMore;) {
      const page: { nodes: unknown[]; endCursor: string; hasNextPage: boolean } = (await compare(asked, { ...sides, first: 7, after })).data
        .compareFigures
      seen.push(...page.nodes)
      after = page.endCursor
      isMore = page.hasNextPage
    }
    expect(seen).toEqual(whole.nodes)
  })

  it('S25: stand as of their instant after later revisions, both sides together', async () => {
    const day = '2027-01-02'
    await submit('seoul', day, { calls_answered_within_20s: 800, calls_offered: 1000, calls_abandoned_short: 200 })
    const asked = { ...level, centers: ['seoul'], ...on(day) }
    const sides = { left: { version: 'v1' }, right: { version: 'v2' } }
    const before = (await compare(asked, sides)).data.compareFigures
    await database.setClock('2027-01-05T09:30:00+09:00')
    const rows = [{ measure: 'calls_abandoned_short', periodStart: day, value: 100 }]
    const { data } = await hub.graphql(SUBMIT, { input: { idempotencyKey: 'revised', rows } }, await hub.token('seoul-client'))
    expect(data.submitStatistics.counts.received).toBe(1)
    expect((await compare(asked, sides)).data.compareFigures.nodes).toMatchObject([{ left: { value: '88.89' }, right: { value: '80.00' } }])
    expect((await compare({ ...asked, asOf: before.asOf }, sides)).data.compareFigures).toEqual(before)
  })

  it('S28: are refused with every fault at once', async () => {
    const asked = { ...level, measures: ['calls_offered'], definition: { version: 'v1' }, ...on('2026-12-31') }
    const { errors } = await compare(asked, { left: { version: 'v7' }, right: { variant: 'threshold_1s', version: 'v1' } })
    expect(errors?.[0]?.extensions['issues']).toMatchObject([
      { code: 'BAD_USER_INPUT', path: ['input', 'measures'] },
      { code: 'BAD_USER_INPUT', path: ['input', 'definition'] },
      { code: 'VERSION_UNKNOWN', path: ['left', 'version'], expected: 'v1, v2' },
      { code: 'BAD_USER_INPUT', path: ['right'] },
    ])
  })
})
