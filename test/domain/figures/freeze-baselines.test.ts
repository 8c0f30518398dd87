import { describe, expect, it } from 'vitest'
import { baselineRuleOf, type CompleteNight, type KnownTable, type SurgeMark } from '../../../schema/domain/figures/baseline.js'
import { freezeBaselines } from '../../../schema/domain/figures/freeze-baselines.js'
import { addDays, type Day } from '../../../schema/domain/period.js'
import { leavesCouncilOf, type LeavesCouncil } from '../../../schema/domain/figures/leaving-amount.js'
import { standardEdition } from '../../support/standard-edition.js'

const DAY = '2026-11-19'
const AT = '2026-11-20T02:10:00.000000'
const leaves: LeavesCouncil = () => false
const rule = { weeks: 4, isHoliday: (_day: Day) => false, leaves }

const total = (sum: string | null): KnownTable => ({ table: '', sum, isCounted: true, cells: new Map(), leaving: new Map() })
const table = (name: string, cells: Readonly<Record<string, string>>): KnownTable => ({
  table: name,
  sum: String(Object.values(cells).reduce((sum, value) => sum + Number(value), 0)),
  isCounted: true,
  cells: new Map(Object.entries(cells)),
  leaving: new Map(),
})
/** A cell of which nothing leaves. */
const cellOf = (cell: string, value: string | null, from: readonly string[]) => ({
  cell,
  value,
  from,
  leaving: value === null ? null : '0',
  leavingFrom: from.map(() => '0'),
})
type Weeks = Readonly<Record<number, readonly KnownTable[]>>
/** A night by weeks back; 0 is the day itself. */
const nightOf = (weeks: Weeks, day = DAY, completeAt = AT): CompleteNight => ({
  day,
  completeAt,
  known: new Map(Object.entries(weeks).map(([week, tables]) => [addDays(day, -7 * Number(week)), tables])),
})
const totals = (...values: readonly (string | null)[]): Weeks => Object.fromEntries(values.map((value, week) => [week, [total(value)]]))
const freeze = (night: CompleteNight, given: Partial<typeof rule> = {}, surges: readonly SurgeMark[] = []) => {
  const [frozen] = freezeBaselines([night], { ...rule, ...given }, surges)
  if (frozen === undefined) throw new Error('Nothing was frozen.')
  return frozen
}
const totalOf = (...given: Parameters<typeof freeze>) => freeze(...given).tables[0]

