import { toRational, type Rational } from '../../decimal.js'

/** The exact number as text: a decimal where it ends (`60`, `0.1`), else a fraction (`1/60`). */
export const rationalText = (value: Rational): string => {
  const { numerator, denominator } = toRational(value.numerator, value.denominator)
  let rest = denominator
  let places = 0
  for (; rest % 10n === 0n; places++) rest /= 10n
  for (; rest % 2n === 0n; places++) rest /= 2n
  for (; rest % 5n === 0n; places++) rest /= 5n
  if (rest !== 1n) return `${numerator}/${denominator}`
  if (places === 0) return String(numerator)
  const digits = ((numerator < 0n ? -numerator : numerator) * 10n ** BigInt(places)) / denominator
  const text = digits.toString().padStart(places + 1, '0')
  const decimal = `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/\.?0+$/, '')
  return numerator < 0n ? `-${decimal}` : decimal
}
