import { addDays, dayNumber, type Day } from '../../period.js'

/** What a word, or a measure of a center, came to on one night. Evidence, never a figure, hence a double. */
export type Night = { readonly day: Day; readonly value: number }

/**
 * What is odd about the last night. `unit`: it lies at one of the factors between units from what was to be expected, the factor is told as the new
 * value over the old. `level`: the last nights lie higher or lower together; `from` is the first of them, `factor` their typical ratio to what was to be
 * expected.
 */
export type Drift = { readonly drift: 'unit' | 'level'; readonly from: Day; readonly factor: number }

/** Factors between spellings of one unit: seconds and minutes, minutes and hours, shares and percent, permille, and counts in thousands and tens of thousands. */
const UNIT_FACTORS = [60, 100, 1_000, 3_600, 10_000]
/** How far from the factor a flip may lie, as a ratio, where nights are steady; unsteady ones are given three of their deviations. */
const NEAR = Math.log(1.35)
/** Nights looked back for what is to be expected: eight weeks, as for outliers. */
const HISTORY_DAYS = 56
/** With fewer nights nobody knows what is usual. */
const FEWEST_NIGHTS = 14
/** Same weekdays before the weekday's own median is trusted over that of all nights. */
const FEWEST_WEEKDAYS = 3
/** Nights in which a shift has to show. */
const WINDOW_DAYS = 7
/** Nights do not vary by less than a twentieth; without a floor a row of equal values would make every change a drift. */
const LEAST_DEVIATION = 0.05
/** A shift has to last for that many nights, so that a storm of two days is none. */
const FEWEST_SHIFTED = 4
/** No night counts for more than three deviations. */
const MOST_OF_A_NIGHT = 3
/** Deviations of the mean of the nights since the shift: simulated in the test, less gives false alarms and more is late. */
const LIMIT = 3.7

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

/**
 * Whole numbers are taken for counts: half is added so that a night of none has a logarithm, and they are not expected to be steadier than
 * chance (Poisson), or 1 call instead of 2 would be a shift. Other values have neither.
 */
type Scale = { readonly added: number; readonly chanceAt: (expected: number) => number }
const COUNTS: Scale = { added: 0.5, chanceAt: expected => 1 / Math.sqrt(Math.exp(expected)) }
const OTHERS: Scale = { added: 0, chanceAt: () => 0 }

type Expectation = {
  /** What the night was to be, as a logarithm. */
  readonly of: (day: Day) => number
  /** How far the night is from it. */
  readonly residualOf: (night: Night) => number
  /** What the nights usually differ by. */
  readonly deviation: number
  /** The same for one day, chance included. */
  readonly deviationOn: (day: Day) => number
}

/** From the nights before: the median of the weekday, or of all. */
const expectFrom = (history: readonly Night[], { added, chanceAt }: Scale): Expectation | null => {
  if (history.length < FEWEST_NIGHTS) return null
  const logOf = ({ value }: Night): number => Math.log(value + added)
  const all = medianOf(history.map(logOf))
  const ofWeekday = Array.from({ length: 7 }, (_, weekday) => {
    const same = history.filter(({ day }) => dayNumber(day) % 7 === weekday)
    return same.length < FEWEST_WEEKDAYS ? all : medianOf(same.map(logOf))
  })
  const of = (day: Day): number => ofWeekday[dayNumber(day) % 7] ?? all
  const residualOf = (night: Night): number => logOf(night) - of(night.day)
  const deviation = Math.max(deviationOf(history.map(residualOf)), LEAST_DEVIATION)
  return { of, residualOf, deviation, deviationOn: day => Math.max(deviation, chanceAt(of(day))) }
}

/**
 * The root mean square with what is far out cut to where the median absolute deviation says that far out begins: steadier than the latter alone and as
 * little moved by a storm. Residuals about medians of their own are too small, and the next night also differs by the error of the median.
 */
const deviationOf = (residuals: readonly number[]): number => {
  const farOut = 2.5 * 1.4826 * medianOf(residuals.map(Math.abs))
  const squares = residuals.map(one => Math.min(Math.abs(one), farOut) ** 2)
  return 1.2 * Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / squares.length)
}

const flipOf = (last: Night, { residualOf, deviation }: Expectation): Drift | null => {
  const ratio = residualOf(last)
  const near = Math.min(Math.max(NEAR, 3 * deviation), Math.log(2))
  const distanceTo = (factor: number): number => Math.abs(Math.abs(ratio) - Math.log(factor))
  const [factor = 1] = UNIT_FACTORS.toSorted((a, b) => distanceTo(a) - distanceTo(b))
  if (distanceTo(factor) > near || Math.abs(ratio) < 5 * deviation) return null
  return { drift: 'unit', from: last.day, factor: ratio > 0 ? factor : 1 / factor }
}

/** How many of the last nights lie together on one side by more than the limit: those that say so most clearly; 0 where there are none. */
const nightsShifted = (deviations: readonly number[]): number => {
  let [best, shifted, sum] = [LIMIT, 0, 0]
  for (let count = 1; count <= deviations.length; count++) {
    sum += Math.max(-MOST_OF_A_NIGHT, Math.min(MOST_OF_A_NIGHT, deviations[deviations.length - count] ?? 0))
    const clarity = Math.abs(sum) / Math.sqrt(count)
    if (count >= FEWEST_SHIFTED && clarity > best) [best, shifted] = [clarity, count]
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
 * What is odd about the last of the nights, or null; asked every night, it tells a lasting change for about a week. Nights before `since` say nothing about what is
 * usual: the change of a unit that a person confirmed starts the record anew. In any order; a day without a night is no night. A unit
 * error shows on its first night, a lasting shift of two deviations within seven; fewer than fourteen nights before say nothing.
 * Source: terminology.md §5 (drift).
 */
export const findDrift = (nights: readonly Night[], since: Day | null = null): Drift | null => {
  const known = nights.filter(({ day, value }) => (since === null || day >= since) && value >= 0)
  const scale = known.every(({ value }) => Number.isInteger(value)) ? COUNTS : OTHERS
  const sorted = known.filter(({ value }) => value + scale.added > 0).toSorted((a, b) => (a.day < b.day ? -1 : 1))
  const last = sorted.at(-1)
  if (last === undefined) return null
  const before = sorted.filter(({ day }) => day < last.day && day >= addDays(last.day, -HISTORY_DAYS))
  const yesterday = expectFrom(before, scale)
  const flip = yesterday === null ? null : flipOf(last, yesterday)
  if (flip !== null) return flip
  const opensOn = addDays(last.day, 1 - WINDOW_DAYS)
  const usual = expectFrom(
    before.filter(({ day }) => day < opensOn),
    scale,
  )
  return usual === null
    ? null
    : shiftOf(
        sorted.filter(({ day }) => day >= opensOn),
        usual,
      )
}
