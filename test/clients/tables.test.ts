import { describe, expect, it } from 'vitest'
import { figuresTable } from '../../clients/cli/print/figures-table.js'
import { drawTable, widthOf } from '../../clients/cli/print/draw-table.js'
import { receiptText } from '../../clients/cli/print/receipt-text.js'
import type { Figure, ReceiptRow, SubmissionReceipt } from '../../clients/sdk/index.js'
import { issue } from '../../schema/domain/issue.js'
import { receiptOf } from './listening-hub.js'

const figureOf = (changes: Partial<Figure>): Figure => ({
  code: 'response_rate',
  nameKo: '응대율',
  nameEn: 'Response rate',
  version: '1',
  variant: null,
  unit: 'percent',
  center: 'seoul',
  region: null,
  periodType: null,
  from: '2026-11-19',
  to: '2026-11-19',
  dimensions: [],
  value: '95.99',
  numerator: '14802',
  denominator: '15420',
  factor: '100',
  parts: [],
  formula: '100 x 14802 / 15420',
  reason: null,
  marks: [],
  qualities: [],
  break: null,
  changes: [],
  percentiles: [],
  derivedFrom: [],
  coverage: { centersIn: 1, centersExpected: 1, cellsIn: 1, cellsExpected: 1, extra: 0, gaps: [] },
  issues: [],
  ...changes,
})
const held = issue({
  code: 'WORD_UNKNOWN',
  severity: 'hold',
  messageKo: '모르는 말입니다.',
  messageEn: 'Unknown word.',
  expected: 'a measure',
})
const rowOf = (changes: Partial<ReceiptRow>): ReceiptRow => ({
  index: 0,
  sourceRow: 23,
  outcome: 'QUARANTINED',
  timeliness: null,
  measure: null,
  periodType: 'DAY',
  periodStart: '2026-11-19',
  dimensions: [],
  submitted: { measure: '고객감동지수', value: { numberText: '92.40' }, unit: '점', dimensions: [{ dimension: '언어', item: '영어' }] },
  issues: [held, issue({ code: 'UNIT_ASSUMED', severity: 'info', messageKo: '알림', messageEn: 'note' })],
  heldRow: '9',
  heldState: 'HELD',
  ...changes,
})
// The listener's receipt is what a hub answers.
const receipt = (changes: Parameters<typeof receiptOf>[0]) => receiptOf(changes) as unknown as SubmissionReceipt
const print = (of: SubmissionReceipt, rows: readonly ReceiptRow[]) =>
  receiptText(of, rows, { columns: 140, nextCommand: (command, options) => `hub120 ${command} ${options}`, isDryRun: false })

