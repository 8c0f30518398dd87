import type { Period } from '../../period.js'
import type { Edition } from '../../statistics/edition.js'
import { measuresOf } from '../../statistics/formula.js'
import type { Constraint } from '../../statistics/measure.js'

/** A rule that is judged at the gate, with all measures that take part in its check or its `when`. */
export type CompiledRule = { readonly constraint: Constraint; readonly measures: readonly string[] }

/** The rules of an edition: those on values of one cell, those that add over a codelist first, and the measures that any of them needs. */
export type CompiledRules = {
  readonly plain: readonly CompiledRule[]
  readonly sums: readonly CompiledRule[]
  readonly measures: ReadonlySet<string>
}

/** Rules with `over` wait for a closed period and run in a job (S27); all others are judged here. */
export const compileRules = (edition: Edition): CompiledRules => {
  const plain: CompiledRule[] = []
  const sums: CompiledRule[] = []
  for (const { constraints } of edition.measures.values()) {
    for (const constraint of constraints) {
      if (constraint.over !== null) continue
      const names = new Set([...measuresOf(constraint.check), ...(constraint.when === null ? [] : measuresOf(constraint.when))])
      const rule: CompiledRule = { constraint, measures: [...names] }
      ;(constraint.sumOver === null ? plain : sums).push(rule)
    }
  }
  return { plain, sums, measures: new Set([...plain, ...sums].flatMap(({ measures }) => measures)) }
}

/** True when the rule speaks about that period and cell: type, level and first day. */
export const appliesTo = ({ constraint }: CompiledRule, period: Period, cell: string): boolean =>
  (!constraint.isTotalOnly || cell === '') &&
  (constraint.periods === null || constraint.periods.includes(period.type)) &&
  period.start >= constraint.effectiveFrom
