import { addDays, bucketOf, daysBetween, PERIOD_TYPES, periodEnd, type Day, type PeriodType } from '../period.js'
import { lastDays, type Grain } from './grain.js'

export type DaySpan = { readonly from: Day; readonly to: Day }

/** The asked range by period; the first and last are cut to the range. One span for the whole range when `by` is null. */
export const slicePeriods = (from: Day, to: Day, by: Grain | null): readonly DaySpan[] => {
  if (by === null) return [{ from, to }]
  const spans: DaySpan[] = []
  let next = from
  for (const last of lastDays(from, to, by)) {
    spans.push({ from: next, to: last })
    next = addDays(last, 1)
  }
  return spans
}

/** How many periods the asked range has; days are counted without being listed. */
export const countPeriods = (from: Day, to: Day, by: Grain | null): number =>
  by === 'day' || by === 'hour' ? daysBetween(from, to) + 1 : slicePeriods(from, to, by).length

/** A span in which one definition is in force; `dated` is null where none is. */
export type DefinedSpan<T> = DaySpan & { readonly dated: T | null }

/** The span cut where definitions change (S23). `dated` is in order of time; the last may be open. */
export const splitByDefinition = <T extends { readonly effectiveFrom: Day; readonly effectiveTo: Day | null }>(
  { from, to }: DaySpan,
  dated: readonly T[],
): readonly DefinedSpan<T>[] => {
  const spans: DefinedSpan<T>[] = []
  let next = from
  for (const one of dated) {
    const begins = one.effectiveFrom > next ? one.effectiveFrom : next
    const ends = one.effectiveTo !== null && one.effectiveTo < to ? one.effectiveTo : to
    if (begins > ends) continue
    if (begins > next) spans.push({ from: next, to: addDays(begins, -1), dated: null })
    spans.push({ from: begins, to: ends, dated: one })
    next = addDays(ends, 1)
  }
  if (next <= to) spans.push({ from: next, to, dated: null })
  return spans
}

/** Type of the single whole period that the days make up, or null. */
export const singlePeriodType = (from: Day, to: Day): PeriodType | null =>
  PERIOD_TYPES.find(type => bucketOf(from, type).start === from && periodEnd(bucketOf(from, type)) === to) ?? null
