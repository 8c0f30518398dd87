import { calibrate, type Scored } from './calibrate-isotonic.js'
import { fitLogistic, type LabelledRow, type Prior } from './fit-logistic.js'
import type { LabelledDecision } from './labelled-decision.js'
import { measureReliability, SURE, type Judged, type Reliability } from './reliability.js'
import { scoreCandidates, weighCandidates } from './weigh-candidates.js'
import { FIXED_BASE, sideOf, type WeightKind, type WeightSet, type WeightsInForce } from './weight-set.js'

/** Decisions about candidates of a kind before anything is learned from them (terminology.md §2.8). */
export const DECISIONS_NEEDED = 300
/** The older part that weights are fitted on; on the later they are calibrated and measured. */
const OLDER = 0.7
/** Of right and of wrong candidates: fewer in the older part teach nothing about the difference, fewer in the later measure none. */
const LEAST_OF_EACH = { older: 20, later: 5 } as const

/** A factor is drawn to the fixed weight like one decision would draw it; the base hardly. */
const FACTOR: Prior = { center: 1, strength: 1, isFree: false }
const BASE: Prior = { center: FIXED_BASE, strength: 0.1, isFree: true }

/** Why no weights could be fitted, or why those that were may not be put in force. */
export const WEIGHT_REASONS = ['TOO_FEW_RIGHT', 'TOO_FEW_WRONG', 'SEPARATED', 'NOT_CONVERGED', 'WORSE_LOG_LOSS', 'LESS_PRECISE'] as const
export type WeightReason = (typeof WEIGHT_REASONS)[number]

/** What the decisions about a kind came to. `inForce` is how good the weights in force are on the same later decisions. */
export type WeightFit =
  | { readonly outcome: 'refused'; readonly reasons: readonly WeightReason[] }
  | {
      readonly outcome: 'proposed' | 'worse'
      readonly reasons: readonly WeightReason[]
      readonly weights: Omit<WeightSet, 'version'>
      readonly fitted: Reliability
      readonly inForce: Reliability
    }

type Decisions = readonly LabelledDecision[]

const valueOn = (side: string, { candidates, place }: LabelledDecision): number =>
  (candidates[place]?.features ?? []).reduce((sum, one) => sum + (sideOf(one) === side ? one.value : 0), 0)

const sidesIn = (decisions: Decisions): readonly string[] =>
  [
    ...new Set(
      decisions.flatMap(({ candidates, place }) =>
        (candidates[place]?.features ?? []).flatMap(one => (one.value === 0 ? [] : [sideOf(one)])),
      ),
    ),
  ].toSorted()

const classesOf = (decisions: Decisions, least: number): readonly WeightReason[] => {
  const right = decisions.filter(({ isRight }) => isRight).length
  return [...(right < least ? (['TOO_FEW_RIGHT'] as const) : []), ...(decisions.length - right < least ? (['TOO_FEW_WRONG'] as const) : [])]
}

type Uncalibrated = Pick<WeightSet, 'base' | 'factors'>

const scoreUnder = (weights: Uncalibrated, { kind, candidates, place, isRight }: LabelledDecision): Scored => ({
  score: scoreCandidates(candidates, new Map([[kind, weights]]))[place] ?? 0,
  isRight,
})

const judgeUnder = (weights: WeightsInForce, { candidates, place, isRight }: LabelledDecision): Judged => ({
  score: weighCandidates(candidates, weights)[place] ?? 0,
  isRight,
})

/** Each half of the later decisions under the calibration of the other: nothing is measured by what it taught. */
const judgeCrosswise = (weights: Omit<WeightSet, 'version' | 'calibration'>, later: Decisions): readonly Judged[] => {
  const halves = [0, 1].map(half => later.filter((_decision, i) => i % 2 === half))
  return halves.flatMap((half, at) => {
    const calibration = calibrate((halves[1 - at] ?? []).map(one => scoreUnder(weights, one)))
    const set: WeightSet = { ...weights, version: '', calibration }
    return half.map(one => judgeUnder(new Map([[weights.kind, set]]), one))
  })
}

/** Where the weights in force are sure of nothing, others that are have to be right as often as they say. */
const precisionOf = ({ sure, sureRight }: Reliability): number | null => (sure === 0 ? null : sureRight / sure)

const faultsOf = (fitted: Reliability, inForce: Reliability): readonly WeightReason[] => {
  const precision = precisionOf(fitted)
  return [
    ...(fitted.logLoss > inForce.logLoss ? (['WORSE_LOG_LOSS'] as const) : []),
    ...(precision !== null && precision < (precisionOf(inForce) ?? SURE) ? (['LESS_PRECISE'] as const) : []),
  ]
}

/**
 * Weights for candidates of a kind from decisions about them, oldest first; null with fewer than are needed. Fitted on the older part by logistic regression, calibrated on
 * the later by isotonic regression and measured there, half by half, against the weights in force. Worse in log loss, or less often right where they are sure, is `worse`.
 */
export const fitWeights = (kind: WeightKind, decisions: Decisions, inForce: WeightsInForce): WeightFit | null => {
  if (decisions.length < DECISIONS_NEEDED) return null
  const cut = Math.floor(OLDER * decisions.length)
  const [older, later] = [decisions.slice(0, cut), decisions.slice(cut)]
  const few = [...new Set([...classesOf(older, LEAST_OF_EACH.older), ...classesOf(later, LEAST_OF_EACH.later)])]
  if (few.length > 0) return { outcome: 'refused', reasons: few }
  const sides = sidesIn(older)
  const rows = older.map((one): LabelledRow => ({ values: [1, ...sides.map(side => valueOn(side, one))], isRight: one.isRight }))
  const fit = fitLogistic(rows, [BASE, ...sides.map(() => FACTOR)])
  if (fit.kind === 'refused') return { outcome: 'refused', reasons: [fit.reason] }
  const [base = FIXED_BASE, ...factors] = fit.coefficients.map(one => Math.round(one * 10_000) / 10_000)
  const learned = { kind, base, factors: Object.fromEntries(sides.map((side, i) => [side, factors[i] ?? 1])) }
  const fitted = measureReliability(judgeCrosswise(learned, later))
  const before = measureReliability(later.map(one => judgeUnder(inForce, one)))
  const reasons = faultsOf(fitted, before)
  const weights = { ...learned, calibration: calibrate(later.map(one => scoreUnder(learned, one))) }
  return { outcome: reasons.length === 0 ? 'proposed' : 'worse', reasons, weights, fitted, inForce: before }
}
