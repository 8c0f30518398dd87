/** An exact fraction, in lowest terms, with a divisor above 0. The oracle's own: it shares no arithmetic with the hub. */
export type Rational = { readonly n: bigint; readonly d: bigint }

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))

const reduce = (n: bigint, d: bigint): Rational => {
  const shared = gcd(n, d) * (d < 0n ? -1n : 1n)
  return { n: n / shared, d: d / shared }
}

export const ZERO: Rational = { n: 0n, d: 1n }
export const ONE: Rational = { n: 1n, d: 1n }

export const whole = (value: number | bigint): Rational => ({ n: BigInt(value), d: 1n })
export const plus = (a: Rational, b: Rational): Rational => reduce(a.n * b.d + b.n * a.d, a.d * b.d)
export const minus = (a: Rational, b: Rational): Rational => plus(a, { n: -b.n, d: b.d })
export const times = (a: Rational, b: Rational): Rational => reduce(a.n * b.n, a.d * b.d)
export const over = (a: Rational, b: Rational): Rational => reduce(a.n * b.d, a.d * b.n)
export const isZero = ({ n }: Rational): boolean => n === 0n
export const isLess = (a: Rational, b: Rational): boolean => a.n * b.d < b.n * a.d
export const sumOf = (values: readonly Rational[]): Rational => values.reduce(plus, ZERO)
export const greatest = (values: readonly Rational[]): Rational => values.reduce((most, value) => (isLess(most, value) ? value : most))

/** The fraction that a decimal text such as `-12.50` names. */
export function readDecimal(text: string): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) throw new Error(`"${text}" is no decimal.`)
  const [, sign, integer = '', fraction = ''] = match
  const size = reduce(BigInt(integer + fraction), 10n ** BigInt(fraction.length))
  return sign === '-' ? { n: -size.n, d: size.d } : size
}

/** Rounded half to even to exactly `scale` decimals, as text. */
export function printFixed({ n, d }: Rational, scale: number): string {
  const scaled = (n < 0n ? -n : n) * 10n ** BigInt(scale)
  const [down, rest] = [scaled / d, (scaled % d) * 2n]
  const size = rest > d || (rest === d && down % 2n === 1n) ? down + 1n : down
  const digits = size.toString().padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return n < 0n && size !== 0n ? `-${text}` : text
}

/** Rounded half to even to up to six decimals, without zeros at the end. */
export const printUpToSix = (value: Rational): string => printFixed(value, 6).replace(/\.?0+$/, '')
