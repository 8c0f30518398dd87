import { describe, expect, it } from 'vitest'
import { isPublicHoliday } from '../../../../schema/domain/centers/holidays.js'
import type { Day } from '../../../../schema/domain/period.js'
import type { UnitDimension } from '../../../../schema/domain/statistics/unit.js'
import type { Night } from '../../../../schema/domain/terms/watch/expect-nights.js'
import { findDrift, HISTORY_DAYS, WINDOW_DAYS, type Drift, type RecordFacts } from '../../../../schema/domain/terms/watch/find-drift.js'
import { ordinaryNights } from '../../../support/generated-nights.js'

const KNOWN: RecordFacts = { isUsual: day => !isPublicHoliday(day) }
/** What the watch reads of a record. */
const KEPT = HISTORY_DAYS + WINDOW_DAYS
/** First days of records, so that New Year, Chuseok and the holidays of May and October are all in some of them. */
const STARTS: readonly Day[] = ['2026-01-10', '2026-03-20', '2026-07-01', '2026-05-20', '2025-07-15', '2025-11-10']
const startOf = (at: number): Day => STARTS[at % STARTS.length] ?? ''

/** What is told night by night, from the given night on. */
const watch = (nights: readonly Night[], from: number, facts = KNOWN): readonly (Drift & { readonly night: number })[] =>
  nights.slice(from).flatMap((_, i) => {
    const drift = findDrift(nights.slice(Math.max(0, from + i + 1 - KEPT), from + i + 1), facts)
    return drift === null ? [] : [{ night: from + i, ...drift }]
  })

/** Alarms as the watch counts them: a level told again within two weeks is the same one, a unit within one. */
const alarmsOf = (told: readonly { readonly night: number; readonly drift: Drift['drift'] }[]): number =>
  told.filter(({ night, drift }, at) => night - (told[at - 1]?.night ?? -Infinity) > (drift === 'unit' ? 7 : 14)).length

const change = (nights: readonly Night[], from: number, factor: number): readonly Night[] =>
  nights.map((night, i) => (i >= from ? { ...night, value: night.value * factor } : night))

