import Big from 'big.js'
import { toDecimalText } from '../decimal.js'
import { compareNumbers } from '../submissions/exact-number.js'
import type { ExactNumber } from '../submissions/submission.js'

/** What values of one word looked like: evidence for what it may mean, never a figure. Decimal texts, in the unit the values came in. */
export type ValueProfile = {
  readonly valuesSeen: number
  readonly least: string
  readonly p5: string
  readonly median: string
  readonly p95: string
  readonly greatest: string
  readonly zeroShare: string
  readonly integerShare: string
  readonly withinOneShare: string
  readonly withinHundredShare: string
}

const SHARE_DECIMALS = 6

/** The profile of at least one value; a percentile is the value of that rank (the nearest, from below). */
export const profileValues = (values: readonly ExactNumber[]): ValueProfile => {
  const sorted = values.toSorted(compareNumbers)
  const at = (share: number): string => toDecimalText(new Big(sorted[Math.floor((sorted.length - 1) * share)] ?? 0))
  const shareOf = (holds: (value: ExactNumber) => boolean): string =>
    toDecimalText(new Big((sorted.filter(holds).length / sorted.length).toFixed(SHARE_DECIMALS)))
  const isWithin = (value: ExactNumber, most: number): boolean => compareNumbers(value, 0) >= 0 && compareNumbers(value, most) <= 0
  return {
    valuesSeen: sorted.length,
    least: at(0),
    p5: at(0.05),
    median: at(0.5),
    p95: at(0.95),
    greatest: at(1),
    zeroShare: shareOf(value => compareNumbers(value, 0) === 0),
    integerShare: shareOf(value => typeof value === 'number' || value.round(0, 0).eq(value)),
    withinOneShare: shareOf(value => isWithin(value, 1)),
    withinHundredShare: shareOf(value => isWithin(value, 100)),
  }
}
