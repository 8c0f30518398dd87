import type { Day, PeriodType } from '../period.js'
import { NULL_REASONS, type Gap, type NullReason } from './figure.js'

type Count = { cells: number; readonly centers: Set<string>; readonly measures: Set<string>; from: Day; to: Day }

/** One cell, and the measures that were absent from it. */
export type GapPlace = {
  readonly periodType: PeriodType
  readonly center: string
  readonly measures: readonly string[]
  readonly from: Day
  readonly to: Day
}

/** Counts cells that are not in a figure, by reason and kind of period. */
export type GapTally = {
  add(reason: NullReason, place: GapPlace): void
  /** In the order of S22. */
  list(): readonly Gap[]
}

export const createGapTally = (): GapTally => {
  let counts: Map<string, Count> | null = null
  return {
    add(reason, { periodType, center, measures, from, to }) {
      counts ??= new Map()
      const key = `${reason}:${periodType}`
      const count = counts.get(key)
      if (count === undefined) {
        counts.set(key, { cells: 1, centers: new Set([center]), measures: new Set(measures), from, to })
        return
      }
      count.cells++
      count.centers.add(center)
      for (const measure of measures) count.measures.add(measure)
      if (from < count.from) count.from = from
      if (to > count.to) count.to = to
    },
    list: () => (counts === null ? NO_GAPS : listGaps(counts)),
  }
}

const NO_GAPS: readonly Gap[] = []

const listGaps = (counts: ReadonlyMap<string, Count>): readonly Gap[] =>
  [...counts]
    .map(([key, { cells, centers, measures, from, to }]) => {
      const [reason, periodType] = key.split(':') as [NullReason, PeriodType] // keys are made above
      return { reason, periodType, cells, centers: [...centers], measures: [...measures].sort(), from, to }
    })
    .sort((a, b) => NULL_REASONS.indexOf(a.reason) - NULL_REASONS.indexOf(b.reason))

/** The one reason of a figure without any cell: the first of S22 among its gaps; MISSING when nothing was expected yet. */
export const firstReason = (gaps: readonly Gap[]): NullReason =>
  NULL_REASONS.find(reason => gaps.some(gap => gap.reason === reason)) ?? 'MISSING'
