import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parseSettings, type CliSettings } from '../../clients/cli/config.js'
import { startTestIssuer, type TestIssuer } from '../support/issuer.js'
import { readPack } from './edition-document.js'
import { receiptOf, startListeningHub, type Answer, type Heard, type ListeningHub } from './listening-hub.js'
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

const BUSAN_CENTER = { code: 'busan', nameKo: '부산', nameEn: 'Busan' }
/** Answers by the field that is asked for; what is not named is null. */
const answering =
  (answers: Readonly<Record<string, unknown>>) =>
  ({ query }: Heard): Answer => {
    const fields = Object.entries(answers).filter(([field]) => new RegExp(`[ {]${field}[( ]`).test(query.slice(query.indexOf('{'))))
    return { body: { data: { edition: null, viewer: null, ...Object.fromEntries(fields) } } }
  }
const claimsOf = (authorization = ''): Record<string, unknown> =>
  JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown> // the payload of a JWT
const foreign = (sourceRow: number) => ({
  index: sourceRow,
  sourceRow,
  outcome: 'REJECTED',
  measure: null,
  periodType: null,
  periodStart: null,
  dimensions: [],
  submitted: { measure: '인입콜', value: sourceRow },
  issues: [
    {
      code: 'FOREIGN_CENTER',
      severity: 'ERROR',
      path: [],
      messageKo: '다른 센터',
      messageEn: 'another center',
      expected: 'busan',
      got: '서울',
      sourceRow,
      rule: null,
    },
  ],
  heldRow: null,
  heldState: null,
})
const manyForeign = Array.from({ length: 153 }, (_, at) => foreign(at + 2))

describe('a submission of which no row landed', () => {
  const rejected = receiptOf({ status: 'REJECTED', counts: { received: 153, inserted: 0, rejected: 153 }, nodes: manyForeign })

  it('exits with 4, as the help says', async () => {
    hub.answerWith(answering({ submitStatistics: rejected }))
    const run = await runCli(['push', SEOUL, '--center', 'busan'], settings)
    expect(run.exitCode).toBe(4)
    expect((await runCli(['push', '--help'], settings)).out).toContain('4  전체 거부')
  })

  it('names a fault of 153 rows once with its lines, and sends to the right sign-in instead of the file', async () => {
    hub.answerWith(answering({ submitStatistics: rejected }))
    const run = await runCli(['push', SEOUL, '--center', 'busan'], settings)
    expect(run.out.match(/FOREIGN_CENTER/g)).toHaveLength(1)
    expect(run.out).toMatch(/│ 2-154 +│ 거부/)
    expect(run.out).toContain('2-154행 lines 2-154: 파일을 고치지 말고 그 행의 센터로 로그인해 보내십시오.')
    expect(run.out).not.toContain('파일에서 고쳐')
  })
})

describe('the check before sending', () => {
  it('S2: foresees the rows of another center from the center of the sign-in, asked once for all files', async () => {
    const document = await readPack()
    hub.answerWith(
      answering({ edition: { code: '2026.1', contentHash: 'h', document }, viewer: { subject: 's', scopes: [], center: BUSAN_CENTER } }),
    )
    const run = await runCli(['push', '--check', SEOUL, SEOUL, '--center', 'busan'], settings)
    expect(run.exitCode).toBe(3)
    expect(run.told.match(/\[FOREIGN_CENTER\]/g)).toHaveLength(2)
    expect(run.told).toContain('153 rows may be held or rejected')
    expect(hub.heard.filter(({ query }) => query.includes('viewer'))).toHaveLength(1)
  })

  it('stops after the faults of a header: under it every line looks wrong', async () => {
    const file = join(scratch.path, 'header.csv')
    await writeFile(file, '센터,날짜,수량\n부산,2026-11-19,1,548\n부산,2026-11-19,2,000\n')
    const run = await runCli(['push', file], settings)
    expect(run.exitCode).toBe(2)
    expect(run.told).toContain('항목 (measure)')
    expect(run.told).not.toContain('2행')
  })
})

