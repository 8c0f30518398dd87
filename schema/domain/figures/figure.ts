import type { Issue } from '../issue.js'
import type { Day, PeriodType } from '../period.js'
import type { Grain } from './grain.js'

/** Why a figure is null, in the order in which one of mixed causes is named (S22). Those after CLOSED stand alone. */
export const NULL_REASONS = [
  'HELD',
  'NOT_COMPARABLE',
  'NOT_COLLECTED',
  'NOT_APPLICABLE',
  'OUTAGE',
  'MISSING',
  'CLOSED',
  'NOT_ADDITIVE',
  'SUPPRESSED',
  'NOT_A_MEMBER',
  'ZERO_DENOMINATOR',
  'NO_DEFINITION',
  'REGION_NOT_VALID',
  'NOT_ALIGNED',
  'WITHHELD',
] as const
export type NullReason = (typeof NULL_REASONS)[number]

/** What a reader has to know about a figure besides its value. */
export const FIGURE_MARKS = [
  'DERIVED',
  'BREAK',
  'PENDING_REVISION',
  'TOTAL_MISMATCH',
  'PERIOD_MISMATCH',
  'SHARE_OF_WHOLE',
  'PREDECESSOR',
  'EXTRA',
] as const
export type FigureMark = (typeof FIGURE_MARKS)[number]

/** Cells that are not in a figure, for one reason. `cells` counts periods of `periodType`, one per center; `from` and `to` are the first and last day met. */
export type Gap = {
  readonly reason: NullReason
  readonly periodType: PeriodType
  readonly cells: number
  readonly centers: readonly string[]
  readonly from: Day
  readonly to: Day
}

/** What a figure rests on. A cell is a center and a day, or the coarsest period among the measures (S17). `in` counts expected cells; `extra` those that came unexpected. */
export type Coverage = {
  readonly centersIn: number
  readonly centersExpected: number
  readonly cellsIn: number
  readonly cellsExpected: number
  readonly extra: number
  readonly gaps: readonly Gap[]
}

export type FigurePart = { readonly measure: string; readonly value: string }
export type FigureItem = { readonly dimension: string; readonly item: string }

/** Where a percentile of a distribution lies: the band of the merged counts that reaches it. Bands are not cut: no value inside one is guessed. */
export type FigurePercentile = {
  readonly percent: number
  readonly band: string
  readonly nameKo: string
  readonly nameEn: string
  /** The band is over this many seconds; null for the lowest. */
  readonly over: number | null
  /** And up to this many; null for the highest. */
  readonly upTo: number | null
  /** What the bands add up to, decimal text: less than the value where a day came without its bands. */
  readonly of: string
}

/** One answer: factor x numerator / denominator with all that it rests on (S18). Numbers are decimal texts; null where `reason` says why. */
export type Figure = {
  readonly kind: 'indicator' | 'measure'
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  /** Version of the indicator; null for measures and before the first version. */
  readonly version: string | null
  readonly unit: string
  /** Decimals of the value; null for measures, which have up to six. */
  readonly scale: number | null
  /** Null when the figure is over several centers. */
  readonly center: string | null
  readonly region: string | null
  /** Null for one figure over the whole range. */
  readonly periodType: Grain | null
  readonly from: Day
  readonly to: Day
  readonly dimensions: readonly FigureItem[]
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly factor: string | null
  readonly parts: readonly FigurePart[]
  /** `100 x 14802 / 15420` */
  readonly formula: string | null
  readonly reason: NullReason | null
  readonly marks: readonly FigureMark[]
  /** Dimension names of the tables it was summed from, `channel,hour`; empty where the asked values stand themselves (S3). */
  readonly derivedFrom: readonly string[]
  /** In the order asked; empty for everything but a distribution. */
  readonly percentiles: readonly FigurePercentile[]
  readonly coverage: Coverage
  readonly issues: readonly Issue[]
}
