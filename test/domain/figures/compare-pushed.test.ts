import { describe, expect, it } from 'vitest'
import { ask, askOne, night, type Row } from './ask-figures.js'

const OCTOBER = { from: '2026-10-01', to: '2026-10-31', by: 'month' as const }
const daily = (center: string, values: readonly number[]): readonly Row[] =>
  values.flatMap((value, at) => night(center, `2026-10-${`${at + 1}`.padStart(2, '0')}`, { calls_offered: value }))
const pushed = (center: string, value: number, facts: Partial<Row> = {}): Row => ({
  center,
  measure: 'calls_offered',
  day: '2026-10-01',
  type: 'month',
  value,
  ...facts,
})

describe('a period sent as such beside the days in it', () => {
  it('S32: the days are served; where the month says otherwise, a warning names both numbers', () => {
    const figure = askOne(
      { ...OCTOBER, measures: ['calls_offered'], centers: ['seoul'] },
      { rows: [...daily('seoul', [10, 20]), pushed('seoul', 31)] },
    )
    expect(figure).toMatchObject({ value: '30', marks: ['PERIOD_MISMATCH'] })
    expect(figure.issues).toMatchObject([
      { code: 'PERIOD_MISMATCH', severity: 'warning', path: ['seoul', 'calls_offered', '2026-10-01'], expected: '30', got: '31' },
    ])
    expect([figure.issues[0]?.messageKo, figure.issues[0]?.messageEn].every(text => text?.includes('30') && text.includes('31'))).toBe(true)
  })

  it('S32: equal numbers are silent, and so is a month of other days', () => {
    const asked = { ...OCTOBER, measures: ['calls_offered'], centers: ['seoul'] }
    const quiet = [
      [pushed('seoul', 30)],
      [pushed('seoul', 99, { day: '2026-09-01' })],
      [pushed('seoul', 99, { day: '2026-10-01', type: 'quarter' })],
    ]
    for (const rows of quiet)
      expect(askOne(asked, { rows: [...daily('seoul', [10, 20]), ...rows] })).toMatchObject({ value: '30', marks: [], issues: [] })
  })

  it('S32: a month sent alone is not mixed in: the days are missing', () => {
    const figure = askOne({ ...OCTOBER, measures: ['calls_offered'], centers: ['seoul'] }, { rows: [pushed('seoul', 31_337)] })
    expect(figure).toMatchObject({ value: null, reason: 'MISSING' })
    // That it is there is said; what it says is not.
    expect(figure.issues).toMatchObject([
      {
        code: 'LONGER_PERIOD_ONLY',
        severity: 'info',
        path: ['seoul', 'calls_offered', '2026-10-01'],
        expected: 'values by day',
        got: 'month',
      },
    ])
    expect(JSON.stringify(figure.issues)).not.toContain('31337')
  })

  it('S32: of several centers the one that sent a month alone is named beside the figure of the others', () => {
    const rows = [...daily('seoul', [10, 20]), pushed('seoul', 30), pushed('busan', 31)]
    const asked = { ...OCTOBER, measures: ['calls_offered'], centers: ['seoul', 'busan', 'daegu'], isByCenter: false }
    const figure = askOne(asked, { rows })
    expect([figure.value, figure.marks, figure.issues.map(({ code, path }) => [code, path[0]])]).toEqual([
      '30',
      [],
      [['LONGER_PERIOD_ONLY', 'busan']],
    ])
  })

  it('S32: the range of a month, a quarter by quarter and a group are compared alike; by day and by week nothing is', () => {
    const rows = [...daily('seoul', [10, 20]), pushed('seoul', 31), pushed('seoul', 77, { type: 'quarter' })]
    const marks = (asked: object) =>
      ask({ measures: ['calls_offered'], centers: ['seoul'], ...asked }, { rows }).flatMap(figure => figure.issues.map(({ got }) => got))
    expect(marks({ from: '2026-10-01', to: '2026-10-31' })).toEqual(['31'])
    expect(marks({ from: '2026-10-01', to: '2026-12-31', by: 'quarter' })).toEqual(['77'])
    expect(marks({ from: '2026-10-01', to: '2026-10-30', by: 'month' })).toEqual([])
    expect(marks({ from: '2026-10-01', to: '2026-10-31', by: 'day' })).toEqual([])
    expect(marks({ from: '2026-09-28', to: '2026-11-01', by: 'week' })).toEqual([])
    const byChannel = [
      ...rows,
      { center: 'seoul', measure: 'contacts_handled', day: '2026-10-01', value: 5, items: { channel: 'sms' } },
      { center: 'seoul', measure: 'contacts_handled', day: '2026-10-01', type: 'month' as const, value: 6, items: { channel: 'sms' } },
      { center: 'seoul', measure: 'contacts_handled', day: '2026-10-01', type: 'month' as const, value: 9, items: { channel: 'chat' } },
    ]
    const groups = ask({ ...OCTOBER, measures: ['contacts_handled'], centers: ['seoul'], dimensions: ['channel'] }, { rows: byChannel })
    expect(groups.map(({ dimensions, value, issues }) => [dimensions[0]?.item, value, issues.map(({ got }) => got)])).toEqual([
      ['sms', '5', ['6']],
    ])
  })

  it('S21: a stock is compared by its mean, and an indicator by its parts, center by center', () => {
    const stock = [
      { center: 'seoul', measure: 'headcount_agents', day: '2026-10-01', value: 10 },
      { center: 'seoul', measure: 'headcount_agents', day: '2026-10-02', value: 11 },
    ]
    const month = (value: string) => ({ center: 'seoul', measure: 'headcount_agents', day: '2026-10-01', type: 'month' as const, value })
    const asked = { ...OCTOBER, measures: ['headcount_agents'], centers: ['seoul'] }
    expect(askOne(asked, { rows: [...stock, month('10.5')] }).issues).toEqual([])
    expect(askOne(asked, { rows: [...stock, month('21')] }).issues).toMatchObject([{ expected: '10.5', got: '21' }])
    const rows = ['seoul', 'daegu'].flatMap(center => [
      ...night(center, '2026-10-01', { calls_offered: 100, calls_answered: 90 }),
      pushed(center, 100),
      pushed(center, center === 'daegu' ? 91 : 90, { measure: 'calls_answered' }),
    ])
    const rate = askOne({ ...OCTOBER, indicators: ['response_rate'], centers: ['seoul', 'daegu'], isByCenter: false }, { rows })
    expect(rate).toMatchObject({
      value: '90.00',
      marks: ['PERIOD_MISMATCH'],
      issues: [{ path: ['daegu', 'calls_answered', '2026-10-01'] }],
    })
    expect(rate.issues).toHaveLength(1)
  })

  it('S3: what the council counts once is left out of both numbers', () => {
    const of = (value: number, facts: Partial<Row>) => pushed('daegu', value, { items: { service_line: 'mutual_aid' }, ...facts })
    const rows = [
      ...night('daegu', '2026-10-01', { calls_offered: 100 }),
      of(10, { type: 'day' }),
      of(90, { type: 'day', items: { service_line: 'general' } }),
      pushed('daegu', 100),
      of(10, {}),
      of(90, { items: { service_line: 'general' } }),
      ...night('seoul', '2026-10-01', { calls_offered: 7 }),
    ]
    const asked = { ...OCTOBER, measures: ['calls_offered'], centers: ['seoul', 'daegu'], isByCenter: false }
    expect(askOne(asked, { rows })).toMatchObject({ value: '97', issues: [] })
  })
})
