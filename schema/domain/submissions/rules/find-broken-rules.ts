import type { Period } from '../../period.js'
import type { Edition } from '../../statistics/edition.js'
import { evaluateCheck, type CheckResult } from '../../statistics/evaluate-check.js'
import type { Constraint } from '../../statistics/measure.js'
import { isSameNumber } from '../exact-number.js'
import type { ExactNumber, JudgedRow } from '../submission.js'
import { entryAt, type CandidateEntry, type CandidatePeriod, type Participants } from './candidate-state.js'
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

type RuleValues = { readonly participants: () => Participants; readonly valueOf: (measure: string) => ExactNumber | null }

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

const describe = (
  constraint: Constraint,
  participants: Participants,
  at: { readonly period: Period; readonly cell: string; readonly edition: Edition },
) => {
  const entries = [...participants.values()].flat()
  const isSoft = entries.some(({ status }) => at.edition.statuses.get(status)?.rules === 'warn')
  const incoming = rowsOf(entries)
  const severity = isSoft ? ('warning' as const) : constraint.severity
  return { constraint, period: at.period, cell: at.cell, severity, incoming, touched: touchedRows(constraint, participants, incoming) }
}

const judgeRule = (
  { constraint }: CompiledRule,
  { participants, valueOf }: RuleValues,
  at: { readonly period: Period; readonly cell: string; readonly edition: Edition },
): BrokenRule | null => {
  const condition = constraint.when === null ? null : evaluateCheck(constraint.when, valueOf)
  if (constraint.when !== null && condition?.holds !== true) return null
  const sides = evaluateCheck(constraint.check, valueOf)
  if (sides === null || sides.holds) return null
  const taking = participants()
  return isConfirmed(constraint, taking) ? null : { ...describe(constraint, taking, at), sides }
}

/** Cells in which the rule has an incoming row, each once: with the first of its measures that has one there. */
function* cellsOf({ constraint, measures }: CompiledRule, { incoming }: CandidatePeriod): Generator<string> {
  for (const [position, measure] of measures.entries()) {
    const cells = incoming.get(measure)
    if (cells === undefined) continue
    const earlier = measures.slice(0, position).flatMap(name => incoming.get(name) ?? [])
    const candidates = constraint.isTotalOnly ? (cells.has('') ? [''] : []) : cells.keys()
    for (const cell of candidates) if (!earlier.some(others => others.has(cell))) yield cell
  }
}

/** Reads the values of a rule in one cell after another; null where one of its measures has none. */
const valueReader = ({ measures }: CompiledRule, { incoming, stored }: CandidatePeriod) => {
  const columns = measures.map(name => ({ incoming: incoming.get(name), stored: stored.get(name) }))
  return (cell: string): readonly ExactNumber[] | null => {
    const values: ExactNumber[] = []
    for (const column of columns) {
      const value = (column.incoming?.get(cell) ?? column.stored?.get(cell))?.value ?? null
      if (value === null) return null
      values.push(value)
    }
    return values
  }
}

const judgePlain = (rule: CompiledRule, candidate: CandidatePeriod, edition: Edition): readonly BrokenRule[] => {
  const { incoming, stored, period } = candidate
  if (!rule.measures.every(name => incoming.has(name) || stored.has(name))) return []
  const broken: BrokenRule[] = []
  const valuesAt = valueReader(rule, candidate)
  for (const cell of cellsOf(rule, candidate)) {
    const values = appliesTo(rule, period, cell) ? valuesAt(cell) : null
    if (values === null) continue
    const valueOf = (measure: string) => values[rule.measures.indexOf(measure)] ?? null
    const participants = () =>
      new Map(rule.measures.map(name => [name, [entryAt(candidate, name, cell)].filter(entry => entry !== null)] as const))
    const result = judgeRule(rule, { participants, valueOf }, { period, cell, edition })
    if (result !== null) broken.push(result)
  }
  return broken
}

const judgeSums = (rule: CompiledRule, candidate: CandidatePeriod, edition: Edition): readonly BrokenRule[] =>
  sumCells(rule, candidate, edition).flatMap(({ cell, participants, valueOf }) => {
    if (!appliesTo(rule, candidate.period, cell) || rowsOf([...participants.values()].flat()).length === 0) return []
    const result = judgeRule(rule, { participants: () => participants, valueOf }, { period: candidate.period, cell, edition })
    return result === null ? [] : [result]
  })

/** Every rule that the candidate state breaks in one period, with at least one incoming row among its values. */
export const findBrokenRules = (candidate: CandidatePeriod, rules: CompiledRules, edition: Edition): readonly BrokenRule[] => [
  ...rules.plain.flatMap(rule => judgePlain(rule, candidate, edition)),
  ...rules.sums.flatMap(rule => judgeSums(rule, candidate, edition)),
]
