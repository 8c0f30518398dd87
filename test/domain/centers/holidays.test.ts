import { describe, expect, it } from 'vitest'
import { holidayOn, isPublicHoliday } from '../../../schema/domain/centers/holidays.js'
import { HOLIDAYS_KNOWN, PUBLIC_HOLIDAYS } from '../../../schema/domain/centers/public-holidays.js'
import { listHolidays } from '../../../schema/domain/centers/list-holidays.js'
import { addDays, weekday } from '../../../schema/domain/period.js'

/** Seollal, Buddha's Birthday and Chuseok by month and day of the Korean lunar calendar. */
const LUNAR = { '1-1': 'seollal', '4-8': 'buddha', '8-15': 'chuseok' } as const
type LunarFeast = (typeof LUNAR)[keyof typeof LUNAR]

const dangi = new Intl.DateTimeFormat('en-u-ca-dangi', { month: 'numeric', day: 'numeric', timeZone: 'UTC' })

/** The lunar month and day as ICU reckons them, `1-1`; a leap month is no feast's (`4bis`). */
const lunarDayOf = (day: string): string => {
  const parts = dangi.formatToParts(new Date(`${day}T12:00:00Z`))
  const part = (type: string) => parts.find(one => one.type === type)?.value ?? '?'
  return `${part('month')}-${part('day')}`
}

const daysOf = (year: number): readonly string[] => {
  const days: string[] = []
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) days.push(day)
  return days
}

const feastsOf = (year: number): ReadonlyMap<LunarFeast, string> =>
  new Map(
    daysOf(year).flatMap(day => {
      const lunar = lunarDayOf(day)
      return lunar in LUNAR ? [[LUNAR[lunar as keyof typeof LUNAR], day] as const] : [] // just looked for
    }),
  )

/** Which substitute rule a holiday follows: none, for a weekend, or for a Sunday alone (the three days of Seollal and Chuseok). */
type Rule = 'none' | 'weekend' | 'sunday'

const SOLAR: readonly (readonly [monthDay: string, rule: Rule, from: number])[] = [
  ['01-01', 'none', 2024],
  ['03-01', 'weekend', 2024],
  ['05-01', 'weekend', 2026],
  ['05-05', 'weekend', 2024],
  ['06-06', 'none', 2024],
  ['07-17', 'weekend', 2026],
  ['08-15', 'weekend', 2024],
  ['10-03', 'weekend', 2024],
  ['10-09', 'weekend', 2024],
  ['12-25', 'weekend', 2024],
]

/** Elections and days by decree: what no calendar tells. */
const DECREED = ['2024-04-10', '2024-10-01', '2025-01-27', '2025-06-03', '2026-06-03', '2028-04-12', '2030-06-12']

const statutoryDays = (year: number): readonly { readonly day: string; readonly rule: Rule }[] => {
  const feasts = feastsOf(year)
  const around = (feast: LunarFeast) => [-1, 0, 1].map(step => ({ day: addDays(feasts.get(feast) ?? '', step), rule: 'sunday' as const }))
  return [
    ...SOLAR.filter(([, , from]) => from <= year).map(([monthDay, rule]) => ({ day: `${year}-${monthDay}`, rule })),
    ...around('seollal'),
    { day: feasts.get('buddha') ?? '', rule: 'weekend' },
    ...around('chuseok'),
    ...DECREED.filter(day => day.startsWith(`${year}`)).map(day => ({ day, rule: 'none' as const })),
  ]
}

/** The regulation, once more: a holiday that meets its weekend day, or another holiday on any other day, is made up for on the next free day. */
const substituteDays = (year: number): readonly string[] => {
  const statutory = statutoryDays(year)
  const taken = new Set(statutory.map(({ day }) => day))
  const substitutes: string[] = []
  for (const day of [...taken].toSorted()) {
    const rules = statutory.filter(one => one.day === day).map(({ rule }) => rule)
    const isWeekend = weekday(day) === 0 || weekday(day) === 6
    const meetsWeekend = isWeekend && rules.some(rule => rule === 'weekend' || (rule === 'sunday' && weekday(day) === 0))
    const meetsAnother = !isWeekend && rules.length > 1 && rules.some(rule => rule !== 'none')
    if (!meetsWeekend && !meetsAnother) continue
    let free = addDays(day, 1)
    while (taken.has(free) || weekday(free) === 0 || weekday(free) === 6) free = addDays(free, 1)
    taken.add(free)
    substitutes.push(free)
  }
  return substitutes
}

