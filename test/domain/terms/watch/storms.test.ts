import { expect, it } from 'vitest'
import { isPublicHoliday } from '../../../../schema/domain/centers/holidays.js'
import type { Day } from '../../../../schema/domain/period.js'
import { findDrifts } from '../../../../schema/domain/terms/watch/common-nights.js'
import type { Night } from '../../../../schema/domain/terms/watch/expect-nights.js'
import { HISTORY_DAYS, WINDOW_DAYS } from '../../../../schema/domain/terms/watch/find-drift.js'
import { ordinaryNights, stormsOf } from '../../../support/generated-nights.js'

const KEPT = HISTORY_DAYS + WINDOW_DAYS
/** A quarter of a year each, so that every season and its holidays are in one of them. */
const STARTS: readonly Day[] = ['2024-10-03', '2025-01-02', '2025-04-03', '2025-07-03']
const QUARTER = 91
const CENTERS = 12
const isUsual = (day: Day): boolean => !isPublicHoliday(day)

/** Sixty measures of a center over some days and what is looked back on: two of three follow its storms, some are a few a night. */
const nightsOf = (center: number, days: number): readonly (readonly Night[])[] => {
  const first = STARTS[center % STARTS.length] ?? ''
  const storms = stormsOf(first, KEPT + days, { seed: center })
  return Array.from({ length: 60 }, (_, measure) => {
    const level = [3, 20, 150, 2_000, 90_000][measure % 5] ?? 1
    const nights = ordinaryNights(first, KEPT + days, { seed: center * 1_009 + measure, level, deviation: 0.1 + (measure % 7) * 0.03 })
    return measure % 3 === 0 ? nights : nights.map(({ day, value }) => ({ day, value: Math.round(value * (storms.get(day) ?? 1)) }))
  })
}

/** Alarms of a center as the watch tells them: a level within two weeks of the last time, a unit within one, is the same. */
const alarmsOf = (records: readonly (readonly Night[])[], days: number): number => {
  const last = records.map(() => -Infinity)
  let alarms = 0
  for (let night = KEPT; night < KEPT + days; night++) {
    const today = records[0]?.[night]?.day ?? ''
    const known = records.map(nights => nights.slice(night + 1 - KEPT, night + 1))
    for (const [at, drift] of findDrifts(
      known.map(nights => ({ nights, facts: { isUsual } })),
      { today, isUsual },
    ).entries()) {
      if (drift === null) continue
      if (night - (last[at] ?? 0) > (drift.drift === 'unit' ? 7 : 14)) alarms++
      last[at] = night
    }
  }
  return alarms
}

it('terminology §5: over the seasons with weekends, holidays and storms, centers of 60 measures are told at most one false alarm a month each', () => {
  const alarms = Array.from({ length: CENTERS }, (_, center) => alarmsOf(nightsOf(center, QUARTER), QUARTER))
  const months = (CENTERS * QUARTER) / 30.4
  expect(alarms.reduce((sum, one) => sum + one, 0) / months).toBeLessThanOrEqual(1)
}, 120_000)

it('a storm of three nights is told of no measure, one measure that moves in it is told, and so is a center that stays higher', () => {
  const days = 10
  const calm = Array.from({ length: 30 }, (_, measure) =>
    ordinaryNights('2025-01-02', KEPT + days, { seed: 500 + measure, level: 3_000, deviation: 0.1 }),
  )
  const times = (nights: readonly Night[], from: number, to: number, factor: number): readonly Night[] =>
    nights.map((night, at) => (at >= from && at < to ? { ...night, value: Math.round(night.value * factor) } : night))
  const stormy = calm.map(nights => times(nights, KEPT + 1, KEPT + 4, 2.5))
  expect(alarmsOf(stormy, days)).toBeLessThanOrEqual(1)
  const moved = stormy.map((nights, at) => (at === 0 ? times(nights, KEPT + 1, KEPT + days, 1.4) : nights))
  expect(alarmsOf(moved, days) - alarmsOf(stormy, days)).toBe(1)
  const higher = calm.map(nights => times(nights, KEPT + 1, KEPT + days, 1.4))
  expect(alarmsOf(higher, days)).toBeGreaterThanOrEqual(28)
})