describe('S21: the baseline of a day', () => {
  it('is the mean of the four same weekdays before it, exactly: (400 + 410 + 390 + 405) / 4 = 401.25', () => {
    expect(totalOf(nightOf(totals('642', '400', '410', '390', '405', '9999')))).toEqual({
      table: '',
      days: ['2026-11-12', '2026-11-05', '2026-10-29', '2026-10-22'],
      cells: [cellOf('', '401.25', ['400', '410', '390', '405'])],
    })
  })

  it('with fewer than four same weekdays is missing, and names those it has', () => {
    expect(totalOf(nightOf(totals('642', '400', '410', '390')))).toEqual({
      table: '',
      days: ['2026-11-12', '2026-11-05', '2026-10-29'],
      cells: [cellOf('', null, ['400', '410', '390'])],
    })
    expect(totalOf(nightOf({}))?.cells).toEqual([cellOf('', null, [])])
  })

  it('takes an earlier week in place of one without a number, thirteen weeks back and no further', () => {
    expect(
      totalOf(nightOf({ 1: [total('10')], 2: [total(null)], 4: [total('20')], 12: [total('30')], 13: [total('40')] }))?.cells[0]?.value,
    ).toBe('25')
    expect(totalOf(nightOf({ 1: [total('10')], 4: [total('20')], 13: [total('30')], 14: [total('40')] }))?.cells[0]?.value).toBeNull()
  })

  it('passes over holidays, and takes that many weeks further back: (1 + 2 + 4 + 6) / 4 = 3.25', () => {
    const isHoliday = (day: Day) => day === '2026-10-29' || day === '2026-10-15'
    const frozen = freeze(nightOf(totals('9', '1', '2', '300', '4', '500', '6')), { isHoliday })
    expect(frozen.tables[0]?.cells).toEqual([cellOf('', '3.25', ['1', '2', '4', '6'])])
    expect(frozen.passedOver).toEqual([
      { day: '2026-10-29', reason: 'HOLIDAY' },
      { day: '2026-10-15', reason: 'HOLIDAY' },
    ])
  })

  it('passes over days that were marked by the moment it was complete, and over none marked later', () => {
    const night = nightOf(totals('9', '1', '200', '300', '4', '5', '6'))
    const surges = [
      { day: '2026-11-05', completeAt: AT },
      { day: '2026-10-29', completeAt: '2026-11-20T02:10:00.000001' },
    ]
    expect(freeze(night, {}, surges)).toMatchObject({
      passedOver: [{ day: '2026-11-05', reason: 'SURGE' }],
      tables: [{ cells: [{ value: '77.5', from: ['1', '300', '4', '5'] }] }],
    })
  })

  it('S3: uses the explicit total, and without one the sum of the smallest table', () => {
    const channels = table('channel', { 'channel=chat': '3', 'channel=voice': '7' })
    const hours = table('hour', { 'hour=09': '100' })
    const both = table('channel,hour', { 'channel=chat|hour=09': '1000' })
    const night = nightOf({ 1: [both, hours, channels, total('11')], 2: [both, hours, channels], 3: [both, hours], 4: [both] })
    expect(totalOf(night)?.cells[0]?.from).toEqual(['11', '10', '100', '1000'])
    expect(totalOf(nightOf({ ...totals('1', '1', '1', '1'), 4: [total(null), channels] }))?.cells[0]?.value).toBeNull()
  })

  it('is made for each hour and channel from the same weekdays of its own table; a cell that one of them lacks is missing', () => {
    const hours = (nine: string, ten: string) => table('hour', { 'hour=09': nine, 'hour=10': ten })
    const frozen = freeze(
      nightOf({
        0: [total('30'), table('hour', { 'hour=10': '5', 'hour=23': '1' })],
        1: [total('30'), hours('10', '20')],
        2: [total('30')],
        3: [total('30'), hours('11', '21')],
        4: [total('30'), hours('12', '22')],
        5: [total('90'), table('hour', { 'hour=09': '15', 'hour=10': '24', 'hour=23': '7' })],
      }),
    )
    expect(frozen.tables).toEqual([
      {
        table: '',
        days: ['2026-11-12', '2026-11-05', '2026-10-29', '2026-10-22'],
        cells: [cellOf('', '30', ['30', '30', '30', '30'])],
      },
      {
        table: 'hour',
        days: ['2026-11-12', '2026-10-29', '2026-10-22', '2026-10-15'],
        cells: [
          cellOf('hour=09', '12', ['10', '11', '12', '15']),
          cellOf('hour=10', '21.75', ['20', '21', '22', '24']),
          cellOf('hour=23', null, ['7']),
        ],
      },
    ])
  })

  it('S3: of a table in which no row counts in the total is made for its cells, and says nothing of the total', () => {
    const kiosk = { ...table('channel', { 'channel=kiosk': '4' }), isCounted: false }
    const week = [kiosk, table('hour', { 'hour=09': '10' })]
    expect(freeze(nightOf({ 0: week, 1: week, 2: week, 3: week, 4: week })).tables.map(({ cells }) => cells)).toEqual([
      [cellOf('', '10', ['10', '10', '10', '10'])],
      [cellOf('channel=kiosk', '4', ['4', '4', '4', '4'])],
      [cellOf('hour=09', '10', ['10', '10', '10', '10'])],
    ])
  })

  it('a mean without a finite decimal has six, half to even: 100 / 3', () => {
    expect(totalOf(nightOf(totals('1', '33', '33', '34')), { weeks: 3 })?.cells[0]?.value).toBe('33.333333')
  })
})

describe('S3, S21: what leaves the baseline of a day', () => {
  const lines = (name: string, leaving: Readonly<Record<string, string>>, sum = '99'): KnownTable => ({
    table: name,
    sum,
    isCounted: true,
    cells: new Map(),
    leaving: new Map(Object.entries(leaving)),
  })
  const aid = 'service_line=mutual_aid'
  const leavingOf = async (weeks: Weeks) => {
    const edition = await standardEdition()
    return freeze(nightOf(weeks), { leaves: leavesCouncilOf(edition, 'contacts_offered') }).tables.map(({ cells }) =>
      cells.map(({ leaving, leavingFrom }) => [leaving, leavingFrom.join(' ')]),
    )
  }

  it('is the mean over the same days, each told by the smallest table with a number, a 0 included; a day without a row is 0', async () => {
    const week1 = [total('9'), lines('service_line', { [aid]: '0' }), lines('hour,service_line', { [`hour=09|${aid}`]: '5' })]
    const week2 = [total('9'), lines('service_line', {}), lines('hour,service_line', { [`hour=09|${aid}`]: '5', [`hour=10|${aid}`]: '1' })]
    const week3 = [total('9'), lines('language,service_line', { [`language=ko|${aid}`]: '3' }), lines('service_line', { [aid]: '4' })]
    expect(await leavingOf({ 1: week1, 2: week2, 3: week3, 4: [total('9')] })).toEqual([[['2.5', '0 6 4 0']]])
  })

  it('of a sum is what its own table has; no other table is added to it', async () => {
    const summed = [lines('language', {}, '9'), lines('service_line', { [aid]: '4' }, '9')]
    const own = [lines('service_line', { [aid]: '4' }, '9'), lines('hour,service_line', { [`hour=09|${aid}`]: '5' }, '9')]
    expect(await leavingOf({ 1: summed, 2: own, 3: summed, 4: own })).toEqual([[['2', '0 4 0 4']]])
  })

  it('of an hour is what tables tell of that hour; an item that counts in no total of its center, or only elsewhere, leaves nothing', async () => {
    const hours = table('hour', { 'hour=09': '10', 'hour=10': '20' })
    const more = { [`hour=09|${aid}`]: '4', 'hour=09|service_line=loneliness120': '7', 'hour=10|service_line=general': '8' }
    const week = [total('30'), hours, lines('hour,service_line', more)]
    expect(await leavingOf({ 1: week, 2: week, 3: week, 4: week })).toEqual([
      [['4', '4 4 4 4']],
      [
        ['4', '4 4 4 4'],
        ['0', '0 0 0 0'],
      ],
    ])
    const ofHandled = leavesCouncilOf(await standardEdition(), 'contacts_handled')
    expect(ofHandled({ service_line: 'mutual_aid' }, [])).toBe(false)
  })
})

