import type { Issue } from '../../schema/domain/issue.js'
import type { Grain } from '../../schema/domain/figures/grain.js'
import type { PeriodType } from '../../schema/domain/period.js'
import type { DimensionItem, Page } from './submission-types.js'

/** A comparable question: indicators or measures, over centers or regions and days. Days are Korean business days, both ends inside. */
export type FiguresInput = {
  readonly indicators?: readonly string[]
  readonly measures?: readonly string[]
  /** Codes of centers; absent for every member. */
  readonly centers?: readonly string[]
  /** Codes of regions, each one figure over its centers. */
  readonly regions?: readonly string[]
  /** Whether the predecessors of a region answer for the time before it, marked (S33). */
  readonly withPredecessors?: boolean
  /** false: one figure over all the centers together. */
  readonly groupByCenter?: boolean
  readonly dimensions?: readonly string[]
  readonly filters?: readonly { readonly dimension: string; readonly items: readonly string[] }[]
  readonly from: string
  readonly to: string
  /** A figure per period; absent: one for the whole range. */
  readonly by?: Uppercase<Grain>
  /** One version of the definitions for every day; absent: the one in force each day (S23). */
  readonly version?: string
  /** Answers as the hub knew it at that instant, `2026-12-01T09:00:00+09:00`; absent: now (S25). */
  readonly asOf?: string
}

/** Cells that are not in a figure, for one reason. */
export type CoverageGap = {
  readonly reason: string
  readonly periodType: Uppercase<PeriodType>
  readonly cells: number
  readonly centers: readonly string[]
  readonly from: string
  readonly to: string
}

/** What a figure rests on. A cell is a center and a day, or the longest period among the measures. */
export type FigureCoverage = {
  readonly centersIn: number
  readonly centersExpected: number
  readonly cellsIn: number
  readonly cellsExpected: number
  /** Cells in the figure that nobody expected. */
  readonly extra: number
  readonly gaps: readonly CoverageGap[]
}

/** One figure with what it was made of: value = factor x numerator / denominator, rounded once (S18). Numbers are decimal text. */
export type Figure = {
  /** Code of the indicator or measure. */
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  readonly version: string | null
  readonly unit: string
  /** Null where several centers are together. */
  readonly center: string | null
  readonly region: string | null
  /** Null for one figure over the whole range. */
  readonly periodType: Uppercase<Grain> | null
  readonly from: string
  readonly to: string
  readonly dimensions: readonly DimensionItem[]
  /** Null with a `reason` (S22). */
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly factor: string | null
  /** What each measure of the formula adds up to. */
  readonly parts: readonly { readonly measure: string; readonly value: string }[]
  /** The arithmetic: `100 x 14802 / 15420`. */
  readonly formula: string | null
  readonly reason: string | null
  readonly marks: readonly string[]
  /** Tables it was summed from (S3); empty where asked values stand themselves. */
  readonly derivedFrom: readonly string[]
  readonly coverage: FigureCoverage
  readonly issues: readonly Issue[]
}

/** A page of figures; `asOf` is the instant of the answer. */
export type FigurePage = Page<Figure> & { readonly totalCount: number; readonly edition: string; readonly asOf: string }

/** A published edition; `document` is the pack that `parseEdition` of the domain reads. */
export type EditionDocument = { readonly code: string; readonly contentHash: string; readonly document: unknown }
