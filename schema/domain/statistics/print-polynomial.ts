import type { Polynomial } from './normalize-formula.js'

/** A polynomial as text in measure codes: `talk_seconds + 2 * a * b - c`; `0` for no terms, `1` for a formula without a divisor. */
export const printPolynomial = (polynomial: Polynomial): string =>
  polynomial
    .map(({ coefficient, measures }, index) => {
      const size = coefficient < 0n ? -coefficient : coefficient
      const factors = size === 1n && measures.length > 0 ? measures : [String(size), ...measures]
      const sign = coefficient < 0n ? '-' : '+'
      return `${index > 0 ? ` ${sign} ` : coefficient < 0n ? '-' : ''}${factors.join(' * ')}`
    })
    .join('') || '0'
