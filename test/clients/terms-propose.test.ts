import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

const run = promisify(execFile)
let scratch: ScratchFolder
beforeEach(async () => {
  scratch = await createScratchFolder()
})
afterEach(() => scratch.remove())

/** The built command, as somebody types it, without a hub anywhere. */
const spawned = async (...args: readonly string[]) => {
  const env = { ...process.env, HUB120_URL: 'http://127.0.0.1:9', HUB120_SPOOL: join(scratch.path, 'spool') }
  try {
    const { stdout, stderr } = await run(process.execPath, ['dist/clients/cli/main.js', 'terms', 'propose', ...args], {
      env,
      maxBuffer: 2 ** 28,
    })
    return { code: 0, stdout, stderr }
  } catch (error) {
    // what execFile rejects with when the command ends with another code
    const { code, stdout, stderr } = error as { readonly code: number; readonly stdout: string; readonly stderr: string }
    return { code, stdout, stderr }
  }
}

/** The same in this process, where nothing but the words matters. */
async function hub120(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  // The built one has the edition that comes with the command.
  const { runProgram } = createRequire(import.meta.url)(
    '../../dist/clients/cli/program.js',
  ) as typeof import('../../clients/cli/program.js') // what it is built from
  const said = { stdout: '', stderr: '' }
  const terminal = {
    out: (text: string) => void (said.stdout += `${text}\n`),
    tell: (text: string) => void (said.stderr += `${text}\n`),
    isInteractive: false,
    columns: 140,
  }
  const code = await runProgram(
    ['terms', 'propose', ...args],
    settingsOf({ url: 'http://127.0.0.1:9', spoolFolder: join(scratch.path, 'spool') }),
    terminal,
  )
  return { code, ...said }
}

const fileOf = async (content: string | Uint8Array): Promise<string> => {
  const path = join(scratch.path, 'words.csv')
  await writeFile(path, content)
  return path
}

const HEADER = 'row,center,local_term,local_unit,kind,values\n'
type Line = {
  readonly row: string
  readonly decision: string
  readonly candidates: readonly { readonly ref: string; readonly score: number; readonly reasons: readonly string[] }[]
  readonly conversion: unknown
}
const linesOf = (stdout: string): readonly Line[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Line) // what the command prints, held against below

