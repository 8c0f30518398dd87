import { describe, expect, it } from 'vitest'
import { slicePeriods } from '../../../schema/domain/figures/slice-periods.js'
import type { Grain } from '../../../schema/domain/figures/grain.js'
import { addDays, isoWeekOf } from '../../../schema/domain/period.js'
import { ask, askOne, night, plan, type Row } from './ask-figures.js'

const spansOf = (from: string, to: string, by: Grain) => slicePeriods(from, to, by).map(span => `${span.from}..${span.to}`)

describe('grains', () => {
  it.each<[string, Grain, string, string, readonly string[]]>([
    ['ISO weeks, Monday to Sunday', 'week', '2026-11-16', '2026-11-29', ['2026-11-16..2026-11-22', '2026-11-23..2026-11-29']],
    ['a week across the end of a year', 'week', '2026-12-28', '2027-01-03', ['2026-12-28..2027-01-03']],
    ['weeks cut to the range', 'week', '2026-11-19', '2026-11-24', ['2026-11-19..2026-11-22', '2026-11-23..2026-11-24']],
    ['the week of a leap day', 'week', '2028-02-28', '2028-03-05', ['2028-02-28..2028-03-05']],
    ['February of a leap year', 'month', '2028-02-01', '2028-03-31', ['2028-02-01..2028-02-29', '2028-03-01..2028-03-31']],
    ['quarters', 'quarter', '2028-01-01', '2028-06-30', ['2028-01-01..2028-03-31', '2028-04-01..2028-06-30']],
    ['halves', 'half', '2027-07-01', '2028-06-30', ['2027-07-01..2027-12-31', '2028-01-01..2028-06-30']],
    ['years', 'year', '2027-01-01', '2028-12-31', ['2027-01-01..2027-12-31', '2028-01-01..2028-12-31']],
    [
      'hours are asked per day',
      'hour',
      '2028-02-28',
      '2028-03-01',
      ['2028-02-28..2028-02-28', '2028-02-29..2028-02-29', '2028-03-01..2028-03-01'],
    ],
  ])('S32: %s', (_what, by, from, to, spans) => {
    expect(spansOf(from, to, by)).toEqual(spans)
  })

  it('the ISO week of every day of ten years begins on the same Monday for its seven days', () => {
    for (let monday = '2020-12-28'; monday < '2031-01-10'; monday = addDays(monday, 7)) {
      const weeks = Array.from({ length: 7 }, (_, step) => isoWeekOf(addDays(monday, step)))
      expect(weeks).toEqual(Array(7).fill({ start: monday, end: addDays(monday, 6) }))
    }
  })

  it('S17: a week rolls up its days, also across the end of a year, and says which were closed', () => {
    const rows = ['2026-12-28', '2026-12-29', '2026-12-31', '2027-01-04'].flatMap(day =>
      night('busan', day, { calls_offered: 100, calls_answered: 90 }),
    )
    const asked = { indicators: ['response_rate'], centers: ['busan'], from: '2026-12-28', to: '2027-01-10', by: 'week' as const }
    const figures = ask(asked, { rows, today: '2027-01-06' })
    expect(figures.map(({ from, to, periodType, numerator }) => [from, to, periodType, numerator])).toEqual([
      ['2026-12-28', '2027-01-03', 'week', '270'],
      ['2027-01-04', '2027-01-10', 'week', '90'],
    ])
    // Wednesday is missing; New Year's Day and the weekend are closed.
    expect(figures[0]?.coverage).toMatchObject({
      cellsIn: 3,
      cellsExpected: 4,
      gaps: [
        { reason: 'MISSING', cells: 1, from: '2026-12-30', to: '2026-12-30' },
        { reason: 'CLOSED', cells: 3, from: '2027-01-01', to: '2027-01-03' },
      ],
    })
  })

  it('S32: a monthly measure does not answer by week, and what must not be added is not added up to one', () => {
    const rows: Row[] = [{ center: 'seoul', measure: 'separations', day: '2026-10-01', value: 3 }]
    const week = { centers: ['seoul'], from: '2026-10-05', to: '2026-10-11', by: 'week' as const }
    expect(askOne({ ...week, measures: ['separations'] }, { rows })).toMatchObject({ value: null, reason: 'NOT_ALIGNED' })
    expect(askOne({ ...week, measures: ['training_participants'] }, { rows })).toMatchObject({ value: null, reason: 'NOT_ALIGNED' })
  })

  it('S1: by hour gives figures per day and hour; hours at which the center is closed are closed, not missing', () => {
    const at = (day: string, hour: string, offered: number): readonly Row[] => [
      { center: 'busan', measure: 'calls_offered', day, value: offered, items: { hour } },
      { center: 'busan', measure: 'calls_answered', day, value: offered - 1, items: { hour } },
    ]
    // Busan is open from 08:30 to 18:30 on weekdays; a call came in after that on Thursday.
    const rows = [...at('2026-11-19', '08', 10), ...at('2026-11-19', '21', 2), ...at('2026-11-20', '09', 30)]
    const figures = ask({ indicators: ['response_rate'], centers: ['busan'], from: '2026-11-19', to: '2026-11-20', by: 'hour' }, { rows })
    const seen = figures.map(({ dimensions, from, value, reason, coverage }) => [
      dimensions[0]?.item,
      from,
      value ?? reason,
      `${coverage.cellsIn}/${coverage.cellsExpected}+${coverage.extra}`,
    ])
    expect(seen).toEqual([
      ['08', '2026-11-19', '90.00', '1/1+0'],
      ['08', '2026-11-20', 'MISSING', '0/1+0'],
      ['09', '2026-11-19', 'MISSING', '0/1+0'],
      ['09', '2026-11-20', '96.67', '1/1+0'],
      ['21', '2026-11-19', '50.00', '0/0+1'],
      ['21', '2026-11-20', 'CLOSED', '0/0+0'],
    ])
    expect(figures.every(({ periodType }) => periodType === 'hour')).toBe(true)
  })

  it('S30: a measure without hours is not asked by hour', () => {
    const outcome = plan({ measures: ['separations'], from: '2026-10-01', to: '2026-10-31', by: 'hour' })
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: 'DIMENSION_NOT_SHARED' }] })
  })

  it('a year is the most that is answered by hour', () => {
    const asked = { measures: ['calls_offered'], by: 'hour' as const, from: '2028-01-01' }
    expect(plan({ ...asked, to: '2028-12-31' }).ok).toBe(true)
    expect(plan({ ...asked, to: '2029-01-01' })).toMatchObject({ ok: false, issues: [{ code: 'PERIOD_TOO_LONG' }] })
  })

  it('S32: leap days count: a month, a quarter and a year of 2028 have all of theirs', () => {
    const rows: Row[] = []
    for (let day = '2028-01-01'; day <= '2028-12-31'; day = addDays(day, 1))
      rows.push({ center: 'seoul', measure: 'calls_offered', day, value: 1 })
    const sums = (by: Grain) =>
      ask({ measures: ['calls_offered'], centers: ['seoul'], from: '2028-01-01', to: '2028-12-31', by }, { rows, today: '2029-01-02' }).map(
        ({ value }) => value,
      )
    expect(sums('month').slice(0, 3)).toEqual(['31', '29', '31'])
    expect([sums('quarter'), sums('half'), sums('year')]).toEqual([['91', '91', '92', '92'], ['182', '184'], ['366']])
    expect([sums('week').at(0), sums('week').at(1), sums('week').length]).toEqual(['2', '7', 53])
  })
})
