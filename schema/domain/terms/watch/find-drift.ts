import { addDays, type Day } from '../../period.js'
import type { UnitDimension } from '../../statistics/unit.js'
import { expectFrom, medianOf, scaleOf, type Expectation, type Night } from './expect-nights.js'

/**
 * What is odd about the last night. `unit`: it lies at one of the factors between units from what was to be expected, the factor is told as the new
 * value over the old, and `from` is the first of the nights together with it that do. `level`: the last nights lie higher or lower together; `from` is the first of them, `factor` their typical ratio to what was to be
 * expected.
 */
export type Drift = { readonly drift: 'unit' | 'level'; readonly from: Day; readonly factor: number }

/** What is known of a record besides its nights. */
export type RecordFacts = {
  /** Nights before it say nothing about what is usual: the change of a unit that a person confirmed starts the record anew. */
  readonly since?: Day | null
  /** What the values measure, which says between which units they may have changed; null or left out where nobody knows. */
  readonly dimension?: UnitDimension | null
  /** Holidays and days with hours of their own: they are no evidence for a level, and tell a unit by the quietest day of the week. */
  readonly isUsual?: (day: Day) => boolean
}

/** Factors between spellings of one unit: seconds, minutes, hours; shares, percent, permille; things in hundreds, thousands, tens of thousands. */
const FACTORS: Readonly<Partial<Record<UnitDimension, readonly number[]>>> = {
  time: [60, 1_000, 3_600],
  share: [100, 1_000],
  count: [100, 1_000, 10_000],
  money: [1_000, 10_000, 1_000_000],
  persons: [100, 1_000],
}
const ANY_FACTOR = [60, 100, 1_000, 3_600, 10_000]
/** How far from the factor a flip may lie, as a ratio, where nights are steady; unsteady ones are given so many of their deviations, to a limit. */
const [NEAR, NEAR_IN_DEVIATIONS, NEAR_AT_MOST] = [Math.log(1.35), 3.5, Math.log(2.5)]
/** A flip is far outside of what nights differ by. */
const FAR = 5
/** So little on a holiday says that nobody was there, and nothing of a unit. */
const FEW = 10
/** Nights looked back for what is to be expected: twelve weeks. */
export const HISTORY_DAYS = 84
/** Nights in which a shift has to show. */
export const WINDOW_DAYS = 7
/** A shift has to last for that many nights, so that a storm of two days is none. */
export const FEWEST_SHIFTED = 4
/** No night counts for more than three deviations. */
const MOST_OF_A_NIGHT = 3
/**
 * Deviations of the mean of the nights since the shift: simulated in the test, less gives false alarms and more is late. Every night is asked about several
 * lengths of time, so what is told before the window is full has to be clearer.
 */
const LIMIT = 3.35
const LIMIT_SOONER = 3.8

/** The factor that the night lies at: of those between units of what is measured before others, the nearest within reach. */
const factorNear = (ratio: number, near: number, dimension: UnitDimension | null): number | null => {
  const nearest = (factors: readonly number[]): number | null => {
    const distanceTo = (factor: number): number => Math.abs(Math.abs(ratio) - Math.log(factor))
    const [first] = factors.toSorted((a, b) => distanceTo(a) - distanceTo(b))
    return first === undefined || distanceTo(first) > near ? null : first
  }
  return nearest((dimension === null ? undefined : FACTORS[dimension]) ?? []) ?? nearest(ANY_FACTOR)
}

/** How far the night is from what was to be expected, a holiday from the quietest day too, where that is far; and how near to a factor it has to lie. */
const ratiosOf = (night: Night, expected: Expectation, { isUsual = () => true }: RecordFacts) => {
  const deviation = expected.deviationOn(night.day)
  const own = expected.residualOf(night)
  const asQuiet = own + expected.of(night.day) - expected.quietest
  const isNobody = (ratio: number): boolean => !isUsual(night.day) && ratio < 0 && night.value < FEW
  return {
    near: Math.min(Math.max(NEAR, NEAR_IN_DEVIATIONS * deviation), NEAR_AT_MOST),
    ratios: (isUsual(night.day) ? [own] : [own, asQuiet]).filter(ratio => !isNobody(ratio) && Math.abs(ratio) >= FAR * deviation),
  }
}

