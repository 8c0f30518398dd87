import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { UnitDimension } from '../../../schema/domain/statistics/unit.js'

type Version = { readonly formula: string; readonly unit?: string }
type IndicatorEntry = {
  readonly code: string
  readonly unit: string
  readonly versions: readonly Version[]
  readonly variants?: readonly Version[]
}
type ConstraintEntry = { readonly id: string; readonly check: string; readonly when?: string }
type MeasureEntry = { readonly code: string; readonly unit: string; readonly constraints?: readonly ConstraintEntry[] }
type UnitEntry = { readonly code: string; readonly dimension: UnitDimension }

// The shape of the council's own files is what these tests rest on; the loader's tests prove it.
const read = (name: string): unknown => parse(readFileSync(new URL(`../../../db/edition/2026.1/${name}.yaml`, import.meta.url), 'utf8'))
const { indicators } = read('indicators') as { readonly indicators: readonly IndicatorEntry[] }
const { measures } = read('measures') as { readonly measures: readonly MeasureEntry[] }
const { codelists } = read('codelists') as {
  readonly codelists: readonly { readonly code: string; readonly items: readonly UnitEntry[] }[]
}

const dimensions = new Map(codelists.find(list => list.code === 'unit')?.items.map(unit => [unit.code, unit.dimension]))
const dimensionsOfMeasures = new Map(measures.map(measure => [measure.code, dimensions.get(measure.unit) ?? null]))

/** Dimension of a measure of the council's edition. */
export const dimensionOf = (code: string): UnitDimension | null => dimensionsOfMeasures.get(code) ?? null

/** Every formula of the edition with its indicator and the dimension of the unit it states: versions and variants alike. */
export const COUNCIL_FORMULAS = indicators.flatMap(indicator =>
  [...indicator.versions, ...(indicator.variants ?? [])].map(version => ({
    indicator: indicator.code,
    formula: version.formula,
    stated: dimensions.get(version.unit ?? indicator.unit) ?? null,
  })),
)

/** Every rule of the edition. */
export const COUNCIL_CHECKS = measures.flatMap(measure => measure.constraints ?? [])
