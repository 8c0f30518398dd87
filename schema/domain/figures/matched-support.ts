import { isApplicable } from '../statistics/is-applicable.js'
import { subtractAmounts, type Amount } from './exact-sum.js'
import { daysOfMember, type DayExpectation } from './expected-days.js'
import { NULL_REASONS, type NullReason } from './figure.js'
import type { GapTally } from './gap-tally.js'
import { ABSENT, IS_DERIVED, IS_MISMATCH, IS_PENDING, IS_PENDING_EXCLUDED, NOT_APPLICABLE, reasonOfState, VALUE } from './resolve-cells.js'
import type { DaySpan } from './slice-periods.js'
import { takeRun } from './smooth-support.js'
import {
  addValue,
  daysOf,
  expectationAt,
  expectationsIn,
  newSupport,
  noteTable,
  qualitiesFor,
  statesFor,
  type Support,
  type SupportQuestion,
  type SupportTerm,
  type TermTotal,
} from './support.js'
import { slotOfDay, startOfSlot } from './timeline.js'

const CAUSE_OF_ABSENCE: Record<DayExpectation, NullReason | null> = {
  expected: 'MISSING',
  closed: 'CLOSED',
  notMember: 'NOT_A_MEMBER',
  trial: 'NOT_A_MEMBER',
  notEnded: null,
}

type Cell = { readonly slot: number; readonly expectation: DayExpectation }

type Walk = { readonly question: SupportQuestion; readonly support: Support; readonly gaps: GapTally }

/** Slots of a term that lie in the cell: one of its own period, or the shorter periods inside. */
const slotsOf = (term: SupportTerm, { cells }: SupportQuestion, { slot }: Cell): { first: number; last: number } => {
  if (term.timeline.type === cells.type) return { first: slot, last: slot }
  const { from, to } = daysOf(cells, slot)
  return { first: slotOfDay(term.timeline, from), last: slotOfDay(term.timeline, to) }
}

/** What stands in a slot of a term. A day in trial inside a longer cell brings nothing (S29); a cell in trial is left out before. */
const stateAt = ({ series, timeline }: SupportTerm, question: SupportQuestion, slot: number): number => {
  const state = series === null ? ABSENT : (statesFor(series, question)[slot] ?? ABSENT)
  const isInside = state !== ABSENT && timeline.type !== question.cells.type
  return isInside && expectationAt(question, timeline, slot) === 'trial' ? ABSENT : state
}

/** VALUE or NOT_APPLICABLE when the term is present in the cell (S17), else ABSENT with the causes. */
const stateOfTerm = (
  term: SupportTerm,
  question: SupportQuestion,
  cell: Cell,
): { readonly state: number; readonly causes: readonly NullReason[] } => {
  if (term.isCounted) {
    const isAlone = question.terms.every(one => one.isCounted)
    return { state: isAlone && cell.expectation !== 'expected' ? ABSENT : VALUE, causes: [] }
  }
  const { first, last } = slotsOf(term, question, cell)
  const causes = new Set<NullReason>()
  let present = ABSENT
  for (let slot = first; slot <= last; slot++) {
    const state = stateAt(term, question, slot)
    if (state === VALUE) present = VALUE
    else if (state === NOT_APPLICABLE) present = present === VALUE ? VALUE : NOT_APPLICABLE
    else if (state > NOT_APPLICABLE) causes.add(reasonOfState(state))
    else if (first === last) addCause(causes, CAUSE_OF_ABSENCE[cell.expectation])
    else addCause(causes, CAUSE_OF_ABSENCE[expectationAt(question, term.timeline, slot)])
  }
  // Of a service that is not run nothing comes on closed days either; but days that wait or are missing may well have a number.
  const isOpen = [...causes].some(cause => cause !== 'CLOSED' && cause !== 'NOT_A_MEMBER')
  if (present === NOT_APPLICABLE && isOpen) return { state: ABSENT, causes: [...causes, 'NOT_APPLICABLE'] }
  return { state: present, causes: [...causes] }
}

