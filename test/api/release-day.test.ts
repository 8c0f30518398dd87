import { afterAll, beforeAll, expect, it } from 'vitest'
import { decideAs } from '../../api/operations/decide-mapping.js'
import { undoAs } from '../../api/operations/undo-decision.js'
import { administer } from '../support/administer.js'
import { valueOf } from '../support/center-hub.js'
import { decisionOf, STEWARD } from '../support/curate.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { defineWell, versionOf } from '../support/definitions.js'
import { FORMATS } from '../support/export-hub.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-04T02:10:00+09:00')
  hub = await startHubServer({ database })
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

const SUBMIT = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { id counts { received rejected } rows(outcomes: [QUARANTINED]) { nodes { heldRow measure periodStart } } }
  ... on Refused { issues { code messageEn } } } }`
type Sent = { readonly measure: string; readonly periodStart: string; readonly value: number | null } & Record<string, unknown>
let keys = 0

/** Hands in rows as a center's client, none of which may be rejected; gives the rows that wait. */
async function submit(center: string, rows: readonly Sent[], more: object = {}): Promise<{ heldRow: string }[]> {
  const numbered = rows.map((row, at) => ({ ...row, sourceRow: at + 2 }))
  const input = { idempotencyKey: `release-${++keys}`, rows: numbered, ...more }
  const { data, errors } = await hub.graphql(SUBMIT, { input }, await hub.token(`${center}-client`))
  const receipt = data?.submitStatistics
  if (receipt?.counts?.rejected !== 0) throw new Error(JSON.stringify({ receipt, errors }))
  return receipt.rows.nodes
}
const night = (periodStart: string, offered: number, answered: number): readonly Sent[] => [
  { measure: 'calls_offered', periodStart, value: offered },
  { measure: 'calls_answered', periodStart, value: answered },
  { measure: 'calls_answered_within_20s', periodStart, value: answered - 5 },
  { measure: 'calls_answered_within_15s', periodStart, value: answered - 9 },
]
const items = (dimension: string, measure: string, periodStart: string, values: Readonly<Record<string, number>>): readonly Sent[] =>
  Object.entries(values).map(([item, value]) => ({ measure, periodStart, value, dimensions: [{ dimension, item }] }))

const october = { from: '2026-10-01', to: '2026-10-31' }
const CENTERS = ['seoul', 'busan', 'chungnam', 'daegu']
const both = ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR']

const QUESTIONS: Readonly<Record<string, object>> = {
  weeks: {
    ...october,
    indicators: ['response_rate', 'service_level'],
    measures: ['calls_offered'],
    centers: CENTERS,
    by: 'WEEK',
    changes: both,
  },
  hours: { from: '2026-10-12', to: '2026-10-13', measures: ['calls_offered'], centers: ['busan'], by: 'HOUR' },
  together: { ...october, indicators: ['response_rate'], measures: ['calls_offered'], groupByCenter: false, by: 'MONTH', changes: both },
  bands: { ...october, measures: ['answered_by_wait_band'], centers: ['daegu'], percentiles: [50, 90] },
  variant: { ...october, indicators: ['service_level'], centers: CENTERS, definition: { variant: 'threshold_15s' } },
  region: { ...october, indicators: ['response_rate'], regions: ['44', '12'], withPredecessors: true, by: 'MONTH' },
  unfinished: { from: '2026-11-01', to: '2026-11-10', indicators: ['response_rate'], centers: CENTERS, by: 'DAY' },
}

const DETAIL = `code nameKo nameEn version variant unit scale center region periodType from to dimensions { dimension item } value numerator
  denominator factor parts { measure value } formula reason marks break { date fromVersion toVersion whyKo whyEn } derivedFrom
  percentiles { percent band over upTo of } changes { kind from to version value numerator denominator difference percent reason }
  coverage { centersIn centersExpected cellsIn cellsExpected extra percent gaps { reason periodType cells centers measures from to } }
  heldVolume { percent volume words textEn } issues { code messageKo messageEn }`
const COLUMNS = `rows code version variant center region from to value numerator denominator factor reason marks extra
  changes { kind value difference percent reason }`
const ROWS = `measure center periodStart dimensions { dimension item } use amount reason lacking value status revision recordedAt submission
  rowIndex sourceRow label pendingRevision heldRows mappingVersions`

/** Every door through which figures go out, and what is asked of it. `field` names the answer of a GraphQL document. */
type Door = { readonly title: string; readonly client: string; readonly ask: (asOf: string | null) => Promise<string> }

async function post(path: string, body: object, client: string): Promise<string> {
  const response = await fetch(`${hub.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await hub.token(client)}` },
    body: JSON.stringify(body),
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${bytes.toString()}`)
  return bytes.toString('latin1') // a character for each byte
}

type GraphqlDoor = {
  readonly title: string
  readonly query: string
  readonly input: object
  readonly more?: object
  readonly client?: string
}

