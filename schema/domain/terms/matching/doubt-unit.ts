import type { UnitDimension } from '../../statistics/unit.js'
import type { ValueRange } from '../lexicon-row.js'
import { isTypical } from './judge-values.js'
import type { ValueProfile } from './read-values.js'

/** By what values are off where somebody names the wrong unit of a kind: seconds, minutes and hours; shares of one and of a hundred; thousands of things. */
const SLIPS: Readonly<Partial<Record<UnitDimension, readonly number[]>>> = {
  time: [60, 1 / 60, 3600, 1 / 3600],
  share: [100, 1 / 100],
}
const SLIPS_OF_MULTIPLES: readonly number[] = [1 / 1_000, 1 / 10_000]

export type UnitQuestion = {
  readonly values: ValueProfile | null
  /** What the median night of a center of that size may be. */
  readonly range: ValueRange | undefined
  readonly factor: number
  readonly dimension: UnitDimension | null
}

/** The smallest figure that a range without a lower end is reckoned from. */
const LEAST = 1e-4

/** How many times the median night is larger or smaller than the middle of what it may be, as a logarithm. */
const distance = ({ values, range, factor }: UnitQuestion): number => {
  const [low, high] = [Math.max(range?.low ?? 0, LEAST), Math.max(range?.high ?? 0, LEAST)]
  return Math.abs(Math.log((values?.median ?? 0) * factor) - Math.log(low * high) / 2)
}

/** True where the values would fit the standard at least as well in another usual unit: the label cannot tell which of them is meant. */
export const fitsOtherUnit = (question: UnitQuestion): boolean => {
  const { values, range, factor, dimension } = question
  if (values === null || range === undefined || dimension === null || values.median <= 0 || range.high <= 0) return false
  const slips = dimension === 'count' && factor !== 1 ? SLIPS_OF_MULTIPLES : (SLIPS[dimension] ?? [])
  return slips.some(
    slip => isTypical(values, range, factor * slip) && distance({ ...question, factor: factor * slip }) <= distance(question),
  )
}
