import { describe, expect, it } from 'vitest'
import { readCsvFile } from '../../clients/cli/files/read-csv-file.js'
import { readSourceFile } from '../../clients/cli/files/read-source-file.js'
import type { SourceFile } from '../../clients/cli/files/source-file.js'
import { deriveKey } from '../../clients/cli/submit/derive-key.js'
import { groupSeries } from '../../clients/cli/submit/group-series.js'
import { toBatch } from '../../clients/cli/submit/local-check.js'
import { prepareRequests } from '../../clients/cli/submit/prepare-requests.js'
import type { PushChoices } from '../../clients/cli/submit/push-choices.js'
import type { SubmitStatisticsInput } from '../../clients/sdk/index.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import { expandBatch } from '../../schema/domain/submissions/expand-batch.js'
import type { SubmittedRow } from '../../schema/domain/submissions/submission.js'

const CHOICES: PushChoices = {
  mode: 'PARTIAL',
  strategy: 'MERGE',
  scope: null,
  reason: null,
  isDryRun: false,
  dryRunHash: null,
  isAgain: false,
  chunkValues: null,
}

const valueOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.issues.map(({ messageEn }) => messageEn).join('\n'))
  return outcome.value
}
const seoul = async () => valueOf(await readSourceFile('db/sample/seoul-2026-11-19.json', null))
const busan = async () => valueOf(await readSourceFile('db/sample/busan-2026-11-19.csv', null))
const csv = (text: string) => valueOf(readCsvFile(text, null))
const prepare = (file: SourceFile, choices: Partial<PushChoices> = {}, limits?: { values: number; bytes: number }) =>
  prepareRequests(file, { ...CHOICES, ...choices }, limits)

/** Rows in the order of the file, with their dimensions by name. */
const inFileOrder = (rows: Iterable<SubmittedRow>) =>
  [...rows]
    .map(row => ({
      ...row,
      dimensions: row.dimensions.toSorted((a, b) => (JSON.stringify(a.dimension) < JSON.stringify(b.dimension) ? -1 : 1)),
    }))
    .toSorted((a, b) => (a.sourceRow ?? 0) - (b.sourceRow ?? 0))
const rowsOf = (inputs: readonly SubmitStatisticsInput[]) => inFileOrder(inputs.flatMap(input => [...expandBatch(toBatch(input))]))

describe('rows in columns', () => {
  it.each([
    ['Seoul', seoul],
    ['Busan', busan],
  ])('S16: hold every row of the %s sample exactly', async (_, read) => {
    const file = await read()
    expect(rowsOf(valueOf(prepare(file)))).toEqual(inFileOrder(file.rows))
  })

  it('hold rows that differ in day, status, unit and dimensions', () => {
    const file = csv(
      [
        '기준일,기간,항목,값,단위,상태,채널,시간대,구분',
        '2026-11-18,,인입콜,1,호,,,09,',
        '2026-11-19,,인입콜,2,호,잠정,,10,',
        '2026-11-19,,인입콜,3,,잠정,,10,',
        '2026-11-01,월,인입콜,4,호,,,,',
        '2026-11-19,,인입콜,,호,missing,chat,11,',
        '2026-11-19,,인입콜,6,호,,chat,,언어=영어',
        '2026-11-19,,인입콜,7,호,,chat,,채널=톡',
        '2026-11-19,,인입콜,8,호,,,,모름',
        '2026-11-19,,인입콜,9,호,,,,periodStart=x',
      ].join('\n'),
    )
    const [input, ...others] = valueOf(prepare(file))
    expect(others).toEqual([])
    expect(rowsOf([input!])).toEqual(inFileOrder(file.rows))
    // What columns cannot carry goes by itself: a dimension named twice, without a name, or named like the axis of days.
    expect(input?.rows?.map(({ sourceRow }) => sourceRow)).toEqual([8, 9, 10])
  })

  it('share a series where only items, days and statuses differ', () => {
    const { series } = groupSeries(csv('기준일,항목,값,시간대\n2026-11-18,가,1,09\n2026-11-19,가,2,09\n2026-11-19,가,3,10').rows)
    expect(series).toEqual([
      {
        center: null,
        measure: '가',
        unit: null,
        periodType: null,
        periodStart: null,
        fixed: [],
        axes: ['시간대', 'periodStart'],
        items: [
          ['09', '09', '10'],
          ['2026-11-18', '2026-11-19', '2026-11-19'],
        ],
        values: [1, 2, 3],
        status: [],
        sourceRows: [2, 3, 4],
      },
    ])
  })
})

describe('the key of a file', () => {
  it('S14: is its submission_id', async () => {
    expect(deriveKey(await seoul(), CHOICES)).toBe('seoul-2026-11-19-n1')
  })

  it('S14: is else the hash of what is handed in, the same every time', async () => {
    const key = deriveKey(await busan(), CHOICES)
    expect(key).toMatch(/^sha256-[0-9a-f]{64}$/)
    expect(deriveKey(await busan(), CHOICES)).toBe(key)
  })

  it.each([
    ['a value', { rows: 'value' }],
    ['the center', { center: 'seoul' }],
    ['the mode', { mode: 'ATOMIC' as const }],
  ])('S14: is another one for another %s', async (_, change) => {
    const file = await busan()
    const key = deriveKey(file, CHOICES)
    const rows = 'rows' in change ? file.rows.map((row, at) => (at === 0 ? { ...row, value: 1 } : row)) : file.rows
    const center = 'center' in change ? change.center : file.center
    expect(deriveKey({ ...file, rows, center }, { ...CHOICES, ...('mode' in change ? { mode: change.mode } : {}) })).not.toBe(key)
  })

  it('S14: is a new one each time with --again', async () => {
    const file = await seoul()
    const keys = [1, 2].map(() => deriveKey(file, { ...CHOICES, isAgain: true }))
    expect(new Set(keys).size).toBe(2)
    for (const key of keys) expect(key).toMatch(/^seoul-2026-11-19-n1\+/)
  })
})

describe('a file larger than one submission', () => {
  it('S16: becomes several under one upload id, each with its own key, without losing a row', async () => {
    const file = await seoul()
    const inputs = valueOf(prepare(file, {}, { values: 40, bytes: 30_000_000 }))
    expect(inputs.map(({ idempotencyKey, uploadId }) => [idempotencyKey, uploadId])).toEqual(
      inputs.map((_, at) => [`seoul-2026-11-19-n1/${at + 1}`, 'seoul-2026-11-19-n1']),
    )
    expect(rowsOf(inputs)).toEqual(inFileOrder(file.rows))
    for (const input of inputs) expect([...expandBatch(toBatch(input))].length).toBeLessThanOrEqual(40)
  })

  it('S16: keeps the rows of one period together', () => {
    const days = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20']
    const file = csv(['기준일,항목,값', ...days.flatMap(day => [`${day},가,1`, `${day},나,2`])].join('\n'))
    const inputs = valueOf(prepare(file, {}, { values: 5, bytes: 30_000_000 }))
    const periods = inputs.map(input => new Set([...expandBatch(toBatch(input))].map(row => row.periodStart)))
    expect(periods.map(set => [...set])).toEqual([days.slice(0, 2), days.slice(2)])
  })

  it.each([{ mode: 'ATOMIC' as const }, { strategy: 'REPLACE_SCOPE' as const }, { dryRunHash: 'x' }])(
    'is refused with %o, whose promise parts would break',
    async choices => {
      expect(prepare(await seoul(), choices, { values: 40, bytes: 30_000_000 })).toMatchObject({
        ok: false,
        issues: [{ code: 'TOO_MANY_ROWS' }],
      })
    },
  )
})
