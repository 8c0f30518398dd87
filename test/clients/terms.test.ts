import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import type { CliSettings } from '../../clients/cli/config.js'
import { explainOffline } from '../../clients/cli/terms/explain-offline.js'
import { waterfallText } from '../../clients/cli/terms/waterfall-text.js'
import { rowsOf, valueOf } from '../support/center-hub.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { seedDecisions } from '../support/judged-words.js'
import { readJsonLd, readTurtle } from '../support/read-rdf.js'
import { seedMapping } from '../support/seed-mappings.js'
import { councilMatcher } from '../support/council-matcher.js'
import { EMPTY_BATCH } from '../support/submission-samples.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

let hub: HubServer
let scratch: ScratchFolder
let settings: CliSettings
beforeAll(async () => {
  hub = await startHubServer()
  await seedMapping(hub.hub, { center: 'seoul', word: { label: '총콜수' } })
  scratch = await createScratchFolder()
  settings = settingsOf({ url: hub.url, issuer: hub.issuer.url, spoolFolder: join(scratch.path, 'spool') })
})
afterAll(async () => {
  await hub.close()
  await scratch.remove()
})

const fileNamed = (name: string) => join(scratch.path, name)
const terms = (...args: string[]) => runCli(['terms', ...args], settings)

describe('hub120 terms export', () => {
  it('writes the glossary as SKOS in both notations, and what words mean as SSSOM', async () => {
    for (const format of ['skos-turtle', 'skos-jsonld', 'sssom'])
      expect(await terms('export', '--format', format, '--out', fileNamed(format))).toMatchObject({ exitCode: 0 })
    const statements = readTurtle(await readFile(fileNamed('skos-turtle'), 'utf8'))
    expect(readJsonLd(await readFile(fileNamed('skos-jsonld'), 'utf8'))).toEqual(statements)
    expect(await readFile(fileNamed('sssom'), 'utf8')).toContain('\n총콜수\t')
  })

  it('signs in as the center that is named, and gives it no words of others', async () => {
    const run = await runCli(['terms', 'export', '--format', 'sssom', '--out', fileNamed('busan'), '--center', 'busan'], settings)
    expect(run).toMatchObject({ exitCode: 0 })
    expect(await readFile(fileNamed('busan'), 'utf8')).not.toContain('총콜수')
  })

  it('refuses an edition that was never published, and leaves no file', async () => {
    const run = await terms('export', '--format', 'sssom', '--edition', '1999.1', '--out', fileNamed('none'))
    expect(run).toMatchObject({ exitCode: 4, told: expect.stringContaining('NOT_FOUND') })
    await expect(readFile(fileNamed('none'))).rejects.toThrow('ENOENT')
  })
})

describe('hub120 terms import', () => {
  it('takes what it has exported as known, and tells bad rows with their line', async () => {
    await terms('export', '--format', 'sssom', '--out', fileNamed('again.tsv'))
    expect(await terms('import', fileNamed('again.tsv'))).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('이미 있음 1, 거부 0'),
    })
    const file = await readFile(fileNamed('again.tsv'), 'utf8')
    await writeFile(fileNamed('bad.tsv'), file.replace('skos:exactMatch', 'skos:sameMatch'))
    const bad = await terms('import', fileNamed('bad.tsv'))
    expect(bad.exitCode).toBe(3)
    expect(bad.out).toMatch(/거부 1[^]*SSSOM_CELL[^]*predicate_id/)
    expect(JSON.parse((await terms('import', fileNamed('bad.tsv'), '--json')).out)).toMatchObject({ exitCode: 3, rows: 1, refused: 1 })
  })

  it('a file that is none is refused whole, one that is not there is a fault of the command line', async () => {
    await writeFile(fileNamed('table.csv'), 'a,b\n1,2\n')
    expect(await terms('import', fileNamed('table.csv'))).toMatchObject({ exitCode: 4, told: expect.stringContaining('SSSOM_UNREADABLE') })
    expect(await terms('import', fileNamed('nowhere.tsv'))).toMatchObject({ exitCode: 2 })
    await writeFile(fileNamed('latin'), Buffer.from([0xc3, 0x28]))
    expect(await terms('import', fileNamed('latin'))).toMatchObject({ exitCode: 2, told: expect.stringContaining('UTF-8') })
  })
})

