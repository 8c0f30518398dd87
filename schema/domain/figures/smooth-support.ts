import { IS_DERIVED, VALUE, type ResolvedSeries } from './resolve-cells.js'
import {
  addValue,
  expectationAt,
  noteTable,
  qualitiesFor,
  statesFor,
  type Support,
  type SupportQuestion,
  type TermTotal,
} from './support.js'

/**
 * The series of all terms where a number in every one of them is all there is to say about a cell: nothing disagrees with it or leaves it, no limit
 * counts it and nobody asks why. Nearly every question is one; null for the others.
 */
export const readSmooth = (question: Omit<SupportQuestion, 'smooth'>): readonly ResolvedSeries[] | null => {
  const { terms, limitTerms, trace, keepsSlots } = question
  if (trace !== null || keepsSlots || limitTerms.some(({ series }) => series !== null)) return null
  const smooth = terms.map(({ series, timeline, totals }) => {
    if (series === null || timeline.type !== question.cells.type) return null
    const told = [series.mismatches, totals?.mismatches, ...(question.isOverCenters ? [series.leavingMismatches, series.excluded] : [])]
    return told.every(one => one === undefined || one.size === 0) ? series : null
  })
  return smooth.every(series => series !== null) ? smooth : null
}

/** Whether every series has an ordinary number in the slot that is its own, or that of one table: what waits behind it wants a closer look. */
const isSmoothAt = (smooth: readonly ResolvedSeries[], question: SupportQuestion, slot: number): boolean => {
  for (const series of smooth) {
    const marks = series.marks[slot] ?? 0
    if (statesFor(series, question)[slot] !== VALUE || (marks !== 0 && marks !== IS_DERIVED)) return false
    if (qualitiesFor(series, question)?.has(slot) === true) return false
  }
  return true
}

/** Adds a series from one slot up to another, which is left out. */
const addRun = (support: Support, { series, total }: { readonly series: ResolvedSeries; readonly total: TermTotal }, run: Run): void => {
  let noted = 0
  for (let slot = run.first; slot < run.end; slot++) {
    addValue(total, series.values[slot] ?? 0)
    if (series.marks[slot] !== IS_DERIVED) continue
    support.marks |= IS_DERIVED
    const chosen = series.chosen[slot] ?? 0
    if (chosen !== noted) noteTable(support, series, slot)
    noted = chosen
  }
}

type Run = { readonly first: number; readonly end: number }

/** Takes cells from `first` on as long as they are smooth; gives the first that is not. */
export const takeRun = (
  { question, support }: { readonly question: SupportQuestion; readonly support: Support },
  first: number,
  last: number,
): number => {
  const { smooth } = question
  if (smooth === null) return first
  let end = first
  for (; end <= last; end++) {
    const expectation = expectationAt(question, question.cells, end)
    if (expectation === 'trial' || !isSmoothAt(smooth, question, end)) break
    if (expectation === 'expected') {
      support.cellsExpected++
      support.cellsIn++
    } else support.extra++
  }
  smooth.forEach((series, place) => {
    const total = support.totals[place]
    if (total !== undefined) addRun(support, { series, total }, { first, end })
  })
  return end
}