/** Whether the last night came in another unit. A night of nothing has none. */
const flipOf = (last: Night, expected: Expectation, facts: RecordFacts): Drift | null => {
  if (last.value === 0) return null
  const { near, ratios } = ratiosOf(last, expected, facts)
  for (const ratio of ratios) {
    const factor = factorNear(ratio, near, facts.dimension ?? null)
    if (factor === null) continue
    return { drift: 'unit', from: last.day, factor: ratio > 0 ? factor : 1 / factor }
  }
  return null
}

/**
 * The first of the last nights that all lie at that factor, or as near to it as any flip may be: those of a weekend come at once. A night of nothing has no unit, and is
 * passed over.
 */
const beginOf = ({ factor, from }: Drift, window: readonly Night[], ratiosOn: (night: Night) => readonly number[]): Day => {
  let first = from
  for (const night of window.filter(({ value }) => value !== 0).toReversed()) {
    if (!ratiosOn(night).some(ratio => Math.abs(ratio - Math.log(factor)) <= NEAR_AT_MOST)) break
    first = night.day
  }
  return first
}

/** How many of the last nights lie together on one side by more than the limit: those that say so most clearly; 0 where there are none. */
const nightsShifted = (deviations: readonly number[]): number => {
  let [best, shifted, sum] = [0, 0, 0]
  for (let count = 1; count <= deviations.length; count++) {
    sum += Math.max(-MOST_OF_A_NIGHT, Math.min(MOST_OF_A_NIGHT, deviations[deviations.length - count] ?? 0))
    const clarity = Math.abs(sum) / Math.sqrt(count)
    const limit = count < deviations.length ? LIMIT_SOONER : LIMIT
    if (count >= FEWEST_SHIFTED && clarity > limit && clarity > best) [best, shifted] = [clarity, count]
  }
  return shifted
}

const shiftOf = (window: readonly Night[], { residualOf, deviationOn }: Expectation): Drift | null => {
  const shifted = nightsShifted(window.map(night => residualOf(night) / deviationOn(night.day)))
  const first = window[window.length - shifted]
  if (shifted === 0 || first === undefined) return null
  return { drift: 'level', from: first.day, factor: Math.exp(medianOf(window.slice(-shifted).map(residualOf))) }
}

/**
 * What is odd about the last of the nights, or null; asked every night, it tells a lasting change as long as the nights before it are what is usual. In any order; a
 * day without a night is no night. A unit error shows on its first night, a lasting shift of two deviations within seven; fewer than fourteen
 * nights before say nothing. Source: terminology.md §5 (drift).
 */
export const findDrift = (nights: readonly Night[], facts: RecordFacts = {}): Drift | null => {
  const { since = null, isUsual = () => true } = facts
  const known = nights.filter(({ day, value }) => (since === null || day >= since) && value >= 0)
  const scale = scaleOf(known)
  const sorted = known.filter(({ value }) => value + scale.added > 0).toSorted((a, b) => (a.day < b.day ? -1 : 1))
  const last = sorted.at(-1)
  if (last === undefined) return null
  const before = sorted.filter(({ day }) => day < last.day && day >= addDays(last.day, -HISTORY_DAYS) && isUsual(day))
  const opensOn = addDays(last.day, 1 - WINDOW_DAYS)
  const usual = expectFrom(
    before.filter(({ day }) => day < opensOn),
    scale,
  )
  // A young record tells a unit by all of its nights.
  const expected = usual ?? expectFrom(before, scale)
  const window = sorted.filter(({ day }) => day >= opensOn)
  const flip = expected === null ? null : flipOf(last, expected, facts)
  if (flip !== null && expected !== null) return { ...flip, from: beginOf(flip, window, night => ratiosOf(night, expected, facts).ratios) }
  if (usual === null) return null
  return shiftOf(
    window.filter(({ day }) => isUsual(day)),
    usual,
  )
}
