import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rowsOf } from '../support/center-hub.js'
import { FORMATS, FORMULA, night, QUESTION, startExportHub, type ExportHub, type Figure } from '../support/export-hub.js'
import { cellOf, readCsv, readPart, readWorkbook, type JsonStat } from '../support/read-exports.js'

/** When everything is answered here, by the clock of the database. */
const INSTANT = /^2026-11-20T09:30:00(?:\.\d+)?\+09:00$/

let hub: ExportHub
beforeAll(async () => {
  hub = await startExportHub()
})
afterAll(() => hub.close())

const numbersOf = ({ value, numerator, denominator, factor }: Figure) => [value, numerator, denominator, factor]
const coverageOf = ({ coverage }: Figure) => [coverage.centersIn, coverage.centersExpected, coverage.cellsIn, coverage.cellsExpected]

describe('CSV', () => {
  it('gives the figures of GraphQL one by one, with parts, reason, marks and coverage', async () => {
    const { records } = readCsv(await hub.textOf('csv', QUESTION))
    const expected = (await hub.ask(QUESTION)).map(figure => ({
      code: figure.code,
      version: figure.version ?? '',
      center: figure.center ?? '',
      from: figure.from,
      numbers: numbersOf(figure).map(text => text ?? ''),
      reason: figure.reason ?? '',
      marks: figure.marks.join(' '),
      coverage: coverageOf(figure).map(String),
    }))
    expect(expected).toHaveLength(9)
    expect(
      records.map(record => ({
        code: record['code'],
        version: record['version'],
        center: record['center'],
        from: record['from'],
        numbers: ['value', 'numerator', 'denominator', 'factor'].map(name => record[name]),
        reason: record['reason'],
        marks: record['marks'],
        coverage: ['centers_in', 'centers_expected', 'cells_in', 'cells_expected'].map(name => record[name]),
      })),
    ).toEqual(expected)
  })

  it('begins every line before the column names with "# ", whatever stands in it', async () => {
    const lines = (await hub.textOf('csv', QUESTION)).replace(/^\uFEFF/, '').split('\r\n')
    const names = lines.findIndex(line => line.startsWith('code,'))
    expect(names).toBeGreaterThan(10)
    expect(lines.slice(0, names).filter(line => !line.startsWith('# '))).toEqual([])
  })

  it('names the variant that was asked for, on every figure and in the block', async () => {
    const asked = { ...QUESTION, indicators: ['service_level'], measures: [], definition: { variant: 'threshold_15s' } }
    const { records, header } = readCsv(await hub.textOf('csv', asked))
    expect(records.length).toBeGreaterThan(0)
    for (const record of records) expect(record).toMatchObject({ code: 'service_level', variant: 'threshold_15s' })
    const used = header.find(cells => cells[0] === 'service_level' && cells[1] === 'threshold_15s')
    expect(used).toMatchObject({ 5: 'variant', 6: '2026-11-19', 7: '2026-11-19' })
    const standard = header.find(cells => cells[0] === 'service_level' && cells[1] === 'v1')
    expect(standard).toMatchObject({ 6: '', 7: '' })
  })

  it('begins with edition, instant, question, formulas with their versions, definitions and coverage by reason', async () => {
    const { header } = readCsv(await hub.textOf('csv', QUESTION))
    const line = (...start: string[]) => header.find(cells => start.every((text, place) => cells[place] === text))
    expect(line('edition')).toEqual(['edition', '2026.1'])
    expect(line('asOf')?.[1]).toMatch(INSTANT)
    expect(JSON.parse(line('question')?.[1] ?? '')).toEqual(QUESTION)
    expect(line('response_rate', '응대율')).toMatchObject({ 2: 'Response rate', 3: 'percent', 4: '2' })
    expect(line('response_rate', 'v1')).toMatchObject({ 5: 'standard', 6: '2026-11-19', 7: '2026-11-19', 8: '100' })
    expect(line('response_rate', 'v1')?.[2]).toContain('calls_answered')
    const definition = (await hub.server.hub.standards()).edition.measures.get('calls_offered')?.definitionKo.replaceAll(/[\r\n]+/g, ' ')
    expect(line('calls_offered', '인입호')?.[6]).toBe(definition)
    expect(line('figures', 'without_value')).toBeDefined()
    expect(line('HELD', 'day')?.[5]).toContain('busan')
    expect(line('HELD')).toBeDefined()
    expect(header.some(cells => cells[0] === 'HELD' && cells[3] === 'A value waits in quarantine and none stands behind it.')).toBe(true)
  })

  it('is UTF-8 with CRLF, with a byte order mark and a header unless told otherwise', async () => {
    const bytes = Buffer.from(await (await hub.post('csv', QUESTION)).arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(bytes.toString().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const plain = await hub.textOf('csv?bom=0&header=0', QUESTION)
    expect(plain.startsWith('code,name_ko,')).toBe(true)
    expect((await hub.post('csv?bom=yes', QUESTION)).status).toBe(400)
  })

  it('has the items grouped by, with their names', async () => {
    const asked = { ...night, measures: ['contacts_handled'], centers: ['seoul'], dimensions: ['channel'] }
    const { records } = readCsv(await hub.textOf('csv', asked))
    const figures = await hub.ask(asked)
    expect(figures.length).toBeGreaterThan(1)
    expect(records.map(({ channel, value }) => [channel, value])).toEqual(figures.map(figure => [figure.dimensions[0]?.item, figure.value]))
    expect(records.map(record => record['channel_ko'])).not.toContain('')
  })
})

describe('XLSX', () => {
  const download = async (body: unknown) => Buffer.from(await (await hub.post('xlsx', body)).arrayBuffer())

  it('has the figures of GraphQL on its first sheet, numbers as numbers', async () => {
    const [head = [], ...rows] = (await readWorkbook(await download(QUESTION))).get('수치 Figures') ?? []
    const place = (name: string) => head.findIndex(title => String(title).endsWith(` ${name}`))
    const read = (row: (typeof rows)[number], name: string) => row[place(name)] ?? null
    const toNumber = (text: string | null) => (text === null ? null : Number(text))
    expect(
      rows.map(row => [
        ...['code', 'version', 'center', 'reason'].map(name => read(row, name)),
        ...['value', 'numerator', 'denominator', 'centers_in', 'centers_expected', 'cells_in', 'cells_expected'].map(name =>
          read(row, name),
        ),
      ]),
    ).toEqual(
      (await hub.ask(QUESTION)).map(figure => [
        figure.code,
        figure.version,
        figure.center,
        figure.reason,
        ...[figure.value, figure.numerator, figure.denominator].map(toNumber),
        ...coverageOf(figure),
      ]),
    )
  })

  it('shows a number with the decimals it has, and types everything else as text: never a formula', async () => {
    const sheet = await readPart(await download(QUESTION), 'xl/worksheets/sheet1.xml')
    expect(sheet).toContain('s="4"><v>95.99</v>')
    expect(sheet).not.toContain('<f>')
    expect(sheet).toMatch(/t="inlineStr" s="0"><is><t xml:space="preserve">=HYPERLINK\(&quot;/)
    expect([...sheet.matchAll(/<c [^>]*>/g)].every(([cell]) => /t="inlineStr"| s="\d+">$/.test(cell))).toBe(true)
  })

  it('has definitions and coverage on sheets of their own', async () => {
    const workbook = await readWorkbook(await download(QUESTION))
    expect([...workbook.keys()]).toEqual(['수치 Figures', '정의 Definitions', '범위 Coverage'])
    const definitions = workbook.get('정의 Definitions') ?? []
    expect(definitions.find(([first]) => first === 'asOf')?.[1]).toMatch(INSTANT)
    expect(definitions.find(([first, second]) => first === 'response_rate' && second === 'v1')?.[2]).toContain('calls_answered')
    expect(workbook.get('범위 Coverage')?.find(([first]) => first === 'HELD')).toBeDefined()
  })
})

describe('SDMX-CSV 2.0', () => {
  const read = async (body: unknown) => readCsv(await hub.textOf('sdmx-csv', body)).records

  it('begins with the columns of the standard and gives the figures of GraphQL', async () => {
    const text = await hub.textOf('sdmx-csv', QUESTION)
    expect(text.split('\r\n')[0]).toMatch(/^STRUCTURE\[\|\],STRUCTURE_ID,ACTION,FREQ,INDICATOR,CENTER,REGION,TIME_PERIOD,OBS_VALUE,/)
    const records = readCsv(text).records
    expect(new Set(records.map(record => [record['STRUCTURE[|]'], record['STRUCTURE_ID'], record['ACTION']].join(' ')))).toEqual(
      new Set(['dataflow KR120:FIGURES(1.0) I']),
    )
    const letters: Readonly<Record<string, string>> = { HELD: 'O', MISSING: 'O' }
    expect(
      records
        .filter(record => record['TIME_PERIOD'] !== '')
        .map(record =>
          [
            'INDICATOR',
            'CENTER',
            'TIME_PERIOD',
            'OBS_VALUE',
            'NUMERATOR',
            'DENOMINATOR',
            'FACTOR',
            'OBS_STATUS',
            'REASON',
            'CELLS_EXPECTED',
          ].map(name => record[name]),
        ),
    ).toEqual(
      (await hub.ask(QUESTION)).map(figure => [
        figure.code,
        figure.center,
        '2026-11-19',
        ...numbersOf(figure).map(text => text ?? ''),
        figure.reason === null ? 'A' : letters[figure.reason],
        figure.reason ?? '',
        String(figure.coverage.cellsExpected),
      ]),
    )
  })

  it('says of each figure what it is made of, and which cells are not in it, as CSV does', async () => {
    const columns = { EXTRA: 'extra', 'LEFT_OUT[]': 'left_out', 'PARTS[]': 'parts', 'DERIVED_FROM[]': 'derived_from' }
    const asked = { ...QUESTION, from: '2026-11-18' }
    const records = (await read(asked)).filter(record => record['TIME_PERIOD'] !== '')
    const told = readCsv(await hub.textOf('csv', asked)).records
    expect(records.map(record => Object.keys(columns).map(name => record[name]?.replaceAll('|', '; ')))).toEqual(
      told.map(record => Object.values(columns).map(name => record[name])),
    )
    expect(records[0]).toMatchObject({ CENTER: 'seoul', EXTRA: '0', 'PARTS[]': 'calls_answered=14802|calls_offered=15420' })
    expect(records[0]?.['LEFT_OUT[]']).toBe('MISSING 1 (seoul)')
  })

  it('S3: names both numbers where a total and its breakdown disagree, in CSV too', async () => {
    const rows = [
      rowsOf({ chat_contacts_handled: 10 }),
      rowsOf({ chat_contacts_handled: 7 }, { dimensions: [{ dimension: 'service_line', item: 'general' }] }),
    ]
    await hub.submit('daegu', { edition: '2026.1', rows: rows.flat() }, 'daegu-chat')
    const asked = { ...night, measures: ['chat_contacts_handled'], centers: ['daegu'] }
    const told = readCsv(await hub.textOf('csv', asked)).records[0]
    expect(told).toMatchObject({
      value: '10',
      marks: 'TOTAL_MISMATCH',
      issues_ko: expect.stringMatching(/10.*7/),
      issues_en: expect.stringMatching(/10.*7/),
    })
    expect((await read(asked)).at(-1)?.['NOTE[ko|en]']).toBe(`ko:${told?.['issues_ko']}|en:${told?.['issues_en']}`)
  })

  it('says what the figures mean in rows of partial keys, as the standard has attributes', async () => {
    const records = await read(QUESTION)
    expect(records[0]).toMatchObject({ INDICATOR: '', TIME_PERIOD: '', EDITION: '2026.1', AS_OF: expect.stringMatching(INSTANT) })
    expect(records[0]?.['COVERAGE[]']).toContain('figures 9|')
    const indicator = records.find(record => record['INDICATOR'] === 'response_rate' && record['TIME_PERIOD'] === '')
    expect(indicator).toMatchObject({ 'NAME[ko|en]': 'ko:응대율|en:Response rate', CENTER: '', OBS_VALUE: '' })
    expect(indicator?.['FORMULA[]']).toMatch(/^v1 \d{4}-\d\d-\d\d\/\S+ standard: .*calls_answered/)
  })

  it.each([
    ['MONTH', '2026-10-01', '2026-11-30', ['2026-10', '2026-11'], 'M'],
    ['QUARTER', '2026-10-01', '2026-12-31', ['2026-Q4'], 'Q'],
    ['HALF', '2026-07-01', '2026-12-31', ['2026-S2'], 'S'],
    ['YEAR', '2026-01-01', '2026-12-31', ['2026'], 'A'],
    ['WEEK', '2025-12-29', '2026-01-11', ['2026-W01', '2026-W02'], 'W'],
    ['WEEK', '2020-12-28', '2021-01-04', ['2020-W53', '2021-01-04/P1D'], 'W'],
    ['DAY', '2026-11-18', '2026-11-19', ['2026-11-18', '2026-11-19'], 'D'],
    ['MONTH', '2026-11-05', '2026-11-19', ['2026-11-05/P15D'], 'M'],
    [undefined, '2026-11-05', '2026-11-19', ['2026-11-05/P15D'], '_Z'],
  ])('names periods by %s as SDMX does', async (by, from, to, periods, frequency) => {
    const records = await read({ measures: ['calls_offered'], centers: ['seoul', 'busan'], groupByCenter: false, by, from, to })
    const observations = records.filter(record => record['TIME_PERIOD'] !== '')
    expect(observations.map(record => record['TIME_PERIOD'])).toEqual(periods)
    expect(new Set(observations.map(record => record['FREQ']))).toEqual(new Set([frequency]))
    expect(new Set(observations.map(record => record['CENTER']))).toEqual(new Set(['_T']))
  })
})

it('names hours in SDMX-CSV as instants of Korea, and gives each one figure', async () => {
  const asked = { ...night, measures: ['calls_offered'], centers: ['seoul'], by: 'HOUR' }
  const records = readCsv(await hub.textOf('sdmx-csv', asked)).records.filter(record => record['TIME_PERIOD'] !== '')
  const figures = await hub.ask(asked)
  expect(figures.length).toBeGreaterThan(10)
  expect(records.map(record => [record['FREQ'], record['TIME_PERIOD'], record['HOUR'], record['OBS_VALUE']])).toEqual(
    figures.map(({ dimensions, value }) => ['H', `2026-11-19T${dimensions[0]?.item ?? ''}:00:00`, dimensions[0]?.item, value ?? '']),
  )
})

describe('JSON-stat 2.0', () => {
  const read = async (body: unknown) => JSON.parse(await hub.textOf('json-stat', body)) as JsonStat

  it('gives the figures of GraphQL at their places in a cube', async () => {
    const asked = { ...QUESTION, indicators: [], dimensions: ['hour'] }
    const cube = await read(asked)
    expect(cube).toMatchObject({ version: '2.0', class: 'dataset', id: ['figure', 'place', 'hour', 'period', 'part'] })
    expect(cube.size).toEqual(cube.id.map(name => cube.dimension[name]?.category.index.length))
    const cells = cube.size.reduce((product, size) => product * size, 1)
    expect(Object.keys(cube.value).every(place => Number(place) < cells)).toBe(true)
    const figures = await hub.ask(asked)
    const parts = cube.size.at(-1) ?? 0
    expect(Object.keys(cube.value).filter(place => Number(place) % parts === 0)).toHaveLength(figures.length)
    const toNumber = (text: string | null) => (text === null ? null : Number(text))
    for (const figure of figures) {
      const keys = { figure: figure.code, place: figure.center ?? '', hour: figure.dimensions[0]?.item ?? '_U', period: figure.from }
      const status = [...(figure.reason === null ? [] : [figure.reason]), ...figure.marks].join(' ')
      expect(cellOf(cube, { ...keys, part: 'value' })).toEqual({
        value: toNumber(figure.value),
        status: status === '' ? undefined : status,
      })
      expect(cellOf(cube, { ...keys, part: 'numerator' }).value).toEqual(toNumber(figure.numerator) ?? undefined)
      expect(cellOf(cube, { ...keys, part: 'cells_expected' }).value).toBe(figure.coverage.cellsExpected)
    }
  })

  it('has definitions, versions, instant and coverage in extension and note', async () => {
    const cube = await read(QUESTION)
    expect(cube.updated).toMatch(INSTANT)
    expect(cube.extension).toMatchObject({
      edition: '2026.1',
      question: JSON.stringify(QUESTION),
      coverage: { figures: 9, gaps: expect.arrayContaining([expect.objectContaining({ reason: 'HELD', centers: ['busan'] })]) },
      used: expect.arrayContaining([{ code: 'response_rate', version: 'v1', variant: null, factor: '100', ...night }]),
    })
    expect(cube.extension.indicators[0].versions[0].formulaText).toContain('calls_answered')
    expect(cube.note.some(text => text.startsWith('HELD: '))).toBe(true)
  })
})

it('S3: what is told beside single figures is the same in every shape and file', async () => {
  const parts = Object.entries({ sms: 400, voice: 300 }).flatMap(([item, value]) =>
    rowsOf({ contacts_handled: value }, { dimensions: [{ dimension: 'channel', item }] }),
  )
  await hub.submit('daegu', { edition: '2026.1', rows: parts }, 'daegu-channels') // 900 were sent as the total
  const asked = { ...night, measures: ['contacts_handled'], centers: ['daegu'], dimensions: ['channel'] }
  const query = `query ($input: FiguresInput!, $rows: TableAxisInput!, $columns: TableAxisInput!) {
    figures(input: $input) { nodes { dimensions { item } issues { code messageKo messageEn } } }
    figureColumns(input: $input) { issues { code messageKo messageEn } }
    figureTable(input: $input, rows: $rows, columns: $columns) { rows { code } issues { code messageKo messageEn } } }`
  const sides = { rows: { axis: 'DIMENSION', dimension: 'channel' }, columns: { axis: 'CENTER' } }
  const { data } = await hub.server.graphql(query, { input: asked, ...sides }, hub.analyst)
  const told: { code: string; messageKo: string; messageEn: string }[][] = data.figures.nodes.map(({ issues }: { issues: [] }) => issues)
  expect(told.map(issues => issues.map(({ code }) => code))).toEqual([['TOTAL_MISMATCH'], ['TOTAL_MISMATCH']])
  expect(told[0]?.[0]?.messageEn).toContain('900')
  expect([data.figureColumns.issues, data.figureTable.issues]).toEqual([told, told])
  const english = told.map(issues => issues.map(({ messageEn }) => messageEn).join(' '))
  expect(readCsv(await hub.textOf('csv', asked)).records.map(record => record['issues_en'])).toEqual(english)
  const observed = readCsv(await hub.textOf('sdmx-csv', asked)).records.filter(record => record['TIME_PERIOD'] !== '')
  expect(observed.map(record => record['NOTE[ko|en]']?.endsWith(`|en:${english[0] ?? ''}`))).toEqual([true, true])
  const cube = JSON.parse(await hub.textOf('json-stat', asked)) as JsonStat
  const width = cube.size.at(-1) ?? 0
  // Two items and "nothing to group", each with all its numbers.
  expect(cube.extension.issues).toEqual(
    Object.fromEntries(told.map((issues, at) => [at * width, issues.map(one => ({ ...one, severity: 'warning' }))])),
  )
})

describe('changes and percentiles', () => {
  const change = 'kind from to version value numerator denominator difference percent reason unequal'
  const asked = { ...QUESTION, from: '2026-11-18', by: 'DAY', changes: ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'] }
  type Change = Readonly<Record<string, string | null>> & { readonly unequal?: readonly string[] }
  const askChanges = async (): Promise<readonly Change[][]> => {
    const query = `query ($input: FiguresInput!) { figures(input: $input, first: 500) { nodes { changes { ${change} } } } }`
    const { data } = await hub.server.graphql(query, { input: asked }, hub.analyst)
    return data.figures.nodes.map(({ changes }: { changes: Change[] }) => changes)
  }
  const askCoverage = async (): Promise<readonly { cellsExpected: number }[][]> => {
    const query = `query ($input: FiguresInput!) { figures(input: $input, first: 500) { nodes { changes { coverage { cellsExpected } } } } }`
    const { data } = await hub.server.graphql(query, { input: asked }, hub.analyst)
    return data.figures.nodes.map(({ changes }: { changes: { coverage: { cellsExpected: number } }[] }) =>
      changes.map(({ coverage }) => coverage),
    )
  }
  const fields = change.split(' ').slice(1)
  const NAMES = ['previous', 'last_year']
  const textOf = (said: string | readonly string[] | null | undefined): string =>
    typeof said === 'object' ? (said ?? []).join(' ') : (said ?? '')

  it('stand beside the value in CSV, with days, version and parts of the other period, and why there is none', async () => {
    const { records, header } = readCsv(await hub.textOf('csv', asked))
    const expected = await askChanges()
    expect(records.map(record => NAMES.map(name => fields.map(field => record[`${name}_${field}`])))).toEqual(
      expected.map(changes => changes.map(one => fields.map(field => textOf(one[field])))),
    )
    expect(expected.flat().some(({ reason }) => reason === 'MISSING')).toBe(true)
    expect(header.some(([word]) => word === 'MISSING')).toBe(true)
    expect(readCsv(await hub.textOf('csv', QUESTION)).records[0]).not.toHaveProperty('previous_value')
  })

  it('are columns of SDMX-CSV, and numbers and statuses of JSON-stat', async () => {
    const expected = await askChanges()
    const sdmx = readCsv(await hub.textOf('sdmx-csv', asked)).records.filter(record => record['TIME_PERIOD'] !== '')
    expect(sdmx.map(record => NAMES.map(name => fields.map(field => record[`${name}_${field}`.toUpperCase()])))).toEqual(
      expected.map(changes => changes.map(one => fields.map(field => textOf(one[field])))),
    )
    const cube = JSON.parse(await hub.textOf('json-stat', asked)) as JsonStat
    const [figures, coverage] = [await hub.ask(asked), await askCoverage()]
    for (const [place, figure] of figures.entries()) {
      for (const [at, name] of NAMES.entries()) {
        const one = expected[place]?.[at] ?? {}
        const cell = (part: string) =>
          cellOf(cube, { figure: figure.code, place: figure.center ?? '', period: figure.from, part: `${name}_${part}` })
        const number = (field: string) => (one[field] == null ? undefined : Number(one[field]))
        expect([cell('value').value, cell('denominator').value]).toEqual([number('value'), number('denominator')])
        const said = [...(one['reason'] == null ? [] : [one['reason']]), ...(one['unequal'] ?? [])].join(' ')
        expect(cell('difference')).toEqual({ value: number('difference'), status: said === '' ? undefined : said })
        expect(cell('cells_expected').value).toBe(coverage[place]?.[at]?.cellsExpected)
      }
    }
  })

  it('exchange §2.6: percentiles are the band they lie in, in every format', async () => {
    const bands = Object.entries({ w000_010: 95, w010_015: 3, w300_up: 2 }).flatMap(([item, value]) =>
      rowsOf({ answered_by_wait_band: value }, { dimensions: [{ dimension: 'wait_band', item }] }),
    )
    await hub.submit('daegu', { edition: '2026.1', rows: [...rowsOf({ calls_answered: 100 }), ...bands] }, 'daegu-bands')
    const wanted = { ...night, measures: ['answered_by_wait_band'], centers: ['daegu'], percentiles: [50, 98, 99] }
    const said = 'p50=w000_010 (0..10); p98=w010_015 (10..15); p99=w300_up (300..)'
    expect(readCsv(await hub.textOf('csv', wanted)).records[0]?.['percentiles']).toBe(said)
    expect(readCsv(await hub.textOf('sdmx-csv', wanted)).records.at(-1)?.['PERCENTILES[]']).toBe(said.replaceAll('; ', '|'))
    const cube = JSON.parse(await hub.textOf('json-stat', wanted)) as JsonStat
    const bound = (part: string) => cellOf(cube, { figure: 'answered_by_wait_band', place: 'daegu', period: night.from, part }).value
    expect(['p50_over', 'p50_up_to', 'p98_over', 'p98_up_to', 'p99_over', 'p99_up_to'].map(bound)).toEqual([0, 10, 10, 15, 300, undefined])
  })
})

describe('a file of what was known before', () => {
  it.each(FORMATS)('S25: has the same bytes in %s after later writes, under the instant that the first file states', async format => {
    const asked = { ...night, measures: ['contacts_handled'], centers: ['daegu'], by: 'DAY' }
    const first = readCsv(await hub.textOf('csv', asked))
    const asOf = first.header.find(([name]) => name === 'asOf')?.[1]
    const known = { ...asked, asOf }
    const download = async () => Buffer.from(await (await hub.post(format, known)).arrayBuffer())
    const before = await download()
    const [{ value: valueBefore = '' } = {}] = first.records
    await hub.submit('daegu', { edition: '2026.1', rows: rowsOf({ contacts_handled: Number(valueBefore) + 50 }) }, `daegu-${format}`)
    expect((await download()).equals(before)).toBe(true)
    expect(readCsv(await hub.textOf('csv', known)).records).toEqual(first.records)
    expect(readCsv(await hub.textOf('csv', asked)).records[0]?.['value']).toBe(String(Number(valueBefore) + 50))
  })
})

describe('a file made elsewhere', () => {
  const zone = process.env['TZ']
  afterAll(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })

  it.each(FORMATS)('exchange 9, S25: has the same bytes in %s whatever the zone of the process', async format => {
    const { header } = readCsv(await hub.textOf('csv', QUESTION))
    const known = { ...QUESTION, asOf: header.find(([name]) => name === 'asOf')?.[1] }
    const made = new Set<string>()
    for (const tz of ['UTC', 'Asia/Seoul', 'America/Los_Angeles']) {
      process.env['TZ'] = tz
      made.add(Buffer.from(await (await hub.post(format, known)).arrayBuffer()).toString('latin1'))
    }
    expect(made.size).toBe(1)
  })
})

describe('formulas in names', () => {
  it('T6: neutralizes what a spreadsheet would calculate in CSV, also behind quotes, separators and in full-width forms', async () => {
    const { records } = readCsv(await hub.textOf('csv', QUESTION))
    expect(records[0]).toMatchObject({ place_ko: `'${FORMULA}`, place_en: `'  "+1+cmd|calc!A1` })
    expect(records[1]).toMatchObject({ place_ko: "부산;' =1+1", place_en: "'＝SUM(A1)" })
  })

  it('leaves them as they are in JSON', async () => {
    const cube = JSON.parse(await hub.textOf('json-stat', QUESTION)) as JsonStat
    expect(cube.dimension['place']?.category.label['seoul']).toContain(FORMULA)
  })
})
