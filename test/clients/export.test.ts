import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CliSettings } from '../../clients/cli/config.js'
import { createHubClient } from '../../clients/sdk/index.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { readCsv, readWorkbook, type JsonStat } from '../support/read-exports.js'
import { submitOneOfEach } from '../support/two-centers.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

let hub: HubServer
let scratch: ScratchFolder
let settings: CliSettings
beforeAll(async () => {
  hub = await startHubServer()
  await submitOneOfEach(hub, 'seoul')
  scratch = await createScratchFolder()
  settings = settingsOf({ url: hub.url, issuer: hub.issuer.url, spoolFolder: join(scratch.path, 'spool') })
})
afterAll(async () => {
  await hub.close()
  await scratch.remove()
})

const QUESTION = ['--measure', '인입호', '--centers', '서울', '--from', '2026-11-19']
const fileNamed = (name: string) => join(scratch.path, name)
const runExport = (format: string, name: string, ...options: string[]) =>
  runCli(['export', '--format', format, '--out', fileNamed(name), ...QUESTION, ...options], settings)

/** A hub that answers each download as told and signs nobody in. */
async function startHalfHub(answer: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => answer(response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close().closeAllConnections() } // a TCP server
}

describe('hub120 export', () => {
  it('writes each format, with the names and options of hub120 figures, and says what to do next', async () => {
    const csv = await runExport('csv', 'a.csv')
    expect(csv).toMatchObject({ exitCode: 0 })
    expect(csv.out).toMatch(/a\.csv: [\d,]+ 바이트.*\n.*엑셀에서 바로/)
    const { header, records } = readCsv(await readFile(fileNamed('a.csv'), 'utf8'))
    expect(header.some(([first]) => first === 'asOf')).toBe(true)
    expect(records).toMatchObject([{ code: 'calls_offered', center: 'seoul', value: '1548' }])
    expect((await runExport('xlsx', 'a.xlsx')).exitCode).toBe(0)
    expect((await readWorkbook(await readFile(fileNamed('a.xlsx')))).get('수치 Figures')?.[1]?.[0]).toBe('calls_offered')
    expect((await runExport('sdmx-csv', 'a.sdmx.csv')).exitCode).toBe(0)
    expect(readCsv(await readFile(fileNamed('a.sdmx.csv'), 'utf8')).records.at(-1)).toMatchObject({ OBS_VALUE: '1548' })
    expect((await runExport('json-stat', 'a.json')).exitCode).toBe(0)
    expect((JSON.parse(await readFile(fileNamed('a.json'), 'utf8')) as JsonStat).value['0']).toBe(1548)
    expect((await readdir(scratch.path)).filter(name => name.endsWith('.part'))).toEqual([])
  })

  it('writes the bare table with --no-bom --no-header', async () => {
    await runExport('csv', 'bare.csv', '--no-bom', '--no-header')
    expect((await readFile(fileNamed('bare.csv'), 'utf8')).startsWith('code,')).toBe(true)
  })

  it('takes changes and one definition along, and refuses two definitions before anything is asked', async () => {
    const changed = await runExport('csv', 'changed.csv', '--by', 'day', '--change', 'previous,last-year')
    expect(changed).toMatchObject({ exitCode: 0 })
    expect(readCsv(await readFile(fileNamed('changed.csv'), 'utf8')).records).toMatchObject([
      { value: '1548', previous_reason: 'MISSING', last_year_from: '2025-11-19', last_year_reason: 'MISSING' },
    ])
    const two = await runExport('csv', 'two.csv', '--version', 'v1', '--variant', 'threshold_15s')
    expect(two).toMatchObject({ exitCode: 2, told: expect.stringContaining('--version, --variant') })
    expect(await runExport('csv', 'two.csv', '--percentiles', '0,50')).toMatchObject({
      exitCode: 2,
      told: expect.stringContaining('50,90'),
    })
  })

  it('S25: asks as of an instant with --as-of, and passes on why that cannot be told', async () => {
    const run = await runExport('csv', 'future.csv', '--as-of', '2199-01-01T00:00:00+09:00')
    expect(run).toMatchObject({ exitCode: 4, told: expect.stringContaining('AS_OF_IN_FUTURE') })
  })

  it('tells machines with --json where the file is', async () => {
    const run = await runExport('csv', 'b.csv', '--json')
    const { length } = await readFile(fileNamed('b.csv'))
    expect(JSON.parse(run.out)).toEqual({ exitCode: 0, file: fileNamed('b.csv'), format: 'csv', bytes: length })
  })

  it('S28: a refused question leaves the file as it was and names every issue', async () => {
    await writeFile(fileNamed('kept.csv'), 'before')
    const run = await runExport('csv', 'kept.csv', '--indicator', 'response_rate', '--to', '2026-11-18', '--version', 'v9')
    expect(run.exitCode).toBe(4)
    for (const code of ['VERSION_UNKNOWN', 'BAD_USER_INPUT']) expect(run.told).toContain(code)
    expect(await readFile(fileNamed('kept.csv'), 'utf8')).toBe('before')
  })

  it('a file that cannot be written and a format that does not exist are faults of the command line', async () => {
    expect(await runExport('csv', 'no/such/folder.csv')).toMatchObject({
      exitCode: 2,
      told: expect.stringContaining('파일을 쓸 수 없습니다'),
    })
    expect((await runExport('pdf', 'a.pdf')).exitCode).toBe(2)
  })

  it('has a manual page in both languages with the options of figures', async () => {
    const { out } = await runCli(['help', 'export'], settings)
    for (const part of ['--out <file>', '--group-by <dimensions>', 'SDMX-CSV 2.0', '수식으로 읽지 않도록', 'renamed when it is whole'])
      expect(out).toContain(part)
  })

  it('H26: goes with a token that is bound to a key', async () => {
    const bound = await runCli(['export', '--format', 'csv', '--out', fileNamed('bound.csv'), ...QUESTION], { ...settings, dpop: true })
    expect(bound).toMatchObject({ exitCode: 0 })
  })
})