const addCause = (causes: Set<NullReason>, cause: NullReason | null): void => {
  if (cause !== null) causes.add(cause)
}

const collectSlot = (walk: Walk, term: SupportTerm, slot: number): void => {
  const { support, question } = walk
  const marks = term.series?.marks[slot] ?? 0
  const table = term.series?.tables[(term.series.chosen[slot] ?? 0) - 1] ?? ''
  support.marks |= question.isOverCenters && (marks & IS_PENDING_EXCLUDED) !== 0 ? marks | IS_PENDING : marks
  if ((marks & IS_DERIVED) !== 0 && term.series !== null) noteTable(support, term.series, slot)
  const told = term.series === null ? undefined : qualitiesFor(term.series, question)?.get(slot)
  if (told !== undefined) {
    const counts = (support.qualities ??= new Map())
    for (const [quality, values] of told) counts.set(quality, (counts.get(quality) ?? 0) + values)
  }
  const own = term.series?.mismatches.get(slot) ?? []
  const inTotals = term.totals?.mismatches.get(slot)?.filter(one => one.table === table) ?? []
  const leaving = (question.isOverCenters ? term.series?.leavingMismatches.get(slot) : undefined) ?? []
  if (own.length + inTotals.length + leaving.length === 0) return
  support.marks |= IS_MISMATCH
  const from = startOfSlot(term.timeline, slot)
  support.mismatches ??= []
  for (const mismatch of [...own, ...inTotals, ...leaving]) support.mismatches.push({ measure: term.measure, from, mismatch })
}

/** Why a period of the term has no number; null where it has one, or nothing was expected yet. */
const causeAt = (question: SupportQuestion, term: SupportTerm, slot: number): NullReason | null => {
  const state = stateAt(term, question, slot)
  if (state === VALUE) return null
  if (state === NOT_APPLICABLE) return 'NOT_APPLICABLE'
  return state === ABSENT ? CAUSE_OF_ABSENCE[expectationAt(question, term.timeline, slot)] : reasonOfState(state)
}

/** The number of a slot; one of several centers does without what leaves totals over them (S3). */
const valueAt = ({ isOverCenters }: SupportQuestion, { series }: SupportTerm, slot: number): Amount => {
  const excluded = isOverCenters ? series?.excluded.get(slot) : undefined
  const value = series?.values[slot] ?? 0
  return excluded === undefined ? value : subtractAmounts(value, excluded)
}

/** Adds what the term brings in a cell of the support; shorter periods without a value are named in coverage. */
const accumulate = (walk: Walk, { term, total }: { term: SupportTerm; total: TermTotal }, cell: Cell): void => {
  const { question, gaps } = walk
  if (term.isCounted) {
    const { cells } = question
    addValue(total, cells.type === 'day' ? 1 : daysOfMember(expectationsIn(question, cells, cell.slot)))
    return
  }
  const { first, last } = slotsOf(term, question, cell)
  for (let slot = first; slot <= last; slot++) {
    const state = stateAt(term, question, slot)
    if (state === VALUE) {
      addValue(total, valueAt(question, term, slot))
      collectSlot(walk, term, slot)
      question.trace?.take(question, term, slot)
    } else {
      const cause = causeAt(question, term, slot)
      const measures = [term.measure]
      const place = { periodType: term.timeline.type, center: question.center, measures, ...daysOf(term.timeline, slot) }
      if (cause !== null && first !== last) gaps.add(cause, place)
      question.trace?.leave(question, { term, slot }, { reason: cause, lacking: [] })
    }
  }
}

