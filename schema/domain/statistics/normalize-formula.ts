import {
  divideRationals,
  greatestCommonDivisor,
  multiplyRationals,
  parseDecimal,
  rationalOf,
  toRational,
  type Rational,
} from '../decimal.js'
import { issue } from '../issue.js'
import { accept, refuse, type Outcome } from '../outcome.js'
import { measuresOf, printFormula, type FormulaNode } from './formula.js'

/** Sums and differences of products of measures; measures in a product are sorted, and the empty product is the number 1. */
export type Polynomial = readonly { readonly coefficient: bigint; readonly measures: readonly string[] }[]

/**
 * factor x numerator / denominator (S18). Coefficients of a polynomial share no divisor and the first is above 0: what they share is in the factor.
 * A formula without a divisor has the denominator 1. `measures` are all codes, in the order in which they are first written.
 */
export type NormalForm = Fraction & { readonly measures: readonly string[] }

type Fraction = { readonly factor: Rational; readonly numerator: Polynomial; readonly denominator: Polynomial }
type Operation = Extract<FormulaNode, { kind: 'operation' }>

/** More terms than this come from multiplying out sums that nobody could check by eye. */
const MAX_TERMS = 100

const UNITY: Rational = { numerator: 1n, denominator: 1n }
const ONE: Polynomial = [{ coefficient: 1n, measures: [] }]

/** True for the polynomial 1: a formula with it below has no divisor. */
export const isOne = (polynomial: Polynomial): boolean => polynomial.length === 1 && polynomial[0]?.measures.length === 0

/** Like terms added up and terms that cancel left out, in the order of first appearance. */
const gather = (terms: Polynomial): Polynomial => {
  const byProduct = new Map<string, Polynomial[number]>()
  for (const term of terms) {
    const key = term.measures.join('*')
    byProduct.set(key, { ...term, coefficient: term.coefficient + (byProduct.get(key)?.coefficient ?? 0n) })
  }
  return [...byProduct.values()].filter(term => term.coefficient !== 0n)
}

/** What all coefficients share, with the sign of the first; 1 for no terms. */
const contentOf = (terms: Polynomial): bigint => {
  const size = terms.reduce((shared, { coefficient }) => greatestCommonDivisor(shared, coefficient), 0n)
  return size === 0n ? 1n : (terms[0]?.coefficient ?? 0n) < 0n ? -size : size
}

const withoutContent = (terms: Polynomial, content: bigint): Polynomial =>
  terms.map(term => ({ ...term, coefficient: term.coefficient / content }))

const simplify = ({ factor, numerator, denominator }: Fraction): Fraction => {
  const [above, below] = [gather(numerator), gather(denominator)]
  const [contentAbove, contentBelow] = [contentOf(above), contentOf(below)]
  return {
    factor: multiplyRationals(factor, toRational(contentAbove, contentBelow)),
    numerator: withoutContent(above, contentAbove),
    denominator: withoutContent(below, contentBelow),
  }
}

const multiplyPolynomials = (a: Polynomial, b: Polynomial): Polynomial =>
  a.flatMap(left =>
    b.map(right => ({ coefficient: left.coefficient * right.coefficient, measures: [...left.measures, ...right.measures].toSorted() })),
  )

const scaled = (terms: Polynomial, by: bigint): Polynomial => terms.map(term => ({ ...term, coefficient: term.coefficient * by }))

/** The sum of two parts without divisors, over the product of their factors' divisors. */
const addParts = (a: Fraction, b: Fraction, sign: 1n | -1n): Fraction => ({
  factor: toRational(1n, a.factor.denominator * b.factor.denominator),
  numerator: [
    ...scaled(a.numerator, a.factor.numerator * b.factor.denominator),
    ...scaled(b.numerator, sign * b.factor.numerator * a.factor.denominator),
  ],
  denominator: ONE,
})

const refuseForm = (facts: { ko: string; en: string; expected: string; got: FormulaNode }): Outcome<never> =>
  refuse(
    issue({
      code: 'FORMULA_NOT_NORMAL',
      messageKo: facts.ko,
      messageEn: facts.en,
      expected: facts.expected,
      got: printFormula(facts.got).slice(0, 200),
    }),
  )

