import Big from 'big.js'
import { toDecimalText } from '../decimal.js'
import type { ExactNumber } from './submission.js'

/** Canonical decimal text of a value: `12`, never `12.0` or `-0`. */
export const textOfNumber = (value: ExactNumber): string => (typeof value === 'number' ? `${value}` : toDecimalText(value))

/** True when both are the same number, however they are kept; null equals null only. */
export const isSameNumber = (a: ExactNumber | null, b: ExactNumber | null): boolean => {
  if (typeof a === 'number' && typeof b === 'number') return a === b
  if (a === null || b === null) return a === b
  return new Big(a).eq(new Big(b))
}

/** Below 0, equal or above, as usual for comparisons. */
export const compareNumbers = (a: ExactNumber, b: ExactNumber): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : new Big(a).cmp(new Big(b))

/** True for whole numbers of any size. */
export const isWhole = (value: ExactNumber): boolean =>
  typeof value === 'number' ? Number.isInteger(value) : value.e >= value.c.length - 1
