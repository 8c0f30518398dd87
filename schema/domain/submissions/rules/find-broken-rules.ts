import type { Period } from '../../period.js'
import type { Edition } from '../../statistics/edition.js'
import { evaluateCheck, type CheckResult } from '../../statistics/evaluate-check.js'
import type { Constraint } from '../../statistics/measure.js'
import { isSameNumber } from '../exact-number.js'
import type { ExactNumber, JudgedRow } from '../submission.js'
import type { CandidateCell, CandidateEntry, CandidatePeriod, Participants } from './candidate-state.js'
import { appliesTo, type CompiledRule, type CompiledRules } from './compile-rules.js'
import { sumCells } from './sum-cells.js'

/** A rule that does not hold for one period and cell. */
export type BrokenRule = {
  readonly constraint: Constraint
  readonly period: Period
  readonly cell: string
  readonly sides: Extract<CheckResult, { holds: false }>
  /** warning where the rule only warns, or one of its values is estimated, imputed or of another definition. */
  readonly severity: 'error' | 'hold' | 'warning'
  /** All incoming rows that take part. */
  readonly incoming: readonly JudgedRow[]
  /** Those among them that the rule puts in doubt (S9). */
  readonly touched: readonly JudgedRow[]
}

type RuleValues = { readonly participants: Participants; readonly valueOf: (measure: string) => ExactNumber | null }

const rowsOf = (entries: Iterable<CandidateEntry>): readonly JudgedRow[] => [...entries].flatMap(({ row }) => (row === null ? [] : [row]))

/** A hold rule is at rest where the center has confirmed for it exactly the value it doubts (S11). */
const isConfirmed = ({ id, severity, doubts }: Constraint, participants: Participants): boolean => {
  if (severity !== 'hold' || doubts === null) return false
  const doubted = participants.get(doubts) ?? []
  const isSettled = ({ value, stored }: CandidateEntry) =>
    stored !== null && isSameNumber(value, stored.value) && stored.confirmedRules.includes(id)
  return doubted.length > 0 && doubted.every(isSettled)
}

/** A rule of severity hold touches only what it doubts, unless that is stored already. */
const touchedRows = (
  { severity, doubts }: Constraint,
  participants: Participants,
  incoming: readonly JudgedRow[],
): readonly JudgedRow[] => {
  const doubted = severity === 'hold' && doubts !== null ? rowsOf(participants.get(doubts) ?? []) : []
  return doubted.length > 0 ? doubted : incoming
}

const judgeRule = (
  { constraint }: CompiledRule,
  { participants, valueOf }: RuleValues,
  at: { readonly period: Period; readonly cell: string; readonly edition: Edition },
): BrokenRule | null => {
  const condition = constraint.when === null ? null : evaluateCheck(constraint.when, valueOf)
  if (constraint.when !== null && condition?.holds !== true) return null
  const sides = evaluateCheck(constraint.check, valueOf)
  if (sides === null || sides.holds || isConfirmed(constraint, participants)) return null
  const entries = [...participants.values()].flat()
  const isSoft = entries.some(({ status }) => at.edition.statuses.get(status)?.rules === 'warn')
  const incoming = rowsOf(entries)
  return {
    constraint,
    period: at.period,
    cell: at.cell,
    sides,
    severity: isSoft ? 'warning' : constraint.severity,
    incoming,
    touched: touchedRows(constraint, participants, incoming),
  }
}

/** True when the row's measure is the first of the rule to have an incoming row here, so that the rule is judged once for each cell. */
const isFirstIncoming = (measure: string, rule: CompiledRule, values: CandidateCell): boolean =>
  rule.measures.find(name => (values.get(name)?.row ?? null) !== null) === measure

const judgeCell = (
  values: CandidateCell,
  rules: CompiledRules,
  at: { period: Period; cell: string; edition: Edition },
): readonly BrokenRule[] => {
  const broken: BrokenRule[] = []
  const valueOf = (measure: string): ExactNumber | null => values.get(measure)?.value ?? null
  for (const [measure, entry] of values) {
    if (entry.row === null) continue
    for (const rule of rules.byMeasure.get(measure) ?? []) {
      if (!appliesTo(rule, at.period, at.cell) || rule.measures.some(name => valueOf(name) === null)) continue
      if (!isFirstIncoming(measure, rule, values)) continue
      const participants = new Map(rule.measures.flatMap(name => (values.has(name) ? [[name, [values.get(name) ?? entry]] as const] : [])))
      const result = judgeRule(rule, { participants, valueOf }, at)
      if (result !== null) broken.push(result)
    }
  }
  return broken
}

const judgeSums = (rule: CompiledRule, candidate: CandidatePeriod, edition: Edition): readonly BrokenRule[] =>
  sumCells(rule, candidate, edition).flatMap(({ cell, participants, valueOf }) => {
    if (!appliesTo(rule, candidate.period, cell) || rowsOf([...participants.values()].flat()).length === 0) return []
    const result = judgeRule(rule, { participants, valueOf }, { period: candidate.period, cell, edition })
    return result === null ? [] : [result]
  })

/** Every rule that the candidate state breaks in one period, with at least one incoming row among its values. */
export const findBrokenRules = (candidate: CandidatePeriod, rules: CompiledRules, edition: Edition): readonly BrokenRule[] => {
  const broken: BrokenRule[] = []
  for (const [cell, values] of candidate.cells) broken.push(...judgeCell(values, rules, { period: candidate.period, cell, edition }))
  for (const rule of rules.sums) broken.push(...judgeSums(rule, candidate, edition))
  return broken
}
