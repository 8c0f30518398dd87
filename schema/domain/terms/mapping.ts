import type { Day } from '../period.js'

/** How close a word comes to what it is mapped to (SKOS). Only exact enters standard figures; related is no mapping of values at all. */
export const MAPPING_PREDICATES = ['exact', 'close', 'broad', 'narrow', 'related'] as const
export type MappingPredicate = (typeof MAPPING_PREDICATES)[number]

/**
 * proposed: somebody should look; provisional: safe but for too few nights, values wait; active: values are read by it; rejected: refused, remembered;
 * suspended: values of those days wait although a meaning is known; superseded: its days are over.
 */
export const MAPPING_STATUSES = ['proposed', 'provisional', 'active', 'rejected', 'superseded', 'suspended'] as const
export type MappingStatus = (typeof MAPPING_STATUSES)[number]

/** Durations written as text: 2:54, 0:02:54, 2분 54초. */
export const TEXT_FORMATS = ['mm:ss', 'hh:mm:ss', '분초'] as const
export type TextFormat = (typeof TEXT_FORMATS)[number]

/**
 * How a value becomes one in the unit of its target: raw × numerator / denominator + offset, decimal texts, exact (S5). With `identity` the unit the row
 * names goes through the gate of units as ever; the others say what the unit is, whatever the row calls it.
 */
export type Conversion =
  | { readonly kind: 'identity' }
  | {
      readonly kind: 'linear'
      readonly numerator: string
      readonly denominator: string
      readonly offset: string
      readonly fromUnit: string | null
      readonly toUnit: string | null
    }
  | { readonly kind: 'clock'; readonly format: TextFormat; readonly toUnit: string | null }

/** What a row is about, or an item of a codelist. */
export type WordKind = 'subject' | 'codelist'

/** A word as it came: `field` is `measure`, or the dimension whose column it stood in; `unit` is '' where none is named. */
export type SourceWord = { readonly kind: WordKind; readonly field: string; readonly label: string; readonly unit: string }

/** First day and the day after the last; null is without limit. */
export type Effective = { readonly from: Day | null; readonly to: Day | null }

/** A decision that stands about a word of a center: what its rows are judged by. `target` null says that the edition has nothing it could mean. */
export type StandingMapping = {
  /** The number that values read by it carry. */
  readonly no: number
  readonly word: SourceWord
  readonly status: 'active' | 'suspended'
  readonly target: string | null
  readonly predicate: MappingPredicate
  readonly isNegated: boolean
  readonly conversion: Conversion
  readonly effective: Effective
  /** Whether a person decided or confirmed it; until then its values are marked provisional. */
  readonly isReviewed: boolean
}

export const IDENTITY: Conversion = { kind: 'identity' }

/** Whether the day lies within. */
export const isEffectiveOn = ({ from, to }: Effective, day: Day): boolean => (from === null || from <= day) && (to === null || day < to)