describe('the surge mark', () => {
  const marked = (weeks: Weeks) => freeze(nightOf(weeks)).isSurge
  const hoursOf = (own: Readonly<Record<string, string>>, usual: Readonly<Record<string, string>>): Weeks => {
    const before = [total('1000'), table('hour', usual)]
    return { 0: [total('1000'), table('hour', own)], 1: before, 2: before, 3: before, 4: before }
  }

  it.each([
    ['150', true],
    ['149', false],
  ])('a day of %s contacts against 100 is marked: %s', (contacts, expected) => {
    expect(marked(totals(contacts, '100', '100', '100', '100'))).toBe(expected)
  })

  it('needs a baseline above 0, and contacts that were there when the night was complete', () => {
    expect(marked(totals('150', '100', '100', '100'))).toBe(false)
    expect(marked(totals('150', '0', '0', '0', '0'))).toBe(false)
    expect(marked(totals(null, '100', '100', '100', '100'))).toBe(false)
  })

  it('is set by two hours on end at 1.5, thirty contacts above together; one hour, hours apart or small numbers set none', () => {
    const usual = { 'hour=09': '30', 'hour=10': '30', 'hour=11': '30' }
    expect(marked(hoursOf({ 'hour=09': '45', 'hour=10': '45', 'hour=11': '30' }, usual))).toBe(true)
    expect(marked(hoursOf({ 'hour=09': '90', 'hour=10': '44', 'hour=11': '90' }, usual))).toBe(false)
    expect(marked(hoursOf({ 'hour=09': '45', 'hour=10': '44', 'hour=11': '30' }, usual))).toBe(false)
    expect(marked(hoursOf({ 'hour=03': '20', 'hour=04': '19' }, { 'hour=03': '5', 'hour=04': '5' }))).toBe(false)
    expect(marked(hoursOf({ 'hour=03': '20', 'hour=04': '20' }, { 'hour=03': '5', 'hour=04': '5' }))).toBe(true)
  })

  it('of one night counts for the next same weekday in the same run, in whatever order they are handed in', () => {
    const first = nightOf(totals('600', '100', '100', '100', '100'), '2026-11-12', AT)
    const second = nightOf(totals('120', '600', '100', '100', '100', '100'))
    const frozen = freezeBaselines([second, first], rule, [])
    expect(frozen.map(({ day, isSurge, tables }) => [day, isSurge, tables[0]?.cells[0]?.value])).toEqual([
      ['2026-11-12', true, '100'],
      ['2026-11-19', false, '100'],
    ])
    const late = { ...first, completeAt: '2026-11-21T00:00:00.000000' }
    expect(freezeBaselines([late, second], rule, [])[1]?.tables[0]?.cells[0]?.value).toBe('225')
  })
})

describe('the rule of the edition', () => {
  it('says four weeks, by hour and channel, of nights whose core is there', async () => {
    const edition = await standardEdition()
    expect(baselineRuleOf(edition)).toEqual({ weeks: 4, dimensions: ['hour', 'channel'], core: edition.measureSets.get('nightly')?.core })
    expect(edition.measureSets.get('nightly')?.core).toHaveLength(10)
  })

  it('is none in an edition without the measure, or without a core', async () => {
    const edition = await standardEdition()
    const nightly = edition.measureSets.get('nightly')
    if (nightly === undefined) throw new Error('The edition has no nightly set.')
    expect(baselineRuleOf({ ...edition, measures: new Map() })).toBeNull()
    expect(baselineRuleOf({ ...edition, measureSets: new Map() })).toBeNull()
    expect(baselineRuleOf({ ...edition, measureSets: new Map([['nightly', { ...nightly, core: [] }]]) })).toBeNull()
  })

  it('with a number of weeks that is none is a fault', async () => {
    const edition = await standardEdition()
    const measure = edition.measures.get('baseline_contacts_4w')
    if (measure === undefined) throw new Error('The edition has no baseline.')
    const measures = new Map([['baseline_contacts_4w', { ...measure, parameters: { weeks: '4' } }]])
    expect(() => baselineRuleOf({ ...edition, measures })).toThrow('The weeks of baseline_contacts_4w are no number from 1 on.')
  })
})