describe('hub120 terms propose', () => {
  it('gives one JSON object a row, with the keys that were promised and nothing besides', async () => {
    const file = await fileOf(
      `${HEADER}a,busan,인입콜수,콜,measure,\n7,busan,평균통화시간,분,indicator,2.9;3.1;3.0;2.8;2.9;3.0;3.1\nc,busan,평균통화시간,,indicator,02:54;02:58;03:01;02:57;02:49;02:55;02:59\nf,busan,평균통화시간,분,indicator,2분54초;2분 58초;54초;2분 49초;3분 1초;2분 57초;2분55초\ng,busan,평균통화시간,초,indicator,2분75초;2분 58초\nd,seoul,고객감동지수,점,,\ne,busan,해운대구,,codelist:district,\n`,
    )
    const { code, stdout, stderr } = await spawned(file, '--json')
    const lines = linesOf(stdout)
    expect([code, stderr]).toEqual([0, ''])
    expect(lines.map(line => [line.row, line.decision, line.candidates[0]?.ref, line.conversion])).toEqual([
      ['a', 'accept', 'measure:calls_offered', null],
      ['7', 'accept', 'indicator:att', { factor: '60', offset: '0', from: 'minutes', to: 'seconds' }],
      ['c', 'accept', 'indicator:att', { format: 'mm:ss' }],
      ['f', 'accept', 'indicator:att', { format: '분초' }],
      ['g', 'review', 'indicator:att', { format: '분초' }],
      ['d', 'review', expect.any(String), null],
      ['e', 'accept', 'codelist:district.26350', null],
    ])
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['row', 'decision', 'candidates', 'conversion'])
      for (const candidate of line.candidates) expect(Object.keys(candidate)).toEqual(['ref', 'score', 'reasons'])
    }
    expect(lines[0]?.candidates[0]?.reasons[0]).toMatch(/[가-힣].*[a-z]/)
  })

  it('holds rows of one center against each other: what agrees night by night is a reason, a unit that cannot be is found', async () => {
    const night = (at: number) => ({
      offered: 5_000 + 73 * ((at * 5) % 14),
      abandoned: 280 + 11 * ((at * 3) % 14),
      talk: 150 + 4 * ((at * 3) % 14),
      acw: 40 + 2 * ((at * 5) % 14),
    })
    const row = (name: string, center: string, cells: string, of: (one: ReturnType<typeof night>) => string | number) =>
      `${name},${center},${cells},${Array.from({ length: 14 }, (_, at) => of(night(at))).join(';')}\n`
    const file = await fileOf(
      HEADER +
        row('offered', 'busan', '인입호,건,measure', one => one.offered) +
        row('abandoned', 'busan', '포기호,건,measure', one => one.abandoned) +
        row('answered', 'busan', '상담사 응답 콜수,콜,measure', one => one.offered - one.abandoned) +
        row('elsewhere', 'daegu', '상담사 응답 콜수,콜,measure', one => one.offered - one.abandoned) +
        row('talk', 'jeju', '평균통화시간,초,indicator', one => one.talk) +
        row('acw', 'jeju', '평균후처리시간,초,indicator', one => one.acw) +
        row('handle', 'jeju', '평균처리시간,초,indicator', one => ((one.talk + one.acw) / 60).toFixed(2)),
    )
    const lines = linesOf((await hub120(file, '--json')).stdout)
    const said = Object.fromEntries(lines.map(({ row: name, candidates }) => [name, candidates[0]?.reasons.join(' ') ?? '']))
    expect(said['answered']).toContain('센터의 다른 값과 밤마다 맞습니다: 인입호 = 응대호 + 포기호 + 큐이탈호 (14일')
    expect(said['elsewhere']).not.toContain('인입호 =')
    expect(said['handle']).toMatch(/평균처리시간 = 평균통화시간 .*In minutes it would agree/)
    expect(lines.find(({ row: name }) => name === 'handle')).toMatchObject({
      decision: 'review',
      conversion: { factor: '60', offset: '0', from: 'minutes', to: 'seconds' },
    })
  })

  it('leaves a word to a person until seven nights of values have confirmed it', async () => {
    const nights = ['7010', '6890', '7120', '6950', '7005', '5010', '4100']
    const rows = [7, 6, 1, 0].map(count => `${count},busan,인입콜수,콜,measure,${nights.slice(0, count).join(';')}`)
    const lines = linesOf((await hub120(await fileOf(`${HEADER}${rows.join('\n')}\n`), '--json')).stdout)
    expect(lines.map(({ row, decision, candidates }) => [row, decision, candidates[0]?.ref])).toEqual([
      ['7', 'accept', 'measure:calls_offered'],
      ['6', 'review', 'measure:calls_offered'],
      ['1', 'review', 'measure:calls_offered'],
      ['0', 'accept', 'measure:calls_offered'],
    ])
    expect(lines[1]?.candidates[0]?.reasons.join(' ')).toContain('fewer than seven nights')
  })

  it('writes refs of variants and slices as the terms file does', async () => {
    const { stdout } = await hub120(await fileOf(`${HEADER}1,,30초 서비스레벨,%,,\n2,,고소건수,건,,\n`), '--json')
    expect(linesOf(stdout).map(({ candidates }) => candidates[0]?.ref)).toEqual([
      'indicator:service_level#threshold_30s',
      'measure:legal_actions@legal_action_type=police_complaint',
    ])
  })

  it('reads what Korean Windows writes, columns in any order, and any kind', async () => {
    const text = 'kind,local_term,row\r\n지표,응대율,1\r\n무엇,포기콜,2\r\n채널,문자,3\r\n'
    const { stdout } = await hub120(await fileOf(iconv.encode(text, 'cp949')), '--json')
    expect(linesOf(stdout).map(({ row, candidates }) => [row, candidates[0]?.ref])).toEqual([
      ['1', 'indicator:response_rate'],
      ['2', 'measure:calls_abandoned'],
      ['3', 'codelist:channel.sms'],
    ])
  })

  it('draws a table for people and sums up', async () => {
    const { stdout } = await hub120(await fileOf(`${HEADER}1,busan,응대율,%,indicator,\n2,busan,소계,건,measure,\n`))
    expect(stdout).toContain('수용 accept')
    expect(stdout).toContain('소계나 합계 행은 매핑하지 않습니다.')
    expect(stdout).toContain('수용 1 · 검토 0 · 없음 1')
  })

  it('says what is missing from a file it cannot read, with exit code 2', async () => {
    const { code, stderr } = await spawned(await fileOf('row,word\n1,응대율\n'), '--json')
    expect([code, stderr]).toEqual([2, expect.stringContaining('local_term')])
    expect(await hub120(join(scratch.path, 'nowhere.csv'))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('ENOENT'),
    })
    expect(await hub120(await fileOf('\ufeff\r\n'), '--json')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('비어'),
    })
    expect(await hub120(await fileOf(`${HEADER}1,busan,"응대율,%,,\n`))).toMatchObject({ code: 2, stderr: expect.stringContaining('CSV') })
    const { stderr: where } = await hub120(await fileOf(`${HEADER}1,busan,응대율,%,,\n2,busan,평균 "통화" 시간,초,,\n`))
    expect(where).toContain('near line 3')
  })

  it('reads a sheet as Excel saves it: mark, CRLF, cells over two lines, blank lines, short rows, values of no night', async () => {
    const text = `\ufeff${HEADER}1,busan,"인입\n콜수",콜,measure,\r\n\r\n2,busan,"응대율",%,indicator,";;"\r\n3,busan,포기콜\r\n4,busan,,,,\r\n`
    const { code, stdout } = await hub120(await fileOf(text.replace(HEADER, HEADER.replace('\n', '\r\n'))), '--json')
    expect(code).toBe(0)
    expect(linesOf(stdout).map(({ row, decision, candidates }) => [row, decision, candidates[0]?.ref])).toEqual([
      ['1', 'accept', 'measure:calls_offered'],
      ['2', 'accept', 'indicator:response_rate'],
      ['3', 'review', 'measure:calls_abandoned'],
      ['4', 'none', undefined],
    ])
    expect(await hub120(await fileOf(HEADER), '--json')).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it('gives an object for every row of a file whose lines do not all end alike', async () => {
    const text = `${HEADER.trim()}\r\n1,busan,인입콜수,콜,measure,\n2,busan,"응대\r\n율",%,indicator,\r\n3,busan,포기콜,건,,\r4,busan,콜,,,\n`
    const { stdout } = await hub120(await fileOf(text), '--json')
    expect(linesOf(stdout).map(({ row, candidates }) => `${row} ${candidates[0]?.ref}`)).toEqual([
      '1 measure:calls_offered',
      '2 indicator:response_rate',
      '3 measure:calls_abandoned',
      '4 codelist:channel.voice',
    ])
  })

  it('gives 10,000 rows in their order, to the last one, through a pipe', async () => {
    const rows = Array.from({ length: 10_000 }, (_, row) => `r${row},busan,응대율 ${row % 97},%,indicator,`)
    const { code, stdout } = await spawned(await fileOf(`${HEADER}${rows.join('\n')}\n`), '--json')
    expect([code, linesOf(stdout).map(({ row }) => row)]).toEqual([0, rows.map((_, row) => `r${row}`)])
  }, 60_000)
})
