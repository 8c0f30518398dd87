import Big from 'big.js'
import { divideRationals, rationalOf, toDecimalText, toRational, roundRational, WIRE_SCALE, type Rational } from '../decimal.js'

/** A value as it is summed: whole numbers that a double carries exactly stay numbers, because most counts are and a year of them is summed per question. */
export type Amount = number | Big

/** The amount written in decimal text. */
export const parseAmount = (text: string): Amount => {
  const value = text.length <= 15 ? Number(text) : NaN
  return Number.isSafeInteger(value) ? value : new Big(text)
}

export const addAmounts = (a: Amount, b: Amount): Amount => {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  return new Big(a).plus(b)
}

export const subtractAmounts = (a: Amount, b: Amount): Amount => addAmounts(a, typeof b === 'number' ? -b : b.neg())

export const isSameAmount = (a: Amount, b: Amount): boolean => (typeof a === 'number' && typeof b === 'number' ? a === b : new Big(a).eq(b))

export const isAbove = (a: Amount, b: Amount): boolean => (typeof a === 'number' && typeof b === 'number' ? a > b : new Big(a).gt(b))

export const textOfAmount = (amount: Amount): string => (typeof amount === 'number' ? `${amount}` : toDecimalText(amount))

export const toFraction = (amount: Amount): Rational =>
  typeof amount === 'number' ? { numerator: BigInt(amount), denominator: 1n } : rationalOf(amount)

/** The exact mean; a mean over no days is our fault and thrown. */
export const toMean = (sum: Amount, count: number): Rational =>
  divideRationals(toFraction(sum), { numerator: BigInt(count), denominator: 1n })

export const addFractions = (a: Rational, b: Rational): Rational =>
  a.denominator === 1n && b.denominator === 1n
    ? { numerator: a.numerator + b.numerator, denominator: 1n }
    : toRational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

export const subtractFractions = (a: Rational, b: Rational): Rational => addFractions(a, { ...b, numerator: -b.numerator })

/** `part` in percent of the size of `whole`; null of nothing. */
export const percentOf = (part: Rational, whole: Rational): Rational | null =>
  whole.numerator === 0n
    ? null
    : toRational(part.numerator * whole.denominator * 100n, part.denominator * (whole.numerator < 0n ? -whole.numerator : whole.numerator))

/** The fraction as it goes out: at most six decimals, half to even, no trailing zeros (S18). */
export const fractionToWire = (fraction: Rational): string =>
  fraction.denominator === 1n ? `${fraction.numerator}` : toDecimalText(new Big(roundRational(fraction, WIRE_SCALE)))
