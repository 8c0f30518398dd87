import type { Day, PeriodType } from '../period.js'

/** A question for figures as it was asked, not yet checked. Empty lists mean nothing was named. */
export type FigureQuestion = {
  readonly indicators: readonly string[]
  readonly measures: readonly string[]
  /** Codes; none means every center that is or was a member. */
  readonly centers: readonly string[]
  /** Codes; a region is one figure over its centers (S33). */
  readonly regions: readonly string[]
  readonly withPredecessors: boolean
  /** False: one figure over all asked centers. */
  readonly isByCenter: boolean
  readonly dimensions: readonly string[]
  readonly filters: readonly DimensionFilter[]
  readonly from: Day
  readonly to: Day
  /** Null for one figure over the whole range. */
  readonly by: PeriodType | null
  /** One version of the asked indicators for every day; null for the one in force each day (S23). */
  readonly version: string | null
  /** What stood at that instant: values, definitions, registry (S25); null is now. ISO 8601 with offset. */
  readonly asOf: string | null
  readonly combine: 'PARTS' | 'MEAN'
  /** Counts the trial days of the center that asks (S29). */
  readonly isPreview: boolean
}

export type DimensionFilter = { readonly dimension: string; readonly items: readonly string[] }
