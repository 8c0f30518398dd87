import type { Rational } from '../decimal.js'

export type UnitDimension = 'count' | 'time' | 'points' | 'persons' | 'days' | 'money' | 'share'

/** A unit of measure; `scaleTo`: a value in this unit times `factor` is the value in `unit`. */
export type Unit = {
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  readonly dimension: UnitDimension
  readonly scaleTo: { readonly unit: string; readonly factor: Rational } | null
}

/** A word met in unit columns. Without `unit` it takes the unit of the measure; `factor` multiplies first; `clock` names a clock notation. */
export type UnitLabel = {
  readonly label: string
  readonly dimension: UnitDimension
  readonly unit: string | null
  readonly factor: Rational
  readonly clock: 'mm:ss' | 'hh:mm:ss' | null
}
