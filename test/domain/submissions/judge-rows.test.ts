import { describe, expect, it } from 'vitest'
import { judgeRows } from '../../../schema/domain/submissions/judge-rows.js'
import type { Cell, JudgedRow, SubmittedBatch, SubmittedRow } from '../../../schema/domain/submissions/submission.js'
import { standardEdition } from '../../support/standard-edition.js'
import { contextOf, dimensionsOf, EMPTY_BATCH, rowOf } from '../../support/submission-samples.js'

const edition = await standardEdition()

const judgeRow = (row: Partial<SubmittedRow>, batch: Partial<SubmittedBatch> = {}): JudgedRow => {
  const judged = judgeRows({ ...EMPTY_BATCH, ...batch, rows: [rowOf(row)] }, contextOf(edition)).rows[0]
  if (judged === undefined) throw new Error('one row in, none out')
  return judged
}

/** Verdict and codes of one row. */
const verdictOf = (row: Partial<SubmittedRow>, batch: Partial<SubmittedBatch> = {}): readonly string[] => {
  const { verdict, issues } = judgeRow(row, batch)
  return [verdict, ...issues.map(({ code }) => code)]
}

const text = (numberText: string): Cell => ({ numberText })

describe('S6: numbers', () => {
  it.each<[Cell, number]>([
    [1548, 1548],
    ['1548', 1548],
    ['12.0', 12],
    [text('12.0'), 12],
    [-0, 0],
    ['-0', 0],
    [text('-0'), 0],
    [999_999_999_999_999, 999_999_999_999_999],
  ])('%j is %d', (value, expected) => expect(judgeRow({ value })).toMatchObject({ verdict: 'good', value: expected, issues: [] }))

  it.each<[Cell, string, string]>([
    ['1,234', 'VALUE_NOT_A_NUMBER', 'text'],
    ['１２', 'VALUE_NOT_A_NUMBER', 'text'],
    ['', 'VALUE_NOT_A_NUMBER', 'empty text'],
    [' 12', 'VALUE_NOT_A_NUMBER', 'text'],
    ['+12', 'VALUE_NOT_A_NUMBER', 'text'],
    ['1e3', 'VALUE_NOT_A_NUMBER', 'text'],
    [text('1e3'), 'VALUE_NOT_A_NUMBER', 'number'],
    [true, 'VALUE_NOT_A_NUMBER', 'boolean'],
    [[1], 'VALUE_NOT_A_NUMBER', 'list'],
    [{ a: 1 }, 'VALUE_NOT_A_NUMBER', 'object'],
    ['홍길동', 'VALUE_NOT_A_NUMBER', 'text'],
    [text('9007199254740993'), 'VALUE_TOO_PRECISE', '16 characters'],
    ['1'.repeat(41), 'VALUE_TOO_PRECISE', '41 characters'],
    [1.5, 'VALUE_NOT_INTEGER', '1.5'],
    [text('1.50'), 'VALUE_NOT_INTEGER', '1.5'],
    [-35, 'VALUE_BELOW_MINIMUM', '-35'],
    [null, 'VALUE_REQUIRED', 'null'],
  ])('H34: %j is rejected with %s and got %s', (value, code, got) => {
    const { verdict, value: kept, issues } = judgeRow({ value })
    expect({ verdict, issues: issues.map(({ code, path, got }) => ({ code, path, got })) }).toEqual({
      verdict: 'rejected',
      issues: [{ code, path: ['rows', 0, 'value'], got }],
    })
    expect(kept === null || code.startsWith('VALUE_NOT_INTEGER') || code === 'VALUE_BELOW_MINIMUM').toBe(true)
  })

  it('keeps a long decimal string exact in a measure with fractions', () => {
    const { value, verdict } = judgeRow({
      measure: 'absent_hours',
      unit: 'hours',
      periodType: 'month',
      periodStart: '2026-10-01',
      value: '0.1000000000000000055511',
    })
    expect([verdict, value?.toString()]).toEqual(['good', '0.1000000000000000055511'])
  })

  it('never repeats text that is not a number', () => {
    const { issues } = judgeRow({ value: '010-1234-5678 홍길동' })
    expect(JSON.stringify(issues)).not.toContain('1234')
  })
})

