import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CliSettings } from '../../clients/cli/config.js'
import {
  createHubClient,
  type Figure,
  type FigureExplanation,
  type FigureRow,
  type ReceiptRow,
  type SubmissionReceipt,
} from '../../clients/sdk/index.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

const BUSAN = 'db/sample/busan-2026-11-19.csv'
const SEOUL = 'db/sample/seoul-2026-11-19.json'

let server: HubServer
let scratch: ScratchFolder
let settings: CliSettings
beforeAll(async () => {
  server = await startHubServer()
  scratch = await createScratchFolder()
  settings = settingsOf({ url: server.url, issuer: server.issuer.url, spoolFolder: join(scratch.path, 'spool') })
})
afterAll(async () => {
  await server.close()
  await scratch.remove()
})

type Pushed = { readonly receipt: SubmissionReceipt; readonly attention: readonly ReceiptRow[] }
const pushJson = async (...args: readonly string[]): Promise<Pushed> => {
  const run = await runCli(['push', '--json', ...args], settings)
  const { files } = JSON.parse(run.out) as { files: { submissions: Pushed[] }[] } // the report of the command
  const pushed = files[0]?.submissions[0]
  if (pushed === undefined) throw new Error(run.told)
  return pushed
}
const RESPONSE_RATE = ['figures', '--indicator', 'response_rate', '--from', '2026-11-19']
const figures = async (...args: readonly string[]): Promise<readonly Figure[]> => {
  const run = await runCli([...RESPONSE_RATE, '--json', ...args], settings)
  return (JSON.parse(run.out) as { figures: readonly Figure[] }).figures // the report of the command
}
const NONE = { inserted: 0, revised: 0, unchanged: 0, retracted: 0, quarantined: 0, rejected: 0, impliedRetractions: 0 }

describe('the Seoul sample, pushed with the command', () => {
  it('lands whole on a dry run that keeps nothing', async () => {
    const { receipt } = await pushJson('--dry-run', SEOUL)
    expect(receipt).toMatchObject({ dryRun: true, counts: { ...NONE, received: 153, inserted: 153 } })
  })

  it('inserts 153 rows and nothing else, found sound before it was sent', async () => {
    const run = await runCli(['push', SEOUL], settings)
    expect(run.told).toContain('check: no row stands out')
    expect(run.out).toContain('받음 received 153 = 신규 inserted 153 + 수정 revised 0')
    expect(run.exitCode).toBe(0)
  })

  it('S14: gives the same receipt when it is pushed again, and all unchanged under a new key', async () => {
    const { receipt } = await pushJson(SEOUL)
    expect(receipt).toMatchObject({
      replayed: true,
      idempotencyKey: 'seoul-2026-11-19-n1',
      counts: { ...NONE, received: 153, inserted: 153 },
    })
    const again = await pushJson('--again', SEOUL)
    expect(again.receipt).toMatchObject({ replayed: false, counts: { ...NONE, received: 153, unchanged: 153 } })
  })
})

