import Big from 'big.js'
import { parseRational, roundRational, toDecimalText, WIRE_SCALE, ZERO } from '../decimal.js'
import { addDays, type Day } from '../period.js'
import type { ClosedOver, Span } from './closed-periods.js'
import type { Edition } from './edition.js'
import { evaluateCheck, type CheckValue } from './evaluate-check.js'
import { measuresOf, type Check, type FormulaNode } from './formula.js'
import type { Constraint, Measure } from './measure.js'

/** A rule of the edition over longer periods (S27), with every measure of its check and its `when`. */
export type ClosedRule = { readonly constraint: Constraint; readonly over: ClosedOver; readonly measures: readonly string[] }

/** Explicit daily totals of one center that carry a comparable number, by day and measure. */
export type DailyTotals = ReadonlyMap<Day, ReadonlyMap<string, CheckValue>>

/** A rule that does not hold over a closed period. Sides and imbalance (left minus right) have at most six decimals. */
export type RuleFinding = Span & {
  readonly rule: string
  readonly checkText: string
  readonly left: string
  readonly right: string
  readonly imbalance: string
  /** Days of the period in which every measure of the rule has a value. */
  readonly days: number
}

/** The rules that the gate leaves to a job because they need a closed period. */
export const listClosedRules = (edition: Edition): readonly ClosedRule[] =>
  [...edition.measures.values()].flatMap(({ constraints }) =>
    constraints.flatMap(constraint => {
      const { over, check, when } = constraint
      if (over === null) return []
      return [{ constraint, over, measures: [...new Set([...measuresOf(check), ...(when === null ? [] : measuresOf(when))])] }]
    }),
  )

/** Values of each day of the span in which all measures have one (S17): a day with one missing leaves them all. */
const matchedDays = (
  measures: readonly string[],
  { start, end }: Span,
  totals: DailyTotals,
): readonly ReadonlyMap<string, CheckValue>[] => {
  const matched: ReadonlyMap<string, CheckValue>[] = []
  for (let day = start; day <= end; day = addDays(day, 1)) {
    const values = totals.get(day)
    if (values !== undefined && measures.every(code => values.has(code))) matched.push(values)
  }
  return matched
}

/** The values of a measure taken together; for `mean` their sum, which the check then divides by the days. Null where they must not be combined. */
const combine = (values: readonly Big[], overTime: Measure['additivity']['overTime']): Big | null => {
  switch (overTime) {
    case 'sum':
    case 'mean':
      return values.reduce((sum, value) => sum.plus(value), ZERO)
    case 'max':
      return values.reduce((most, value) => (value.gt(most) ? value : most), ZERO)
    case 'none':
      return values.length === 1 ? (values[0] ?? null) : null
  }
}

/** Writes the division by days into the formula, so that it stays exact: a third is a third on both sides. */
const divideMeans = (node: FormulaNode, isMean: (code: string) => boolean, days: FormulaNode): FormulaNode => {
  switch (node.kind) {
    case 'number':
      return node
    case 'measure':
      return isMean(node.code) ? { kind: 'operation', operator: '/', left: node, right: days } : node
    case 'operation':
      return { ...node, left: divideMeans(node.left, isMean, days), right: divideMeans(node.right, isMean, days) }
  }
}

/** One side as it is kept: exact where six decimals carry it, else rounded half to even. */
const toSide = (text: string): string => {
  const exact = parseRational(text)
  if (exact === null) throw new Error(`A side of a check reads "${text}".`)
  return toDecimalText(new Big(roundRational(exact, WIRE_SCALE)))
}

/**
 * What the rule finds in a closed period, each measure taken together over the matched days by its own additivity over time; null where it holds,
 * where its `when` does not, in a period before its first day, and where no day has all its measures (nothing came, and nothing is wrong).
 */
export const evaluateClosedRule = (
  { constraint, measures }: ClosedRule,
  span: Span,
  { totals, edition }: { readonly totals: DailyTotals; readonly edition: Edition },
): RuleFinding | null => {
  const matched = span.start < constraint.effectiveFrom ? [] : matchedDays(measures, span, totals)
  if (matched.length === 0) return null
  const overTimeOf = (code: string) => edition.measures.get(code)?.additivity.overTime ?? 'none'
  const combined = new Map(
    measures.map(code => [
      code,
      combine(
        matched.map(values => new Big(values.get(code) ?? ZERO)),
        overTimeOf(code),
      ),
    ]),
  )
  const days: FormulaNode = { kind: 'number', text: String(matched.length) }
  const evaluate = (check: Check) => {
    const side = (node: FormulaNode) => divideMeans(node, code => overTimeOf(code) === 'mean', days)
    return evaluateCheck({ ...check, left: side(check.left), right: side(check.right) }, code => combined.get(code) ?? null)
  }
  if (constraint.when !== null && evaluate(constraint.when)?.holds !== true) return null
  const sides = evaluate(constraint.check)
  if (sides === null || sides.holds) return null
  const [left, right, imbalance] = [toSide(sides.left), toSide(sides.right), toSide(sides.imbalance)]
  return { rule: constraint.id, checkText: constraint.checkText, ...span, left, right, imbalance, days: matched.length }
}
