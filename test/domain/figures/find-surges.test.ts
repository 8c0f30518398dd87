import { describe, expect, it } from 'vitest'
import { openingDays } from '../../../schema/domain/centers/is-open.js'
import { explainSurge } from '../../../schema/domain/figures/explain-surge.js'
import { comparableDays, findSurges, type SurgeCount } from '../../../schema/domain/figures/find-surges.js'
import { judgeSurge } from '../../../schema/domain/figures/judge-surge.js'
import { surgePolicyOn } from '../../../schema/domain/figures/surge-policy.js'
import { addDays } from '../../../schema/domain/period.js'
import { ordinaryDays } from '../../support/ordinary-counts.js'

const policy = surgePolicyOn('2026-11-20')!
const openingOf = openingDays({ calendars: [], calendarExceptions: [] }, 'busan')
/** Thursdays before 2026-11-19, the latest first. */
const thursdays = (...values: readonly (number | null)[]): readonly SurgeCount[] =>
  values.flatMap((value, i) => (value === null ? [] : [countOf(value, addDays('2026-11-12', -7 * i))]))
const countOf = (value: number, day: string, rest: Partial<SurgeCount> = {}): SurgeCount => ({
  series: 's',
  day,
  hour: null,
  item: 'wildfire',
  value,
  ...rest,
})
const search = (counts: readonly SurgeCount[], today = '2026-11-20', of = openingOf) => findSurges({ counts, today, policy, openingOf: of })

describe('a count stands out', () => {
  it.each([
    ['six deviations, 1.5 times and 30 more', 180, [30, 32, 34, 28, 31], { median: 31, mad: 1, z: 17.9 }],
    ['too few days', 180, [30, 32, 34], null],
    ['too few contacts', 29, [0, 0, 0, 0], null],
    ['out of nothing', 36, [0, 0, 0, 0], { median: 0, mad: 0, z: 36 }],
    ['not 30 more', 59, [30, 30, 30, 30], null],
    ['not 1.5 times', 1_490, [1_000, 1_000, 1_000, 1_000], null],
    ['1.5 times and more, but within what varies, although the days were all alike', 1_590, [1_000, 1_000, 1_000, 1_000], null],
    ['days that differ by themselves', 300, [100, 40, 180, 220, 60, 150], null],
    ['one earlier surge among the days moves nothing', 180, [30, 900, 34, 28, 31], { median: 31, mad: 3, z: 17.9 }],
  ])('%s', (_what, value, compared, expected) => {
    expect(judgeSurge(value, compared, policy)).toEqual(expected)
  })

  it('there is a policy from 2024 on and none before', () => {
    expect([surgePolicyOn('2023-12-31'), surgePolicyOn('2024-01-01')?.leastZ]).toEqual([null, 6])
  })
})

describe('what a day is held against', () => {
  it('the same weekday of thirteen weeks, without holidays; a holiday is held against holidays and Sundays', () => {
    expect(comparableDays('2026-10-16', policy, openingOf)).not.toContain('2026-10-09') // Hangul Day, a Friday
    expect(comparableDays('2026-10-16', policy, openingOf)).toHaveLength(10) // 2026-09-25 is Chuseok, 2026-07-17 Constitution Day
    const onHoliday = comparableDays('2026-10-09', policy, openingOf)
    expect(onHoliday).toEqual(expect.arrayContaining(['2026-10-03', '2026-09-24', '2026-10-04']))
    expect(onHoliday).not.toContain('2026-10-02')
  })

  it('closed days and days that were set apart count for nothing', () => {
    const calendar = {
      center: 'busan',
      validFrom: '2026-01-01',
      validTo: null,
      weekdays: ['09:00', '18:00'],
      saturday: null,
      sunday: null,
      holidays: null,
    } as const
    const exception = { center: 'busan', day: '2026-11-05', kind: 'hours', hours: ['09:00', '12:00'], nameKo: 'x', nameEn: 'x' } as const
    const closing = openingDays({ calendars: [calendar], calendarExceptions: [exception] }, 'busan')
    expect(comparableDays('2026-11-19', policy, closing)).not.toContain('2026-11-05')
    expect(comparableDays('2026-11-22', policy, closing)).toEqual([])
    const sundays = [countOf(500, '2026-11-22'), ...Array.from({ length: 6 }, (_, i) => countOf(1, addDays('2026-11-15', -7 * i)))]
    expect([search(sundays, '2026-11-23').length, search(sundays, '2026-11-23', closing).length]).toEqual([1, 0])
  })

  it('a missing day is not zero: of seven Thursdays three are known, and nothing can be said', () => {
    expect(search([countOf(300, '2026-11-19'), ...thursdays(30, null, 31, null, null, 33, null)])).toEqual([])
    expect(search([countOf(300, '2026-11-19'), ...thursdays(30, null, 31, null, 29, 33, null)])).toMatchObject([
      { value: 300, median: 30.5 },
    ])
  })

  it('an item that was left out is zero where the total says so, and unknown where it does not', () => {
    const others = thursdays(40, 40, 40, 40, 40).map(one => ({ ...one, item: 'other' }))
    const totals = (value: number) => thursdays(value, value, value, value, value).map(one => ({ ...one, item: null }))
    const surge = countOf(50, '2026-11-19')
    expect(search([surge, ...others, ...totals(40)])).toMatchObject([{ item: 'wildfire', median: 0 }])
    expect(search([surge, ...others, ...totals(45)])).toEqual([])
    expect(search([surge, ...others])).toEqual([])
  })
})

