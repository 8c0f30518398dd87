import { isPublicHoliday } from '../../schema/domain/centers/holidays.js'
import { addDays, weekday, type Day } from '../../schema/domain/period.js'

/** What a center counted on one day by item; null for a night that never came. */
export type OrdinaryDay = { readonly day: Day; readonly counts: ReadonlyMap<string, number> | null }

/** A generator of numbers from 0 to 1 that gives the same row for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const normalFrom = (next: () => number): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

const BY_WEEKDAY = [0.35, 1.15, 1.05, 1, 1, 1.05, 0.5] as const
const HOLIDAY = 0.4
/** Days differ by more than chance: weather, bills, news. */
const DAY_SPREAD = 0.12
const ITEM_SPREAD = 0.12
const MISSING_NIGHTS = 0.03

/**
 * Ordinary days of a center: each item about its own usual volume (0.2 to 400 a day), by weekday, lower on public holidays, varying by more than chance, a few nights
 * missing, and items that nobody asked about left out now and then.
 */
export function ordinaryDays({
  seed,
  from,
  days,
  items,
}: {
  seed: number
  from: Day
  days: number
  items: readonly string[]
}): readonly OrdinaryDay[] {
  const next = numbersFrom(seed)
  const usual = new Map(items.map(item => [item, 0.2 * 2_000 ** next()]))
  return Array.from({ length: days }, (_, i): OrdinaryDay => {
    const day = addDays(from, i)
    const isMissing = next() < MISSING_NIGHTS
    const level = isPublicHoliday(day) ? HOLIDAY : (BY_WEEKDAY[weekday(day)] ?? 1)
    const ofDay = Math.exp(DAY_SPREAD * normalFrom(next))
    const counts = items.flatMap((item): (readonly [string, number])[] => {
      const mean = (usual.get(item) ?? 0) * level * ofDay * Math.exp(ITEM_SPREAD * normalFrom(next))
      const count = Math.max(0, Math.round(mean + Math.sqrt(mean) * normalFrom(next)))
      return count === 0 && next() < 0.5 ? [] : [[item, count]]
    })
    return { day, counts: isMissing ? null : new Map(counts) }
  })
}
