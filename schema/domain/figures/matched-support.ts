import { addDays, dayNumber, daysBetween, daysIn, periodEnd, type Day, type PeriodType } from '../period.js'
import { isApplicable, type Parts } from '../statistics/evaluate-formula.js'
import type { NormalForm } from '../statistics/normalize-formula.js'
import { ZERO } from '../decimal.js'
import { addAmounts, isAbove, subtractAmounts, type Amount } from './exact-sum.js'
import { expectPeriod, type DayExpectation } from './expected-days.js'
import type { NullReason } from './figure.js'
import type { GapTally } from './gap-tally.js'
import {
  ABSENT,
  IS_DERIVED,
  IS_MISMATCH,
  NOT_APPLICABLE,
  reasonOfState,
  VALUE,
  type Mismatch,
  type ResolvedSeries,
} from './resolve-cells.js'
import type { DaySpan } from './slice-periods.js'
import { slotOfDay, startOfSlot, type Timeline } from './timeline.js'

/** One measure of a formula at one center. `series` is null where nothing stands; `isCounted` for days that the hub counts itself. */
export type SupportTerm = {
  readonly measure: string
  readonly timeline: Timeline
  readonly series: ResolvedSeries | null
  readonly isCounted: boolean
  /** Totals of the same measure, whose disagreement flags this breakdown. */
  readonly totals: ResolvedSeries | null
}

export type SupportQuestion = {
  readonly form: NormalForm
  readonly center: string
  /** The measures of the formula; then those that only count towards a limit (S24). */
  readonly terms: readonly SupportTerm[]
  readonly limitTerms: readonly SupportTerm[]
  /** Cells of the span: one per day, or per longer period. */
  readonly cells: Timeline
  readonly span: DaySpan
  /** One per day of the whole question, from `firstDay` on. */
  readonly expectation: readonly DayExpectation[]
  readonly firstDay: Day
  /** True for a figure over two or more centers, which leaves out what the council counts once (S3). */
  readonly isOverCenters: boolean
}

/** Sum, number and greatest of the values in support. */
export type TermTotal = { sum: Amount; count: number; max: Amount }

/** Cells of one center in which every measure of the formula is present (S17), with what they add up to. */
export type Support = {
  readonly center: string
  cellsIn: number
  cellsExpected: number
  extra: number
  marks: number
  readonly totals: readonly TermTotal[]
  readonly limitTotals: readonly TermTotal[]
  readonly derivedFrom: Set<string>
  readonly mismatches: { readonly measure: string; readonly from: Day; readonly mismatch: Mismatch }[]
}

const newTotals = (terms: readonly SupportTerm[]): readonly TermTotal[] => terms.map(() => ({ sum: 0, count: 0, max: 0 }))

const CAUSE_OF_ABSENCE: Record<DayExpectation, NullReason | null> = {
  expected: 'MISSING',
  closed: 'CLOSED',
  notMember: 'NOT_A_MEMBER',
  trial: 'NOT_A_MEMBER',
  notEnded: null,
}

type Cell = { readonly from: Day; readonly to: Day; readonly slot: number; readonly expectation: DayExpectation }

type Walk = { readonly question: SupportQuestion; readonly support: Support; readonly gaps: GapTally }

/** Slots of a term that lie in the cell: one of its own period, or the shorter periods inside. */
const slotsOf = (term: SupportTerm, { cells }: SupportQuestion, cell: Cell): { first: number; last: number } =>
  term.timeline.type === cells.type
    ? { first: cell.slot, last: cell.slot }
    : { first: slotOfDay(term.timeline, cell.from), last: slotOfDay(term.timeline, cell.to) }

const expectationAt = ({ expectation, firstDay }: SupportQuestion, type: PeriodType, from: Day): DayExpectation => {
  const first = dayNumber(from) - dayNumber(firstDay)
  if (type === 'day') return expectation[first] ?? 'notMember'
  return expectPeriod(expectation.slice(Math.max(first, 0), first + daysIn({ type, start: from })))
}

/** VALUE or NOT_APPLICABLE when the term is present in the cell (S17), else ABSENT with the causes. */
const stateOfTerm = (
  term: SupportTerm,
  question: SupportQuestion,
  cell: Cell,
): { readonly state: number; readonly causes: readonly NullReason[] } => {
  const { series } = term
  if (term.isCounted) {
    const isAlone = question.terms.every(one => one.isCounted)
    return { state: isAlone && cell.expectation !== 'expected' ? ABSENT : VALUE, causes: [] }
  }
  const { first, last } = slotsOf(term, question, cell)
  const causes = new Set<NullReason>()
  let present = ABSENT
  for (let slot = first; slot <= last; slot++) {
    const state = series?.states[slot] ?? ABSENT
    if (state === VALUE) present = VALUE
    else if (state === NOT_APPLICABLE) present = present === VALUE ? VALUE : NOT_APPLICABLE
    else if (state > NOT_APPLICABLE) causes.add(reasonOfState(state))
    else if (first === last) addCause(causes, CAUSE_OF_ABSENCE[cell.expectation])
    else addCause(causes, CAUSE_OF_ABSENCE[expectationAt(question, term.timeline.type, startOfSlot(term.timeline, slot))])
  }
  return { state: present, causes: [...causes] }
}

const addCause = (causes: Set<NullReason>, cause: NullReason | null): void => {
  if (cause !== null) causes.add(cause)
}