describe('S8: what a row is about', () => {
  it.each<[Cell, Partial<SubmittedBatch>, readonly string[]]>([
    ['calls_offered', {}, ['good']],
    ['인입호', {}, ['good']],
    ['인입콜', {}, ['good', 'LABEL_PROVISIONAL']],
    ['고객감동지수', {}, ['held', 'WORD_UNKNOWN']],
    ['강제종료', {}, ['held', 'WORD_AMBIGUOUS']],
    ['응답률', {}, ['held', 'RATE_AMBIGUOUS']],
    ['상담건수', {}, ['held', 'WORD_AMBIGUOUS']],
    ['상담건수', { edition: '2026.1' }, ['good', 'UNIT_LABEL_KEPT']],
    [null, {}, ['rejected', 'MEASURE_REQUIRED']],
    ['  ', {}, ['rejected', 'MEASURE_REQUIRED']],
    [17, {}, ['rejected', 'ROW_UNREADABLE']],
    [{ code: 'calls_offered' }, {}, ['rejected', 'ROW_UNREADABLE']],
    ['period_days', {}, ['rejected', 'HUB_MEASURE']],
    ['calls_offered', { edition: '1999.9' }, ['held', 'EDITION_UNKNOWN']],
  ])('%j in %j: %j', (measure, batch, expected) => expect(verdictOf({ measure }, batch)).toEqual(expected))

  it('an ambiguous word names its candidates', () => {
    expect(judgeRow({ measure: '강제종료' }).issues[0]).toMatchObject({
      severity: 'hold',
      got: '강제종료',
      expected: expect.stringContaining('agent_terminated_calls'),
    })
  })

  it('text above 100 characters is described, not repeated', () => {
    expect(judgeRow({ measure: '가'.repeat(101) }).issues[0]?.got).toBe('101 characters')
  })

  it('a label that names a slice fixes its dimension', () => {
    const row = judgeRow({ measure: '영어상담건수', unit: '건' })
    expect(row).toMatchObject({ verdict: 'good', measure: 'foreign_language_contacts', cell: 'language=en', isProvisionalMapping: true })
    expect(verdictOf({ measure: '영어상담건수', unit: '건', dimensions: dimensionsOf({ language: 'ja' }) })).toContain('DIMENSION_REPEATED')
  })

  it('a rate under a name with one meaning is kept as reported, apart from figures', () => {
    expect(judgeRow({ measure: '서비스레벨', unit: '%', value: text('97.10') })).toMatchObject({
      verdict: 'good',
      measure: 'reported:service_level',
      status: 'provisional',
      period: { type: 'day', start: '2026-11-19' },
    })
    const variant = judgeRow({ measure: '15초내 상담개시율', unit: 'ratio', value: text('0.971') })
    expect(variant).toMatchObject({ verdict: 'good', measure: 'reported:service_level:threshold_15s', status: 'definition_differs' })
    expect([variant.value?.toString(), variant.origin?.factor]).toEqual(['97.1', '100'])
  })
})