describe('hub120 terms url', () => {
  it('gives an address that OpenRefine can use, lists it and ends it', async () => {
    const { out, told, exitCode } = await terms('url', '--days', '7')
    expect({ exitCode, told }).toMatchObject({ exitCode: 0, told: expect.stringContaining('OpenRefine') })
    expect(await (await fetch(out)).json()).toMatchObject({ versions: ['0.2'] })
    const id = /--revoke (\S+)/.exec(told)?.[1] ?? ''
    expect((await terms('url', '--list')).out).toContain(id)
    expect((await terms('url', '--list')).out).not.toContain(out.split('/').at(-1))
    expect(await terms('url', '--revoke', id)).toMatchObject({ exitCode: 0 })
    expect((await fetch(out)).status).toBe(404)
    expect(await terms('url', '--revoke', id)).toMatchObject({ exitCode: 4, told: expect.stringContaining('NOT_FOUND') })
  })

  it('is refused to whoever is no steward', async () => {
    const run = await runCli(['terms', 'url', '--center', 'busan'], settings)
    expect(run).toMatchObject({ exitCode: 6, told: expect.stringContaining('FORBIDDEN') })
    expect((await terms('url', '--days', 'x')).exitCode).toBe(2)
  })
})

it('has a manual page in both languages', async () => {
  const { out } = await runCli(['help', 'terms'], settings)
  for (const part of ['OpenRefine에 넣을 주소', 'An address for OpenRefine', 'terms import words.sssom.tsv'])
    expect(out.toLowerCase()).toContain(part.toLowerCase())
})

