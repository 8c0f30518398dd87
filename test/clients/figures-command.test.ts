import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CliSettings } from '../../clients/cli/config.js'
import { createHubClient, type FigureComparison, type Figure, type FigureRanking, type WideTable } from '../../clients/sdk/index.js'
import { administer } from '../support/administer.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { readCsv } from '../support/read-exports.js'
import { storeTotals } from '../support/store-totals.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

let database: TestDatabase
let server: HubServer
let scratch: ScratchFolder
let settings: CliSettings
beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-20T09:30:00+09:00')
  server = await startHubServer({ database })
  const values = { calls_answered_within_20s: 80, calls_answered_within_15s: 70, calls_answered: 90, calls_offered: 100 }
  await storeTotals(
    database,
    await server.hub.standards(),
    ['2026-06-30', '2026-07-01'].map(day => ({ center: 'seoul', day, values })),
  )
  scratch = await createScratchFolder()
  settings = settingsOf({ url: server.url, issuer: server.issuer.url, spoolFolder: join(scratch.path, 'spool') })
})
afterAll(async () => {
  await server.close()
  await database.drop()
  await scratch.remove()
})

const LEVEL = ['figures', '--indicator', '서비스레벨', '--centers', 'seoul', '--from', '2026-06-30', '--to', '2026-07-01']
type Report = { readonly figures: readonly Figure[]; readonly comparisons: readonly FigureComparison[] }
const read = async (...args: readonly string[]): Promise<Report> =>
  JSON.parse((await runCli([...LEVEL, '--json', ...args], settings)).out) as never // the report of the command

