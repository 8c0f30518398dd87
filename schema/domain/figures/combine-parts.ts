import { divideRationals, multiplyRationals, roundRational, toRational, toRationalText, type Rational } from '../decimal.js'
import type { Measure } from '../statistics/measure.js'
import { isOne, type NormalForm, type Polynomial } from '../statistics/normalize-formula.js'
import { addFractions, fractionToWire, toFraction, toMean } from './exact-sum.js'
import type { FigurePart } from './figure.js'
import type { Support, TermTotal } from './support.js'

/** The value of one measure at one center over its support; null where it does not apply (S31). */
export type ExactPart = Rational | null

/** Parts of one center, by measure code. */
export type ExactParts = ReadonlyMap<string, ExactPart>

/** The sums of a figure as they are: `parts` by measure code, without those that do not apply. */
export type ExactSums = {
  readonly numerator: Rational
  readonly denominator: Rational
  readonly parts: ReadonlyMap<string, Rational>
}

/** One figure's arithmetic; every number but the value is a sum over centers. */
export type Combined = {
  readonly value: string | null
  /** The value before it is rounded; null over 0. */
  readonly exact: Rational | null
  /** Numerator, denominator and parts before they are rounded for the wire. */
  readonly sums: ExactSums
  readonly isZeroDenominator: boolean
  readonly numerator: string
  readonly denominator: string
  readonly parts: readonly FigurePart[]
  readonly formula: string
}

const NOTHING: Rational = { numerator: 0n, denominator: 1n }

/** A measure's values over the support of one center, combined over time as its definition says; a mean divides by the days that have a value (S21). */
export const combineOverTime = (measure: Measure, total: TermTotal): ExactPart => {
  if (total.count === 0) return null
  switch (measure.additivity.overTime) {
    case 'mean':
      return toMean(total.sum, total.count)
    case 'max':
      return toFraction(total.max)
    case 'sum':
    case 'none':
      return toFraction(total.sum)
  }
}

/** The part of a polynomial that is a plain number: it counts once, not once per center. */
const constantOf = (polynomial: Polynomial): Rational => ({
  numerator: polynomial.find(({ measures }) => measures.length === 0)?.coefficient ?? 0n,
  denominator: 1n,
})

/** Products within one center, plain numbers left out; a product with a part that does not apply counts as nothing inside + and - (S31). */
const valueAt = (polynomial: Polynomial, parts: ExactParts): Rational => {
  let sum = NOTHING
  for (const { coefficient, measures } of polynomial) {
    if (measures.length === 0) continue
    let product: ExactPart = { numerator: coefficient, denominator: 1n }
    for (const code of measures) {
      const part = parts.get(code)
      if (part === undefined) throw new Error(`Measure ${code} has no part; only cells in which all measures are present are combined.`)
      product = product === null || part === null ? null : multiply(product, part)
    }
    if (product !== null) sum = addFractions(sum, product)
  }
  return sum
}

const multiply = (a: Rational, b: Rational): Rational =>
  a.denominator === 1n && b.denominator === 1n ? { numerator: a.numerator * b.numerator, denominator: 1n } : multiplyRationals(a, b)

const isAbove = (a: Rational, b: Rational): boolean => a.numerator * b.denominator > b.numerator * a.denominator

/** The greatest of the parts where a measure is the same at all centers, else their sum. */
const combineOverCenters = (measure: Measure, partsByCenter: readonly ExactParts[]): ExactPart => {
  let combined: ExactPart = null
  for (const parts of partsByCenter) {
    const part = parts.get(measure.code) ?? null
    if (part === null) continue
    if (combined === null) combined = part
    else if (measure.additivity.overCenters !== 'max') combined = addFractions(combined, part)
    else if (isAbove(part, combined)) combined = part
  }
  return combined
}

/** `100 x 14802 / 15420`; a factor of 1 and an absent divisor are left out. The texts are those that are served beside it. */
const writeFormula = (form: NormalForm, { numerator, denominator }: { numerator: string; denominator: string }): string => {
  const factor = toRationalText(form.factor)
  const above = factor === '1' ? numerator : `${factor} x ${numerator}`
  return isOne(form.denominator) ? above : `${above} / ${denominator}`
}

/**
 * factor x N / D over the parts of every center, exact, rounded once, half to even, to `scale` decimals, or to at most six where scale is null (S18).
 * Products are formed center by center and then added (S21). The order of centers and the cutting of cells do not change the result.
 */
export const combineParts = (
  { form, measures }: { readonly form: NormalForm; readonly measures: readonly Measure[] },
  partsByCenter: readonly ExactParts[],
  scale: number | null,
): Combined => {
  const combined = new Map(measures.map(measure => [measure.code, combineOverCenters(measure, partsByCenter)]))
  // A term of one measure follows its rule over centers; products are formed center by center and added.
  const isShared = ([code, ...others]: readonly string[]): boolean =>
    others.length === 0 && measures.find(measure => measure.code === code)?.additivity.overCenters === 'max'
  const hasShared = measures.some(({ additivity }) => additivity.overCenters === 'max')
  const sumOf = (polynomial: Polynomial) => {
    if (!hasShared) return partsByCenter.reduce((sum, parts) => addFractions(sum, valueAt(polynomial, parts)), constantOf(polynomial))
    const added = polynomial.filter(term => !isShared(term.measures))
    const shared = polynomial.filter(term => isShared(term.measures))
    return [
      ...partsByCenter.map(parts => valueAt(added, parts)),
      ...shared.map(({ coefficient, measures: [code = ''] }) =>
        multiply({ numerator: coefficient, denominator: 1n }, combined.get(code) ?? NOTHING),
      ),
    ].reduce(addFractions, constantOf(polynomial))
  }
  const numerator = sumOf(form.numerator)
  const denominator = isOne(form.denominator) ? { numerator: 1n, denominator: 1n } : sumOf(form.denominator)
  const isZeroDenominator = denominator.numerator === 0n
  const exact = isZeroDenominator ? null : divideRationals(multiplyRationals(form.factor, numerator), denominator)
  const wire = {
    numerator: fractionToWire(toRational(numerator.numerator, numerator.denominator)),
    denominator: fractionToWire(denominator),
  }
  return {
    value: exact === null ? null : scale === null ? fractionToWire(exact) : roundRational(exact, scale),
    exact,
    sums: { numerator, denominator, parts: new Map([...combined].flatMap(([code, part]) => (part === null ? [] : [[code, part]]))) },
    isZeroDenominator,
    ...wire,
    parts: [...combined].flatMap(([measure, part]) => (part === null ? [] : [{ measure, value: fractionToWire(part) }])),
    formula: writeFormula(form, wire),
  }
}

/** Parts of each center that has any cell in support. */
export const partsOf = (measures: readonly Measure[], supports: readonly Support[]): readonly ExactParts[] =>
  supports.map(
    ({ totals }) =>
      new Map(measures.map((measure, place) => [measure.code, combineOverTime(measure, totals[place] ?? { sum: 0, count: 0, max: 0 })])),
  )