describe('S2: whose row, and its dimensions', () => {
  it.each<[Partial<SubmittedRow>, Partial<SubmittedBatch>, readonly string[]]>([
    [{ center: '부산' }, {}, ['good']],
    [{ center: 'BUSAN' }, { center: 'busan' }, ['good']],
    [{ center: 'seoul' }, {}, ['rejected', 'FOREIGN_CENTER']],
    [{ center: 26 }, {}, ['rejected', 'FOREIGN_CENTER']],
    [{}, { center: '서울' }, ['rejected', 'FOREIGN_CENTER']],
    [{ dimensions: dimensionsOf({ center: '서울' }) }, {}, ['rejected', 'FOREIGN_CENTER']],
    [{ dimensions: dimensionsOf({ 센터: '부산' }) }, {}, ['good']],
    [{ dimensions: dimensionsOf({ hour: '09', language: '영어' }) }, {}, ['good']],
    [{ dimensions: dimensionsOf({ hour: '24' }) }, {}, ['rejected', 'CODE_MALFORMED']],
    [{ dimensions: dimensionsOf({ hour: '9' }) }, {}, ['rejected', 'CODE_MALFORMED']],
    [{ dimensions: dimensionsOf({ hour: null }) }, {}, ['rejected', 'ROW_UNREADABLE']],
    [{ dimensions: dimensionsOf({ channel: 'chat' }) }, {}, ['held', 'DIMENSION_NOT_ALLOWED']],
    [{ dimensions: dimensionsOf({ 기분: '좋음' }) }, {}, ['held', 'DIMENSION_UNKNOWN']],
    [{ dimensions: dimensionsOf({ language: 'xx' }) }, {}, ['held', 'CODE_UNKNOWN']],
    [{ dimensions: dimensionsOf({ language: 'en', 언어: '일본어' }) }, {}, ['rejected', 'DIMENSION_REPEATED']],
    [{ dimensions: dimensionsOf({ language: 'en', 언어: '영어' }) }, {}, ['good']],
    [{ dimensions: [{ dimension: null, item: 'en' }] }, {}, ['rejected', 'ROW_UNREADABLE']],
  ])('%j in %j: %j', (row, batch, expected) => expect(verdictOf(row, batch)).toEqual(expected))

  it.each<Cell>(['all', '전체'])('the item %s and an absent dimension are the same cell', item =>
    expect(judgeRow({ measure: 'contacts_offered', unit: 'contacts', dimensions: dimensionsOf({ channel: item }) })).toMatchObject({
      verdict: 'good',
      cell: '',
    }),
  )

  it('the cell is the same for any order of dimensions', () => {
    const cellOf = (items: Record<string, string>) => judgeRow({ dimensions: dimensionsOf(items) }).cell
    expect([cellOf({ language: 'en', hour: '09' }), cellOf({ 시간대: '09', 언어: '영어' })]).toEqual([
      'hour=09|language=en',
      'hour=09|language=en',
    ])
  })

  it.each<[Cell, readonly string[], string | null]>([
    ['26110', ['good'], 'district=26110'],
    [26110, ['good'], 'district=26110'],
    ['중구', ['good'], 'district=26110'],
    ['26999', ['good', 'CODE_UNLISTED'], 'district=26999'],
    ['41111', ['held', 'CODE_UNKNOWN'], 'district=41111'],
    ['2611', ['rejected', 'CODE_MALFORMED'], null],
    ['없는구', ['held', 'CODE_UNKNOWN'], null],
    ['종로구', ['held', 'CODE_UNKNOWN'], null],
  ])('a Busan district %j: %j', (district, expected, cell) => {
    expect(verdictOf({ dimensions: dimensionsOf({ district }) })).toEqual(expected)
    expect(judgeRow({ dimensions: dimensionsOf({ district }) }).cell).toBe(cell)
  })

  it.each<[string, readonly string[]]>([
    ['2026-10-01', ['good']],
    ['2026-11-01', ['held']],
  ])('an item that serves until 2026-10-15 in a month from %s: %j', (periodStart, expected) => {
    const list = edition.codelists.get('language')
    const item = list?.items.get('en')
    if (list === undefined || item === undefined) throw new Error('the edition has languages')
    const closed = { ...list, items: new Map(list.items).set('en', { ...item, validTo: '2026-10-15' }) }
    const context = contextOf({ ...edition, codelists: new Map(edition.codelists).set('language', closed) })
    const row = rowOf({ periodType: 'month', periodStart, dimensions: dimensionsOf({ language: 'en' }) })
    const [judged] = judgeRows({ ...EMPTY_BATCH, rows: [row] }, context).rows
    expect([judged?.verdict]).toEqual(expected)
    expect(judged?.issues.map(({ code }) => code)).toEqual(expected[0] === 'good' ? [] : ['CODE_UNKNOWN'])
  })

  it('an item of an instrument needs its instrument', () => {
    const survey = { measure: 'instrument_responses', unit: 'responses', periodStart: '2026-01-01' }
    expect(verdictOf({ ...survey, dimensions: dimensionsOf({ instrument: 'emolabor_survey', instrument_item: 'el01' }) })).toEqual(['good'])
    expect(verdictOf({ ...survey, dimensions: dimensionsOf({ instrument_item: 'el01' }) })).toEqual(['held', 'CODE_UNKNOWN'])
  })
})