describe('a receipt for people', () => {
  it('adds the six outcomes up to the rows received', () => {
    expect(print(receipt({ counts: { received: 3, inserted: 1, rejected: 2 } }), [])).toContain(
      '받음 received 3 = 신규 inserted 1 + 수정 revised 0 + 동일 unchanged 0 + 철회 retracted 0 + 보류 quarantined 0 + 거부 rejected 2',
    )
  })

  it('gives line, outcome, label, fault in both languages and what is accepted, but no notes', () => {
    const text = print(receipt({ counts: { received: 1, inserted: 0, quarantined: 1 } }), [rowOf({})])
    for (const part of ['│ 23 ', '보류', '고객감동지수', '언어=영어', '92.40 점', '모르는 말입니다.', 'Unknown word.', 'a measure'])
      expect(text).toContain(part)
    expect(text).not.toContain('알림')
    expect(text).toContain('lands once a steward decides; or hub120 resolve 9 --withdraw')
  })

  it('offers to confirm only where a hold rule alone doubts the value', () => {
    const doubt = issue({ code: 'RULE_BROKEN', severity: 'hold', messageKo: '가', messageEn: 'a', rule: 'talk_seconds.p1' })
    expect(print(receipt({}), [rowOf({ issues: [doubt] })])).toContain('hub120 resolve 9 --confirm --reason')
    const mismatch = issue({ code: 'UNIT_MISMATCH', severity: 'hold', messageKo: '가', messageEn: 'a' })
    expect(print(receipt({}), [rowOf({ issues: [doubt, mismatch] })])).not.toContain('--confirm')
  })

  it('S11: sends a row whose item nobody knows to its table, which no other value of it mends', () => {
    const unknown = issue({ code: 'CODE_UNKNOWN', severity: 'hold', messageKo: '가', messageEn: 'a' })
    const text = print(receipt({}), [rowOf({ issues: [unknown] })])
    expect(text).toContain('push all rows of its measure and day again with the right code')
    expect(text).toContain('hub120 resolve 9 --withdraw')
    expect(text).not.toContain('--correct')
  })

  it('says what became of a held row since, and asks nothing more', () => {
    const text = print(receipt({}), [rowOf({ heldState: 'CORRECTED' })])
    expect(text).toContain('corrected since')
    expect(text).not.toContain('다음 할 일')
  })

  it('counts rows that it does not show', () => {
    expect(print(receipt({ counts: { quarantined: 5 } }), [rowOf({})])).toContain('and 4 more rows')
  })

  it('S14: names a replayed receipt and what came after it', () => {
    const text = print(receipt({ replayed: true, newerSubmissions: ['n-2'] }), [])
    expect(text).toContain('replayed: the first receipt again')
    expect(text).toContain('newer submissions: n-2')
  })

  it('exchange 10: says what came late and when it was due, Korean first, and that it is a label only', () => {
    const deadline = {
      agreement: 'nightly',
      measureSet: 'nightly',
      periodType: 'DAY',
      rows: 3,
      dueAt: '2026-11-20T06:00:00.000000+09:00',
      lockAt: '2026-11-26T00:00:00.000000+09:00',
    }
    const onTime = { ...deadline, periodStart: '2026-11-19', timeliness: 'ON_TIME' }
    expect(print(receipt({ timeliness: 'ON_TIME', deadlines: [onTime] }), [])).toContain('기한 안에 받음 on time')
    const passed = Array.from({ length: 7 }, (_, at) => ({ ...deadline, periodStart: `2026-11-0${at + 1}`, timeliness: 'LATE' }))
    const text = print(receipt({ timeliness: 'LATE', deadlines: [onTime, ...passed] }), [])
    expect(text).toContain('기한 지나 받음 late (표시일 뿐이며')
    expect(text).toContain('기한 지나 받음 late: nightly day 2026-11-01, 3행 rows, 기한 due 2026-11-20 06:00')
    expect(text).toContain('and 2 more deadlines')
    const locked = print(receipt({ timeliness: 'AFTER_LOCK', deadlines: [{ ...onTime, timeliness: 'AFTER_LOCK' }] }), [])
    expect(locked).toContain(
      '마감 뒤 받음 after the lock: nightly day 2026-11-19, 3행 rows, 기한 due 2026-11-20 06:00, 마감 lock 2026-11-26 00:00',
    )
    expect(print(receipt({}), [])).not.toContain('기한')
  })

  it('S15: gives the hash of a dry run', () => {
    expect(print(receipt({ dryRun: true, dryRunHash: 'abc' }), [])).toContain('--dry-run-hash abc')
  })
})

describe('a table of figures', () => {
  it('S18: shows the value with its arithmetic and coverage', () => {
    const gaps = [
      { reason: 'HELD', periodType: 'DAY' as const, cells: 1, centers: ['busan'], measures: [], from: '2026-11-19', to: '2026-11-19' },
    ]
    const coverage = { centersIn: 1, centersExpected: 2, cellsIn: 1, cellsExpected: 2, extra: 0, gaps }
    const text = figuresTable([figureOf({ center: null, coverage })], 200)
    expect(text).toMatch(
      /│ 합산 together │ 2026-11-19 │ 응대율 response_rate │ 95\.99 │ percent │ 100 x 14802 \/ 15420 │ 1\/2 +│ HELD 보류 busan x1 +│/,
    )
  })

  it('S22: shows why there is no value', () => {
    const text = figuresTable([figureOf({ value: null, formula: null, reason: 'HELD' })], 160)
    expect(text).toMatch(/│ - +│ percent │ +│ 1\/1 +│ HELD 보류 +│/)
  })

  it('has a column of dimensions only where there are some', () => {
    expect(figuresTable([figureOf({})], 160)).not.toContain('dimensions')
    expect(figuresTable([figureOf({ dimensions: [{ dimension: 'channel', item: 'chat' }] })], 160)).toContain('channel=chat')
  })

  it('S30: says what is said about them', () => {
    const share = issue({ code: 'SHARE_OF_WHOLE', severity: 'warning', messageKo: '전체 대비', messageEn: 'share of the whole' })
    expect(figuresTable([figureOf({ issues: [share] }), figureOf({ issues: [share] })], 160).match(/share of the whole/g)).toHaveLength(1)
  })
})

describe('a table', () => {
  it('keeps to the width of the terminal, Hangul counting two', () => {
    const rows = [['1', '가나다 라마바 사아자 차카타 파하 '.repeat(6), 'x']]
    const text = drawTable({ head: ['a', 'b', 'c'], rows, flexible: { 1: Infinity }, columns: 60 })
    for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(60)
  })
})
