import { execFile } from 'node:child_process'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CliSettings } from '../../clients/cli/config.js'
import { startTestIssuer, type TestIssuer } from '../support/issuer.js'
import { readPack } from './edition-document.js'
import { receiptOf, startListeningHub, submitted, type Answer, type Heard, type ListeningHub } from './listening-hub.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

const BUSAN = 'db/sample/busan-2026-11-19.csv'
const SEOUL = 'db/sample/seoul-2026-11-19.json'

let issuer: TestIssuer
let hub: ListeningHub
let scratch: ScratchFolder
let settings: CliSettings
beforeAll(async () => {
  issuer = await startTestIssuer()
})
afterAll(() => issuer.close())
beforeEach(async () => {
  scratch = await createScratchFolder()
  hub = await startListeningHub()
  settings = settingsOf({ url: hub.url, issuer: issuer.url, spoolFolder: join(scratch.path, 'spool') })
})
afterEach(async () => {
  await hub.close()
  await scratch.remove()
})

/** Says nothing of editions, and answers a submission. */
const answering =
  (answer: Answer | ((heard: Heard) => Answer)) =>
  (heard: Heard): Answer => {
    if (!heard.query.includes('submitStatistics')) return { body: { data: { edition: null } } }
    return typeof answer === 'function' ? answer(heard) : answer
  }
const submissions = () => hub.heard.filter(({ query }) => query.includes('submitStatistics'))
const keysHeard = () => submissions().map(({ variables }) => (variables['input'] as { idempotencyKey: string }).idempotencyKey)
const spooled = async () => (await readdir(settings.spoolFolder).catch(() => [])).filter(name => /^\d.*\.json$/.test(name))
const heldRow = {
  index: 2,
  sourceRow: 4,
  outcome: 'QUARANTINED',
  measure: 'calls_answered',
  periodType: 'DAY',
  periodStart: '2026-11-19',
  dimensions: [],
  submitted: { measure: '응대콜', value: 1561, unit: '호', dimensions: [] },
  issues: [
    {
      code: 'RULE_BROKEN',
      severity: 'ERROR',
      path: [],
      messageKo: '응대호가 인입호보다 많습니다.',
      messageEn: 'More calls answered than offered.',
      expected: 'calls_answered <= 1548',
      got: '1561',
      sourceRow: 4,
      rule: 'calls_answered.c1',
    },
  ],
  heldRow: '77',
  heldState: 'HELD',
}

describe('what leaves the center', () => {
  it('H34: holds no word of the remarks column, nor of a column that is not known', async () => {
    const file = join(scratch.path, 'remarks.csv')
    await writeFile(file, '센터,기준일,항목,값,상담원,비고\n부산,2026-11-19,인입콜,5,김비밀,홍길동 010-1234-5678\n')
    hub.answerWith(answering(submitted(receiptOf())))
    expect((await runCli(['push', file], settings)).exitCode).toBe(0)
    expect(submissions()).toHaveLength(1)
    for (const { body } of hub.heard) expect(body).not.toMatch(/김비밀|홍길동|010-1234/)
  })

  it('is each row in columns, with the lines of the file', async () => {
    hub.answerWith(answering(submitted(receiptOf())))
    await runCli(['push', BUSAN], settings)
    const input = submissions()[0]?.variables['input'] as { center: string; rows: unknown[]; series: { sourceRows: number[] }[] }
    expect(input.center).toBe('부산')
    expect(input.rows).toEqual([])
    expect(input.series.flatMap(({ sourceRows }) => sourceRows).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 31 }, (_, at) => at + 2),
    )
    expect(submissions()[0]?.body).not.toMatch(/수기 입력|교환기 요약표|월간 보고용/)
  })
})

