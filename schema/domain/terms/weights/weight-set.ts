import type { Feature } from '../proposal.js'

/** What is weighed apart: a measure is recognized by other evidence than an item of a codelist, and stewards decide on more of the one. */
export const WEIGHT_KINDS = ['measure', 'indicator', 'item'] as const
export type WeightKind = (typeof WEIGHT_KINDS)[number]

/** The version of the weights that are written in the rules of the matcher, which hold wherever no others were put in force. */
export const FIXED = 'fixed'
/** Log-odds before any evidence under the fixed weights. */
export const FIXED_BASE = -1.2

/** One step of a calibration: from this score up, so many of a hundred were right. */
export type CalibrationStep = { readonly from: number; readonly share: number }

/**
 * Weights learned from decisions of stewards, for candidates of one kind. A feature adds its value times the factor of its side to the log-odds: the value is what it
 * adds under the fixed weights, so factor 1 is the fixed weight. No factor is below 0: what speaks against a candidate never comes to speak for it.
 */
export type WeightSet = {
  readonly kind: WeightKind
  readonly version: string
  /** Log-odds before any evidence. */
  readonly base: number
  readonly factors: Readonly<Record<string, number>>
  /** Lowest score first; shares never fall. */
  readonly calibration: readonly CalibrationStep[]
}

/** The sets in force; a kind without one is weighed by the fixed weights. */
export type WeightsInForce = ReadonlyMap<WeightKind, WeightSet>

export const FIXED_WEIGHTS: WeightsInForce = new Map()

/** What a candidate is weighed by, from its reference. */
export const weightKindOf = (ref: string): WeightKind =>
  ref.startsWith('measure:') ? 'measure' : ref.startsWith('indicator:') ? 'indicator' : 'item'

/** A feature on the side on which it speaks: `unit+` is a unit that agrees, `unit-` one that contradicts. They are weighed apart. */
export const sideOf = ({ feature, value }: Pick<Feature, 'feature' | 'value'>): string => `${feature}${value < 0 ? '-' : '+'}`
