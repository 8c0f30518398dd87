import { toRational, toRationalText, type Rational } from '../decimal.js'
import type { Measure } from '../statistics/measure.js'
import { isOne, type Polynomial } from '../statistics/normalize-formula.js'
import type { Combined } from './combine-parts.js'
import { toFraction } from './exact-sum.js'
import type { DefinitionPlan } from './figure-plan.js'
import type { Support, TermTotal } from './support.js'

/** A product of a formula: a whole number and the places of its measures among the terms. */
type PlainProduct = { readonly coefficient: number; readonly places: readonly number[] }

/** A formula for whole numbers that a double carries exactly. */
type PlainForm = {
  readonly above: readonly PlainProduct[]
  /** Null for a formula without a divisor. */
  readonly below: readonly PlainProduct[] | null
  readonly multiplier: number
  readonly divisor: number
  readonly factor: string
  readonly measures: readonly Measure[]
  readonly isSharedByCenters: boolean
}

const known = new WeakMap<DefinitionPlan, PlainForm | null>()

/** The figure's arithmetic in plain numbers, or null where any step of it is more than a double carries exactly or leaves the whole numbers. */
export const combinePlain = (definition: DefinitionPlan, supports: readonly Support[], scale: number | null): Combined | null => {
  const form = plainFormOf(definition)
  if (form === null || (form.isSharedByCenters && supports.length > 1)) return null
  const combined = form.measures.map(() => 0)
  let [above, below] = [constantOf(form.above), form.below === null ? 1 : constantOf(form.below)]
  const parts = form.measures.map(() => 0)
  for (const { totals } of supports) {
    for (let place = 0; place < parts.length; place++) {
      const part = partOf(form.measures[place], totals[place])
      parts[place] = part
      combined[place] = (combined[place] ?? 0) + part
    }
    above += sumOf(form.above, parts)
    if (form.below !== null) below += sumOf(form.below, parts)
    if (!Number.isSafeInteger(above) || !Number.isSafeInteger(below) || !combined.every(Number.isSafeInteger)) return null
  }
  const value = below === 0 ? null : divide(above * form.multiplier, below * form.divisor, scale)
  return value === undefined ? null : writeCombined(form, { above, below, combined, value })
}

type Result = { readonly above: number; readonly below: number; readonly combined: readonly number[]; readonly value: string | null }

const writeCombined = (form: PlainForm, { above, below, combined, value }: Result): Combined => {
  const [numerator, denominator] = [textOf(above), textOf(below)]
  const product = form.factor === '1' ? numerator : `${form.factor} x ${numerator}`
  return {
    value,
    // Made when it is asked for: only changes and comparisons reckon on with it.
    get exact() {
      return below === 0 ? null : fractionOf(form, above, below)
    },
    get sums() {
      const parts = new Map(form.measures.map(({ code }, place) => [code, toFraction(combined[place] ?? 0)]))
      return { numerator: toFraction(above), denominator: toFraction(below), parts }
    },
    isZeroDenominator: below === 0,
    numerator,
    denominator,
    parts: form.measures.map(({ code }, place) => ({ measure: code, value: textOf(combined[place] ?? 0) })),
    formula: form.below === null ? product : `${product} / ${denominator}`,
  }
}

/** -0 is 0. */
const textOf = (whole: number): string => `${whole === 0 ? 0 : whole}`

/** What was multiplied and divided, as a fraction above a positive number. */
const fractionOf = (form: PlainForm, above: number, below: number): Rational => {
  const sign = below < 0 ? -1n : 1n
  return toRational(BigInt(above) * BigInt(form.multiplier) * sign, BigInt(below) * BigInt(form.divisor) * sign)
}

/** NaN, which no sum gets rid of, where the part is not a whole number. */
const partOf = (measure: Measure | undefined, total: TermTotal | undefined): number => {
  if (measure === undefined || total === undefined || total.count === 0) return Number.NaN
  const { overTime } = measure.additivity
  const amount = overTime === 'max' ? total.max : total.sum
  if (typeof amount !== 'number') return Number.NaN
  return overTime === 'mean' && total.count > 1 ? wholeQuotient(amount, total.count) : amount
}

const wholeQuotient = (amount: number, count: number): number => (amount % count === 0 ? amount / count : Number.NaN)

/** Products with measures; the plain number among them counts once, not once per center. */
const sumOf = (products: readonly PlainProduct[], parts: readonly number[]): number => {
  let sum = 0
  for (const { coefficient, places } of products) {
    if (places.length === 0) continue
    let product = coefficient
    for (const place of places) {
      product *= parts[place] ?? Number.NaN
      if (!Number.isSafeInteger(product)) return Number.NaN
    }
    sum += product
    if (!Number.isSafeInteger(sum)) return Number.NaN
  }
  return sum
}

const constantOf = (products: readonly PlainProduct[]): number => products.find(({ places }) => places.length === 0)?.coefficient ?? 0

/** The quotient as text, rounded once, half to even; undefined where a step leaves what a double carries, or a whole number was wanted and is none. */
const divide = (above: number, below: number, scale: number | null): string | undefined => {
  const size = Math.abs(above) * 10 ** (scale ?? 0)
  const divisor = Math.abs(below)
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(divisor * 2)) return undefined
  const rest = size % divisor
  const quotient = (size - rest) / divisor
  if (scale === null && rest !== 0) return undefined
  const rounded = rest * 2 > divisor || (rest * 2 === divisor && quotient % 2 === 1) ? quotient + 1 : quotient
  const sign = above < 0 !== below < 0 && rounded !== 0 ? '-' : ''
  if (scale === null || scale === 0) return `${sign}${rounded}`
  const digits = `${rounded}`.padStart(scale + 1, '0')
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const plainFormOf = (definition: DefinitionPlan): PlainForm | null => {
  const before = known.get(definition)
  if (before !== undefined) return before
  const form = makePlainForm(definition)
  known.set(definition, form)
  return form
}

const makePlainForm = ({ form, terms }: Pick<DefinitionPlan, 'form' | 'terms'>): PlainForm | null => {
  const measures = terms.map(({ measure }) => measure)
  const codes = measures.map(({ code }) => code)
  const [above, below] = [placesOf(form.numerator, codes), isOne(form.denominator) ? null : placesOf(form.denominator, codes)]
  const [multiplier, divisor] = [Number(form.factor.numerator), Number(form.factor.denominator)]
  const products = [...above, ...(below ?? [])]
  const isExact = [multiplier, divisor, ...products.map(({ coefficient }) => coefficient)].every(Number.isSafeInteger)
  const isOfTerms = products.every(({ places }) => !places.includes(-1))
  // Several terms of one measure are told apart by more than its code.
  if (!isExact || !isOfTerms || new Set(codes).size < codes.length) return null
  const isSharedByCenters = measures.some(({ additivity }) => additivity.overCenters === 'max')
  return { above, below, multiplier, divisor, factor: toRationalText(form.factor), measures, isSharedByCenters }
}

const placesOf = (polynomial: Polynomial, codes: readonly string[]): readonly PlainProduct[] =>
  polynomial.map(({ coefficient, measures }) => ({ coefficient: Number(coefficient), places: measures.map(code => codes.indexOf(code)) }))