describe('the Busan sample, pushed with the command', () => {
  it('S8: ends line by line as its notes say', async () => {
    const { receipt, attention } = await pushJson(BUSAN)
    expect(receipt.counts).toEqual({ ...NONE, received: 31, inserted: 23, quarantined: 7, rejected: 1 })
    expect(attention.map(({ sourceRow, outcome, submitted }) => [sourceRow, submitted?.measure, outcome])).toEqual([
      [3, '인입콜', 'QUARANTINED'],
      [4, '응대콜', 'QUARANTINED'],
      [10, '총통화시간', 'QUARANTINED'],
      [11, '총보류시간', 'REJECTED'],
      [20, '상담건수', 'QUARANTINED'],
      [23, '고객감동지수', 'QUARANTINED'],
      [30, '강제종료', 'QUARANTINED'],
      [31, '응답률', 'QUARANTINED'],
    ])
  })

  it('shows the lines, and exits with 3, however often it is pushed', async () => {
    const run = await runCli(['push', BUSAN], settings)
    expect(run.exitCode).toBe(3)
    expect(run.out).toContain('replayed: the first receipt again')
    for (const line of [3, 4, 10, 11, 20, 23, 30, 31]) expect(run.out).toMatch(new RegExp(`^│ ${line} +│`, 'm'))
  })

  it('reads its receipt again by id and by key', async () => {
    const { receipt } = await pushJson(BUSAN)
    for (const name of [receipt.id, receipt.idempotencyKey]) {
      const run = await runCli(['receipt', name, '--center', 'busan', '--json'], settings)
      expect(JSON.parse(run.out)).toMatchObject({ id: receipt.id, counts: receipt.counts })
    }
  })

  it('S17: leaves the response rate of Busan out while lines 3 and 4 wait', async () => {
    const apart = await figures('--centers', 'seoul,부산')
    expect(apart.map(({ center, value, reason, formula }) => [center, value, reason, formula])).toEqual([
      ['seoul', '95.99', null, '100 x 14802 / 15420'],
      ['busan', null, 'HELD', null],
    ])
    const [together, ...others] = await figures('--centers', 'seoul,busan', '--together')
    expect(others).toEqual([])
    expect(together).toMatchObject({ value: '95.99', coverage: { centersIn: 1, centersExpected: 2 } })
    const run = await runCli([...RESPONSE_RATE, '--centers', 'seoul,busan', '--together'], settings)
    expect(run.out).toMatch(/│ 95\.99 +│ percent +│ 100 x 14802 \/ 15420 +│ 1\/2 +│/)
  })

  it('S11: lands line 3 by itself once line 4 is corrected', async () => {
    const { attention } = await pushJson(BUSAN)
    const heldRow = attention.find(({ sourceRow }) => sourceRow === 4)?.heldRow ?? ''
    const run = await runCli(['resolve', heldRow, '--correct', '1,461', '--center', 'busan', '--json'], settings)
    const { rows } = JSON.parse(run.out) as { rows: { sourceRow: number; outcome: string; isAutomatic: boolean }[] } // the report of the command
    expect(rows.map(({ sourceRow, outcome, isAutomatic }) => [sourceRow, outcome, isAutomatic])).toEqual([
      [4, 'LANDED', false],
      [3, 'LANDED', true],
    ])
    const [busan] = await figures('--centers', 'busan')
    expect(busan).toMatchObject({ reason: null, formula: '100 x 1461 / 1548', value: '94.38' })
    const held = await runCli(['quarantine', '--center', '부산'], settings)
    expect(held.exitCode).toBe(3)
    expect(held.out).toContain('고객감동지수')
    expect(held.out).not.toContain('응대콜')
  })
})

describe('why a figure is what it is', () => {
  const WHY = [...RESPONSE_RATE, '--why', '--centers']

  it('S17: its own center reads the definition, the rows and their receipts', async () => {
    const { receipt } = await pushJson(BUSAN)
    const run = await runCli([...WHY, 'busan', '--center', 'busan'], settings)
    expect([run.exitCode, run.out.split('\n').slice(0, 6)]).toEqual([
      0,
      [
        '응대율 response_rate · busan · 2026-11-19',
        '  값 value: 94.38 percent = 100 x 1461 / 1548',
        '  정의 definition: v1 100 * calls_answered / calls_offered (2024-01-01 ~ )',
        expect.stringMatching(/^ {2}표준 판 edition: 2026\.1 · 기준 시각 as of: 20/),
        '  응대호 calls_answered: 1461 · 합계 sum · 보낸 값 as sent x1 (센터 centers 1)',
        '  인입호 calls_offered: 1548 · 합계 sum · 보낸 값 as sent x1 (센터 centers 1)',
      ],
    ])
    expect(run.out).toMatch(/│ busan +│ 2026-11-19 +│ calls_answered +│/)
    expect(run.out).toContain(receipt.id)
    // Down to the line of the center's own file.
    for (const line of [3, 4]) expect(run.out).toContain(`${line}행 line ${line}`)
    expect(run.out).toContain(`read a receipt: hub120 receipt ${receipt.id} --center busan`)
  })

  it('the analyst reads the rows without receipts, all of them as JSON', async () => {
    const run = await runCli([...WHY, 'seoul,busan', '--together', '--json'], settings)
    const { rows, figure } = JSON.parse(run.out) as FigureExplanation & { rows: readonly FigureRow[] } // the report of the command
    expect(figure.parts).toEqual([
      { measure: 'calls_answered', value: '16263' },
      { measure: 'calls_offered', value: '16968' },
    ])
    expect(rows.map(({ center, measure, amount, submission }) => [center, measure, amount, submission])).toEqual([
      ['seoul', 'calls_answered', '14802', null],
      ['busan', 'calls_answered', '1461', null],
      ['seoul', 'calls_offered', '15420', null],
      ['busan', 'calls_offered', '1548', null],
    ])
  })

  it('S11: the SDK tells every revision of a value, and nothing of one that is not there', async () => {
    const credential = { secret: 'dev-busan' }
    const client = createHubClient({
      url: server.url,
      issuer: server.issuer.url,
      clientId: 'busan-client',
      scope: 'stats:write',
      credential,
    })
    const key = { center: 'busan', periodType: 'DAY', periodStart: '2026-11-19' } as const
    expect(await client.observationHistory({ ...key, measure: 'calls_answered' })).toMatchObject({
      ok: true,
      value: { nodes: [{ revision: 1, value: '1461', cause: 'CORRECTED', sourceRow: 4 }], hasNextPage: false },
    })
    expect(await client.observationHistory({ ...key, measure: 'separations' })).toEqual({ ok: true, value: null })
  })

  it('a question for several figures is refused with what to narrow', async () => {
    const run = await runCli([...WHY, 'seoul,busan'], settings)
    expect([run.exitCode, run.told]).toEqual([4, expect.stringContaining('--together')])
    expect(run.told).toContain('[NOT_ONE_FIGURE]')
  })
})

