import type { FormulaNode, Operator } from '../../statistics/formula.js'

/**
 * What a value may have been before it was rounded, `low` to `high`, with addends that nobody sent taken for nothing; `least` to `most` with them taken for
 * anything from 0 on.
 */
export type Span = { readonly least: number; readonly low: number; readonly high: number; readonly most: number }

export const spanOf = (value: number, slack: number): Span => {
  const [low, high] = [Math.max(0, value - slack), value + slack]
  return { least: low, low, high, most: high }
}

const middleOf = ({ low, high }: Span): number => (low + high) / 2

const add = (a: Span, b: Span): Span => ({ least: a.least + b.least, low: a.low + b.low, high: a.high + b.high, most: a.most + b.most })

const subtract = (a: Span, b: Span): Span => ({
  least: b.most === Infinity ? -Infinity : a.least - b.most,
  low: a.low - b.high,
  high: a.high - b.low,
  most: a.most - b.least,
})

/** Nothing times whatever is nothing. */
const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b)

const endsOf = (products: readonly number[]): readonly [number, number] => [Math.min(...products), Math.max(...products)]

const multiply = (a: Span, b: Span): Span => {
  const [low, high] = endsOf([times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)])
  const [least, most] = endsOf([times(a.least, b.least), times(a.least, b.most), times(a.most, b.least), times(a.most, b.most)])
  return { least, low, high, most }
}

/** Null where the divisor may be nothing. */
const divide = (a: Span, b: Span): Span | null =>
  b.least > 0 ? multiply(a, { least: 1 / b.most, low: 1 / b.high, high: 1 / b.low, most: 1 / b.least }) : null

const COMBINE: Readonly<Record<Operator, (a: Span, b: Span) => Span | null>> = { '+': add, '-': subtract, '*': multiply, '/': divide }

/**
 * What a formula comes to; null where a part is missing that is more than an addend, or a divisor is nothing. An addend that nobody sends is at most
 * `unsent` times what stands beside it.
 */
export const evaluateSpan = (node: FormulaNode, valueOf: (ref: string) => Span | null, unsent: number): Span | null => {
  if (node.kind === 'number') return spanOf(Number(node.text), 0)
  if (node.kind === 'measure') return valueOf(node.code)
  const [left, right] = [evaluateSpan(node.left, valueOf, unsent), evaluateSpan(node.right, valueOf, unsent)]
  if (left !== null && right !== null) return COMBINE[node.operator](left, right)
  const known = left ?? right
  return node.operator === '+' && known !== null ? { ...known, most: known.most + times(unsent, known.high) } : null
}

/** Addends of a formula that have no record; null where more than an addend has none. */
export const countUnsent = (node: FormulaNode, isSent: (ref: string) => boolean): number | null => {
  if (node.kind === 'number') return 0
  if (node.kind === 'measure') return isSent(node.code) ? 0 : null
  const [left, right] = [countUnsent(node.left, isSent), countUnsent(node.right, isSent)]
  if (left !== null && right !== null) return left + right
  const known = left ?? right
  return node.operator === '+' && known !== null ? known + 1 : null
}

/** How two sides of an identity stand to each other on one night. */
export type Balance = {
  /** They are equal as far as the digits written tell. */
  readonly holds: boolean
  /** By how much they differ, as a share of the larger; 0 where both are nothing. */
  readonly deviation: number
  /** They differ clearly, whatever was rounded or not sent. */
  readonly isBroken: boolean
}

/** Late corrections move a count by so much. */
const NOISE = 0.001
/** Other definitions of the same thing differ by less. */
const CLEAR = 0.1

export const balance = (left: Span, right: Span, comparison: '=' | '<='): Balance | null => {
  const [a, b] = [middleOf(left), middleOf(right)]
  const size = Math.max(Math.abs(a), Math.abs(b))
  if (!(size > 0) || size === Infinity) return null
  const noise = NOISE * size
  const above = left.least - right.most
  const below = comparison === '=' ? right.least - left.most : -Infinity
  return {
    holds: comparison === '=' && left.low <= right.high + noise && right.low <= left.high + noise,
    deviation: comparison === '=' ? Math.abs(a - b) / size : Math.max(0, a - b) / size,
    isBroken: Math.max(above, below) > CLEAR * size,
  }
}
