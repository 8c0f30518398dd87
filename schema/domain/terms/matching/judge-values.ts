import type { Rational } from '../../decimal.js'
import type { ValueRange } from '../lexicon-row.js'
import { ENOUGH_NIGHTS, type ValueProfile } from './read-values.js'

/** Whether the nights look like the standard, in the unit the word states. */
export type ValueJudgement =
  | { readonly kind: 'none' }
  | { readonly kind: 'plausible'; readonly isEnough: boolean }
  | { readonly kind: 'silent'; readonly why: 'zeros' }
  | {
      readonly kind: 'implausible'
      readonly why: 'range' | 'fraction' | 'negative' | 'constant' | 'running' | 'unreadable' | 'notation' | 'whole'
    }

/** How far a single night may lie outside of what the median night may. */
const SPREAD = 8

export const toNumber = ({ numerator, denominator }: Rational): number => Number(numerator) / Number(denominator)

const fits = (value: number, low: number, high: number): boolean => value >= low * 0.999 && value <= high * 1.001

/** Nights of a share lie within the whole; others may stray by the spread. */
export const nightBounds = ({ low, high }: ValueRange, isShare: boolean): readonly [number, number] => [
  low / SPREAD,
  isShare && high <= 110 ? Math.min(high * SPREAD, 130) : high * SPREAD,
]

export type ValueQuestion = {
  readonly values: ValueProfile | null
  readonly range: ValueRange | undefined
  readonly factor: number
  readonly isInteger: boolean
  readonly isShare: boolean
  readonly isTime: boolean
  /** Stocks and rosters may stand still; what happens day by day does not. */
  readonly mayStandStill: boolean
  /** Means and shares run up to nothing, and how many people there are may rise for weeks; what happens day by day falls with every weekend. */
  readonly mayRise: boolean
}

/** True where a night of that figure is a usual one of the standard. */
export const isUsual = (value: number, { low, high }: ValueRange): boolean => fits(value, low, high)

/** True where the median night, times the factor, is one the standard may have. */
export const isTypical = (values: ValueProfile, range: ValueRange | undefined, factor: number): boolean =>
  range === undefined || isUsual(values.median * factor, range)

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6

/** Highest share of a whole, with room for rounding. */
const WHOLE = 100

const isMoreThanWhole = ({ values, range, factor, isShare }: ValueQuestion): boolean =>
  isShare && range !== undefined && range.high <= WHOLE && (values?.highest ?? 0) * factor > WHOLE * 1.001

export const judgeValues = (question: ValueQuestion): ValueJudgement => {
  const { values, range, factor, isInteger, isShare, isTime, mayStandStill, mayRise } = question
  if (values === null) return { kind: 'none' }
  if (values.unreadable > 0 || values.nights === 0) return { kind: 'implausible', why: 'unreadable' }
  if ((values.hasPercent && !isShare) || (values.clock !== null && !isTime)) return { kind: 'implausible', why: 'notation' }
  if (values.lowest < 0) return { kind: 'implausible', why: 'negative' }
  if (values.highest === 0) return { kind: 'silent', why: 'zeros' }
  if (
    isInteger &&
    !values.isInteger &&
    !(isWhole(values.lowest * factor) && isWhole(values.highest * factor) && isWhole(values.median * 2 * factor))
  )
    return { kind: 'implausible', why: 'fraction' }
  if (range !== undefined) {
    const [low, high] = nightBounds(range, isShare)
    if (
      !isTypical(values, range, factor) ||
      values.highest * factor > high * 1.001 ||
      (values.lowest > 0 && values.lowest * factor < low * 0.999)
    )
      return { kind: 'implausible', why: 'range' }
  }
  if (isMoreThanWhole(question)) return { kind: 'implausible', why: 'whole' }
  const isEnough = values.nights >= ENOUGH_NIGHTS
  if (isEnough && !mayStandStill && values.isConstant && values.highest * factor > 5) return { kind: 'implausible', why: 'constant' }
  if (values.isRunningTotal || (values.isRising && !mayRise)) return { kind: 'implausible', why: 'running' }
  return { kind: 'plausible', isEnough }
}