describe('another center', () => {
  it('S2: cannot hand in the rows of Busan', async () => {
    const { receipt } = await pushJson(BUSAN, '--center', 'seoul', '--again')
    expect(receipt).toMatchObject({ center: 'seoul', counts: { ...NONE, received: 31, rejected: 31 } })
  })

  it('S2: is told so before and after, once for all lines, and exits with 4', async () => {
    const run = await runCli(['push', BUSAN, '--center', 'seoul'], settings)
    expect(run.exitCode).toBe(4)
    expect(run.told).toMatch(/31 rows may be held or rejected\)\n {2}2-32행 lines 2-32: FOREIGN_CENTER/)
    expect(run.out).toMatch(/│ 2-32 +│ 거부/)
    expect(run.out).toContain('지금은 seoul 센터로 로그인했습니다.')
  })
})

describe('what a newcomer types', () => {
  it('S14: a dry run of a file that was handed in says that nothing was kept', async () => {
    const run = await runCli(['push', '--dry-run', SEOUL], settings)
    expect(run.out).toContain('시험 실행이며 아무것도 저장하지 않았습니다.')
  })

  it('finds indicators and centers by their names, and the reasons glossed', async () => {
    const run = await runCli(['figures', '--indicator', '응대율', '--centers', '서울,대구', '--from', '2026-11-19'], settings)
    expect(run.exitCode).toBe(0)
    expect(run.out).toContain('100 x 14802 / 15420')
    expect(run.out).toContain('MISSING 결측')
  })

  it('limits figures to some items of a dimension', async () => {
    const args = ['figures', '--measure', '문의접수건수', '--centers', 'seoul', '--from', '2026-11-19', '--filter', 'channel=chat']
    const run = await runCli(args, settings)
    expect([run.exitCode, run.told]).toEqual([2, expect.stringContaining('비슷한 것:')])
    const known = await runCli(['figures', '--measure', 'contacts_handled', ...args.slice(3)], settings)
    expect(known.exitCode).toBe(0)
  })

  it('reads the held rows of all centers as an administrator, each with its center and period', async () => {
    const run = await runCli(['quarantine'], { ...settings, clientId: 'admin' })
    expect(run.exitCode).toBe(3)
    expect(run.out).toMatch(/│ busan +│ 2026-11-19 +│ 고객감동지수/)
  })

  it('has a hub that is well examined and found well', async () => {
    const run = await runCli(['doctor', '--center', 'busan'], settings)
    expect(run.out).toContain('모두 정상입니다.')
    expect(run.exitCode).toBe(0)
  })
})
