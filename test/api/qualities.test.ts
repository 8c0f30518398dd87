import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import type { SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { settingsOf, runCli } from '../clients/run-cli.js'
import { createScratchFolder, type ScratchFolder } from '../clients/scratch-folder.js'
import { rowsOf, valueOf } from '../support/center-hub.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { cellOf, readCsv, readWorkbook, type JsonStat } from '../support/read-exports.js'
import { dimensionsOf, EMPTY_BATCH } from '../support/submission-samples.js'

let hub: HubServer
let scratch: ScratchFolder
let analyst: string
let keys = 0
beforeAll(async () => {
  hub = await startHubServer()
  await hub.database.setClock('2026-11-20T09:30:00+09:00')
  analyst = await hub.token('analyst')
  scratch = await createScratchFolder()
})
afterAll(async () => {
  await hub.close()
  await scratch.remove()
})

type Items = Readonly<Record<string, string>>
/** Rows of a day, each with a status of its own: `{ calls_offered: '100 estimated' }`. */
const rows = (day: string, said: Readonly<Record<string, string>>, items: Items = {}): readonly SubmittedRow[] =>
  Object.entries(said).flatMap(([measure, text]) => {
    const [value = '', status = null] = text.split(' ')
    return rowsOf({ [measure]: value }, { periodStart: day, dimensions: dimensionsOf(items), status })
  })

async function push(code: string, ...sent: readonly (readonly SubmittedRow[])[]) {
  const center = (await hub.hub.standards()).centers.get(code) ?? null
  const caller = { subject: `${code}-client`, kind: 'client' as const, center, scopes: new Set(['stats:write' as const]) }
  const request = { idempotencyKey: `qualities-${++keys}`, uploadId: null, isDryRun: false, dryRunHash: null }
  const answer = await submitStatistics(hub.hub, caller, { ...request, batch: { ...EMPTY_BATCH, rows: sent.flat() } })
  const { counts } = valueOf(answer).stored.record
  expect(counts.quarantined + counts.rejected).toBe(0)
  return counts
}

async function graph(query: string, variables: Record<string, unknown>) {
  const { data, errors } = await hub.graphql(query, variables, analyst)
  expect(errors).toBeUndefined()
  return data
}

async function fileOf(format: string, input: object): Promise<Buffer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${analyst}` }
  const response = await fetch(`${hub.url}/export/${format}`, { method: 'POST', headers, body: JSON.stringify(input) })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}
const recordsOf = async (format: string, input: object) => readCsv((await fileOf(format, input)).toString()).records

type Told = readonly { readonly quality: string; readonly values: number }[]
const wordsOf = (told: Told): readonly string[] => told.map(({ quality, values }) => `${quality} ${values}`)

/** What the figures of a question say, in order. */
async function ask(input: object): Promise<readonly (readonly string[])[]> {
  const { figures } = await graph(
    'query ($input: FiguresInput!) { figures(input: $input, first: 100) { nodes { qualities { quality values } } } }',
    { input },
  )
  return figures.nodes.map(({ qualities }: { qualities: Told }) => wordsOf(qualities))
}

/** The letter of each figure in SDMX-CSV, whose first rows are about the whole file. */
const lettersOf = async (input: object): Promise<readonly (string | undefined)[]> =>
  (await recordsOf('sdmx-csv', input)).filter(record => record['TIME_PERIOD'] !== '').map(record => record['OBS_STATUS'])

const QUALITY = 'fragment q on Figure { qualities { quality values } }'
const both = { centers: ['seoul', 'daegu'], groupByCenter: false }
const on = (day: string, to = day) => ({ from: day, to })
const offered = { indicators: [], measures: ['calls_offered'] }
const rate = { indicators: ['response_rate'] }

describe('exchange §2.3: a figure says of how many values it rests on are not ordinary', () => {
  it('exchange §2.3: every door says the same, with the edition’s letter and under its definition', async () => {
    const day = '2026-11-02'
    await push('seoul', rows(day, { calls_offered: '100', calls_answered: '90 estimated' }))
    await push('daegu', rows(day, { calls_offered: '50 imputed', calls_answered: '45 estimated' }))
    const input = { ...rate, ...both, ...on(day) }
    const told = ['IMPUTED 1', 'ESTIMATED 2']
    const data = await graph(
      `${QUALITY} query ($input: FiguresInput!) {
        figures(input: $input) { nodes { value ...q } }
        figureColumns(input: $input) { qualities { quality values } }
        explainFigure(input: $input) { figure { ...q } nodes { use quality } } }`,
      { input },
    )
    expect(data.figures.nodes[0].value).toBe('90.00')
    expect(wordsOf(data.figures.nodes[0].qualities)).toEqual(told)
    expect(data.figureColumns.qualities.map(wordsOf)).toEqual([told])
    expect(wordsOf(data.explainFigure.figure.qualities)).toEqual(told)
    const behind = data.explainFigure.nodes.map(({ quality }: { quality: string }) => quality)
    expect(behind.toSorted()).toEqual(['ESTIMATED', 'ESTIMATED', 'IMPUTED', 'PROVISIONAL'])
    const others = await graph(
      `${QUALITY} query ($input: FiguresInput!, $each: FiguresInput!) {
        compareFigures(input: $input, left: { version: "v1" }) { nodes { left { ...q } right { ...q } } }
        figureTable(input: $each, rows: { axis: CENTER }, columns: { axis: INDICATOR }) { rows { code } qualities { quality values } }
        topFigures(input: $each, top: { n: 1 }) { ranked { center ...q } rest { ...q } } }`,
      { input, each: { ...rate, centers: both.centers, ...on(day) } },
    )
    const [{ left, right }] = others.compareFigures.nodes
    expect([wordsOf(left.qualities), wordsOf(right.qualities)]).toEqual([told, told])
    const [first, second] = [['ESTIMATED 1'], ['IMPUTED 1', 'ESTIMATED 1']]
    expect(others.figureTable.rows.map(({ code }: { code: string }) => code)).toEqual(['seoul', 'daegu'])
    expect(others.figureTable.qualities.map(wordsOf)).toEqual([first, second])
    const { ranked, rest } = others.topFigures
    expect([ranked[0].center, wordsOf(ranked[0].qualities), wordsOf(rest.qualities)]).toEqual(['daegu', second, first])

    const [record] = await recordsOf('csv', input)
    expect(record?.['qualities']).toBe('IMPUTED=1; ESTIMATED=2')
    const { header } = readCsv((await fileOf('csv', input)).toString())
    expect(header.find(([word]) => word === 'ESTIMATED')).toEqual([
      'ESTIMATED',
      '1',
      '센터가 추정한 값이 들어 있습니다.',
      'In it are values that their center estimated.',
    ])
    const sheet = (await readWorkbook(await fileOf('xlsx', input))).get('수치 Figures') ?? []
    expect(sheet.flat()).toContain('IMPUTED=1; ESTIMATED=2')
    const [sdmx] = (await recordsOf('sdmx-csv', input)).filter(one => one['TIME_PERIOD'] !== '')
    expect([sdmx?.['OBS_STATUS'], sdmx?.['QUALITIES[]']]).toEqual(['I', 'IMPUTED=1|ESTIMATED=2'])
    const stat: JsonStat = JSON.parse((await fileOf('json-stat', input)).toString())
    expect(cellOf(stat, { figure: 'response_rate', place: '_T', period: day, part: 'value' }).status).toBe('IMPUTED=1 ESTIMATED=2')
    const settings = settingsOf({ url: hub.url, issuer: hub.issuer.url, spoolFolder: scratch.path })
    const { out } = await runCli(['figures', '--indicator', 'response_rate', '--centers', 'daegu', '--from', day, '--to', day], settings)
    expect(out).toContain('IMPUTED 대체 1건 (values)')
    expect(out).toContain('ESTIMATED 추정 1건 (values)')
  })

  it('exchange §2.3: provisional and final values say nothing, and nothing is kept of them', async () => {
    const day = '2026-11-03'
    await push('seoul', rows(day, { calls_offered: '100 final', calls_answered: '90 provisional' }))
    await push('seoul', rows(day, { calls_offered: '101 revised' }))
    expect(await ask({ ...rate, centers: ['seoul'], ...on(day) })).toEqual([[]])
    expect(await lettersOf({ ...rate, centers: ['seoul'], ...on(day) })).toEqual(['A'])
    const kept = await hub.database.owner`select from observation_rollups where period_start = ${day} and qualities is not null`
    expect(kept).toHaveLength(0)
  })

  it('exchange §2.3, S34: a row whose status alone changes moves the quality, and earlier instants say what was said then, byte for byte', async () => {
    const day = '2026-11-04'
    const input = { ...rate, ...both, ...on(day) }
    const QUESTION =
      'query ($input: FiguresInput!) { figures(input: $input) { asOf edition nodes { value marks qualities { quality values } parts { measure value } } } }'
    await push('daegu', rows(day, { calls_offered: '50', calls_answered: '45' }))
    const said: string[] = []
    for (const status of ['provisional', 'estimated', 'special_event', 'final']) {
      const counts = await push('seoul', rows(day, { calls_offered: `100 ${status}`, calls_answered: '90' }))
      expect(counts.revised).toBe(said.length === 0 ? 0 : 1)
      said.push(JSON.stringify(await graph(QUESTION, { input })))
    }
    const answers = said.map(text => JSON.parse(text).figures)
    expect(answers.map(({ nodes }) => wordsOf(nodes[0].qualities))).toEqual([[], ['ESTIMATED 1'], ['SPECIAL_EVENT 1'], []])
    for (const [place, { asOf }] of answers.entries())
      expect(JSON.stringify(await graph(QUESTION, { input: { ...input, asOf } }))).toBe(said[place])
  })

  it('exchange §2.3, S3: counts from sums and from rows alike, of the items that are in the figure and of no other', async () => {
    const day = '2026-11-05'
    const line = (service_line: string, text: string) => rows(day, { calls_offered: text }, { service_line })
    await push('seoul', line('general', '60 estimated'), line('mutual_aid', '5 imputed'), line('loneliness120', '3 special_event'))
    await push('daegu', rows(day, { calls_offered: '50' }), line('general', '40'), line('mutual_aid', '10 estimated'))
    // Of a table that is summed: what leaves the center's total, or that over centers, is not in it.
    expect(await ask({ ...offered, centers: ['seoul'], ...on(day) })).toEqual([['IMPUTED 1', 'ESTIMATED 1']])
    // From an explicit total mutual aid is subtracted, so the figure rests on it; that of one center does not.
    expect(await ask({ ...offered, centers: ['daegu'], ...on(day) })).toEqual([[]])
    expect(await ask({ ...offered, ...both, ...on(day) })).toEqual([['ESTIMATED 2']])
    const items = { dimensions: ['service_line'], ...on(day) }
    expect(await ask({ ...offered, ...items, centers: ['seoul'] })).toEqual([['ESTIMATED 1'], ['SPECIAL_EVENT 1'], ['IMPUTED 1']])
    const some = { filters: [{ dimension: 'service_line', items: ['general', 'mutual_aid'] }] }
    expect(await ask({ ...offered, ...some, centers: ['seoul'], ...on(day) })).toEqual([['IMPUTED 1', 'ESTIMATED 1']])
    // A later row of the same table is added to what its sum says, and one that is taken back leaves it.
    await push('seoul', line('sign', '2 estimated'))
    expect(await ask({ ...offered, centers: ['seoul'], ...on(day) })).toEqual([['IMPUTED 1', 'ESTIMATED 2']])
    await push('seoul', line('general', '61'))
    expect(await ask({ ...offered, centers: ['seoul'], ...on(day) })).toEqual([['IMPUTED 1', 'ESTIMATED 1']])
  })

  it('exchange §2.3: one letter for several qualities is that of a break, then of the least sure', async () => {
    const [first, second, third] = ['2026-11-09', '2026-11-10', '2026-11-11'] as const
    await push('seoul', rows(first, { calls_offered: '100 special_event', calls_answered: '90' }))
    await push('seoul', rows(second, { calls_offered: '100 special_event', calls_answered: '90 estimated' }))
    await push('seoul', rows(third, { calls_offered: '100 imputed', calls_answered: '90 break' }))
    const seoul = { ...rate, centers: ['seoul'] }
    expect(await lettersOf({ ...seoul, by: 'DAY', ...on(first, third) })).toEqual(['S', 'E', 'B'])
    expect(await ask({ ...seoul, ...on(first, third) })).toEqual([['BREAK 1', 'IMPUTED 1', 'ESTIMATED 1', 'SPECIAL_EVENT 2']])
    expect(await lettersOf({ ...seoul, ...on(first, third) })).toEqual(['B'])
  })

  it('exchange §2.3: a change says what the other period rests on', async () => {
    const input = { ...rate, centers: ['seoul'], by: 'DAY', ...on('2026-11-10'), changes: ['PREVIOUS_PERIOD'] }
    const data = await graph(
      `query ($input: FiguresInput!) {
        figures(input: $input) { nodes { changes { difference qualities { quality values } } } }
        figureColumns(input: $input) { changes { qualities { quality values } } } }`,
      { input },
    )
    const [{ changes }] = data.figures.nodes
    expect([changes[0].difference, wordsOf(changes[0].qualities)]).toEqual(['0.00', ['SPECIAL_EVENT 1']])
    expect(data.figureColumns.changes[0].qualities.map(wordsOf)).toEqual([['SPECIAL_EVENT 1']])
    const [record] = await recordsOf('csv', input)
    expect([record?.['qualities'], record?.['previous_qualities']]).toEqual(['ESTIMATED=1; SPECIAL_EVENT=1', 'SPECIAL_EVENT=1'])
    const [sdmx] = (await recordsOf('sdmx-csv', input)).filter(one => one['TIME_PERIOD'] !== '')
    expect(sdmx?.['PREVIOUS_QUALITIES']).toBe('SPECIAL_EVENT=1')
  })
})
