import type { Day } from '../period.js'
import type { Grain } from './grain.js'
import type { ChangeKind } from './other-period.js'

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
  readonly by: Grain | null
  /** Null for the standard version in force each day (S23). */
  readonly definition: DefinitionChoice | null
  /** What stood at that instant: values, definitions, registry (S25); null is now. ISO 8601 with offset. */
  readonly asOf: string | null
  /** What each figure is held against; only with `by`. */
  readonly changes: readonly ChangeKind[]
  readonly combine: 'PARTS' | 'MEAN'
  /** Percentiles, 1 to 99, to be read from the merged bands of measures that are distributions. */
  readonly percentiles: readonly number[]
  /** Counts the trial days of the center that asks (S29). */
  readonly isPreview: boolean
}

/** The question with the dimension `hour` where it asks by hour: figures per day and hour (S1). */
export const withHours = (question: FigureQuestion): FigureQuestion =>
  question.by !== 'hour' || question.dimensions.includes('hour') ? question : { ...question, dimensions: [...question.dimensions, 'hour'] }

const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => `${hour}`.padStart(2, '0'))

/**
 * The hours of which a question by hour has a figure of each day, whether anything was sent of them or not: those it names, else all of a day. Null where
 * it does not ask by hour, and lists the items that were met.
 */
export const hoursListed = ({ by, filters }: Pick<FigureQuestion, 'by' | 'filters'>): readonly string[] | null =>
  by !== 'hour' ? null : [...new Set(filters.find(({ dimension }) => dimension === 'hour')?.items ?? HOURS_OF_DAY)].sort()

/** Hours that figures of the question about these items are limited to; null for whole days. */
export const hoursAsked = (
  { filters }: Pick<FigureQuestion, 'filters'>,
  group: readonly { readonly dimension: string; readonly item: string }[],
): readonly string[] | null => {
  const item = group.find(({ dimension }) => dimension === 'hour')?.item
  return item === undefined ? (filters.find(({ dimension }) => dimension === 'hour')?.items ?? null) : [item]
}

/**
 * A definition other than the one in force each day: one version for every day, or a variant beside the standard. A good choice names one of the two.
 */
export type DefinitionChoice = { readonly version: string | null; readonly variant: string | null }

export type DimensionFilter = { readonly dimension: string; readonly items: readonly string[] }
