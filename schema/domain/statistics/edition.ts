import type { Term, TermLexicon } from '../terms/term.js'
import type { Codelist, ObservationStatus } from './codelist.js'
import type { Indicator } from './indicator.js'
import type { Measure } from './measure.js'
import type { Unit, UnitDimension, UnitLabel } from './unit.js'

/** Measures a center may send under an agreement, and the scope a full replacement covers (S13). */
export type MeasureSet = {
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  readonly frequency: string
  readonly measures: readonly string[]
  readonly core: readonly string[]
}

/** One published edition of the council's definitions: immutable once loaded. Everything is looked up by code. */
export type Edition = {
  readonly code: string
  readonly effectiveFrom: string
  readonly measures: ReadonlyMap<string, Measure>
  readonly indicators: ReadonlyMap<string, Indicator>
  /** Codelists that are dimensions, by dimension name. */
  readonly codelists: ReadonlyMap<string, Codelist>
  readonly statuses: ReadonlyMap<string, ObservationStatus>
  readonly units: ReadonlyMap<string, Unit>
  /** Unit words by normalized label (see normalizeLabel). */
  readonly unitLabels: ReadonlyMap<string, UnitLabel>
  readonly unitDimensions: readonly UnitDimension[]
  /** Name in a submission -> the parameters it declares: short_abandon_threshold_seconds -> calls_abandoned_short.threshold_seconds. */
  readonly declaredParameters: ReadonlyMap<string, readonly { readonly measure: string; readonly parameter: string }[]>
  readonly measureSets: ReadonlyMap<string, MeasureSet>
  readonly lexicon: TermLexicon
  /** The glossary, by ref. */
  readonly terms: ReadonlyMap<string, Term>
}
