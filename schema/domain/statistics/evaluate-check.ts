import Big from 'big.js'
import { divideRationals, multiplyRationals, parseRational, rationalOf, toRational, toRationalText, type Rational } from '../decimal.js'
import type { Check, Comparison, FormulaNode } from './formula.js'

/** A stored or incoming value; a number stands for its shortest decimal text. */
export type CheckValue = number | Big

/** Whether a rule holds; when not, both sides and left minus right, exact where a finite decimal exists, for the receipt (S9). */
export type CheckResult =
  { readonly holds: true } | { readonly holds: false; readonly left: string; readonly right: string; readonly imbalance: string }

const HOLDS: CheckResult = { holds: true }

/** NaN when the exact way has to be taken: a fraction, a division, a Big, or a result beyond safe integers. Null when a measure has no value. */
const evaluateFast = (node: FormulaNode, valueOf: (code: string) => CheckValue | null): number | null => {
  if (node.kind === 'number') return safeOrNaN(Number(node.text))
  if (node.kind === 'measure') {
    const value = valueOf(node.code)
    return value === null ? null : typeof value === 'number' ? safeOrNaN(value) : NaN
  }
  const left = evaluateFast(node.left, valueOf)
  const right = evaluateFast(node.right, valueOf)
  if (left === null || right === null) return null
  switch (node.operator) {
    case '+':
      return safeOrNaN(left + right)
    case '-':
      return safeOrNaN(left - right)
    case '*':
      return safeOrNaN(left * right)
    case '/':
      return NaN
  }
}

const safeOrNaN = (value: number): number => (Number.isSafeInteger(value) ? value : NaN)

/** The exact value; null when a measure has no value or a divisor is 0. */
const evaluateExact = (node: FormulaNode, valueOf: (code: string) => CheckValue | null): Rational | null => {
  if (node.kind === 'number') return parseRational(node.text)
  if (node.kind === 'measure') {
    const value = valueOf(node.code)
    return value === null ? null : rationalOf(new Big(value))
  }
  const left = evaluateExact(node.left, valueOf)
  const right = evaluateExact(node.right, valueOf)
  if (left === null || right === null) return null
  switch (node.operator) {
    case '+':
      return addRationals(left, right)
    case '-':
      return subtractRationals(left, right)
    case '*':
      return multiplyRationals(left, right)
    case '/':
      return right.numerator === 0n ? null : divideRationals(left, right)
  }
}

const addRationals = (a: Rational, b: Rational): Rational =>
  toRational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

const subtractRationals = (a: Rational, b: Rational): Rational => addRationals(a, { ...b, numerator: -b.numerator })

const isTrue = (comparison: Comparison, difference: number | bigint): boolean =>
  comparison === '<=' ? difference <= 0 : comparison === '<' ? difference < 0 : difference == 0

/**
 * Whether the rule holds for these values: exact, and fast where all are whole numbers.
 * Null when a measure has no value of its own, or a divisor is 0: then the rule says nothing.
 */
export const evaluateCheck = (check: Check, valueOf: (code: string) => CheckValue | null): CheckResult | null => {
  const left = evaluateFast(check.left, valueOf)
  const right = left === null ? null : evaluateFast(check.right, valueOf)
  if (left === null || right === null) return null
  if (Number.isNaN(left) || Number.isNaN(right) || !Number.isSafeInteger(left - right)) return evaluateExactly(check, valueOf)
  if (isTrue(check.comparison, left - right)) return HOLDS
  return { holds: false, left: String(left), right: String(right), imbalance: String(left - right) }
}

const evaluateExactly = (check: Check, valueOf: (code: string) => CheckValue | null): CheckResult | null => {
  const left = evaluateExact(check.left, valueOf)
  const right = evaluateExact(check.right, valueOf)
  if (left === null || right === null) return null
  const difference = subtractRationals(left, right)
  if (isTrue(check.comparison, difference.numerator)) return HOLDS
  return { holds: false, left: toRationalText(left), right: toRationalText(right), imbalance: toRationalText(difference) }
}
