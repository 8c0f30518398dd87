import type { PeriodType } from '../period.js'
import type { Check } from './formula.js'

/** How values of one measure combine along one axis; `none` means they must not be combined at all. */
export type Additivity = 'sum' | 'mean' | 'max' | 'none'

/** A figure that rests on fewer than `value` of the measure `of` is withheld from every reader but its owner (S24). */
export type DisclosureLimit = {
  readonly value: number
  readonly of: string
  readonly when: Readonly<Record<string, string>> | null
}

/** A rule of the edition over the values of one center, period and set of dimension items. `doubts` names the measure a hold rule suspects (S9). */
export type Constraint = {
  readonly id: string
  readonly check: Check
  readonly checkText: string
  readonly when: Check | null
  readonly severity: 'error' | 'hold' | 'warning'
  readonly sumOver: string | null
  readonly over: 'closed_day' | 'closed_week' | 'closed_quarter' | null
  readonly isTotalOnly: boolean
  readonly periods: readonly PeriodType[] | null
  readonly doubts: string | null
  /** Korean business day from which periods are judged by it. */
  readonly effectiveFrom: string
}

/** A standard base measure: what a submitted number means. */
export type Measure = {
  readonly code: string
  readonly group: string
  readonly nameKo: string
  readonly nameEn: string
  readonly definitionKo: string
  readonly definitionEn: string
  readonly unit: string
  readonly kind: 'flow_count' | 'duration_sum' | 'score_sum' | 'stock_level' | 'distribution'
  readonly additivity: { readonly overTime: Additivity; readonly overCenters: Additivity; readonly overDimensions: Additivity }
  /** The period of a row that names none. */
  readonly frequency: PeriodType
  readonly dimensions: readonly string[]
  readonly requiredBreakdown: readonly string[]
  readonly parameters: Readonly<Record<string, unknown>>
  readonly providedBy: 'center' | 'hub'
  readonly access: 'open' | 'restricted'
  readonly minN: DisclosureLimit | null
  readonly minCell: DisclosureLimit | null
  readonly effectiveFrom: string
  readonly minimum: string
  readonly isInteger: boolean
  readonly constraints: readonly Constraint[]
}
