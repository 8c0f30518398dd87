import type { Day, PeriodType } from '../period.js'
import type { CodelistItem } from '../statistics/codelist.js'
import type { Indicator } from '../statistics/indicator.js'
import type { DisclosureLimit, Measure } from '../statistics/measure.js'
import type { NormalForm } from '../statistics/normalize-formula.js'
import type { FigureQuestion } from './figure-question.js'
import type { DaySpan } from './slice-periods.js'
import type { CellRequest } from './stored-cells.js'

/** One measure of a formula with the dimensions asked of it. */
export type TermPlan = {
  readonly measure: Measure
  /** Sorted names asked of this measure: group, filter and scope, as far as it has them. */
  readonly dimensions: readonly string[]
  /** Items by dimension where a filter or scope fixes them. */
  readonly fixed: Readonly<Record<string, readonly string[]>>
  /** Place in the plan's requests; null for what the hub counts itself (period_days). */
  readonly request: number | null
  /** Request for totals of the same measure, against which a breakdown is held; null for totals themselves. */
  readonly totals: number | null
}

/** A limit under which a figure stays with its owner (S24). */
export type LimitPlan = { readonly kind: 'minN' | 'minCell'; readonly limit: DisclosureLimit; readonly of: TermPlan }

/** A formula with the days it is in force. */
export type DefinitionPlan = {
  /** Null for measures and variants. */
  readonly version: string | null
  /** Null for the standard definition. */
  readonly variant: string | null
  readonly unit: string
  /** Why it is so, as the edition says it; null where it says nothing. */
  readonly whyKo: string | null
  readonly whyEn: string | null
  readonly effectiveFrom: Day
  readonly effectiveTo: Day | null
  readonly form: NormalForm
  readonly terms: readonly TermPlan[]
  /** True when one of its measures answers to its own center alone (S24). */
  readonly isRestricted: boolean
  readonly limits: readonly LimitPlan[]
  /** Coarsest frequency among the measures: the period of a cell (S17). */
  readonly cellType: PeriodType
  /** Dimensions that only the numerator has. */
  readonly shares: readonly string[]
}

/** Bands of a distribution, from the lowest up, and the term that fetches them. */
export type BandsPlan = { readonly dimension: string; readonly items: readonly CodelistItem[]; readonly term: TermPlan }

export type SubjectPlan = {
  readonly kind: 'indicator' | 'measure'
  readonly subject: Pick<Indicator, 'code' | 'nameKo' | 'nameEn' | 'unit'>
  readonly scale: number | null
  /** Null where no percentile is asked, or the subject is no distribution. */
  readonly bands: BandsPlan | null
  readonly definitions: readonly DefinitionPlan[]
}

export type FigurePlan = {
  readonly question: FigureQuestion
  /** The days of which cells are needed: those of the question, and earlier ones it is held against. */
  readonly range: DaySpan
  readonly subjects: readonly SubjectPlan[]
  readonly requests: readonly CellRequest[]
}

/** A question under two definitions: `subjects` answer by the left one, `right` in the same order by the other. */
export type ComparisonPlan = FigurePlan & { readonly right: readonly SubjectPlan[] }
