import { isPublicHoliday } from '../../schema/domain/centers/holidays.js'
import { addDays, weekday, type Day } from '../../schema/domain/period.js'
import type { Night } from '../../schema/domain/terms/watch/expect-nights.js'

/** A stream of numbers that is the same on every run (mulberry32). */
const createRandom = (seed: number) => {
  let state = seed * 0x9e3779b1
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  for (let warm = 0; warm < 20; warm++) next()
  return { next, normal: () => Math.sqrt(-2 * Math.log(next() + 1e-12)) * Math.cos(2 * Math.PI * next()) }
}

/** Busy Mondays, quiet weekends, a third of the calls on holidays. */
const usually = (day: Day): number =>
  (weekday(day) === 0 || weekday(day) === 6 ? 0.4 : weekday(day) === 1 ? 1.2 : 1) * (isPublicHoliday(day) ? 0.35 : 1)

/** Ordinary nights of a center; `deviation` is that of the logarithm from night to night, beside the week. */
export const ordinaryNights = (
  first: Day,
  count: number,
  { seed, level, deviation }: { readonly seed: number; readonly level: number; readonly deviation: number },
): readonly Night[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, at) => {
    const day = addDays(first, at)
    return { day, value: Math.round(level * usually(day) * Math.exp(deviation * random.normal())) }
  })
}

/** Five storms a year of one to three nights, with the factor by which calls come on each: from half as many again to four times as many. */
export const stormsOf = (first: Day, count: number, { seed }: { readonly seed: number }): ReadonlyMap<Day, number> => {
  const random = createRandom(seed * 77)
  const storms = new Map<Day, number>()
  for (let storm = 0; storm < Math.round((5 * count) / 365); storm++) {
    const begins = Math.floor(random.next() * count)
    const [nights, factor] = [1 + Math.floor(random.next() * 3), 1.5 + 2.5 * random.next()]
    for (let night = 0; night < nights; night++) storms.set(addDays(first, begins + night), factor)
  }
  return storms
}