describe('which day and hour', () => {
  it('the newest day that is over and not older than two days; today only by its newest hour', () => {
    const before = thursdays(30, 31, 32, 33, 34)
    expect(search([countOf(300, '2026-11-19'), ...before], '2026-11-21')).toHaveLength(1)
    expect(search([countOf(300, '2026-11-19'), ...before], '2026-11-22')).toEqual([])
    expect(search([countOf(300, '2026-11-19'), ...before], '2026-11-19')).toEqual([])
    const atTwo = [countOf(200, '2026-11-19', { hour: '14' }), ...before.map(one => ({ ...one, hour: '14' }))]
    const atOne = [countOf(400, '2026-11-19', { hour: '13' }), ...before.map(one => ({ ...one, hour: '13' }))]
    expect(search([...atOne, ...atTwo], '2026-11-19')).toMatchObject([{ hour: '14', value: 200, median: 32 }])
  })
})

it('eight weeks of ordinary days of seventeen centers and 56 items raise no alarm; of days of four times the usual where 60 are counted, 97 in 100 are found', () => {
  const items = Array.from({ length: 56 }, (_, i) => `item${i}`)
  const from = '2026-08-10'
  let judged = 0
  let alarms = 0
  const found = { planted: 0, seen: 0 }
  for (let seed = 1; seed <= 17; seed++) {
    const days = ordinaryDays({ seed, from, days: 13 * 7, items })
    const countsOf = days.flatMap(({ day, counts }) =>
      counts === null ? [] : [...counts].map(([item, value]) => countOf(value, day, { item })),
    )
    const totals = days.flatMap(({ day, counts }) =>
      counts === null
        ? []
        : [
            countOf(
              [...counts.values()].reduce((a, b) => a + b, 0),
              day,
              { item: null },
            ),
          ],
    )
    const counts = [...countsOf, ...totals]
    for (let i = 5 * 7; i < 13 * 7; i++) {
      const today = addDays(from, i + 1)
      const until = counts.filter(({ day }) => day < today && day >= addDays(today, -100))
      const newest = until.filter(({ day, item }) => day === addDays(today, -1) && item !== null)
      judged += newest.length
      alarms += search(until, today).length
      if (i % 7 !== 2) continue
      const planted = new Set(newest.filter(({ value }) => value >= 60).map(({ item }) => item))
      const lifted = until.map(one => (one.day === addDays(today, -1) && planted.has(one.item) ? { ...one, value: one.value * 4 } : one))
      found.planted += planted.size
      found.seen += search(lifted, today).length
    }
  }
  expect(judged).toBeGreaterThan(30_000)
  expect(alarms).toBe(0)
  expect(found.planted).toBeGreaterThan(500)
  expect(found.seen / found.planted).toBeGreaterThan(0.97)
})

it('the numbers are said in Korean and English', () => {
  const [surge] = search([countOf(180, '2026-11-19'), ...thursdays(30, 32, 34, 28, 31)])
  expect(
    explainSurge(surge!, {
      center: { ko: '부산광역시', en: 'Busan' },
      measure: { ko: '재난관련상담건수', en: 'Hazard-related contacts' },
      item: { ko: '산불', en: 'Wildfire' },
    }),
  ).toEqual({
    ko: "부산광역시 2026-11-19(목) 재난관련상담건수 '산불' 180건. 지난 같은 요일 5일의 중앙값 31건, 중앙값 절대편차 1건, 5.8배, 강건 z 17.9.",
    en: 'Busan, Thursday 2026-11-19: 180 hazard-related contacts about Wildfire. The median of 5 days of the same weekday before is 31, their median absolute deviation 1, so it is 5.8 times as many; robust z 17.9.',
  })
})
