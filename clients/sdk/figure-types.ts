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
  /** One version or variant for every day; absent: the standard of each day (S23). */
  readonly definition?: DefinitionInput
  /** What each figure is held against; only with `by`. */
  readonly changes?: readonly FigureChangeKind[]
  /** 1 to 99, read from the merged bands of measures that are distributions. */
  readonly percentiles?: readonly number[]
  /** Answers as the hub knew it at that instant, `2026-12-01T09:00:00+09:00`; absent: now (S25). */
  readonly asOf?: string
  /** Only for the own center, named alone: counts its days in trial as days of a member (S29). */
  readonly preview?: boolean
}

export type FigureChangeKind = 'PREVIOUS_PERIOD' | 'SAME_PERIOD_LAST_YEAR'

/** The definition by which indicators answer: one of a version and a variant. */
export type DefinitionInput =
  { readonly version: string; readonly variant?: undefined } | { readonly variant: string; readonly version?: undefined }

/** Cells that are not in a figure, for one reason. */
export type CoverageGap = {
  readonly reason: string
  readonly periodType: Uppercase<PeriodType>
  readonly cells: number
  readonly centers: readonly string[]
  /** Codes of the measures that were absent. */
  readonly measures: readonly string[]
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

/** A change of definition inside a series; figures before and after it are not to be compared. */
export type FigureBreak = {
  /** First day of the new version. */
  readonly date: string
  readonly fromVersion: string
  readonly toVersion: string
  readonly whyKo: string | null
  readonly whyEn: string | null
}

/** How many values of a figure are estimated, imputed, of a special event or otherwise not ordinary; NOT_KNOWN: their status was not kept. */
export type FigureQuality = { readonly quality: string; readonly values: number }

/** A figure held against another period, made from that period's own parts; nulls where `reason` says why. */
export type FigureChange = {
  readonly kind: FigureChangeKind
  /** Days of the other period. */
  readonly from: string | null
  readonly to: string | null
  readonly version: string | null
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  /** This value less the other one, at the scale of the figure. */
  readonly difference: string | null
  /** In percent of the other value, two decimals. */
  readonly percent: string | null
  /** NOT_COMPARABLE across a change of definition. */
  readonly reason: string | null
  /** What the figure of the other period rests on. */
  readonly qualities: readonly FigureQuality[]
  /** What the other period rests on; null where there is none to speak of. */
  readonly coverage: FigureCoverage | null
  /** RUNNING_PERIOD, UNEQUAL_COVERAGE, OTHER_CENTERS: in what the two periods rest on other support. */
  readonly unequal: readonly string[]
}

/** The band of a distribution in which a percentile lies: over and up to so many seconds, null where the band is open. */
export type FigurePercentile = {
  readonly percent: number
  readonly band: string
  readonly nameKo: string
  readonly nameEn: string
  readonly over: number | null
  readonly upTo: number | null
  /** What the bands add up to. */
  readonly of: string
}

/** One figure with what it was made of: value = factor x numerator / denominator, rounded once (S18). Numbers are decimal text. */
export type Figure = {
  /** Code of the indicator or measure. */
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  readonly version: string | null
  /** Variant that answers instead of the standard; null for the standard. */
  readonly variant: string | null
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
  /** Empty where every value is ordinary. */
  readonly qualities: readonly FigureQuality[]
  /** Where the definition changes (mark BREAK), with the reason the edition gives. */
  readonly break: FigureBreak | null
  /** Tables it was summed from (S3); empty where asked values stand themselves. */
  readonly derivedFrom: readonly string[]
  /** In the order asked; empty where none was. */
  readonly changes: readonly FigureChange[]
  /** In the order asked; empty for everything but a distribution. */
  readonly percentiles: readonly FigurePercentile[]
  readonly coverage: FigureCoverage
  readonly issues: readonly Issue[]
}

/** A page of figures; `asOf` is the instant of the answer. */
export type FigurePage = Page<Figure> & { readonly totalCount: number; readonly edition: string; readonly asOf: string }

/** One sum under two definitions; null where a side does not have it. */
export type ComparedSum = { readonly left: string | null; readonly right: string | null; readonly difference: string | null }

/** Cells of one center that one side of a comparison rests on and the other does not. */
export type CellsOfOneSide = {
  readonly center: string
  readonly periodType: Uppercase<PeriodType>
  readonly cells: number
  readonly from: string
  readonly to: string
}

/** The same days under two definitions, with the parts and cells that explain the difference. */
export type FigureComparison = {
  readonly left: Figure
  readonly right: Figure
  /** Right less left; null with a `reason`. */
  readonly difference: string | null
  /** NOT_COMPARABLE for different thresholds, parameters or units: both values stand, their difference would mean nothing. */
  readonly reason: string | null
  readonly numerator: ComparedSum
  readonly denominator: ComparedSum
  readonly parts: readonly (ComparedSum & { readonly measure: string })[]
  readonly cells: {
    readonly both: number
    readonly leftOnly: readonly CellsOfOneSide[]
    readonly rightOnly: readonly CellsOfOneSide[]
  }
  readonly issues: readonly Issue[]
}

/** The two definitions of a comparison; an absent one is the standard of each day. */
export type ComparedDefinitions = { readonly left?: DefinitionInput; readonly right?: DefinitionInput }

/** A page of comparisons; both sides are of the instant `asOf`. */
export type ComparisonPage = Page<FigureComparison> & { readonly totalCount: number; readonly edition: string; readonly asOf: string }

/** One side of a table. `dimension` goes with DIMENSION. */
export type TableAxisInput = {
  readonly axis: 'CENTER' | 'REGION' | 'PERIOD' | 'INDICATOR' | 'DIMENSION'
  readonly dimension?: string
}

/** Heading of a row or column; `from` and `to` are the days of a period. */
export type TableHeading = {
  readonly code: string
  readonly labelKo: string
  readonly labelEn: string
  readonly from: string | null
  readonly to: string | null
}

/** Figures as a table: cell (r, c) has the place r x number of columns + c in every list. */
export type WideTable = {
  readonly edition: string
  readonly asOf: string
  readonly rows: readonly TableHeading[]
  readonly columns: readonly TableHeading[]
  readonly value: readonly (string | null)[]
  readonly reason: readonly (string | null)[]
  readonly numerator: readonly (string | null)[]
  readonly denominator: readonly (string | null)[]
  readonly version: readonly (string | null)[]
  readonly marks: readonly (readonly string[])[]
  readonly qualities: readonly (readonly FigureQuality[])[]
  /** What is told beside the figure of each cell; mostly nothing. */
  readonly issues: readonly (readonly Issue[])[]
}

/** What to put in order: centers, or the items of the one dimension that the question groups by. */
export type TopInput = {
  /** 1 to 100. */
  readonly n: number
  readonly dimension?: string
  readonly order?: 'DESC' | 'ASC'
  /** false: the others are not combined. */
  readonly rest?: boolean
}

/** The first by value, what has no value, and everything but the first as one figure combined from parts. */
export type FigureRanking = {
  readonly edition: string
  readonly asOf: string
  readonly ranked: readonly Figure[]
  readonly unranked: readonly Figure[]
  readonly rest: Figure | null
  readonly restOf: readonly string[]
}

/** A published edition; `document` is the pack that `parseEdition` of the domain reads. */
export type EditionDocument = { readonly code: string; readonly contentHash: string; readonly document: unknown }