const YEARS = [2024, 2025, 2026, 2027, 2028, 2029, 2030]

describe('Korean public holidays', () => {
  it.each(YEARS)("%i: Seollal, Buddha's Birthday and Chuseok fall where the Korean lunar calendar of ICU has them", year => {
    const feasts = feastsOf(year)
    expect(holidayOn(feasts.get('seollal') ?? '')?.nameKo).toContain('설날')
    expect(holidayOn(feasts.get('buddha') ?? '')?.nameKo).toContain('부처님오신날')
    expect(holidayOn(feasts.get('chuseok') ?? '')?.nameKo).toContain('추석')
    const named = (name: string) =>
      PUBLIC_HOLIDAYS.filter(({ day, nameKo }) => day.startsWith(`${year}`) && nameKo.split('·').includes(name))
    expect([named('설날'), named('부처님오신날'), named('추석')].map(({ length }) => length)).toEqual([1, 1, 1])
  })

  it.each(YEARS)('%i: the days are those of the law, reckoned once more from the lunar calendar and the rules', year => {
    const listed = PUBLIC_HOLIDAYS.filter(({ day }) => day.startsWith(`${year}`))
    const statutory = [...new Set(statutoryDays(year).map(({ day }) => day))].toSorted()
    expect(listed.filter(({ isSubstitute }) => !isSubstitute).map(({ day }) => day)).toEqual(statutory)
    expect(listed.filter(({ isSubstitute }) => isSubstitute).map(({ day }) => day)).toEqual(substituteDays(year))
  })

  it.each([
    ['2025-05-05', "Children's Day and Buddha's Birthday", false],
    ['2025-05-06', "Substitute holiday (Buddha's Birthday)", true],
    ['2027-05-03', 'Substitute holiday (Labor Day)', true],
    ['2027-07-19', 'Substitute holiday (Constitution Day)', true],
    ['2028-10-03', 'National Foundation Day and Chuseok', false],
    ['2028-10-05', 'Substitute holiday (Chuseok)', true],
  ])('%s is %s', (day, nameEn, isSubstitute) => {
    expect(holidayOn(day)).toMatchObject({ day, nameEn, isSubstitute })
  })

  it.each([
    ['Memorial Day on a Sunday has no substitute', '2027-06-07'],
    ['New Year on a Saturday has none', '2028-01-03'],
    ['Chuseok on a Saturday has none', '2026-09-28'],
    ['Constitution Day was none before 2026', '2025-07-17'],
    ['Labor Day was none before 2026', '2025-05-01'],
    ['an ordinary Thursday', '2026-11-19'],
  ])('%s (%s)', (_what, day) => {
    expect([isPublicHoliday(day), holidayOn(day)]).toEqual([false, null])
  })

  it('every day is listed once, in order, with both names, inside what is known', () => {
    const days = PUBLIC_HOLIDAYS.map(({ day }) => day)
    expect(days).toEqual([...new Set(days)].toSorted())
    expect(PUBLIC_HOLIDAYS.filter(({ nameKo, nameEn }) => nameKo === '' || nameEn === '')).toEqual([])
    expect([days.every(day => HOLIDAYS_KNOWN.from <= day && day <= HOLIDAYS_KNOWN.to), days.at(-1)]).toEqual([true, '2030-12-25'])
    expect(PUBLIC_HOLIDAYS.filter(({ nameKo, isSubstitute }) => nameKo.startsWith('대체공휴일') !== isSubstitute)).toEqual([])
  })

  it("the list of the council adds what was declared and leaves out what was taken back; a center's own days are not in it", () => {
    const said = (day: string, kind: 'holiday' | 'not_holiday' | 'closed', center: string | null = null) => ({
      center,
      day,
      kind,
      hours: null,
      nameKo: '임시공휴일',
      nameEn: 'Temporary holiday',
    })
    const exceptions = [
      said('2026-12-28', 'holiday'),
      said('2026-12-25', 'not_holiday'),
      said('2026-12-29', 'closed'),
      said('2026-12-30', 'holiday', 'jeju'),
    ]
    expect(listHolidays(exceptions, { from: '2026-12-01', to: '2027-01-01' })).toEqual([
      { day: '2026-12-28', nameKo: '임시공휴일', nameEn: 'Temporary holiday', isSubstitute: false, isDeclared: true },
      { day: '2027-01-01', nameKo: '1월 1일', nameEn: "New Year's Day", isSubstitute: false, isDeclared: false },
    ])
  })
})