/** Tells of a cell that is left out; a value that stands is left out for the first reason among the causes (S22). */
const traceLeft = (question: SupportQuestion, cell: Cell, why: { causes: Pick<Absences, 'has'>; lacking: readonly string[] }): void => {
  const { trace } = question
  if (trace === null) return
  const shared = NULL_REASONS.find(reason => why.causes.has(reason)) ?? null
  for (const term of question.terms.filter(one => !one.isCounted)) {
    const { first, last } = slotsOf(term, question, cell)
    for (let slot = first; slot <= last; slot++) {
      const isValue = stateAt(term, question, slot) === VALUE
      const left = isValue ? { reason: shared, lacking: why.lacking } : { reason: causeAt(question, term, slot), lacking: [] }
      trace.leave(question, { term, slot }, left)
    }
  }
}

/** Measures that were absent from a cell, by cause. */
type Absences = ReadonlyMap<NullReason, readonly string[]>

const leaveOut = ({ question, gaps }: Walk, cell: Cell, absences: Absences): void => {
  const place = { periodType: question.cells.type, center: question.center, ...daysOf(question.cells, cell.slot) }
  for (const [cause, measures] of absences) gaps.add(cause, { ...place, measures })
}

/** Days in trial enter no figure, whatever was sent (S29). */
const IN_TRIAL: Absences = new Map([['NOT_A_MEMBER', []]])

const countIn = (walk: Walk, cell: Cell): void => {
  const { question, support } = walk
  if (cell.expectation === 'expected') support.cellsIn++
  else support.extra++
  support.slots?.push(cell.slot)
  question.terms.forEach((term, place) => {
    const total = support.totals[place]
    if (total !== undefined) accumulate(walk, { term, total }, cell)
  })
  question.limitTerms.forEach((term, place) => {
    const total = support.limitTotals[place]
    if (total !== undefined && term.series !== null) addLimitValues(walk, { term, total }, cell)
  })
}

const visitCell = (walk: Walk, cell: Cell): void => {
  const { question, support } = walk
  if (cell.expectation === 'expected') support.cellsExpected++
  if (cell.expectation === 'trial') {
    traceLeft(question, cell, { causes: IN_TRIAL, lacking: [] })
    return leaveOut(walk, cell, IN_TRIAL)
  }
  const absences = new Map<NullReason, string[]>()
  const notApplicable = new Set<string>()
  const lacking: string[] = []
  let isComplete = true
  for (const term of question.terms) {
    const { state, causes: found } = stateOfTerm(term, question, cell)
    if (state === NOT_APPLICABLE) notApplicable.add(term.measure)
    if (state !== ABSENT) continue
    isComplete = false
    lacking.push(term.measure)
    for (const cause of found) absences.set(cause, [...(absences.get(cause) ?? []), term.measure])
  }
  if (notApplicable.size > 0) {
    const applies = isApplicable(question.form, notApplicable)
    if (isComplete || !applies) absences.set('NOT_APPLICABLE', [...(absences.get('NOT_APPLICABLE') ?? []), ...notApplicable])
    isComplete = isComplete && applies
  }
  leaveOut(walk, cell, absences)
  if (isComplete) countIn(walk, cell)
  else traceLeft(question, cell, { causes: absences, lacking: lacking.length > 0 ? lacking : [...notApplicable] })
}

const addLimitValues = ({ question }: Walk, { term, total }: { term: SupportTerm; total: TermTotal }, cell: Cell): void => {
  const { first, last } = slotsOf(term, question, cell)
  for (let slot = first; slot <= last; slot++) {
    if (stateAt(term, question, slot) === VALUE) addValue(total, valueAt(question, term, slot))
  }
}
/** Matched support of one center over a span, with what is not in it counted into `gaps` by reason. */
export const matchSupport = (question: SupportQuestion, span: DaySpan, gaps: GapTally): Support => {
  const { cells } = question
  const support = newSupport(question)
  const walk = { question, support, gaps }
  const last = slotOfDay(cells, span.to)
  for (let slot = takeRun(walk, slotOfDay(cells, span.from), last); slot <= last; slot = takeRun(walk, slot + 1, last)) {
    visitCell(walk, { slot, expectation: expectationAt(question, cells, slot) })
  }
  return support
}