describe('S1: periods', () => {
  it.each<[Partial<SubmittedRow>, string | null, readonly string[]]>([
    [{}, 'day:2026-11-19', ['good']],
    [{ periodType: '월', periodStart: '2026-10' }, 'month:2026-10-01', ['good']],
    [{ periodType: 'QUARTER', periodStart: '2026-Q3' }, 'quarter:2026-07-01', ['good']],
    [{ periodType: '연', periodStart: 2026 }, 'year:2026-01-01', ['good']],
    [{ periodType: 'week' }, null, ['rejected', 'PERIOD_TYPE_UNKNOWN']],
    [{ periodType: 7 }, null, ['rejected', 'PERIOD_TYPE_UNKNOWN']],
    [{ periodStart: null }, null, ['rejected', 'PERIOD_UNREADABLE']],
    [{ periodStart: '2026-02-30' }, null, ['rejected', 'PERIOD_UNREADABLE']],
    [{ periodType: 'month', periodStart: '2026-10-02' }, null, ['rejected', 'PERIOD_NOT_ALIGNED']],
    [{ periodStart: '2026-11-20' }, 'day:2026-11-20', ['good']],
    [{ periodStart: '2026-11-21' }, 'day:2026-11-21', ['held', 'PERIOD_IN_FUTURE']],
    [{ periodStart: '2023-12-31' }, 'day:2023-12-31', ['held', 'PERIOD_BEFORE_DEFINITION']],
  ])('%j is %s: %j', (row, period, expected) => {
    const judged = judgeRow(row)
    expect(judged.period === null ? null : `${judged.period.type}:${judged.period.start}`).toBe(period)
    expect(verdictOf(row)).toEqual(expected)
  })

  it.each(['2026-11-18T15:30:00Z', '2026-11-19T00:30:00+09:00'])('scenario 9: %s is hour 00 of 2026-11-19', periodStart =>
    expect(judgeRow({ periodStart })).toMatchObject({ verdict: 'good', period: { type: 'day', start: '2026-11-19' }, cell: 'hour=00' }),
  )

  it('scenario 9: an instant without zone is rejected', () =>
    expect(verdictOf({ periodStart: '2026-11-19T00:30:00' })).toEqual(['rejected', 'PERIOD_UNREADABLE']))

  it('a client that does not know the day leaves future periods alone', () => {
    const batch = { ...EMPTY_BATCH, rows: [rowOf({ periodStart: '2030-01-01' })] }
    expect(judgeRows(batch, { ...contextOf(edition), today: null }).rows[0]?.verdict).toBe('good')
  })
})

describe('S5: units', () => {
  const acw = { measure: 'acw_seconds' }
  it.each<[Partial<SubmittedRow>, readonly unknown[], readonly string[]]>([
    [{ ...acw, unit: '분', value: 812 }, [48720, '812', '분', '60'], ['good', 'UNIT_CONVERTED']],
    [{ ...acw, unit: 'hours', value: text('0.50') }, [1800, '0.50', 'hours', '3600'], ['good', 'UNIT_CONVERTED']],
    [{ ...acw, unit: 'mm:ss', value: '12:34' }, [754, '12:34', 'mm:ss', null], ['good', 'UNIT_CONVERTED']],
    [{ ...acw, unit: '시:분:초', value: '1:00:01' }, [3601, '1:00:01', '시:분:초', null], ['good', 'UNIT_CONVERTED']],
    [{ unit: '천건', value: text('1.548') }, [1548, '1.548', '천건', '1000'], ['good', 'UNIT_CONVERTED']],
    [{ unit: '건', value: 5 }, [5, null, '건', null], ['good', 'UNIT_LABEL_KEPT']],
    [{ unit: null, value: 5 }, [5, null, '', null], ['good', 'UNIT_ASSUMED']],
  ])('%j becomes %j: %j', (row, [value, rawValue, rawUnit, factor], expected) => {
    expect(judgeRow(row)).toMatchObject({ value, origin: { rawValue, rawUnit, factor, label: null } })
    expect(verdictOf(row)).toEqual(expected)
  })

  it('minutes to hours have no finite decimal and are rounded half to even at six', () => {
    const row = judgeRow({ measure: 'absent_hours', unit: '분', periodType: 'month', periodStart: '2026-10-01', value: 100 })
    expect([row.value?.toString(), row.origin]).toEqual(['1.666667', { rawValue: '100', rawUnit: '분', factor: '1/60', label: null }])
  })

  it.each<[Partial<SubmittedRow>, readonly string[]]>([
    [{ unit: '초' }, ['held', 'UNIT_MISMATCH']],
    [{ unit: '다스' }, ['held', 'UNIT_UNKNOWN']],
    [{ unit: 5 }, ['rejected', 'ROW_UNREADABLE']],
    [{ unit: '초', value: -1 }, ['rejected', 'UNIT_MISMATCH', 'VALUE_BELOW_MINIMUM']],
    [{ ...acw, unit: '분', value: text('0.001') }, ['rejected', 'VALUE_NOT_INTEGER', 'UNIT_CONVERTED']],
    [{ ...acw, unit: 'mm:ss', value: '12:99' }, ['rejected', 'VALUE_NOT_A_NUMBER']],
    [{ ...acw, unit: 'mm:ss', value: 754 }, ['rejected', 'VALUE_NOT_A_NUMBER']],
    [{ ...acw, unit: '초', value: '12:34' }, ['held', 'UNIT_UNKNOWN']],
    [{ ...acw, unit: null, value: '2분 54초' }, ['held', 'UNIT_UNKNOWN']],
    [{ ...acw, unit: null, value: '2분 75초' }, ['rejected', 'VALUE_NOT_A_NUMBER']],
    [{ unit: '건', value: '12:34' }, ['rejected', 'VALUE_NOT_A_NUMBER']],
  ])('%j: %j', (row, expected) => expect(verdictOf(row)).toEqual(expected))

  it('a declared parameter that differs marks the rows of its measure and warns once for the batch', () => {
    const rows = [
      rowOf({ measure: 'calls_abandoned_short' }),
      rowOf({ measure: 'calls_abandoned_short', periodStart: '2026-11-18' }),
      rowOf({}),
    ]
    const parameters = [
      { name: 'short_abandon_threshold_seconds', value: 10 },
      { name: 'service_level_threshold_seconds', value: text('20.0') },
      { name: 'coffee', value: 1 },
    ]
    const judged = judgeRows({ ...EMPTY_BATCH, rows, parameters }, contextOf(edition))
    expect(judged.rows.map(({ verdict, status, parameters }) => [verdict, status, parameters])).toEqual([
      ['good', 'definition_differs', { short_abandon_threshold_seconds: '10' }],
      ['good', 'definition_differs', { short_abandon_threshold_seconds: '10' }],
      ['good', 'provisional', null],
    ])
    expect(judged.issues.map(({ code, severity, expected, got }) => [code, severity, got, expected?.slice(0, 1)])).toEqual([
      ['PARAMETER_MISMATCH', 'warning', '10', '5'],
      ['UNKNOWN_PARAMETER', 'warning', 'coffee', 's'],
    ])
  })
})