const graphqlDoor = ({ title, query, input, more = {}, client = 'analyst' }: GraphqlDoor): Door => ({
  title,
  client,
  async ask(asOf) {
    const text = await post('/graphql', { query, variables: { input: asOf === null ? input : { ...input, asOf }, ...more } }, client)
    if (text.includes('"errors"')) throw new Error(`${title}: ${text}`)
    return text
  },
})

const questions = Object.entries(QUESTIONS)
const DOORS: readonly Door[] = [
  ...questions.flatMap(([title, input]) => [
    graphqlDoor({
      title: `figures ${title}`,
      query: `query ($input: FiguresInput!) { answer: figures(input: $input, first: 500) { edition asOf totalCount nodes { ${DETAIL} } } }`,
      input,
    }),
    graphqlDoor({
      title: `figureColumns ${title}`,
      query: `query ($input: FiguresInput!) { answer: figureColumns(input: $input) { edition asOf ${COLUMNS} } }`,
      input,
    }),
    ...(input === QUESTIONS['weeks'] || input === QUESTIONS['bands'] ? FORMATS : []).map((format): Door => ({
      title: `export ${format} ${title}`,
      client: 'analyst',
      ask: asOf => post(`/export/${format}`, asOf === null ? input : { ...input, asOf }, 'analyst'),
    })),
  ]),
  graphqlDoor({
    title: 'figureTable',
    query: `query ($input: FiguresInput!) { answer: figureTable(input: $input, rows: { axis: CENTER }, columns: { axis: PERIOD }) { edition asOf
      rows { code labelKo labelEn from to } columns { code labelKo labelEn from to } value reason numerator denominator version marks } }`,
    input: { ...october, indicators: ['response_rate'], centers: CENTERS, by: 'WEEK' },
  }),
  graphqlDoor({
    title: 'compareFigures',
    query: `query ($input: FiguresInput!, $right: DefinitionInput) { answer: compareFigures(input: $input, right: $right, first: 500) { edition asOf
      nodes { left { ${DETAIL} } right { ${DETAIL} } difference reason parts { measure left right difference } issues { code messageEn }
        cells { both leftOnly { center cells from to } rightOnly { center cells from to } } } } }`,
    input: { ...october, indicators: ['service_level'], centers: CENTERS, by: 'MONTH' },
    more: { right: { version: 'v1' } },
  }),
  graphqlDoor({
    title: 'topFigures',
    query: `query ($input: FiguresInput!) { answer: topFigures(input: $input, top: { n: 2 }) { edition asOf ranked { ${DETAIL} } unranked { ${DETAIL} }
      rest { ${DETAIL} } restOf } }`,
    input: { ...october, indicators: ['response_rate'], centers: CENTERS },
  }),
  ...['analyst', 'admin', 'seoul-client'].map(client =>
    graphqlDoor({
      title: `explainFigure as ${client}`,
      query: `query ($input: FiguresInput!) { answer: explainFigure(input: $input, first: 500) { edition asOf hiddenCenters figure { ${DETAIL} }
        definition { version formula effectiveFrom effectiveTo } measures { measure nameKo value tables { dimensions periods } centers { center sum } }
        nodes { ${ROWS} } } }`,
      input: { ...october, indicators: ['response_rate'], centers: CENTERS, groupByCenter: false },
      client,
    }),
  ),
]

/** The instant that an answer states, in whatever format; a workbook is compressed, so that of the CSV to the same question stands for it. */
const statedIn = (text: string): string | null =>
  /"asOf":"([^"]+)"/.exec(text)?.[1] ??
  /^# asOf,(\S+?)\r$/m.exec(text)?.[1] ??
  /,(2026-11-05T09:30:00[^,]*\+09:00),/.exec(text)?.[1] ??
  null

async function decideWord(status: 'proposed' | 'active') {
  const [term] = await database.owner<{ id: string }[]>`select id from source_terms where raw_label = '총들어온호'`
  return valueOf(await decideAs(hub.hub, STEWARD, decisionOf(term?.id ?? '', { status, reason: '교환기 설명서 확인' })))
}

/** What the centers had sent until the morning of the release. */
async function fillOctober(): Promise<readonly string[]> {
  const days = ['2026-10-02', '2026-10-12', '2026-10-13', '2026-10-20']
  for (const [at, center] of CENTERS.entries())
    await submit(
      center,
      ['2025-10-14', '2026-09-08', ...days].flatMap((day, place) => night(day, 100 + at + place, 90 - place)),
    )
  await submit('busan', items('hour', 'calls_offered', '2026-10-12', { '09': 40, '10': 61 }))
  await submit('daegu', items('wait_band', 'answered_by_wait_band', '2026-10-12', { w000_010: 60, w020_030: 30, w300_up: 10 }))
  await submit('gwangju', night('2026-10-12', 500, 450))
  await submit('seoul', [{ measure: 'calls_offered', periodStart: '2026-10-01', periodType: 'month', value: 9 }])
  await submit('seoul', [{ measure: '총들어온호', periodStart: '2026-10-14', unit: '건', value: 77 }])
  await decideWord('proposed')
  // More answered than offered: a revision waits at Seoul, and a first value of both at Busan.
  await submit('seoul', [{ measure: 'calls_answered', periodStart: '2026-10-13', value: 9999 }])
  const held = await submit('busan', night('2026-10-21', 10, 20).slice(0, 2))
  await submit('seoul', night('2026-11-02', 70, 60))
  return held.map(({ heldRow }) => heldRow)
}

