import { daysIn, periodEnd, type Day } from '../period.js'
import type { NormalForm } from '../statistics/normalize-formula.js'
import { addAmounts, isAbove, type Amount } from './exact-sum.js'
import { expectPeriod, type DayExpectation } from './expected-days.js'
import type { NullReason } from './figure.js'
import type { LeavingMismatch, Mismatch, ResolvedSeries } from './resolve-cells.js'
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

/** Told of every period of every measure while support is matched: what is added, and what is left out, for which reason and for want of which others. */
export type SupportTrace = {
  take(question: SupportQuestion, term: SupportTerm, slot: number): void
  leave(question: SupportQuestion, place: { readonly term: SupportTerm; readonly slot: number }, why: LeftOut): void
}

/** Why a period is not in a figure; `lacking` names the measures whose absence leaves out a value that stands (S17). */
export type LeftOut = { readonly reason: NullReason | null; readonly lacking: readonly string[] }

/** What is asked of one center, whatever the days. */
export type SupportQuestion = {
  readonly form: NormalForm
  readonly center: string
  /** The measures of the formula; then those that only count towards a limit (S24). */
  readonly terms: readonly SupportTerm[]
  readonly limitTerms: readonly SupportTerm[]
  /** Cells: one per day, or per longer period. */
  readonly cells: Timeline
  /** One per day of the whole question, in the slots of `days`. */
  readonly expectation: readonly DayExpectation[]
  readonly days: Timeline
  /** Today in Korea by the clock of the database (S26). */
  readonly today: Day
  /** True for a figure over two or more centers, which leaves out what the council counts once (S3). */
  readonly isOverCenters: boolean
  /** Null for all questions but those that ask why. */
  readonly trace: SupportTrace | null
  /** Whether the slots that are in it are kept. */
  readonly keepsSlots: boolean
  /** The series of the terms where their numbers may be added as they stand (see readSmooth); null where cells need a closer look. */
  readonly smooth: readonly ResolvedSeries[] | null
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
  /** Slots of the cells that are in it; null where they are not kept. */
  readonly slots: number[] | null
  /** Null where nothing was derived. */
  derivedFrom: readonly string[] | null
  /** Values that are not ordinary, by quality (S4); null where all are. */
  qualities: Map<string, number> | null
  /** Null where nothing disagrees. */
  mismatches: { readonly measure: string; readonly from: Day; readonly mismatch: Mismatch | LeavingMismatch }[] | null
}

const NO_TOTALS: readonly TermTotal[] = []
const newTotals = (terms: readonly SupportTerm[]): readonly TermTotal[] =>
  terms.length === 0 ? NO_TOTALS : terms.map(() => ({ sum: 0, count: 0, max: 0 }))

/** First and last day of a slot. */
export const daysOf = (timeline: Timeline, slot: number): DaySpan => {
  const from = startOfSlot(timeline, slot)
  return { from, to: periodEnd({ type: timeline.type, start: from }) }
}

type Expected = Pick<SupportQuestion, 'expectation' | 'days' | 'today'>

/** What was expected on each day of a longer period. */
export const expectationsIn = ({ expectation, days }: Expected, timeline: Timeline, slot: number): readonly DayExpectation[] => {
  const from = startOfSlot(timeline, slot)
  const first = slotOfDay(days, from)
  return expectation.slice(Math.max(first, 0), first + daysIn({ type: timeline.type, start: from }))
}

/** What was expected in a slot of a timeline: of the day, or of all days of a longer period together. */
export const expectationAt = (expected: Expected, timeline: Timeline, slot: number): DayExpectation =>
  timeline.type === 'day'
    ? (expected.expectation[slot] ?? 'notMember')
    : expectPeriod(expectationsIn(expected, timeline, slot), daysOf(timeline, slot).to < expected.today)

/** What stands for the figure: one of several centers does without what leaves totals over them (S3). */
export const statesFor = (series: ResolvedSeries, { isOverCenters }: Pick<SupportQuestion, 'isOverCenters'>): Uint8Array =>
  isOverCenters ? series.councilStates : series.states

/** Adds a number to what is known of a term. */
export const addValue = (total: TermTotal, value: Amount): void => {
  total.sum = addAmounts(total.sum, value)
  total.count++
  if (total.count === 1 || isAbove(value, total.max)) total.max = value
}

/** Tells that the slot was summed from its table; most series have one, and a figure of a day each makes no list of its own for it. */
export const noteTable = (support: Support, { tables, chosen }: Pick<ResolvedSeries, 'tables' | 'chosen'>, slot: number): void => {
  const table = tables[(chosen[slot] ?? 0) - 1] ?? ''
  if (support.derivedFrom === null) support.derivedFrom = tables.length === 1 ? tables : [table]
  else if (!support.derivedFrom.includes(table)) support.derivedFrom = [...support.derivedFrom, table]
}

/** What is not ordinary in each slot, for figures over centers of what is left for them. */
export const qualitiesFor = (series: ResolvedSeries, { isOverCenters }: Pick<SupportQuestion, 'isOverCenters'>) =>
  isOverCenters ? series.councilQualities : series.qualities

/** Support before any cell was looked at. */
export const newSupport = ({ center, keepsSlots, terms, limitTerms }: SupportQuestion): Support => ({
  center,
  cellsIn: 0,
  cellsExpected: 0,
  extra: 0,
  marks: 0,
  slots: keepsSlots ? [] : null,
  totals: newTotals(terms),
  limitTotals: newTotals(limitTerms),
  derivedFrom: null,
  qualities: null,
  mismatches: null,
})