describe('S4: status', () => {
  it.each<[Cell, Cell, string | null, readonly string[]]>([
    [null, 1, 'provisional', ['good']],
    ['final', 1, 'final', ['good']],
    ['확정', 1, 'final', ['good']],
    [null, 0, 'provisional', ['good']],
    ['zero_confirmed', 0, 'zero_confirmed', ['good']],
    ['zero_confirmed', 3, 'zero_confirmed', ['rejected', 'VALUE_NOT_EXPECTED']],
    ['휴무', null, 'closed', ['good']],
    ['closed', 0, 'closed', ['rejected', 'VALUE_NOT_EXPECTED']],
    ['final', null, 'final', ['rejected', 'VALUE_REQUIRED']],
    ['A', 1, null, ['rejected', 'STATUS_UNKNOWN']],
    [3, 1, null, ['rejected', 'STATUS_UNKNOWN']],
  ])('status %j with value %j is %s: %j', (status, value, code, expected) => {
    expect(judgeRow({ status, value }).status).toBe(code)
    expect(verdictOf({ status, value })).toEqual(expected)
  })
})

it('S8: all faults of a row come back at once, each with path, both sentences and the line', () => {
  const { verdict, issues } = judgeRow({
    center: 'seoul',
    unit: '다스',
    periodStart: '내일',
    dimensions: dimensionsOf({ hour: '24', 기분: 'x' }),
    value: true,
    status: '?',
    sourceRow: 7,
  })
  expect(verdict).toBe('rejected')
  expect(issues.map(({ code, path }) => [code, path.join('.')])).toEqual([
    ['FOREIGN_CENTER', 'rows.0.center'],
    ['UNIT_UNKNOWN', 'rows.0.unit'],
    ['PERIOD_UNREADABLE', 'rows.0.periodStart'],
    ['CODE_MALFORMED', 'rows.0.dimensions.0.item'],
    ['DIMENSION_UNKNOWN', 'rows.0.dimensions.1.dimension'],
    ['VALUE_NOT_A_NUMBER', 'rows.0.value'],
    ['STATUS_UNKNOWN', 'rows.0.status'],
  ])
  expect(issues.every(({ sourceRow, messageKo, messageEn }) => sourceRow === 7 && /[가-힣]/.test(messageKo) && messageEn !== '')).toBe(true)
})

describe('RETRACT', () => {
  const retract = { strategy: 'RETRACT', reason: '집계 오류' } as const
  it('names keys and carries no value', () => {
    expect(verdictOf({ value: null, unit: null }, retract)).toEqual(['good'])
    expect(verdictOf({ value: 5 }, retract)).toEqual(['rejected', 'VALUE_NOT_EXPECTED'])
  })
  it('needs a reason', () => {
    const judge = (reason: string | null) => judgeRows({ ...EMPTY_BATCH, ...retract, reason, rows: [] }, contextOf(edition)).issues
    expect([judge('집계 오류'), judge(' ').map(({ code }) => code), judge(null).map(({ code }) => code)]).toEqual([
      [],
      ['REASON_REQUIRED'],
      ['REASON_REQUIRED'],
    ])
  })
})
