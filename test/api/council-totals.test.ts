import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import type { SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { rowsOf, valueOf } from '../support/center-hub.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { defineWell } from '../support/definitions.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { publishEdited } from '../support/next-edition.js'
import { readCsv } from '../support/read-exports.js'
import { dimensionsOf, EMPTY_BATCH } from '../support/submission-samples.js'

let hub: HubServer
let database: TestDatabase
let keys = 0

/** The council's edition, in which mutual aid leaves the council's number of answers as well, on which scores rest. */
beforeAll(async () => {
  database = await cloneDatabase()
  await database.setClock('2026-11-20T09:00:00+09:00')
  const edits = [
    { file: 'codelists' as const, from: 'calls_offered, contacts_offered]', to: 'calls_offered, contacts_offered, csat_responses]' },
  ]
  await publishEdited(database.owner, { code: '2026.1', effectiveFrom: '2026-07-01', edits })
  await database.setClock('2026-11-20T09:30:00+09:00')
  hub = await startHubServer({ database })
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

type Items = Readonly<Record<string, string>>
const rows = (periodStart: string, values: Readonly<Record<string, number | null>>, items: Items = {}, status: string | null = null) =>
  rowsOf(values, { periodStart, dimensions: dimensionsOf(items), status })

async function push(code: string, sent: readonly SubmittedRow[], batch: { strategy?: 'RETRACT'; reason?: string } = {}): Promise<void> {
  const center = (await hub.hub.standards()).centers.get(code) ?? null
  const caller = { subject: `${code}-client`, kind: 'client' as const, center, scopes: new Set(['stats:write' as const]) }
  const request = { idempotencyKey: `council-${++keys}`, uploadId: null, isDryRun: false, dryRunHash: null }
  const answer = await submitStatistics(hub.hub, caller, { ...request, batch: { ...EMPTY_BATCH, ...batch, rows: sent } })
  const { counts } = valueOf(answer).stored.record
  expect(counts.quarantined + counts.rejected).toBe(0)
}

const DOORS = `query ($input: FiguresInput!) {
  figures(input: $input) { nodes { value numerator reason marks issues { code messageEn expected got } } }
  figureColumns(input: $input) { value numerator reason marks }
  explainFigure(input: $input, first: 500) { figure { value } nodes { center use amount isWithheld dimensions { item } } } }`

type Told = {
  readonly value: string | null
  readonly reason: string | null
  readonly marks: readonly string[]
  readonly issues: readonly { readonly code: string; readonly messageEn: string; readonly expected: string; readonly got: string }[]
  /** Rows that were taken from explicit totals: their items and amounts. */
  readonly subtracted: readonly string[]
}

/** The one figure of a question, after every door said the same of it. */
async function ask(input: object): Promise<Told> {
  const token = await hub.token('analyst')
  const { data, errors } = await hub.graphql(DOORS, { input }, token)
  expect(errors).toBeUndefined()
  const [{ issues, ...figure }] = data.figures.nodes
  const { value, numerator, reason, marks } = data.figureColumns
  expect([{ value: value[0], numerator: numerator[0], reason: reason[0], marks: marks[0] }]).toEqual([figure])
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const file = await fetch(`${hub.url}/export/csv`, { method: 'POST', headers, body: JSON.stringify(input) })
  const [record] = readCsv(await file.text()).records
  expect([record?.['value'], record?.['reason'], record?.['marks']]).toEqual([
    figure.value ?? '',
    figure.reason ?? '',
    figure.marks.join(' '),
  ])
  const why = data.explainFigure
  expect(why.figure.value).toBe(figure.value)
  const nodes: { center: string; use: string; amount: string | null; isWithheld: boolean; dimensions: { item: string }[] }[] = why.nodes
  // Rows that rest on too few are withheld one by one, and cannot be added up.
  const isWhole = figure.numerator !== null && nodes.every(({ isWithheld }) => !isWithheld)
  const added = isWhole ? nodes.reduce((sum, { amount }) => sum + Number(amount ?? 0), 0) : null
  expect(added).toBe(isWhole ? Number(figure.numerator) : null)
  const subtracted = nodes
    .filter(({ use }) => use === 'SUBTRACTED')
    .map(({ amount, dimensions }) => [...dimensions.map(({ item }) => item), amount].join(' '))
  return { ...figure, issues, subtracted }
}

const both = { centers: ['seoul', 'daegu'], groupByCenter: false }
const on = (day: string) => ({ from: day, to: day })

describe('S24: how few stand behind a figure over centers', () => {
  const score = { ...both, indicators: [], measures: ['csat_score_sum'] }
  const answers = async (day: string, { aid, daegu }: { aid: number; daegu: number }) => {
    await push('seoul', [
      ...rows(day, { csat_responses: 40, csat_score_sum: 3000 }),
      ...rows(day, { csat_responses: aid }, { service_line: 'mutual_aid' }),
      ...rows(day, { csat_responses: 40 - aid }, { service_line: 'general' }),
    ])
    await push('daegu', rows(day, { csat_responses: daegu, csat_score_sum: daegu * 70 }))
  }

  it('S3: is counted as the figure itself is, without the items that leave totals over centers', async () => {
    await answers('2026-11-02', { aid: 25, daegu: 10 })
    await answers('2026-11-03', { aid: 25, daegu: 15 })
    expect(await ask({ ...score, ...on('2026-11-02') })).toMatchObject({ value: null, reason: 'SUPPRESSED', subtracted: [] })
    expect(await ask({ ...score, ...on('2026-11-03') })).toMatchObject({ value: '4050', reason: null })
    const one = { ...score, centers: ['seoul'], ...on('2026-11-02') }
    expect(await ask(one)).toMatchObject({ value: '3000', reason: null })
  })
})

describe('S3: an explicit total beside two tables that both tell what leaves totals over centers', () => {
  const offered = { ...both, indicators: [], measures: ['calls_offered'] }
  /** A total of 100, the amount that either table tells of mutual aid, and a second center. */
  const night = async (day: string, { small, large }: { small: number | null; large: number | null }, more: Items = {}) => {
    const line = (service_line: string, others: Items = {}) => ({ ...more, service_line, ...others })
    const aid = (amount: number | null, others: Items = {}) =>
      amount === null ? [] : rows(day, { calls_offered: amount }, line('mutual_aid', others))
    await push('seoul', [
      ...rows(day, { calls_offered: 100 }, more),
      ...rows(day, { calls_offered: 100 - (small ?? 0) }, line('general')),
      ...aid(small),
      ...rows(day, { calls_offered: 100 - (large ?? 0) }, line('general', { hour: '09' })),
      ...aid(large, { hour: '09' }),
    ])
    await push('daegu', rows(day, { calls_offered: 50 }, more))
  }
  const told = (taken: string, other: string, by = 'hour,service_line') => ({
    code: 'TOTAL_MISMATCH',
    messageEn: expect.stringContaining(`by ${by}`),
    expected: taken,
    got: other,
  })

  it('takes the amount of the smallest table that tells one, a 0 included, and names the other', async () => {
    await night('2026-11-04', { small: 0, large: 5 })
    await night('2026-11-05', { small: 5, large: 0 })
    await night('2026-11-06', { small: null, large: 5 })
    await night('2026-11-09', { small: 5, large: 5 })
    await night('2026-11-10', { small: 0, large: 0 })
    expect(await ask({ ...offered, ...on('2026-11-04') })).toMatchObject({
      value: '150',
      marks: ['TOTAL_MISMATCH'],
      issues: [told('0', '5')],
      subtracted: ['mutual_aid 0'],
    })
    expect(await ask({ ...offered, ...on('2026-11-05') })).toMatchObject({
      value: '145',
      marks: ['TOTAL_MISMATCH'],
      issues: [told('5', '0')],
      subtracted: ['mutual_aid -5'],
    })
    expect(await ask({ ...offered, ...on('2026-11-06') })).toMatchObject({ value: '145', marks: [], subtracted: ['09 mutual_aid -5'] })
    expect(await ask({ ...offered, ...on('2026-11-09') })).toMatchObject({ value: '145', marks: [], subtracted: ['mutual_aid -5'] })
    expect(await ask({ ...offered, ...on('2026-11-10') })).toMatchObject({ value: '150', marks: [] })
    expect(await ask({ ...offered, centers: ['seoul'], ...on('2026-11-04') })).toMatchObject({ value: '100', marks: [], issues: [] })
  })

  it('does the same where items are asked for, and as of an earlier instant', async () => {
    const korean = { ...offered, filters: [{ dimension: 'language', items: ['ko'] }] }
    const by = 'hour,language,service_line'
    await night('2026-11-11', { small: 0, large: 5 }, { language: 'ko' })
    await night('2026-11-12', { small: 3, large: 5 }, {})
    const first = { value: '150', marks: ['TOTAL_MISMATCH'], issues: [told('0', '5', by)] }
    expect(await ask({ ...korean, ...on('2026-11-11') })).toMatchObject(first)
    expect(await ask({ ...offered, ...on('2026-11-12') })).toMatchObject({ value: '147', issues: [told('3', '5')] })

    await database.setClock('2026-11-20T10:00:00+09:00')
    const small = { language: 'ko', service_line: 'mutual_aid' }
    await push(
      'seoul',
      [
        ...rows('2026-11-11', { calls_offered: null }, small),
        ...rows('2026-11-12', { calls_offered: null }, { service_line: 'mutual_aid' }),
      ],
      { strategy: 'RETRACT', reason: '잘못 집계' },
    )
    await database.setClock('2026-11-20T10:30:00+09:00')
    await push('seoul', rows('2026-11-12', { calls_offered: 0 }, { service_line: 'mutual_aid' }))
    const at = (instant: string, day: string) => ({ ...on(day), asOf: `2026-11-20T${instant}:00+09:00` })
    await database.setClock('2026-11-20T11:00:00+09:00')

    expect(await ask({ ...korean, ...at('09:45', '2026-11-11') })).toMatchObject(first)
    expect(await ask({ ...korean, ...at('10:15', '2026-11-11') })).toMatchObject({ value: '145', issues: [] })
    expect(await ask({ ...offered, ...at('09:45', '2026-11-12') })).toMatchObject({ value: '147', issues: [told('3', '5')] })
    expect(await ask({ ...offered, ...at('10:15', '2026-11-12') })).toMatchObject({ value: '145' })
    expect(await ask({ ...offered, ...on('2026-11-12') })).toMatchObject({ value: '150', issues: expect.arrayContaining([told('0', '5')]) })
  })
})

describe('S3: an item that counts in no total of its center', () => {
  const measureOf = (code: string, dimensions: readonly string[]) => ({
    code,
    group: 'contacts',
    name_ko: `새 측정 ${code.length}`,
    name_en: `New measure ${code.length}`,
    unit: 'contacts',
    kind: 'flow_count',
    additivity: { over_time: 'sum', over_centers: 'sum', over_dimensions: 'sum' },
    frequency: 'daily',
    dimensions,
    definition_ko: '뒤에 정한 측정.',
    definition_en: 'Defined later.',
    provided_by: 'center',
    access: 'open',
    effective_from: '2026-11-01',
    minimum: 0,
    integer: true,
    min_n: null,
    min_cell: null,
  })
  const publish = async (code: string, dimensions: readonly string[]) => {
    const draft = await defineWell(hub, 'draftMeasure', { definition: measureOf(code, dimensions), effectiveFrom: '2026-11-01' })
    await defineWell(hub, 'publishDrafts', { drafts: [draft.id], acknowledgeRetroactive: true })
  }

  it('stays out of it for a measure, or a dimension of one, that was published after the item was first met', async () => {
    const day = '2026-11-17'
    const lines = (measure: string) => [
      ...rows(day, { [measure]: 60 }, { service_line: 'general', language: 'ko' }),
      ...rows(day, { [measure]: 40 }, { service_line: 'loneliness120', language: 'ko' }),
    ]
    const total = (measure: string) => ask({ indicators: [], measures: [measure], centers: ['seoul'], ...on(day) })
    const korean = (measure: string) =>
      ask({ indicators: [], measures: [measure], centers: ['seoul'], filters: [{ dimension: 'language', items: ['ko'] }], ...on(day) })
    await push('seoul', lines('calls_offered'))
    await publish('contacts_new', ['service_line', 'language'])
    await publish('contacts_widened', ['language'])
    await push('seoul', lines('contacts_new'))
    await publish('contacts_widened', ['service_line', 'language'])
    await push('seoul', lines('contacts_widened'))
    for (const measure of ['calls_offered', 'contacts_new', 'contacts_widened']) {
      expect([measure, (await korean(measure)).value]).toEqual([measure, '60'])
      expect([measure, (await total(measure)).value]).toEqual([measure, '60'])
    }
  })
})