const refuseNestedDivision = (node: Operation): Outcome<never> =>
  refuseForm({
    ko: '더하거나 빼는 항 안에는 나눗셈을 쓸 수 없습니다. 식 전체를 계수 x 분자 / 분모 꼴로 적으십시오.',
    en: 'A division inside a sum or difference has no single numerator and divisor; write the whole formula as factor x N / D.',
    expected: 'factor x N / D, where N and D are sums, differences or products of measures: 100 * (a + b) / (c + d)',
    got: node,
  })

const refuseSize = (node: Operation): Outcome<never> =>
  refuseForm({
    ko: `괄호를 풀면 항이 ${MAX_TERMS}개를 넘습니다. 더 짧은 식으로 적으십시오.`,
    en: `Multiplied out, the formula has more than ${MAX_TERMS} terms; write a shorter one.`,
    expected: `at most ${MAX_TERMS} terms`,
    got: node,
  })

const refuseZeroDivisor = (node: Operation): Outcome<never> =>
  refuseForm({
    ko: '나누는 부분이 언제나 0입니다.',
    en: 'The divisor is always 0.',
    expected: 'a divisor that can be other than 0',
    got: node.right,
  })

const combine = (node: Operation, a: Fraction, b: Fraction): Outcome<Fraction> => {
  if (node.operator === '+' || node.operator === '-') {
    if (!isOne(a.denominator) || !isOne(b.denominator)) return refuseNestedDivision(node)
    return accept(addParts(a, b, node.operator === '+' ? 1n : -1n))
  }
  if (node.operator === '/' && b.numerator.length === 0) return refuseZeroDivisor(node)
  const other = node.operator === '*' ? b : { factor: divideRationals(UNITY, b.factor), numerator: b.denominator, denominator: b.numerator }
  const sizes = [a.numerator.length * other.numerator.length, a.denominator.length * other.denominator.length]
  if (Math.max(...sizes) > MAX_TERMS) return refuseSize(node)
  return accept({
    factor: multiplyRationals(a.factor, other.factor),
    numerator: multiplyPolynomials(a.numerator, other.numerator),
    denominator: multiplyPolynomials(a.denominator, other.denominator),
  })
}

const normalizePart = (node: FormulaNode): Outcome<Fraction> => {
  if (node.kind === 'measure') return accept({ factor: UNITY, numerator: [{ coefficient: 1n, measures: [node.code] }], denominator: ONE })
  if (node.kind === 'number') {
    const value = parseDecimal(node.text)
    if (value === null) throw new Error(`A formula holds the number "${node.text}", which is no decimal.`)
    const factor = rationalOf(value)
    return accept(
      factor.numerator === 0n ? { factor: UNITY, numerator: [], denominator: ONE } : { factor, numerator: ONE, denominator: ONE },
    )
  }
  const [left, right] = [normalizePart(node.left), normalizePart(node.right)]
  if (!left.ok || !right.ok) return refuse(...(left.ok ? [] : left.issues), ...(right.ok ? [] : right.issues))
  const combined = combine(node, left.value, right.value)
  return combined.ok ? accept(simplify(combined.value)) : combined
}

/**
 * The formula as factor x N / D (S18), multiplied out; nothing is cancelled between N and D.
 * FORMULA_NOT_NORMAL for a division inside a sum, a divisor or a result that is always 0, a formula without a measure, or too many terms.
 */
export const normalizeFormula = (node: FormulaNode): Outcome<NormalForm> => {
  const measures = measuresOf(node)
  const outcome = normalizePart(node)
  if (!outcome.ok) return outcome
  if (measures.length === 0 || outcome.value.numerator.length === 0) {
    return refuseForm({
      ko: '측정값에 따라 달라지지 않는 식입니다. 측정값 코드가 하나 이상 있어야 하고 결과가 언제나 0이어서는 안 됩니다.',
      en: 'The formula does not depend on any measure; it needs one and must not always be 0.',
      expected: 'a formula with at least one measure',
      got: node,
    })
  }
  return accept({ ...outcome.value, measures })
}
