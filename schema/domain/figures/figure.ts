import type { Issue } from '../issue.js'
import type { Day, PeriodType } from '../period.js'
import type { Grain } from './grain.js'
import type { ChangeKind } from './other-period.js'

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
  'NO_SUCH_PERIOD',
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
  'DEFINITION_DIFFERS',
  'UNEQUAL_SUPPORT',
] as const
export type FigureMark = (typeof FIGURE_MARKS)[number]

/**
 * How many of the values that a figure adds or subtracts have a quality that a reader must not take for granted (S4): every one of the edition's obs_status
 * but NORMAL and PROVISIONAL. NOT_KNOWN: their status was not kept with their sum.
 */
export type FigureQuality = { readonly quality: string; readonly values: number }

/** Cells that are not in a figure, for one reason. `cells` counts periods of `periodType`, one per center; `from` and `to` are the first and last day met. */
export type Gap = {
  readonly reason: NullReason
  readonly periodType: PeriodType
  readonly cells: number
  readonly centers: readonly string[]
  /** Codes of the measures that were absent; empty where it is not about any: days that do not count for the center. */
  readonly measures: readonly string[]
  readonly from: Day
  readonly to: Day
}

/** Where the definition of a series changes, with the reason that the edition gives for the new version (S23). */
export type FigureBreak = {
  /** First day of the new version. */
  readonly date: Day
  readonly fromVersion: string
  readonly toVersion: string
  readonly whyKo: string | null
  readonly whyEn: string | null
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

/** Why two periods that are held against each other do not rest on the same: one is not over, one has less of what was expected, or other centers are in it. */
export const SUPPORT_DIFFERENCES = ['RUNNING_PERIOD', 'UNEQUAL_COVERAGE', 'OTHER_CENTERS'] as const
export type SupportDifference = (typeof SUPPORT_DIFFERENCES)[number]

/** A figure held against another period of its series: what stood there, and by how much it moved. Nulls where `reason` says why. */
export type FigureChange = {
  readonly kind: ChangeKind
  /** Days of the other period; null where there is none to speak of. */
  readonly from: Day | null
  readonly to: Day | null
  readonly version: string | null
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  /** This value less the other one, exact and then rounded once, half to even, to the scale of the figure. */
  readonly difference: string | null
  /** The difference in percent of the other value, two decimals, half to even; null of 0. */
  readonly percent: string | null
  readonly reason: NullReason | null
  /** What the figure of the other period rests on. */
  readonly qualities: readonly FigureQuality[]
  /** What the other period rests on; null where there is none to speak of. */
  readonly coverage: Coverage | null
  /** In what the two periods rest on other support, where a difference stands; empty where they do not. */
  readonly unequal: readonly SupportDifference[]
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

/** What share of a figure's volume waits in quarantine for words that may lead to it. */
export type HeldVolume = {
  /** Of what was served and what waits together, one decimal, half to even. */
  readonly percent: string
  /** What waits, decimal text, as far as it can be reckoned before the word is settled. */
  readonly volume: string
  /** How many words it waits for. */
  readonly words: number
  readonly textKo: string
  readonly textEn: string
}

/** One answer: factor x numerator / denominator with all that it rests on (S18). Numbers are decimal texts; null where `reason` says why. */
export type Figure = {
  readonly kind: 'indicator' | 'measure'
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  /** Version of the indicator; null for measures, variants and before the first version. */
  readonly version: string | null
  /** Code of the variant whose formula and unit answer; null for the standard. */
  readonly variant: string | null
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
  /** Empty where every value is ordinary, and without a value of its own. */
  readonly qualities: readonly FigureQuality[]
  /** Set with the mark BREAK. */
  readonly break: FigureBreak | null
  /** Dimension names of the tables it was summed from, `channel,hour`; empty where the asked values stand themselves (S3). */
  readonly derivedFrom: readonly string[]
  /** In the order asked; empty for everything but a distribution. */
  readonly percentiles: readonly FigurePercentile[]
  /** In the order asked; empty where none was asked for. */
  readonly changes: readonly FigureChange[]
  readonly coverage: Coverage
  /** Null where nothing waits for a word. */
  readonly heldVolume: HeldVolume | null
  readonly issues: readonly Issue[]
}