describe('the exit code', () => {
  it('is 0 when every row landed, signed in for development as the center of the file', async () => {
    hub.answerWith(answering(submitted(receiptOf())))
    const run = await runCli(['push', SEOUL], settings)
    expect(run.exitCode).toBe(0)
    expect(run.told).toContain('development sign-in as seoul-client')
    expect(run.out).toContain('신규 inserted 1')
    expect(keysHeard()).toEqual(['seoul-2026-11-19-n1'])
  })

  it('is 3 when rows wait or were rejected, and says which lines and what to do', async () => {
    hub.answerWith(answering(submitted(receiptOf({ counts: { received: 2, quarantined: 1 }, nodes: [heldRow] }))))
    const run = await runCli(['push', BUSAN], settings)
    expect(run.exitCode).toBe(3)
    expect(run.out).toMatch(/│ 4 +│ 보류/)
    expect(run.out).toContain('[calls_answered.c1] 응대호가 인입호보다 많습니다.')
    expect(run.out).toContain('hub120 resolve 77 --center busan --correct')
    expect(run.out).not.toContain('--confirm')
  })

  it('is 4 when the hub refuses the whole', async () => {
    const issue = { ...heldRow.issues[0], code: 'IDEMPOTENCY_KEY_REUSED', rule: null, sourceRow: null }
    hub.answerWith(answering(submitted({ __typename: 'Refused', issues: [issue] })))
    const run = await runCli(['push', SEOUL], settings)
    expect(run.exitCode).toBe(4)
    expect(run.told).toContain('IDEMPOTENCY_KEY_REUSED')
  })

  it.each([
    ['a file that is not there', ['push', 'no-such-file.csv']],
    ['no file', ['push']],
    ['a word that is no mode', ['push', SEOUL, '--mode', 'most']],
    ['an option that is none', ['push', SEOUL, '--fast']],
    ['a retraction without reason', ['push', SEOUL, '--strategy', 'retract']],
    ['figures of nothing', ['figures', '--from', '2026-11-19']],
    ['a day that does not exist', ['figures', '--indicator', 'response_rate', '--from', '2026-02-30']],
    ['a resolution that says nothing', ['resolve', '77', '--center', 'busan']],
    ['a receipt without a sign-in', ['receipt', 'x']],
    ['an issuer in the clear', ['push', SEOUL, '--issuer', 'http://login.example.kr', '--client', 'a', '--secret-file', 'package.json']],
  ])('is 2 for %s, and nothing is sent', async (_, args) => {
    expect((await runCli(args, settings)).exitCode).toBe(2)
    expect(hub.heard).toEqual([])
  })

  it('is 6 when the client has no right to hand in', async () => {
    const issue = { ...heldRow.issues[0], code: 'FORBIDDEN', rule: null, sourceRow: null }
    hub.answerWith(answering(submitted({ __typename: 'Refused', issues: [issue] })))
    const run = await runCli(['push', SEOUL, '--client', 'analyst'], settings)
    expect([run.exitCode, run.told]).toEqual([6, expect.stringContaining('[FORBIDDEN]')])
  })

  it('a held row that nobody knows is looked up in the quarantine', async () => {
    const issue = { ...heldRow.issues[0], code: 'NOT_FOUND', rule: null, sourceRow: null }
    hub.answerWith({ body: { data: { resolveHeldRows: { __typename: 'Refused', issues: [issue] } } } })
    const run = await runCli(['resolve', '77', '--withdraw', '--center', 'busan'], settings)
    expect([run.exitCode, run.told]).toEqual([4, expect.stringContaining('hub120 quarantine --center busan')])
  })

  it('is 6 when the sign-in is refused', async () => {
    expect((await runCli(['push', SEOUL], { ...settings, clientId: 'seoul-client', secret: 'no' })).exitCode).toBe(6)
    hub.answerWith({ status: 401, body: { errors: [] } })
    expect((await runCli(['push', SEOUL], settings)).exitCode).toBe(6)
    expect(await spooled()).toEqual([])
  })

  it('is 1 when the hub fails', async () => {
    hub.answerWith(answering({ status: 500, body: { errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL' } }] } }))
    expect((await runCli(['push', SEOUL], settings)).exitCode).toBe(1)
  })

  it('is that of the gravest file', async () => {
    hub.answerWith(answering(submitted(receiptOf({ counts: { quarantined: 1 }, nodes: [heldRow] }))))
    expect((await runCli(['push', BUSAN, 'no-such-file.csv'], settings)).exitCode).toBe(2)
    expect(submissions()).toHaveLength(1)
  })
})

describe('--json', () => {
  it('puts one JSON value on stdout and nothing else', async () => {
    hub.answerWith(answering(submitted(receiptOf({ counts: { received: 2, quarantined: 1 }, nodes: [heldRow] }))))
    const run = await runCli(['push', '--json', BUSAN], settings)
    expect(JSON.parse(run.out)).toMatchObject({
      isComplete: true,
      spooled: [],
      files: [
        {
          file: BUSAN,
          exitCode: 3,
          submissions: [{ status: 'receipt', receipt: { counts: { quarantined: 1 } }, attention: [{ sourceRow: 4 }] }],
        },
      ],
    })
  })
})

describe('the spool', () => {
  const portOf = (url: string) => Number(new URL(url).port)

  it('keeps what a hub that is away did not get, and sends it first with the same key once it is back', async () => {
    await hub.close()
    const away = await runCli(['push', BUSAN], settings)
    expect(away.exitCode).toBe(5)
    expect(await spooled()).toHaveLength(1)
    expect((await runCli(['push', BUSAN], settings)).exitCode).toBe(5)
    expect(await spooled()).toHaveLength(1)

    hub = await startListeningHub(portOf(settings.url))
    hub.answerWith(
      answering(({ variables }) =>
        submitted(receiptOf({ idempotencyKey: (variables['input'] as { idempotencyKey: string }).idempotencyKey })),
      ),
    )
    expect((await runCli(['push', SEOUL], settings)).exitCode).toBe(0)
    expect(keysHeard()).toEqual([expect.stringMatching(/^sha256-/), 'seoul-2026-11-19-n1'])
    expect(await spooled()).toEqual([])
  })

  it('is readable by its owner alone and holds no secret and no token', async () => {
    await hub.close()
    await runCli(['push', SEOUL], { ...settings, clientId: 'seoul-client', secret: 'dev-seoul' })
    const [name = ''] = await spooled()
    const path = join(settings.spoolFolder, name)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(settings.spoolFolder)).mode & 0o777).toBe(0o700)
    expect(await readFile(path, 'utf8')).not.toMatch(/dev-seoul|Bearer|eyJ/)
    hub = await startListeningHub(portOf(settings.url))
  })

  it('sends what waits with --spooled, in order, and lets go of it only with a receipt', async () => {
    await hub.close()
    const files = ['a', 'b'].map(name => join(scratch.path, `${name}.csv`))
    for (const file of files) await writeFile(file, `센터,기준일,항목,값\n부산,2026-11-19,인입콜,${file.length}${file.at(-5)}\n`)
    expect((await runCli(['push', ...files], settings)).exitCode).toBe(5)
    expect(await spooled()).toHaveLength(2)
    hub = await startListeningHub(portOf(settings.url))
    hub.answerWith({ status: 503, body: {} })
    expect((await runCli(['push', '--spooled'], settings)).exitCode).toBe(5)
    expect(await spooled()).toHaveLength(2)
    hub.heard.length = 0
    hub.answerWith(submitted(receiptOf()))
    expect((await runCli(['push', '--spooled'], settings)).exitCode).toBe(0)
    expect(await spooled()).toEqual([])
    const values = submissions().map(({ variables }) => (variables['input'] as { series: { values: unknown[] }[] }).series[0]?.values[0])
    expect(values.map(value => String(value).at(-1))).toEqual(['a', 'b'])
    expect((await runCli(['push', '--spooled'], settings)).told).toContain('nothing is spooled')
  })

  it('puts aside what the hub refuses whole, and goes on', async () => {
    await hub.close()
    await runCli(['push', SEOUL], settings)
    hub = await startListeningHub(portOf(settings.url))
    hub.answerWith(submitted({ __typename: 'Refused', issues: [heldRow.issues[0]] }))
    expect((await runCli(['push', '--spooled'], settings)).exitCode).toBe(4)
    expect(await spooled()).toEqual([])
    expect((await readdir(settings.spoolFolder)).filter(name => name.startsWith('refused-'))).toHaveLength(1)
  })

  it.each([
    ['cut off', '{"url":"http'],
    ['of another shape', '{"url":"http://127.0.0.1:1","clientId":"seoul-client","fileName":"a.csv","input":null}'],
    ['empty', ''],
  ])('puts aside a file of its own that is %s, says so, and sends the rest all the same', async (_title, text) => {
    await hub.close()
    await runCli(['push', BUSAN], settings)
    await writeFile(join(settings.spoolFolder, `${'0'.repeat(17)}-000001-${'0'.repeat(16)}.json`), text)
    hub = await startListeningHub(portOf(settings.url))
    hub.answerWith(answering(submitted(receiptOf())))
    const run = await runCli(['push', SEOUL], settings)
    expect([run.exitCode, submissions().length, await spooled()]).toEqual([0, 2, []])
    expect(run.told).toContain('a spooled file cannot be read; put aside')
    expect((await readdir(settings.spoolFolder)).filter(name => name.startsWith('unreadable-'))).toHaveLength(1)
  })

  it('puts aside what the hub cannot read, and sends the rest all the same', async () => {
    await hub.close()
    await runCli(['push', BUSAN], settings)
    hub = await startListeningHub(portOf(settings.url))
    const unread = { status: 400, body: { errors: [{ message: 'no such field' }] } }
    hub.answerWith(answering(({ variables }) => (JSON.stringify(variables).includes('부산') ? unread : submitted(receiptOf()))))
    const run = await runCli(['push', SEOUL], settings)
    expect([run.exitCode, submissions().length, await spooled()]).toEqual([0, 2, []])
    expect(run.told).toContain('HTTP 400: no such field')
    expect((await readdir(settings.spoolFolder)).filter(name => name.startsWith('refused-'))).toHaveLength(1)
  })

  it('leaves alone what waits for another client', async () => {
    await hub.close()
    await runCli(['push', BUSAN], settings)
    hub = await startListeningHub(portOf(settings.url))
    hub.answerWith(answering(submitted(receiptOf())))
    const run = await runCli(['push', SEOUL], { ...settings, clientId: 'seoul-client', secret: 'dev-seoul' })
    expect([run.exitCode, (await spooled()).length, submissions().length]).toEqual([0, 1, 1])
    expect(run.told).toContain('spooled for another hub or client')
  })

  it('does not keep a dry run', async () => {
    await hub.close()
    expect((await runCli(['push', SEOUL, '--dry-run'], settings)).exitCode).toBe(5)
    expect(await spooled()).toEqual([])
    hub = await startListeningHub(portOf(settings.url))
  })
})

describe('the check before sending', () => {
  const editionAnswer = async (): Promise<(heard: Heard) => Answer> => {
    const document = await readPack()
    return heard => {
      if (heard.query.includes('submitStatistics')) return submitted(receiptOf())
      return {
        body: { data: { edition: { code: '2026.1', contentHash: 'h1', ...(heard.query.includes('document') ? { document } : {}) } } },
      }
    }
  }

  it('finds by the rules of the domain what the hub would say of Busan, and sends nothing with --check', async () => {
    hub.answerWith(await editionAnswer())
    const run = await runCli(['push', '--check', '--json', BUSAN], settings)
    expect(run.exitCode).toBe(3)
    expect(submissions()).toEqual([])
    const { files } = JSON.parse(run.out) as { files: { check: { rows: { sourceRow: number; verdict: string }[] } }[] } // the report of the command
    const doubtful = files[0]?.check.rows.filter(({ verdict }) => verdict !== 'good').map(({ sourceRow, verdict }) => [sourceRow, verdict])
    expect(doubtful).toEqual([
      [3, 'held'],
      [4, 'held'],
      [10, 'held'],
      [11, 'rejected'],
      [20, 'held'],
      [23, 'held'],
      [30, 'held'],
      [31, 'held'],
    ])
  })

  it('works from the kept edition while the hub is away, and fetches a document once', async () => {
    hub.answerWith(await editionAnswer())
    await runCli(['push', '--check', SEOUL], settings)
    const again = await runCli(['push', '--check', SEOUL], settings)
    expect(again.told).toContain('no row stands out')
    expect(hub.heard.filter(({ query }) => query.includes('document'))).toHaveLength(1)
    await hub.close()
    const away = await runCli(['push', '--check', SEOUL], settings)
    expect([away.exitCode, away.told.includes('no row stands out')]).toEqual([0, true])
    hub = await startListeningHub()
  })

  it('never stops a file: the hub decides', async () => {
    hub.answerWith(await editionAnswer())
    expect((await runCli(['push', BUSAN], settings)).exitCode).toBe(0)
    expect(submissions()).toHaveLength(1)
  })

  it('is skipped, and says so, where no edition is to be had', async () => {
    hub.answerWith(answering(submitted(receiptOf())))
    const run = await runCli(['push', SEOUL], settings)
    expect(run.told).toContain('local check skipped')
    expect(run.exitCode).toBe(0)
  })
})

describe('the program', () => {
  it('says its exit codes in the help of each command', async () => {
    const run = await runCli(['push', '--help'], settings)
    expect(run.exitCode).toBe(0)
    for (const line of ['0  모든 행 반영', '3  일부 행 보류', '5  허브에 닿지 않음', '6  인증 실패']) expect(run.out).toContain(line)
  })

  it('starts under the Node of this machine from its built file', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['dist/clients/cli/main.js', '--help'])
    expect(stdout).toContain('hub120')
  })
})