describe('hub120 figures and definitions', () => {
  it('S23: recomputes every day by the version or variant that is asked for', async () => {
    const byVersion = await read('--version', 'v2')
    expect(byVersion.figures.map(({ version, variant, value }) => [version, variant, value])).toEqual([['v2', null, '80.00']])
    const byVariant = await read('--variant', 'threshold_15s')
    expect(byVariant.figures.map(({ version, variant, value, marks }) => [version, variant, value, marks])).toEqual([
      [null, 'threshold_15s', '70.00', ['DEFINITION_DIFFERS']],
    ])
  })

  it('S23: tells where the definition changed, in the table too', async () => {
    const { out } = await runCli(LEVEL, settings)
    expect(out).toContain('BREAK 시계열 단절')
    expect(out).toContain('v1 -> v2 (2026-07-01)')
    expect(out).toContain('정의 판 versions: service_level v1 v2')
  })

  it('exchange 7: shows two definitions side by side with the parts that differ', async () => {
    const { comparisons } = await read('--compare', 'v1,v2')
    expect(comparisons.map(({ left, right, difference }) => [left.value, right.value, difference])).toEqual([['88.89', '80.00', '-8.89']])
    const { out, exitCode } = await runCli([...LEVEL, '--compare', 'v1,v2'], settings)
    expect(exitCode).toBe(0)
    expect(out).toContain('-8.89')
    expect(out).toContain('calls_offered - / 200')
  })

  it('exchange 6: says NOT_COMPARABLE instead of a difference of two thresholds', async () => {
    const { comparisons } = await read('--compare', '표준,threshold_15s')
    expect(comparisons.map(({ left, right, difference, reason }) => [left.version, right.variant, difference, reason])).toEqual([
      ['v1', 'threshold_15s', null, 'NOT_COMPARABLE'],
      ['v2', 'threshold_15s', null, 'NOT_COMPARABLE'],
    ])
    const { out } = await runCli([...LEVEL, '--compare', 'standard,threshold_15s'], settings)
    expect(out).toContain('NOT_COMPARABLE 비교 불가')
    expect(out).toContain('calls_answered_within_15s 15')
  })

  it('shows changes beside the figures', async () => {
    const asked = [
      'figures',
      '--measure',
      'calls_offered',
      '--centers',
      'seoul',
      '--from',
      '2026-07-01',
      '--by',
      'day',
      '--change',
      'previous',
    ]
    const { out } = await runCli(asked, settings)
    expect(out).toContain('직전 기간 previous 0 (0.00%)')
    const { figures } = await read('--by', 'day', '--change', 'previous,last-year')
    expect(figures[1]?.changes.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['PREVIOUS_PERIOD', 'NOT_COMPARABLE'],
      ['SAME_PERIOD_LAST_YEAR', 'MISSING'],
    ])
  })

  it('S17: says beside a change what the other period rests on where it is not the same', async () => {
    const asked = [
      'figures',
      '--measure',
      'calls_offered',
      '--centers',
      'seoul',
      '--from',
      '2026-07-01',
      '--to',
      '2026-07-31',
      '--by',
      'month',
    ]
    const { out } = await runCli([...asked, '--change', 'previous'], settings)
    expect(out).toContain('≠ 1/30 UNEQUAL_COVERAGE')
    expect(out).toContain('UNEQUAL_SUPPORT 근거 다름')
  })

  it('S33: asks a region with its predecessors, as the hub does over GraphQL', async () => {
    const asked = ['figures', '--measure', 'calls_offered', '--regions', '12', '--from', '2026-06-01', '--to', '2026-06-30', '--json']
    const reasonOf = async (...more: string[]) =>
      (JSON.parse((await runCli([...asked, ...more], settings)).out) as Report).figures[0]?.reason
    expect([await reasonOf(), await reasonOf('--with-predecessors')]).toEqual(['REGION_NOT_VALID', 'MISSING'])
  })

  it('S29: shows a center in trial its own preview, in figures and files, and nobody else', async () => {
    const trial = { center: 'jeju', memberFrom: '2026-11-02', memberTo: '2026-11-19', isTrial: true, reason: '시험 참여' }
    const { result } = await administer(server, { mutation: 'setMembership', input: trial })
    expect(result.issues).toBeUndefined()
    await server.hub.freshStandards()
    const standards = await server.hub.standards()
    await storeTotals(database, standards, [{ center: 'jeju', day: '2026-11-10', values: { calls_offered: 41 } }])
    const asked = ['--measure', 'calls_offered', '--centers', '제주', '--from', '2026-11-10']
    const shown = async (...more: string[]) => JSON.parse((await runCli(['figures', ...asked, '--json', ...more], settings)).out) as Report
    expect((await shown()).figures).toMatchObject([{ value: null, reason: 'NOT_A_MEMBER' }])
    expect((await shown('--preview')).figures).toMatchObject([{ value: '41', reason: null }])
    const path = join(scratch.path, 'preview.csv')
    await runCli(['export', '--format', 'csv', '--out', path, ...asked, '--preview'], settings)
    expect(readCsv(await readFile(path, 'utf8')).records).toMatchObject([{ center: 'jeju', value: '41' }])
    const busan = await runCli(['--center', 'busan', 'figures', ...asked, '--preview'], settings)
    expect([busan.exitCode === 0, busan.told.includes('BAD_USER_INPUT') || busan.told.includes('preview')]).toEqual([false, true])
  })

  it('lays figures out as a wide table, and in order with the rest, as the hub does', async () => {
    const asked = ['figures', '--measure', 'calls_offered', '--centers', 'seoul,busan,daegu', '--from', '2026-06-30', '--to', '2026-07-01']
    const table = JSON.parse((await runCli([...asked, '--by', 'day', '--table', 'center,period', '--json'], settings)).out) as WideTable
    expect([table.rows.map(({ code }) => code), table.value]).toEqual([
      ['seoul', 'busan', 'daegu'],
      ['100', '100', null, null, null, null],
    ])
    const drawn = await runCli([...asked, '--by', 'day', '--table', 'center,period'], settings)
    expect(drawn.exitCode).toBe(0)
    for (const said of ['2026-06-30', 'seoul', '100', 'MISSING 결측', 'as of']) expect(drawn.out).toContain(said)
    const top = JSON.parse((await runCli([...asked, '--top', '1', '--json'], settings)).out) as FigureRanking
    expect([top.ranked.map(({ center }) => center), top.rest?.reason, top.restOf]).toEqual([['seoul'], 'MISSING', ['busan', 'daegu']])
    const bare = JSON.parse((await runCli([...asked, '--top', '1', '--no-rest', '--ascending', '--json'], settings)).out) as FigureRanking
    expect([bare.rest, bare.restOf]).toEqual([null, []])
    const said = (await runCli([...asked, '--top', '1'], settings)).out
    expect(said).toContain('순서대로 in order (1)')
    expect(said).toContain('the rest as one figure: busan, daegu')
    const refused = await runCli([...asked, '--top', '1', '--by', 'day'], settings)
    expect([refused.exitCode === 0, refused.told.includes('one period under one definition')]).toEqual([false, true])
  })

  it('has an option for every field of a question for figures but `combine`, of which only one answer is not refused', async () => {
    const query = '{ __type(name: "FiguresInput") { inputFields { name } } }'
    const { data } = await server.graphql(query, {}, await server.token('analyst'))
    const fields = data.__type.inputFields.map(({ name }: { name: string }) => name)
    const options: Record<string, string> = {
      indicators: '--indicator',
      measures: '--measure',
      groupByCenter: '--together',
      dimensions: '--group-by',
      filters: '--filter',
      definition: '--variant',
      changes: '--change',
    }
    const optionOf = (field: string) => options[field] ?? `--${field.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
    for (const command of ['figures', 'export']) {
      const help = (await runCli([command, '--help'], settings)).out
      expect(fields.filter((field: string) => !help.includes(`${optionOf(field)} `))).toEqual(['combine'])
    }
  })

  it.each([
    ['a table and an order at once', ['--table', 'center,period', '--top', '3'], '--table, --top'],
    ['an order of items that nobody asked for', ['--top-of', 'language'], '--top'],
    ['one side of a table', ['--table', 'center'], 'center,period'],
    ['two definitions at once', ['--version', 'v1', '--variant', 'threshold_15s'], '--version, --variant'],
    ['changes of a comparison', ['--compare', 'v1,v2', '--change', 'previous'], '--compare, --change'],
    ['why of a comparison', ['--compare', 'v1,v2', '--why'], '--compare, --why'],
    ['a percentile that is none', ['--percentiles', '50,100'], '50,90'],
    ['one side of a comparison', ['--compare', 'v1'], 'v1,v2'],
    ['a change nobody knows', ['--change', 'tomorrow'], 'previous, last-year'],
  ])('%s is refused before anything is asked', async (_, args, said) => {
    const { exitCode, told } = await runCli([...LEVEL, ...args], settings)
    expect(exitCode).toBe(2)
    expect(told).toContain(said)
  })

  it('S28: tells which variants there are when there is no such one', async () => {
    const { exitCode, told } = await runCli([...LEVEL, '--variant', 'threshold_10s'], settings)
    expect(exitCode).not.toBe(0)
    expect(told).toContain('threshold_15s')
  })
})

/** The hub, with something written as soon as the first answer to that document has left it. */
async function startRestlessHub(document: string, write: () => Promise<void>) {
  let isWritten = false
  const proxy = createServer((request, response) => {
    const forward = async () => {
      const body = await text(request)
      const headers = { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' }
      const answer = await fetch(`${server.url}${request.url ?? ''}`, request.method === 'POST' ? { method: 'POST', headers, body } : {})
      const said = await answer.text()
      if (!isWritten && body.includes(`query ${document}(`)) {
        isWritten = true
        await write()
      }
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(said)
    }
    forward().catch((fault: unknown) => response.destroy(fault as Error)) // the client sees it
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as AddressInfo // a TCP server has such an address
  return { url: `http://127.0.0.1:${port}`, hasWritten: () => isWritten, close: () => proxy.close().closeAllConnections() }
}

describe('S25: an answer of several pages', () => {
  const DAYS = ['--measure', '인입호', '--centers', 'jeju', '--from', '2025-01-01', '--to', '2026-07-31']
  const store = async (value: number) =>
    storeTotals(database, await server.hub.standards(), [{ center: 'jeju', day: '2026-07-31', values: { calls_offered: value } }])
  type Report = {
    readonly edition: string
    readonly asOf: string
    readonly figures: Figure[]
    readonly rows: { amount: string | null }[]
    readonly figure: Figure
  }
  const readRestless = async (document: string, write: () => Promise<void>, ...args: string[]): Promise<Report> => {
    const hub = await startRestlessHub(document, write)
    const { out } = await runCli(['figures', ...DAYS, '--json', ...args], { ...settings, url: hub.url })
    hub.close()
    expect(hub.hasWritten()).toBe(true)
    return JSON.parse(out) as Report // the report of the command
  }

  it('is of one instant, which the report states', async () => {
    await store(100)
    const { figures, edition, asOf } = await readRestless('figures', () => store(200), '--by', 'day')
    expect(figures).toHaveLength(577)
    expect(figures.at(-1)).toMatchObject({ from: '2026-07-31', value: '100' })
    const again = await runCli(['figures', ...DAYS, '--json', '--by', 'day', '--as-of', asOf], settings)
    expect(JSON.parse(again.out)).toMatchObject({ edition, asOf, figures })
    expect((await runCli(['figures', ...DAYS, '--as-of', asOf], settings)).out).toContain(
      `표준 판 edition: ${edition} · 기준 시각 as of: ${asOf}`,
    )
  })

  it('of the rows behind a figure adds up to the figure', async () => {
    await store(300)
    const { figure, rows } = await readRestless('explainFigure', () => store(400), '--why')
    expect(figure.value).toBe('300')
    expect(rows).toHaveLength(577)
    expect(rows.flatMap(({ amount }) => amount ?? [])).toEqual(['300'])
  })
})

describe('hub120 figures tells', () => {
  it('S22: which centers and days are not there, also where there is no value of several', async () => {
    const { out } = await runCli(
      ['figures', '--indicator', 'response_rate', '--centers', 'busan,ulsan', '--from', '2026-07-02', '--together'],
      settings,
    )
    expect(out).toContain('MISSING 결측 busan,ulsan x2')
  })

  it('why a figure of a variant is what it is by the name of the variant, which is in force on no day', async () => {
    const { out } = await runCli([...LEVEL.slice(0, -4), '--from', '2026-07-01', '--variant', 'threshold_15s', '--why'], settings)
    expect(out).toContain('정의 definition: threshold_15s 100 * calls_answered_within_15s / calls_offered (표준이 아닌 방식 variant)')
    expect(out).not.toContain('1900-01-01')
  })
})

describe('tables and orders over the SDK', () => {
  it('give what the hub answers', async () => {
    const hub = createHubClient({
      url: server.url,
      issuer: server.issuer.url,
      clientId: 'analyst',
      scope: 'stats:read',
      credential: { secret: 'dev-analyst' },
    })
    const july = { measures: ['calls_offered'], centers: ['seoul', 'busan'], from: '2026-07-01', to: '2026-07-01' }
    const table = await hub.figureTable(july, { rows: { axis: 'CENTER' }, columns: { axis: 'INDICATOR' } })
    expect(table).toMatchObject({
      ok: true,
      value: { rows: [{ code: 'seoul' }, { code: 'busan' }], value: ['100', null], reason: [null, 'MISSING'] },
    })
    const top = await hub.topFigures(july, { n: 1 })
    expect(top).toMatchObject({
      ok: true,
      value: { ranked: [{ center: 'seoul', value: '100' }], restOf: ['busan'], rest: { reason: 'MISSING' } },
    })
  })
})

describe('hub120 statistics', () => {
  it('lists what can be asked for, by a part of its name', async () => {
    const { out, exitCode } = await runCli(['statistics', '응대율'], settings)
    expect(exitCode).toBe(0)
    for (const part of [
      '지표 indicators',
      'response_rate',
      'Response rate',
      '100 * calls_answered / calls_offered',
      'v1, exclude_short_abandons',
    ])
      expect(out).toContain(part)
    expect(out).not.toContain('차원 dimensions')
    const measure = await runCli(['statistics', 'calls_offered'], settings)
    expect(measure.out).toContain('측정값 measures')
    const dimension = await runCli(['statistics', 'language'], settings)
    expect(dimension.out).toMatch(/en 영어 English/)
  })

  it('lists all of them, and says where there is nothing', async () => {
    const all = JSON.parse((await runCli(['statistics', '--json'], settings)).out) as Record<string, { code: string }[]> // the report
    const { edition } = await server.hub.standards()
    expect(['indicators', 'measures', 'dimensions'].map(kind => all[kind]?.length)).toEqual([
      edition.indicators.size,
      edition.measures.size,
      edition.codelists.size,
    ])
    const nothing = await runCli(['statistics', 'weather'], settings)
    expect([nothing.exitCode, nothing.told]).toEqual([2, expect.stringContaining('nothing of that name')])
  })
})