describe('findDrift', () => {
  it.each<[number, UnitDimension]>([
    [60, 'time'],
    [3_600, 'time'],
    [1 / 60, 'time'],
    [100, 'share'],
    [100, 'count'],
    [1_000, 'count'],
    [10_000, 'count'],
    [1 / 100, 'share'],
    [1 / 1_000, 'count'],
  ])('finds a unit changed by %d on its first night, at ordinary noise, and names it by what is measured: %s', (factor, dimension) => {
    for (let seed = 1; seed <= 60; seed++) {
      const nights = ordinaryNights('2026-06-10', 40, { seed, level: 200_000, deviation: 0.1 + (seed % 3) * 0.05 })
      const flipped = change(nights, 39, factor)
      const drift = findDrift(flipped, { ...KNOWN, dimension })
      expect(drift).toMatchObject({ drift: 'unit', from: flipped[39]?.day })
      expect(drift?.factor).toBeCloseTo(factor, 6)
    }
  })

  it('names the first night of a changed unit where several nights came at once, also where nobody worked on one of them', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const nights = ordinaryNights('2026-06-10', 40, { seed, level: 200_000, deviation: 0.1 })
      const flipped = change(nights, 36, 1 / 60).map((night, i) => (i === 38 && seed % 2 === 0 ? { ...night, value: 0 } : night))
      expect(findDrift(flipped, { ...KNOWN, dimension: 'time' })).toMatchObject({ drift: 'unit', from: flipped[36]?.day })
    }
  })

  it.each([60, 100, 1_000, 3_600, 10_000, 1 / 60, 1 / 100, 1 / 1_000])(
    'finds %d on its first night also where nobody knows what is measured, and names the nearest factor, 60 or 100 nearly always rightly',
    factor => {
      const named = { steady: 0, ordinary: 0 }
      for (let seed = 1; seed <= 60; seed++) {
        for (const [kind, deviation] of [
          ['steady', 0.06],
          ['ordinary', 0.1],
        ] as const) {
          const flipped = change(ordinaryNights('2026-06-10', 40, { seed, level: 200_000, deviation }), 39, factor)
          const drift = findDrift(flipped, KNOWN)
          expect(drift).toMatchObject({ drift: 'unit', from: flipped[39]?.day })
          if (Math.abs(Math.log((drift?.factor ?? 1) / factor)) < 1e-6) named[kind]++
        }
      }
      expect(named.steady).toBe(60)
      expect(named.ordinary).toBeGreaterThanOrEqual(58)
    },
  )

  it('finds a level that moved by two deviations within seven nights, thirteen times in fourteen, and tells it once', () => {
    const streams = 400
    let [found, alarms, watched] = [0, 0, 0]
    for (let seed = 1; seed <= streams; seed++) {
      const deviation = seed % 2 === 0 ? 0.1 : 0.2
      const ordinary = ordinaryNights(startOf(seed), KEPT + 28, { seed: 7_000 + seed, level: 5_000, deviation })
      const nights = change(ordinary, KEPT, Math.exp(2 * deviation * (seed % 3 === 0 ? 1 : -1)))
      if (watch(nights.slice(0, KEPT + WINDOW_DAYS), KEPT).some(({ drift }) => drift === 'level')) found++
      if (seed % 10 !== 0) continue
      watched++
      alarms += alarmsOf(watch(nights, KEPT))
    }
    expect(found / streams).toBeGreaterThan(13 / 14)
    expect(alarms / watched).toBeLessThanOrEqual(1.1)
  })

  it('raises at most one false alarm a month at a center with 60 measures, holidays, weekends, and small counts among them', () => {
    let [alarms, months] = [0, 0]
    for (let center = 1; center <= 8; center++) {
      months++
      for (let measure = 1; measure <= 60; measure++) {
        const level = [3, 20, 150, 2_000, 90_000][measure % 5] ?? 1
        const deviation = 0.1 + (measure % 7) * 0.03
        const nights = ordinaryNights(startOf(center), KEPT + 30, { seed: center * 1_009 + measure, level, deviation })
        alarms += alarmsOf(watch(nights, KEPT))
      }
    }
    expect(alarms / months).toBeLessThanOrEqual(1)
  })

  it('takes a night at four times the volume for no drift, nor two of them', () => {
    const nights = ordinaryNights('2026-06-10', 70, { seed: 7, level: 5_000, deviation: 0.1 })
    expect(watch(change(nights, 68, 4), 60)).toEqual([])
  })

  it('takes Chuseok and a closed center for no drift, and still tells a unit that flips on a holiday', () => {
    const nights = ordinaryNights('2026-06-20', 100, { seed: 11, level: 200_000, deviation: 0.1 })
    const chuseok = nights.findIndex(({ day }) => day === '2026-09-25')
    expect(watch(nights.slice(0, chuseok + 4), chuseok - 3)).toEqual([])
    const closed = nights.map(night => (isPublicHoliday(night.day) ? { ...night, value: chuseok % 2 } : night))
    expect(watch(closed.slice(0, chuseok + 4), chuseok - 3)).toEqual([])
    const flipped = change(nights.slice(0, chuseok + 1), chuseok, 60)
    expect(findDrift(flipped, { ...KNOWN, dimension: 'time' })).toMatchObject({ drift: 'unit', from: '2026-09-25', factor: 60 })
  })

  it('says nothing before two weeks, of no night, of nights that are all equal, or all zero', () => {
    const nights = ordinaryNights('2026-06-10', 14, { seed: 3, level: 1_000, deviation: 0.1 })
    expect(findDrift(change(nights, 13, 60))).toBeNull()
    expect(findDrift([])).toBeNull()
    const long = ordinaryNights('2026-06-10', 70, { seed: 1, level: 1, deviation: 0 })
    for (const value of [0, 12]) expect(findDrift(long.map(({ day }) => ({ day, value })))).toBeNull()
  })

  it('starts its record anew on a day that a person named', () => {
    const nights = ordinaryNights('2026-06-10', 60, { seed: 5, level: 174, deviation: 0.05 }).map((night, i) =>
      i < 30 ? { ...night, value: night.value / 60 } : night,
    )
    expect(findDrift(nights.slice(0, 31))).toMatchObject({ drift: 'unit' })
    expect(findDrift(nights.slice(0, 31), { since: nights[30]?.day ?? null })).toBeNull()
  })
})