/** Whether the formula still says something where these measures do not apply (S31). */
const isStillApplicable = (form: NormalForm, notApplicable: ReadonlySet<string>): boolean => {
  const parts: Parts = new Map(form.measures.map(code => [code, notApplicable.has(code) ? 'notApplicable' : ZERO]))
  return isApplicable(form, parts)
}

const addValue = (total: TermTotal, value: Amount): void => {
  total.sum = addAmounts(total.sum, value)
  total.count++
  if (total.count === 1 || isAbove(value, total.max)) total.max = value
}

const collectSlot = (walk: Walk, term: SupportTerm, slot: number): void => {
  const { support } = walk
  const marks = term.series?.marks[slot] ?? 0
  const table = term.series?.tables[(term.series.chosen[slot] ?? 0) - 1] ?? ''
  support.marks |= marks
  if ((marks & IS_DERIVED) !== 0) support.derivedFrom.add(table)
  const found = [
    ...(term.series?.mismatches.get(slot) ?? []),
    ...(term.totals?.mismatches.get(slot)?.filter(one => one.table === table) ?? []),
  ]
  if (found.length === 0) return
  support.marks |= IS_MISMATCH
  for (const mismatch of found) support.mismatches.push({ measure: term.measure, from: startOfSlot(term.timeline, slot), mismatch })
}

/** Adds what the term brings in a cell of the support; shorter periods without a value are named in coverage. */
const accumulate = (walk: Walk, { term, total }: { term: SupportTerm; total: TermTotal }, cell: Cell): void => {
  const { question, gaps } = walk
  if (term.isCounted) {
    addValue(total, question.cells.type === 'day' ? 1 : daysBetween(cell.from, cell.to) + 1)
    return
  }
  const { first, last } = slotsOf(term, question, cell)
  for (let slot = first; slot <= last; slot++) {
    const state = term.series?.states[slot] ?? ABSENT
    if (state === VALUE) {
      const excluded = question.isOverCenters ? term.series?.excluded.get(slot) : undefined
      const value = term.series?.values[slot] ?? 0
      addValue(total, excluded === undefined ? value : subtractAmounts(value, excluded))
      collectSlot(walk, term, slot)
    } else if (state !== NOT_APPLICABLE && first !== last) {
      const from = startOfSlot(term.timeline, slot)
      const cause = state === ABSENT ? CAUSE_OF_ABSENCE[expectationAt(question, term.timeline.type, from)] : reasonOfState(state)
      const periodType = term.timeline.type
      if (cause !== null) gaps.add(cause, { periodType, center: question.center, from, to: periodEnd({ type: periodType, start: from }) })
    }
  }
}

const leaveOut = ({ question, gaps }: Walk, cell: Cell, causes: ReadonlySet<NullReason>): void => {
  for (const cause of causes) gaps.add(cause, { periodType: question.cells.type, center: question.center, from: cell.from, to: cell.to })
}

const visitCell = (walk: Walk, cell: Cell): void => {
  const { question, support } = walk
  const isExpected = cell.expectation === 'expected'
  if (isExpected) support.cellsExpected++
  if (cell.expectation === 'trial') return leaveOut(walk, cell, new Set(['NOT_A_MEMBER']))
  const causes = new Set<NullReason>()
  const notApplicable = new Set<string>()
  let isComplete = true
  for (const term of question.terms) {
    const { state, causes: found } = stateOfTerm(term, question, cell)
    if (state === NOT_APPLICABLE) notApplicable.add(term.measure)
    if (state !== ABSENT) continue
    isComplete = false
    for (const cause of found) causes.add(cause)
  }
  if (isComplete && notApplicable.size > 0 && !isStillApplicable(question.form, notApplicable)) {
    isComplete = false
    causes.add('NOT_APPLICABLE')
  }
  if (!isComplete) return leaveOut(walk, cell, causes)
  if (isExpected) support.cellsIn++
  else support.extra++
  if (notApplicable.size > 0) leaveOut(walk, cell, new Set(['NOT_APPLICABLE']))
  question.terms.forEach((term, place) => accumulate(walk, { term, total: support.totals[place] ?? { sum: 0, count: 0, max: 0 } }, cell))
  question.limitTerms.forEach((term, place) => {
    const total = support.limitTotals[place]
    if (total !== undefined && term.series !== null) addLimitValues(walk, { term, total }, cell)
  })
}

const addLimitValues = ({ question }: Walk, { term, total }: { term: SupportTerm; total: TermTotal }, cell: Cell): void => {
  const { first, last } = slotsOf(term, question, cell)
  for (let slot = first; slot <= last; slot++) {
    if (term.series?.states[slot] === VALUE) addValue(total, term.series.values[slot] ?? 0)
  }
}

/** Matched support of one center over a span, with what is not in it counted into `gaps` by reason. */
export const matchSupport = (question: SupportQuestion, gaps: GapTally): Support => {
  const { cells, span } = question
  const support: Support = {
    center: question.center,
    cellsIn: 0,
    cellsExpected: 0,
    extra: 0,
    marks: 0,
    totals: newTotals(question.terms),
    limitTotals: newTotals(question.limitTerms),
    derivedFrom: new Set(),
    mismatches: [],
  }
  const walk = { question, support, gaps }
  const last = slotOfDay(cells, span.to)
  let from = span.from
  for (let slot = slotOfDay(cells, span.from); slot <= last; slot++) {
    const to = cells.type === 'day' ? from : periodEnd({ type: cells.type, start: from })
    visitCell(walk, { from, to, slot, expectation: expectationAt(question, cells.type, from) })
    from = addDays(to, 1)
  }
  return support
}
