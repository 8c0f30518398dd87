import { describe, expect, it } from 'vitest'
import { addDays, dayNumber } from '../../../../schema/domain/period.js'
import { findDrift, type Night } from '../../../../schema/domain/terms/watch/find-drift.js'

/** A stream of numbers that is the same on every run (mulberry32). */
const createRandom = (seed: number) => {
  let state = seed * 0x9e3779b1
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, normal: () => Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next()) }
}

/** Nights of a center with quiet weekends; `deviation` is that of the logarithm from night to night. */
const nightsOf = (count: number, { seed, level, deviation }: { seed: number; level: number; deviation: number }): Night[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const day = addDays('2026-06-01', i)
    const weekend = [2, 3].includes(dayNumber(day) % 7) ? 0.4 : 1
    return { day, value: Math.round(level * weekend * Math.exp(deviation * random.normal())) }
  })
}

/** What is told night by night, from the given night on. */
const watch = (nights: readonly Night[], from: number) =>
  nights.slice(from).flatMap((_, i) => {
    const drift = findDrift(nights.slice(0, from + i + 1))
    return drift === null ? [] : [{ night: from + i, ...drift }]
  })

describe('findDrift', () => {
  it.each([60, 100, 1_000, 3_600, 10_000, 1 / 60, 1 / 100, 1 / 1_000])('finds a unit changed by %d on its first night', factor => {
    for (let seed = 1; seed <= 60; seed++) {
      const nights = nightsOf(40, { seed, level: 200_000, deviation: 0.06 })
      const flipped = nights.map((night, i) => (i === 39 ? { ...night, value: night.value * factor } : night))
      const drift = findDrift(flipped)
      expect(drift).toMatchObject({ drift: 'unit', from: flipped[39]?.day })
      expect(drift?.factor).toBeCloseTo(factor, 6)
    }
  })

  it('finds a level that moved by two deviations within seven nights, six times in seven', () => {
    const streams = 400
    let found = 0
    for (let seed = 1; seed <= streams; seed++) {
      const nights = nightsOf(70, { seed, level: 5_000, deviation: 0.1 }).map((night, i) =>
        i >= 63 ? { ...night, value: night.value * Math.exp(0.2 * (seed % 2 === 0 ? 1 : -1)) } : night,
      )
      const told = watch(nights, 63)
      if (told.some(({ drift }) => drift === 'level')) found++
    }
    expect(found / streams).toBeGreaterThan(0.85)
  })

  it('tells at most one false alarm a month of a center with 45 measures, small ones among them', () => {
    let [alarms, months] = [0, 0]
    for (let center = 1; center <= 12; center++) {
      months++
      for (let measure = 1; measure <= 45; measure++) {
        const level = [3, 20, 150, 2_000, 90_000][measure % 5] ?? 1
        const nights = nightsOf(93, { seed: center * 1_000 + measure, level, deviation: 0.08 + (measure % 7) * 0.03 })
        if (watch(nights, 63).length > 0) alarms++
      }
    }
    expect(alarms / months).toBeLessThanOrEqual(1)
  })

  it('takes a night at four times the volume for no drift, nor two of them', () => {
    const nights = nightsOf(70, { seed: 7, level: 5_000, deviation: 0.1 })
    const typhoon = nights.map((night, i) => (i >= 68 ? { ...night, value: night.value * 4 } : night))
    expect(watch(typhoon, 60)).toEqual([])
  })

  it('says nothing before two weeks, of no night, of nights that are all equal, or all zero', () => {
    const nights = nightsOf(14, { seed: 3, level: 1_000, deviation: 0.1 })
    expect(findDrift(nights.map((night, i) => (i === 13 ? { ...night, value: night.value * 60 } : night)))).toBeNull()
    expect(findDrift([])).toBeNull()
    for (const value of [0, 12])
      expect(findDrift(nightsOf(70, { seed: 1, level: 1, deviation: 0 }).map(({ day }) => ({ day, value })))).toBeNull()
  })

  it('starts its record anew on a day that a person named', () => {
    const nights = nightsOf(60, { seed: 5, level: 174, deviation: 0.05 }).map((night, i) =>
      i < 30 ? { ...night, value: night.value / 60 } : night,
    )
    expect(findDrift(nights.slice(0, 31))).toMatchObject({ drift: 'unit' })
    expect(findDrift(nights.slice(0, 31), nights[30]?.day)).toBeNull()
  })
})
