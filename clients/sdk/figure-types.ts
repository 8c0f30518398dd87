import type { PeriodType } from '../../schema/domain/period.js'
import type { DimensionItem } from './submission-types.js'

/** A comparable question: indicators or measures, over centers and days, by period. Days are Korean business days, both ends inside. */
export type FiguresInput = {
  readonly indicators?: readonly string[]
  readonly measures?: readonly string[]
  /** Codes of centers; absent for all. */
  readonly centers?: readonly string[]
  /** false: one figure over all the centers together. */
  readonly groupByCenter?: boolean
  readonly dimensions?: readonly string[]
  readonly filters?: readonly { readonly dimension: string; readonly items: readonly string[] }[]
  readonly from: string
  readonly to: string
  readonly by?: Uppercase<PeriodType>
  readonly version?: string
}

export type CoverageGap = {
  readonly reason: string
  readonly cells: number
  readonly centers: readonly string[]
  readonly from: string | null
  readonly to: string | null
}

export type FigureCoverage = {
  readonly centersIn: number
  readonly centersExpected: number
  readonly cellsIn: number
  readonly cellsExpected: number
  readonly gaps: readonly CoverageGap[]
}

/** One figure with what it was made of: value = factor x numerator / denominator, rounded once (S18). Numbers are decimal text. */
export type Figure = {
  readonly indicator: string | null
  readonly measure: string | null
  readonly nameKo: string
  readonly nameEn: string
  readonly unit: string
  /** Null where several centers are together. */
  readonly center: string | null
  readonly periodType: string
  readonly from: string
  readonly to: string
  readonly dimensions: readonly DimensionItem[]
  /** Null with a `reason` (S22). */
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly factor: string | null
  readonly formula: string | null
  readonly reason: string | null
  readonly marks: readonly string[]
  readonly coverage: FigureCoverage
}

/** A published edition; `document` is the pack that `parseEdition` of the domain reads. */
export type EditionDocument = { readonly code: string; readonly contentHash: string; readonly document: unknown }