describe('signing in', () => {
  it.each([
    ['admin', ['quarantine'], 'hub:admin'],
    ['busan-client', ['figures', '--indicator', 'response_rate', '--from', '2026-11-19'], 'stats:write'],
    ['analyst', ['figures', '--indicator', 'response_rate', '--from', '2026-11-19'], 'stats:read'],
  ])('as %s on a development hub asks for the scope that it has: %o', async (clientId, args, scope) => {
    hub.answerWith(answering({ heldRows: { nodes: [], endCursor: null, hasNextPage: false } }))
    for (const secret of [null, `dev-${clientId.replace('-client', '')}`]) {
      hub.heard.length = 0
      await runCli(args, { ...settings, clientId, secret })
      expect(claimsOf(hub.heard[0]?.authorization)).toMatchObject({ client_id: clientId, scope })
    }
  })

  it('without the scope names the scope and the variable', async () => {
    const run = await runCli(['push', SEOUL], { ...settings, clientId: 'analyst', secret: 'dev-analyst', scope: 'stats:write' })
    expect(run.exitCode).toBe(6)
    expect(run.told).toContain('클라이언트 "analyst"에는 이 명령에 필요한 권한 "stats:write"이(가) 없습니다.')
    expect(run.told).toContain('HUB120_SCOPE')
    expect(run.told).toContain('invalid_scope')
  })

  it('with a wrong secret says so in both languages', async () => {
    const run = await runCli(['push', SEOUL], { ...settings, clientId: 'seoul-client', secret: 'no' })
    expect(run.told).toContain('비밀값(또는 키)이 틀렸거나 모르는 클라이언트입니다')
    expect(run.told).toContain('wrong secret or key, or unknown client')
  })

  it('as a center that does not exist names those that do', async () => {
    const run = await runCli(['quarantine', '--center', 'nocity'], settings)
    expect(run.exitCode).toBe(2)
    for (const part of ['nocity', 'seoul(서울)', 'jeju(제주)']) expect(run.told).toContain(part)
  })
})

describe('quarantine', () => {
  const held = {
    ...foreign(23),
    id: '9',
    center: 'busan',
    submission: 's',
    state: 'HELD',
    rules: [],
    heldAt: '2026-11-20T00:00:00Z',
    expiresAt: '2027-02-18T00:00:00Z',
    submitted: { measure: '고객감동지수', periodStart: '2026-11-19' },
  }

  it.each([
    ['names the centers for a role of the council', null, true],
    ['leaves them out for a center', BUSAN_CENTER, false],
  ])('%s, and shows the period that a row said', async (_title, center, isNamed) => {
    hub.answerWith(
      answering({ heldRows: { nodes: [held], endCursor: null, hasNextPage: false }, viewer: { subject: 's', scopes: [], center } }),
    )
    const run = await runCli(['quarantine', '--center', 'busan'], settings)
    expect(run.exitCode).toBe(3)
    expect(run.out).toContain('2026-11-19')
    expect(run.out).toContain('23행 line 23')
    expect(run.out.includes('│ busan')).toBe(isNamed)
  })
})

describe('what is printed next', () => {
  const rule = (sourceRow: number) => ({
    ...foreign(sourceRow),
    outcome: 'QUARANTINED',
    heldRow: String(sourceRow),
    heldState: 'HELD',
    issues: [{ ...foreign(sourceRow).issues[0], code: 'RULE_BROKEN', severity: 'ERROR', rule: 'calls_answered.c1' }],
  })

  it('runs as it stands: through npx where npm started it, with the options that were given', async () => {
    expect([parseSettings({}).programName, parseSettings({ npm_command: 'exec' }).programName]).toEqual(['hub120', 'npx hub120'])
    hub.answerWith(answering({ submitStatistics: receiptOf({ counts: { quarantined: 1 }, nodes: [rule(4)] }) }))
    const run = await runCli(['push', BUSAN, '--url', hub.url], { ...settings, programName: 'npx hub120' })
    expect(run.out).toContain(`npx hub120 resolve 4 --url ${hub.url} --center busan --correct 값`)
  })

  it('says once that of rows held together the wrong one alone is to be mended', async () => {
    hub.answerWith(answering({ submitStatistics: receiptOf({ counts: { quarantined: 2 }, nodes: [rule(3), rule(4)] }) }))
    expect((await runCli(['push', BUSAN], settings)).out.match(/함께 걸린 행은 틀린 것 하나만 고치면/g)).toHaveLength(1)
    hub.answerWith(answering({ submitStatistics: receiptOf({ counts: { quarantined: 1 }, nodes: [rule(3)] }) }))
    expect((await runCli(['push', BUSAN], settings)).out).not.toContain('함께 걸린')
  })
})