const act = (mutation: string, input: Record<string, unknown>) =>
  administer(hub, { mutation, input: { reason: '협의체 의결', ...input }, client: 'admin' }).then(({ issues }) => {
    if (issues !== undefined) throw new Error(JSON.stringify(issues))
  })

/** A month in which everything is changed that may be: values, what waits, words, definitions and their names, membership, calendars. */
async function writeForAMonth(held: readonly string[]): Promise<void> {
  const at = (day: string) => database.setClock(`${day}T10:00:00+09:00`)
  await at('2026-11-09')
  await submit('seoul', night('2026-10-12', 200, 110), { reason: '교환기 집계 누락 보정' })
  await submit('daegu', items('wait_band', 'answered_by_wait_band', '2026-10-12', { w000_010: 1 }))
  await submit('busan', items('hour', 'calls_offered', '2026-10-12', { '11': 7 }))
  await at('2026-11-12')
  const retracted = night('2026-10-20', 50, 40).map(row => ({ ...row, value: null }))
  await submit('busan', retracted, { strategy: 'RETRACT', reason: '중복 집계' })
  await submit('busan', [{ measure: 'calls_answered', periodStart: '2026-10-21', value: 8 }])
  expect(held).toHaveLength(2)
  await at('2026-11-16')
  const { decision } = await decideWord('active')
  await at('2026-11-18')
  valueOf(await undoAs(hub.hub, STEWARD, { decision, reason: '잘못 봄' }))
  await at('2026-11-20')
  await act('setMembership', { center: 'daegu', memberFrom: '2024-11-20', memberTo: '2026-10-12', isTrial: false })
  const always = { weekdays: '00:00-24:00', saturday: '00:00-24:00', sunday: '00:00-24:00', holidays: '00:00-24:00' }
  await act('setCalendar', { center: 'chungnam', validFrom: '2026-10-01', ...always })
  const holiday = { day: '2026-10-13', kind: 'CLOSED', nameKo: '이전', nameEn: 'Moving' }
  await act('setCalendarException', { ...holiday, center: 'busan' })
  await at('2026-11-25')
  const formula = '100 * calls_answered_within_20s / calls_offered'
  const version = await defineWell(hub, 'draftIndicatorVersion', versionOf('response_rate', 'v2', { formula, effectiveFrom: '2026-10-13' }))
  const [edition] = await database.owner<{ measure: Record<string, unknown> }[]>`
    select m as measure from editions, jsonb_array_elements(document -> 'measures' -> 'measures') m where m ->> 'code' = 'calls_offered'`
  const renamed = { ...edition?.measure, name_ko: '새이름', name_en: 'Renamed' }
  const measure = await defineWell(hub, 'draftMeasure', { definition: renamed, effectiveFrom: '2026-11-25' })
  await defineWell(hub, 'publishDrafts', { drafts: [version.id, measure.id], acknowledgeRetroactive: true })
  await at('2026-12-05')
  await submit('seoul', night('2026-11-03', 50, 40))
}

it('S25, exchange 11: every answer of a release day comes out again byte for byte under its asOf, at every door, after a month in which everything was changed', async () => {
  const held = await fillOctober()
  await database.setClock('2026-11-05T09:30:00+09:00')
  const released: { readonly door: Door; readonly text: string; readonly asOf: string }[] = []
  let latest = ''
  for (const door of DOORS) {
    const text = await door.ask(null)
    latest = statedIn(text) ?? latest
    released.push({ door, text, asOf: latest })
  }
  expect(released.filter(({ asOf }) => !asOf.startsWith('2026-11-05T09:30:00'))).toEqual([])
  await writeForAMonth(held)
  const changed: string[] = []
  for (const { door, text, asOf } of released) {
    expect((await door.ask(asOf)) === text, `${door.title} as of ${asOf}`).toBe(true)
    // By now the month is two figures to an order and to a reason why: those are refused.
    const now = await door.ask(null).catch(String)
    if (now.replaceAll(/2026-1[12]-\d\dT[^",\r]*/g, '') !== text.replaceAll(/2026-11-05T[^",\r]*/g, '')) changed.push(door.title)
  }
  // What was written did change every answer.
  expect(changed).toEqual(DOORS.map(({ title }) => title))
}, 120_000)
