import { describe, expect, it } from 'vitest'
import { slicePeriods } from '../../../schema/domain/figures/slice-periods.js'
import type { Grain } from '../../../schema/domain/figures/grain.js'
import { addDays, isoWeekOf } from '../../../schema/domain/period.js'
import { ask, askOne, council, night, plan, type Row, type World } from './ask-figures.js'

const HOURS = Array.from({ length: 24 }, (_, hour) => `${hour}`.padStart(2, '0'))

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
    expect(seen.filter(([hour]) => ['08', '09', '21'].includes(hour ?? ''))).toEqual([
      ['08', '2026-11-19', '90.00', '1/1+0'],
      ['08', '2026-11-20', 'MISSING', '0/1+0'],
      ['09', '2026-11-19', 'MISSING', '0/1+0'],
      ['09', '2026-11-20', '96.67', '1/1+0'],
      ['21', '2026-11-19', '50.00', '0/0+1'],
      ['21', '2026-11-20', 'CLOSED', '0/0+0'],
    ])
    expect(figures.every(({ periodType }) => periodType === 'hour')).toBe(true)
    // Every hour of both days, whether anything was ever sent of it or not.
    expect(seen.map(([hour, day]) => `${day ?? ''} ${hour ?? ''}`)).toEqual(
      HOURS.flatMap(hour => ['2026-11-19', '2026-11-20'].map(day => `${day} ${hour}`)),
    )
    const never = seen.filter(([hour]) => !['08', '09', '21'].includes(hour ?? ''))
    expect(never.map(([, , said, cells]) => `${said ?? ''} ${cells ?? ''}`)).toEqual(
      never.map(([hour]) => (hour !== null && hour !== undefined && hour > '09' && hour < '19' ? 'MISSING 0/1+0' : 'CLOSED 0/0+0')),
    )
  })

  it('S1: by hour a day has the hours that it is open by its exceptions, holidays and the calendar of the day; around the clock it has all', () => {
    const hoursOf = (center: string, day: string, more: Partial<World> = {}) => {
      const figures = ask({ measures: ['calls_offered'], centers: [center], from: day, to: day, by: 'hour' }, { rows: [], ...more })
      expect(figures.map(({ dimensions }) => dimensions[0]?.item)).toEqual(HOURS)
      expect(figures.every(({ reason, coverage }) => reason === (coverage.cellsExpected === 1 ? 'MISSING' : 'CLOSED'))).toBe(true)
      return figures.flatMap(({ dimensions, reason }) => (reason === 'MISSING' ? (dimensions[0]?.item ?? []) : []))
    }
    expect(hoursOf('seoul', '2026-11-19')).toEqual(HOURS)
    expect(hoursOf('busan', '2026-11-19')).toEqual(HOURS.slice(8, 19))
    const exception = {
      center: 'busan',
      day: '2026-11-19',
      kind: 'hours',
      hours: ['13:30', '15:00'],
      nameKo: '단축',
      nameEn: 'Short',
    } as const
    expect(hoursOf('busan', '2026-11-19', { calendarExceptions: [exception] })).toEqual(['13', '14'])
    expect(hoursOf('busan', '2026-12-25', { today: '2027-01-02' })).toEqual([])
    // Other hours from the 20th on.
    const calendars = council.registry.calendars.flatMap(calendar =>
      calendar.center === 'busan' && calendar.validTo === null
        ? [
            { ...calendar, validTo: '2026-11-19' },
            { ...calendar, validFrom: '2026-11-20', weekdays: ['06:00', '24:00'] as const },
          ]
        : [calendar],
    )
    const contents = { ...council, registry: { ...council.registry, calendars } }
    expect(hoursOf('busan', '2026-11-19', { contents })).toEqual(HOURS.slice(8, 19))
    expect(hoursOf('busan', '2026-11-20', { contents })).toEqual(HOURS.slice(6))
    // Over midnight: the night of the 18th ends on the 19th, and that of Friday on Saturday.
    const nights = council.registry.calendars.map(calendar => ({ ...calendar, weekdays: ['18:00', '26:00'] as const, saturday: null }))
    const overnight = { contents: { ...council, registry: { ...council.registry, calendars: nights } }, today: '2026-11-25' }
    expect(hoursOf('busan', '2026-11-19', overnight)).toEqual([...HOURS.slice(0, 2), ...HOURS.slice(18)])
    expect(hoursOf('busan', '2026-11-21', overnight)).toEqual(HOURS.slice(0, 2))
  })

  it('S1, S30: by hour and another dimension each item that was met has every hour; hours that are named are the only ones', () => {
    const rows: Row[] = [
      { center: 'busan', measure: 'contacts_handled', day: '2026-11-19', items: { channel: 'voice', hour: '09' }, value: 4 },
      { center: 'busan', measure: 'contacts_handled', day: '2026-11-19', items: { channel: 'sms', hour: '10' }, value: 2 },
    ]
    const asked = { measures: ['contacts_handled'], centers: ['busan'], by: 'hour' as const, dimensions: ['channel'] }
    const seen = (figures: ReturnType<typeof ask>) =>
      figures.map(({ dimensions, value, reason }) => `${dimensions.map(({ item }) => item).join(' ')} ${value ?? reason ?? ''}`)
    const all = seen(ask(asked, { rows }))
    expect([all.length, all[9], all[10], all[33], all[34], all[24]]).toEqual([
      48,
      'sms 09 MISSING',
      'sms 10 2',
      'voice 09 4',
      'voice 10 MISSING',
      'voice 00 CLOSED',
    ])
    const filters = [{ dimension: 'hour', items: ['20', '09', '10'] }]
    expect(seen(ask({ ...asked, filters }, { rows }))).toEqual([
      'sms 09 MISSING',
      'sms 10 2',
      'sms 20 CLOSED',
      'voice 09 4',
      'voice 10 MISSING',
      'voice 20 CLOSED',
    ])
    const plain = { measures: ['contacts_handled'], centers: ['busan'], by: 'hour' as const, filters }
    expect(seen(ask(plain, { rows: [] }))).toEqual(['09 MISSING', '10 MISSING', '20 CLOSED'])
  })

  it('S17: hours that are added up lack nothing of an hour at which doors are closed, and no sum where an open one is missing', () => {
    const at = (hour: string): Row => ({ center: 'busan', measure: 'calls_offered', day: '2026-11-19', value: 5, items: { hour } })
    const hours = (...items: readonly string[]) => ({
      filters: [{ dimension: 'hour', items }],
      measures: ['calls_offered'],
      centers: ['busan'],
    })
    const evening = {
      center: 'busan',
      day: '2026-11-19',
      kind: 'hours',
      hours: ['09:00', '12:00'],
      nameKo: '단축',
      nameEn: 'Short',
    } as const
    const world = { rows: [at('09'), at('10')], calendarExceptions: [evening] }
    expect(askOne(hours('08', '09', '10', '18'), world)).toMatchObject({ value: '10', coverage: { cellsIn: 1, cellsExpected: 1 } })
    expect(askOne(hours('09', '10', '11'), world)).toMatchObject({ value: null, reason: 'MISSING', coverage: { cellsExpected: 1 } })
    expect(askOne(hours('08', '18'), world)).toMatchObject({ value: null, reason: 'CLOSED', coverage: { cellsExpected: 0 } })
    // A call that came in after hours counts.
    expect(askOne(hours('09', '10', '18'), { ...world, rows: [...world.rows, at('18')] })).toMatchObject({ value: '15' })
  })

  it('S17: where the holidays of the law are not known any more, a figure with something missing says so', () => {
    const codesOf = (from: string, to: string, rows: readonly Row[] = []) =>
      askOne({ measures: ['calls_offered'], centers: ['busan'], from, to }, { rows, today: '2031-06-01' }).issues.map(
        ({ code, severity, got }) => `${code} ${severity} ${got ?? ''}`,
      )
    expect(codesOf('2030-12-30', '2030-12-31')).toEqual([])
    expect(codesOf('2030-12-30', '2031-01-02')).toEqual(['HOLIDAYS_UNKNOWN warning 2030-12-30 to 2031-01-02'])
    expect(codesOf('2031-01-02', '2031-01-02', night('busan', '2031-01-02', { calls_offered: 5 }))).toEqual([])
    // A Saturday on which something came.
    expect(codesOf('2031-01-04', '2031-01-04', night('busan', '2031-01-04', { calls_offered: 5 }))).toEqual([
      'HOLIDAYS_UNKNOWN warning 2031-01-04',
    ])
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