describe('a dry run', () => {
  it('says so, has no receipt to read again, and lists what a replaced scope would take away', async () => {
    const impliedRetractions = [
      { measure: 'calls_offered', periodType: 'DAY', periodStart: '2026-11-19', dimensions: [{ dimension: 'hour', item: '09' }] },
    ]
    hub.answerWith(
      answering({ submitStatistics: receiptOf({ dryRun: true, dryRunHash: 'h', counts: { impliedRetractions: 1 }, impliedRetractions }) }),
    )
    const run = await runCli(['push', '--dry-run', SEOUL], settings)
    expect(run.out).toContain('시험 실행 dry run  센터')
    expect(run.out).not.toContain('receipt 0193c0de')
    expect(run.out).toContain('calls_offered day 2026-11-19 hour=09')
  })

  it('S14: says so where the key was used before too', async () => {
    hub.answerWith(answering({ submitStatistics: receiptOf({ replayed: true }) }))
    expect((await runCli(['push', '--dry-run', SEOUL], settings)).out).toContain('시험 실행이며 아무것도 저장하지 않았습니다.')
  })
})

describe('the program', () => {
  it('tells its version, and leaves the option of figures alone', async () => {
    expect((await runCli(['--version'], settings)).out).toMatch(/^hub120 \d+\.\d+\.\d+$/)
  })

  it('says what is wrong with a command line in both languages', async () => {
    const run = await runCli(['push', '--fast'], settings)
    expect(run.told).toContain('모르는 선택 사항입니다.')
    expect(run.told).toContain("unknown option '--fast'")
    expect((await runCli(['--help'], settings)).out).toContain('사용법 Usage:')
  })

  it.each(['push', 'figures', 'export', 'statistics', 'receipt', 'quarantine', 'resolve', 'terms', 'inbox', 'verify', 'doctor', 'help'])(
    'has a manual page of %s in all its sections',
    async name => {
      const { out, exitCode } = await runCli(['help', name], settings)
      const titles = ['이름 NAME', '사용법 SYNOPSIS', '설명 DESCRIPTION', '선택 OPTIONS', '종료 코드 EXIT STATUS', '예 EXAMPLES']
      expect(titles.map(title => out.indexOf(title))).toEqual(titles.map(title => out.indexOf(title)).toSorted((a, b) => a - b))
      for (const title of titles) expect(out).toContain(title)
      expect(exitCode).toBe(0)
    },
  )

  it('has a manual page of every command there is', async () => {
    const [, names = ''] = /accepted: (.+)\.$/m.exec((await runCli(['help', 'pull'], settings)).told) ?? []
    const pages = await Promise.all(names.split(', ').map(async name => [name, (await runCli(['help', name], settings)).out] as const))
    expect(pages.length).toBeGreaterThan(11)
    expect(pages.filter(([, page]) => !page.includes('예 EXAMPLES')).map(([name]) => name)).toEqual([])
    expect(pages.find(([name]) => name === 'terms')?.[1]).toMatch(/하위 명령 COMMANDS\n {4}queue\n[\s\S]*--first <count>/)
  })

  it('names the commands there are for a page that is not there', async () => {
    const run = await runCli(['help', 'pull'], settings)
    expect([run.exitCode, run.told.includes('push, figures')]).toEqual([2, true])
  })

  it('says that it tries again', async () => {
    hub.answerWith({ status: 503, body: {} })
    expect((await runCli(['quarantine', '--center', 'busan'], settings)).told).toMatch(/다시 시도합니다\. \(trying again in 1 s, 2\/4\)/)
  })
})
