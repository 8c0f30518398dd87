import type { FormulaNode } from './formula.js'
import type { NormalForm } from './normalize-formula.js'

/** One dated formula of an indicator; versions follow each other in time and do not overlap (S23). */
export type IndicatorVersion = {
  readonly version: string
  readonly effectiveFrom: string
  /** Last day in force, inclusive; null while there is no successor. */
  readonly effectiveTo: string | null
  readonly status: 'standard' | 'superseded' | 'draft'
  readonly formulaText: string
  readonly formula: FormulaNode
  readonly form: NormalForm
  readonly whyKo: string | null
  readonly whyEn: string | null
}

/** Another method in use beside the standard one; figures made with it carry definition_differs and its code. */
export type IndicatorVariant = {
  readonly variant: string
  readonly unit: string | null
  readonly formulaText: string
  readonly formula: FormulaNode
  readonly form: NormalForm
  readonly whyKo: string
  readonly whyEn: string
}

/** A derived figure: factor x N / D over measures, rounded once to `scale` decimals (S18). */
export type Indicator = {
  readonly code: string
  readonly group: string
  readonly nameKo: string
  readonly nameEn: string
  readonly unit: string
  readonly scale: number
  readonly direction: 'higher_better' | 'lower_better' | 'range_best' | 'context'
  /** Fixed filter put on every measure of the formula that has the dimension (S20): dimension -> item. */
  readonly scope: Readonly<Record<string, string>>
  readonly requiresSingle: readonly string[]
  readonly allowSumOver: readonly string[]
  readonly versions: readonly IndicatorVersion[]
  readonly variants: readonly IndicatorVariant[]
  readonly noteKo: string
  readonly noteEn: string
  /** restricted when one of its measures is. */
  readonly access: 'open' | 'restricted'
}
