import Big from 'big.js'

/** Decimals of a rounded measure, part or conversion on the wire (S5, S18). */
export const WIRE_SCALE = 6

export const ZERO: Big = new Big('0')

const PLAIN_DECIMAL = /^-?\d+(?:\.\d+)?$/

/** The number written in plain decimal text (`-12.50`); null for anything else: exponents, signs `+`, separators, blanks, bare dots (S6). */
export const parseDecimal = (text: string): Big | null => (PLAIN_DECIMAL.test(text) ? new Big(text) : null)

/** Canonical text: no exponent, no trailing zeros after the point, never `-0`. Equal numbers have equal text (S6). */
export const toDecimalText = (value: Big): string => (value.eq(ZERO) ? '0' : value.toFixed())

/** A fraction of whole numbers in lowest terms; the denominator is above 0. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint }

/** The greatest whole number that divides both; 0 only for 0 and 0. */
export const greatestCommonDivisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** The fraction in lowest terms. A denominator of 0 is our fault, never a member's, and is thrown. */
export const toRational = (numerator: bigint, denominator: bigint): Rational => {
  if (denominator === 0n) throw new RangeError('A fraction has no value over 0.')
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

/** Digits of the number without its point, and how many places the point stands to the right of the last digit. */
const unitsOf = (value: Big): { readonly units: bigint; readonly shift: number } => ({
  units: BigInt(value.c.join('')) * BigInt(value.s),
  shift: value.e - value.c.length + 1,
})

/** The decimal as a fraction, without loss. */
export const rationalOf = (value: Big): Rational => {
  const { units, shift } = unitsOf(value)
  return shift >= 0 ? { numerator: units * 10n ** BigInt(shift), denominator: 1n } : toRational(units, 10n ** BigInt(-shift))
}

/** The fraction written as `60`, `0.5` or `1/100`; null for anything else, a divisor of 0 included. */
export const parseRational = (text: string): Rational | null => {
  const [first = '', second = '1', ...rest] = text.split('/')
  const numerator = parseDecimal(first.trim())
  const denominator = parseDecimal(second.trim())
  if (rest.length > 0 || numerator === null || denominator === null || denominator.eq(ZERO)) return null
  return divideRationals(rationalOf(numerator), rationalOf(denominator))
}

export const multiplyRationals = (a: Rational, b: Rational): Rational =>
  toRational(a.numerator * b.numerator, a.denominator * b.denominator)

/** The quotient in lowest terms; a divisor of 0 is thrown. */
export const divideRationals = (a: Rational, b: Rational): Rational => toRational(a.numerator * b.denominator, a.denominator * b.numerator)

/** The nearest whole number, ties to the even one; the denominator is above 0. */
const divideWholeHalfEven = (numerator: bigint, denominator: bigint): bigint => {
  const size = numerator < 0n ? -numerator : numerator
  const quotient = size / denominator
  const twiceRest = (size % denominator) * 2n
  const isUp = twiceRest > denominator || (twiceRest === denominator && quotient % 2n === 1n)
  const rounded = isUp ? quotient + 1n : quotient
  return numerator < 0n ? -rounded : rounded
}

const placePoint = (units: bigint, scale: number): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const sign = units < 0n ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The fraction rounded once, half to even, with exactly `scale` decimals (`96.00`), never `-0` (S18). */
export const roundRational = ({ numerator, denominator }: Rational, scale: number): string =>
  placePoint(divideWholeHalfEven(numerator * 10n ** BigInt(scale), denominator), scale)

/** The number rounded half to even, with exactly `scale` decimals (S18). */
export const roundHalfEven = (value: Big, scale: number): string => roundRational(rationalOf(value), scale)

/** The number as it goes out: canonical text with at most 6 decimals, half to even (S18). */
export const toWire = (value: Big): string => toDecimalText(new Big(roundHalfEven(value, WIRE_SCALE)))

/** Decimals the fraction needs in full, or null where no finite decimal exists (a third). */
const finiteScale = ({ denominator }: Rational): number | null => {
  let [rest, twos, fives] = [denominator, 0, 0]
  for (; rest % 2n === 0n; rest /= 2n) twos++
  for (; rest % 5n === 0n; rest /= 5n) fives++
  return rest === 1n ? Math.max(twos, fives) : null
}

/** `12.5`, `36500`, or `1/3` where no finite decimal exists; reads back with `parseRational`. */
export const toRationalText = (fraction: Rational): string => {
  const scale = finiteScale(fraction)
  return scale === null ? `${fraction.numerator}/${fraction.denominator}` : roundRational(fraction, scale)
}

/**
 * The value in the other unit: exact where a finite decimal exists, else six decimals, half to even, with `isExact` false (S5).
 * The factor is that of the edition's unit list: value in this unit times factor is the value in the other.
 */
export const convertExactly = (value: Big, factor: Rational): { readonly value: Big; readonly isExact: boolean } => {
  const converted = multiplyRationals(rationalOf(value), factor)
  const scale = finiteScale(converted)
  return { value: new Big(roundRational(converted, scale ?? WIRE_SCALE)), isExact: scale !== null }
}