describe('hub120 terms why', () => {
  it('shows with the hub what is decided and why, Korean first', async () => {
    const run = await terms('why', '총콜수', '--unit', '건', '--of', '서울', '--hub')
    expect(run).toMatchObject({ exitCode: 0 })
    expect(run.out).toMatch(/^"총콜수" \(건\): .*calls_offered/)
    const unknown = await terms('why', '콜수', '--unit', '건', '--hub')
    expect(unknown.exitCode).toBe(3)
    expect(unknown.out).toMatch(/\n1\. .*\(measure:/)
    expect(unknown.out).toContain('What would flip it')
    expect(JSON.parse((await terms('why', '콜수', '--hub', '--json')).out)).toMatchObject({ result: false, edition: '2026.1' })
  })

  it('says what is wrong with the question', async () => {
    expect(await terms('why', '콜', '--hub', '--of', 'atlantis')).toMatchObject({
      exitCode: 4,
      told: expect.stringContaining('CENTER_UNKNOWN'),
    })
    expect(await terms('why', '콜', '--hub', '--kind', 'nothing')).toMatchObject({
      exitCode: 4,
      told: expect.stringContaining('BAD_USER_INPUT'),
    })
  })

  it('without a hub it weighs each candidate as a waterfall, and names what would flip it', async () => {
    const matcher = await councilMatcher()
    const word = (label: string, unit: string | null) => ({ label, unit, kind: '', values: [], center: '' })
    const sure = waterfallText(explainOffline(matcher, word('인입콜', '건')))
    expect(sure).toMatch(/^"인입콜" \(건\): 첫 후보로 스스로 매핑해도 안전합니다\. 값이 표준의 범위에 있을 때에 한합니다\./)
    expect(sure).toMatch(/\n1\. 인입호 · Calls offered \(measure:calls_offered\) {2}9\d %\n {3} *\+\d\.\d █+ +[가-힣].*\n +[A-Z]/)
    expect(sure).toContain('\n가중치 고정 (weights: fixed)')
    expect(waterfallText(explainOffline(matcher, word('콜수', '건')))).toMatch(/담당자가 보아야[^]*무엇이 달라지면 바뀌는가/)
    expect(waterfallText(explainOffline(matcher, word('zzzzzz', null)))).toMatch(/^"zzzzzz": 표준에서 맞는 것을 찾지 못했습니다/)
    expect(waterfallText(explainOffline(matcher, word('응대율', '건')))).toMatch(/✕/)
  })
})

describe('hub120 terms queue', () => {
  const sendWord = async (code: string, label: string): Promise<void> => {
    const id = (await hub.hub.standards()).centerIds.get(code) ?? 0
    const caller = { subject: `${code}-client`, kind: 'client' as const, center: { code, id }, scopes: new Set(['stats:write' as const]) }
    const batch = { ...EMPTY_BATCH, rows: rowsOf({ [label]: 12 }) }
    const request = { idempotencyKey: 'terms-queue', uploadId: null, isDryRun: false, dryRunHash: null }
    valueOf(await submitStatistics(hub.hub, caller, { ...request, batch }))
  }

  it('shows the words that wait, and how to ask why', async () => {
    await sendWord('seoul', '처음 듣는 항목')
    const run = await terms('queue', '--of', '서울')
    expect(run.exitCode).toBe(3)
    expect(run.out).toContain('처음 듣는 항목')
    expect(run.out).toContain('terms why "처음 듣는 항목"')
    expect(JSON.parse((await terms('queue', '--json')).out)).toMatchObject({
      nodes: [{ center: 'seoul', rowsWaiting: 1 }],
      hasNextPage: false,
    })
    expect(await terms('queue', '--of', '대구')).toMatchObject({ exitCode: 0, out: expect.stringContaining('no word waits') })
    for (const first of ['0', '501', 'abc', '1.5']) expect(await terms('queue', '--first', first)).toMatchObject({ exitCode: 2 })
  })

  it('offers no command to paste that a shell would read otherwise: a center wrote the word', async () => {
    await sendWord('gangwon', '콜 $(touch /tmp/x) `y` "z"')
    const { out } = await terms('queue', '--of', '강원')
    expect(out).toContain('$(touch')
    expect(out.split('\n').find(line => line.includes('terms why'))).toMatch(/terms why 말\(WORD\) --unit 단위\(UNIT\) --of gangwon --hub$/)
  })
})

describe('hub120 terms weights', () => {
  it('shows what is in force, learns on demand, puts in force with a reason, and goes back', async () => {
    const fixed = await terms('weights', '--kind', 'measure')
    expect(fixed).toMatchObject({ exitCode: 0, out: expect.stringContaining('시행 중 in force fixed') })
    expect(await terms('weights', '--use', 'measure-1', '--reason', '시험')).toMatchObject({
      exitCode: 4,
      told: expect.stringContaining('NOT_FOUND'),
    })
    await seedDecisions(hub.database, 300)
    const learned = await terms('weights', '--fit')
    expect(learned).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/measure-1 .*시행 가능 may be put in force\n.*measure-1: log loss 0\.\d{3}[^]*fixed: log loss/),
    })
    expect((await terms('weights', '--use', 'measure-1')).exitCode).toBe(2)
    expect(await terms('weights', '--use', 'measure-1', '--reason', '시험')).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('in force measure-1'),
    })
    expect((await terms('why', '콜수', '--unit', '건', '--hub')).out).toContain('(weights: measure-1)')
    expect(await terms('weights', '--use', 'fixed', '--kind', 'measure', '--reason', '시험')).toMatchObject({ exitCode: 0 })
    expect(JSON.parse((await terms('weights', '--json')).out)).toMatchObject([
      { kind: 'measure', version: 'fixed' },
      { kind: 'indicator' },
      { kind: 'item' },
    ])
  })
})

describe('hub120 terms import of many', () => {
  it('a set larger than one request goes up in pieces, and a bad row is told with the line of the whole file', async () => {
    const head = (await readFile(fileNamed('again.tsv'), 'utf8')).split('\n').filter(line => line.startsWith('#'))
    const columns = ['subject_label', 'predicate_id', 'object_id', 'mapping_justification', 'hub120_center', 'hub120_unit']
    const rowOf = (label: string, object = 'hub120:measure:calls_offered') =>
      [label, 'skos:exactMatch', object, 'semapv:ManualMappingCuration', 'jeju', '건'].join('\t')
    const good = Array.from({ length: 504 }, (_, at) => rowOf(`"말 ${at}\n${at % 2 === 0 ? 'ㄱ' : 'ㄴ'}"`))
    const rows = [...good, rowOf('나쁜 말', 'hub120:measure:nothing')]
    await writeFile(fileNamed('large.tsv'), [...head, columns.join('\t'), ...rows, ''].join('\n'))
    const run = await terms('import', fileNamed('large.tsv'), '--json')
    expect(JSON.parse(run.out)).toMatchObject({ exitCode: 3, rows: 505, proposed: 504, unchanged: 0, refused: 1 })
    expect(JSON.parse(run.out).issues).toMatchObject([{ code: 'TERM_UNKNOWN', sourceRow: head.length + 1 + 504 * 2 + 1 }])
  })
})