describe('exportFigures of the SDK', () => {
  const client = (url: string) =>
    createHubClient({
      url,
      issuer: hub.issuer.url,
      clientId: 'analyst',
      credential: { secret: 'dev-analyst' },
      scope: 'stats:read',
      firstDelayMs: 1,
      maxAttempts: 2,
    })
  const input = { measures: ['calls_offered'], from: '2026-11-19', to: '2026-11-19' }

  it('gives the pieces of the file and its name', async () => {
    const file = await client(hub.url).exportFigures(input, { format: 'json-stat' })
    if (!file.ok) throw new Error('refused')
    expect(file.value.fileName).toBe('hub120-figures-2026-11-19-2026-11-19.json-stat.json')
    expect(JSON.parse(await text(file.value.pieces))).toMatchObject({ version: '2.0' })
  })

  it('tries again while the hub is busy', async () => {
    let asked = 0
    const busy = await startHalfHub(response => {
      asked++
      if (asked === 1) response.writeHead(429, { 'retry-after': '0' }).end()
      else response.writeHead(200, { 'content-type': 'text/csv' }).end('code\r\n')
    })
    expect((await client(busy.url).exportFigures(input, { format: 'csv' })).ok).toBe(true)
    expect(asked).toBe(2)
    busy.close()
  })

  it('a download that is cut off is a fault, and leaves no file', async () => {
    const cutting = await startHalfHub(response => {
      response.writeHead(200, { 'content-type': 'text/csv' })
      response.write('code\r\n', () => response.destroy())
    })
    const file = await client(cutting.url).exportFigures(input, { format: 'csv' })
    if (!file.ok) throw new Error('refused')
    await expect(text(file.value.pieces)).rejects.toMatchObject({ kind: 'unreachable' })
    const run = await runCli(
      ['export', '--format', 'csv', '--out', fileNamed('cut.csv'), '--measure', 'calls_offered', '--from', '2026-11-19'],
      {
        ...settings,
        url: cutting.url,
      },
    )
    expect(run.exitCode).toBe(5)
    expect((await readdir(scratch.path)).filter(name => name.startsWith('cut'))).toEqual([])
    cutting.close()
  })
})
