import Big from 'big.js'
import { divideScaledHalfEven, toRationalText, toWire, ZERO } from '../decimal.js'
import { isOne, type NormalForm, type Polynomial } from './normalize-formula.js'

/** The value of one measure at one center, already combined over days and items; notApplicable where the center does not run the service. */
export type Part = Big | 'notApplicable'
export type Parts = ReadonlyMap<string, Part>

/** Numerator and denominator without the factor, as they are served beside the value (S18). */
export type FormulaSums = { readonly numerator: Big; readonly denominator: Big }

/** A figure, or why there is none. `notApplicableAt` are the places in the given list of the centers that left because of S31. */
export type FormulaResult = FormulaSums & { readonly notApplicableAt: readonly number[] } & (
    { readonly kind: 'value'; readonly value: string } | { readonly kind: 'null'; readonly reason: 'ZERO_DENOMINATOR' | 'NOT_APPLICABLE' }
  )

const valueOfTerm = (term: Polynomial[number], parts: Parts): Part => {
  let product = new Big(term.coefficient)
  for (const code of term.measures) {
    const part = parts.get(code)
    if (part === undefined) throw new Error(`Measure ${code} has no part; only cells in which all measures are present are combined.`)
    if (part === 'notApplicable') return part
    product = product.times(part)
  }
  return product
}

/** The part of a polynomial that is a plain number: it is added once, not once per center. */
const constantOf = (polynomial: Polynomial): Big => new Big(polynomial.find(term => term.measures.length === 0)?.coefficient ?? 0n)

/** The sum at one center of the terms that apply, plain numbers left out; notApplicable when there are terms with measures and none applies. */
const valueOfPolynomial = (polynomial: Polynomial, parts: Parts): Part => {
  let sum: Part = isOne(polynomial) ? ZERO : 'notApplicable'
  for (const term of polynomial) {
    if (term.measures.length === 0) continue
    const value = valueOfTerm(term, parts)
    if (value !== 'notApplicable') sum = sum === 'notApplicable' ? value : sum.plus(value)
  }
  return sum
}

const sumsAt = (form: NormalForm, parts: Parts): FormulaSums | null => {
  const numerator = valueOfPolynomial(form.numerator, parts)
  const denominator = valueOfPolynomial(form.denominator, parts)
  return numerator === 'notApplicable' || denominator === 'notApplicable' ? null : { numerator, denominator }
}

/** False where a center's numerator or denominator has no term that applies: it leaves both together, as a cell with a part missing does (S17, S31). */
export const isApplicable = (form: NormalForm, parts: Parts): boolean => sumsAt(form, parts) !== null

/**
 * factor x N / D over centers, with exactly `scale` decimals, rounded once, half to even (S18). Products are formed center by center, then added (S21).
 *
 * How S31 is read: a product with a part that is not applicable is empty, and an empty term counts as nothing inside + and -.
 * A numerator or denominator of which every term is empty is a factor or divisor that is not applicable: that center leaves both,
 * is named in `notApplicableAt`, and the others answer. With no center left the result is null, NOT_APPLICABLE.
 * A part that is absent altogether is a fault: matched support (S17) is formed before.
 */
export const evaluateNormalForm = (form: NormalForm, partsByCenter: readonly Parts[], scale: number): FormulaResult => {
  const notApplicableAt: number[] = []
  let [numerator, denominator] = [constantOf(form.numerator), constantOf(form.denominator)]
  for (const [index, parts] of partsByCenter.entries()) {
    const sums = sumsAt(form, parts)
    if (sums === null) notApplicableAt.push(index)
    else [numerator, denominator] = [numerator.plus(sums.numerator), denominator.plus(sums.denominator)]
  }
  if (notApplicableAt.length === partsByCenter.length)
    return { kind: 'null', reason: 'NOT_APPLICABLE', numerator, denominator, notApplicableAt }
  if (denominator.eq(ZERO)) return { kind: 'null', reason: 'ZERO_DENOMINATOR', numerator, denominator, notApplicableAt }
  return {
    kind: 'value',
    value: divideScaledHalfEven({ factor: form.factor, numerator, denominator }, scale),
    numerator,
    denominator,
    notApplicableAt,
  }
}

/** The arithmetic behind a figure as receipts and tables show it: `100 x 14802 / 15420`; a factor of 1 and an absent divisor are left out. */
export const formatFormula = (form: NormalForm, { numerator, denominator }: FormulaSums): string => {
  const factor = toRationalText(form.factor)
  const above = factor === '1' ? toWire(numerator) : `${factor} x ${toWire(numerator)}`
  return isOne(form.denominator) ? above : `${above} / ${toWire(denominator)}`
}
