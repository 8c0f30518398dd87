import { weekday, type Day } from '../../period.js'

/** What a word, or a measure of a center, came to on one night. Evidence, never a figure, hence a double. */
export type Night = { readonly day: Day; readonly value: number }

/**
 * Whole numbers are taken for counts: half is added so that a night of none has a logarithm, and they are not expected to be steadier than
 * chance (Poisson), or 1 call instead of 2 would be a shift. Other values have neither.
 */
export type Scale = { readonly added: number; readonly chanceAt: (expected: number) => number }
const COUNTS: Scale = { added: 0.5, chanceAt: expected => 1 / Math.sqrt(Math.exp(expected)) }
const OTHERS: Scale = { added: 0, chanceAt: () => 0 }

/** How the nights of a record are read. */
export const scaleOf = (nights: readonly Night[]): Scale => (nights.every(({ value }) => Number.isInteger(value)) ? COUNTS : OTHERS)

/** What nights are held against, as logarithms. */
export type Expectation = {
  readonly of: (day: Day) => number
  /** How far the night is from what was to be expected. */
  readonly residualOf: (night: Night) => number
  /** What a night of that day usually differs by: the spread of all nights pooled, the error of the expectation itself, and chance. */
  readonly deviationOn: (day: Day) => number
  /** The least that any day of the week is expected to come to. */
  readonly quietest: number
}

/** With fewer nights nobody knows what is usual. */
const FEWEST_NIGHTS = 14
/** Nights of one kind before they are trusted over a wider kind. */
const FEWEST_OF_A_KIND = 3
/** Nights do not vary by less than a twentieth; without a floor a row of equal values would make every change a drift. */
const LEAST_DEVIATION = 0.05
/** What is cut off where far out begins is missing from the spread of what is not. */
const CUT = 0.98
/** The typical value below is nearly as sure as a mean. */
const SURENESS = 1.05

export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

/**
 * The median of the means of all pairs (Hodges and Lehmann 1963): a storm in every fourth week does not move it, and among ordinary nights it needs a third
 * fewer of them than the median does.
 */
const typicalOf = (values: readonly number[]): number => {
  const pairs: number[] = []
  for (const [i, one] of values.entries()) for (let j = i; j < values.length; j++) pairs.push((one + (values[j] ?? one)) / 2)
  return medianOf(pairs)
}

type Kind = { readonly typical: number; readonly nights: number }

const NOTHING: Kind = { typical: 0, nights: 1 }

const isWeekend = (place: number): boolean => place === 0 || place === 6

/**
 * What the nights of a record come to by the week: each day of the week by its own nights, with too few of those by working days or weekends, with too few
 * of those by all. Null where there are too few nights at all. Source: terminology.md §5 (drift).
 */
export const expectFrom = (history: readonly Night[], { added, chanceAt }: Scale): Expectation | null => {
  if (history.length < FEWEST_NIGHTS) return null
  const logOf = ({ value }: Night): number => Math.log(value + added)
  const logs = history.map(night => ({ log: logOf(night), place: weekday(night.day) }))
  const kindOf = (belongs: (place: number) => boolean): Kind | null => {
    const own = logs.filter(({ place }) => belongs(place)).map(({ log }) => log)
    return own.length < FEWEST_OF_A_KIND ? null : { typical: typicalOf(own), nights: own.length }
  }
  // The wider kinds are many nights, and asked for in the first weeks alone.
  const wider = new Map<boolean, Kind>()
  const widerOf = (isQuiet: boolean): Kind => {
    const found = wider.get(isQuiet) ?? kindOf(place => isWeekend(place) === isQuiet) ?? kindOf(() => true) ?? NOTHING
    wider.set(isQuiet, found)
    return found
  }
  const week = Array.from({ length: 7 }, (_, at): Kind => kindOf(place => place === at) ?? widerOf(isWeekend(at)))
  const kindOn = (day: Day): Kind => week[weekday(day)] ?? NOTHING
  const residualOf = (night: Night): number => logOf(night) - kindOn(night.day).typical
  const spread = spreadOf(history.map(residualOf), new Set(week).size)
  return {
    of: day => kindOn(day).typical,
    residualOf,
    deviationOn: day => {
      const { typical, nights } = kindOn(day)
      return Math.hypot(Math.max(spread, LEAST_DEVIATION, chanceAt(typical)), spread * Math.sqrt(SURENESS / nights))
    },
    quietest: Math.min(...week.map(({ typical }) => typical)),
  }
}

/**
 * The root mean square of the residuals of all kinds together, with what is far out cut to where the median absolute deviation says that far out begins: steadier
 * than the latter alone and as little moved by a storm. Each kind has used one of the nights up for its own typical value.
 */
const spreadOf = (residuals: readonly number[], kinds: number): number => {
  const farOut = 2.5 * 1.4826 * medianOf(residuals.map(Math.abs))
  const squares = residuals.reduce((sum, one) => sum + Math.min(Math.abs(one), farOut) ** 2, 0)
  return Math.sqrt(squares / Math.max(1, residuals.length - kinds)) / CUT
}
