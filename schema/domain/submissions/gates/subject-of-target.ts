import { parseDecimal } from '../../decimal.js'
import type { Edition } from '../../statistics/edition.js'
import { measuresOf } from '../../statistics/formula.js'
import type { Measure } from '../../statistics/measure.js'
import { reportedRateCode } from '../../statistics/standards.js'
import type { Unit } from '../../statistics/unit.js'
import type { DeclaredParameters } from './read-parameters.js'
import { toExact } from './read-number.js'
import type { Subject } from './subject.js'

export type SubjectContext = {
  readonly edition: Edition
  /** True when the batch declares this edition: standard names are exact then. */
  readonly isStandard: boolean
  readonly declared: DeclaredParameters
}

const requireUnit = (code: string, edition: Edition): Unit => {
  const unit = edition.units.get(code)
  if (unit === undefined) throw new Error(`Edition ${edition.code} names the unit ${code} and does not list it.`)
  return unit
}

/** The subject that a measure is, or one slice of it. */
export const measureSubject = (measure: Measure, fixed: Subject['fixed'], context: SubjectContext): Subject => {
  const minimum = parseDecimal(measure.minimum)
  const parameters = context.declared.differing.get(measure.code) ?? null
  return {
    code: measure.code,
    measure,
    nameKo: measure.nameKo,
    unit: requireUnit(measure.unit, context.edition),
    defaultType: measure.frequency,
    dimensions: new Set(measure.dimensions),
    minimum: minimum === null ? null : toExact(minimum),
    effectiveFrom: measure.effectiveFrom,
    fixed,
    isOtherDefinition: parameters !== null,
    parameters,
  }
}

/** A rate may carry the dimensions that every measure of its formula has. */
const sharedDimensions = (codes: readonly string[], edition: Edition): ReadonlySet<string> => {
  const [first, ...rest] = codes.map(code => edition.measures.get(code)?.dimensions ?? [])
  return new Set((first ?? []).filter(name => rest.every(dimensions => dimensions.includes(name))))
}

/** A rate that the center computed itself, under the name of an indicator or of a variant. */
export const rateSubject = (target: { readonly indicator: string; readonly variant: string | null }, edition: Edition): Subject => {
  const indicator = edition.indicators.get(target.indicator)
  if (indicator === undefined) throw new Error(`The terms of edition ${edition.code} name the indicator ${target.indicator}.`)
  const variant = indicator.variants.find(one => one.variant === target.variant)
  const formula = variant?.formula ?? indicator.versions.at(-1)?.formula
  return {
    code: reportedRateCode(indicator.code, target.variant),
    measure: null,
    nameKo: indicator.nameKo,
    unit: requireUnit(variant?.unit ?? indicator.unit, edition),
    defaultType: 'day',
    dimensions: formula === undefined ? new Set() : sharedDimensions(measuresOf(formula), edition),
    minimum: null,
    effectiveFrom: indicator.versions[0]?.effectiveFrom ?? edition.effectiveFrom,
    fixed: null,
    isOtherDefinition: target.variant !== null,
    parameters: null,
  }
}
