import { solveLinear } from './solve-linear.js'

/** One labelled row: what each column is, and whether it was right. */
export type LabelledRow = { readonly values: readonly number[]; readonly isRight: boolean }

/** What a coefficient is drawn to where the rows say little: its value before, and how many rows' worth that is. `isFree` may fall below 0. */
export type Prior = { readonly center: number; readonly strength: number; readonly isFree: boolean }

/** `coefficients` in the order of the columns, or why none can be had. */
export type LogisticFit =
  | { readonly kind: 'fitted'; readonly coefficients: readonly number[]; readonly steps: number }
  | { readonly kind: 'refused'; readonly reason: 'SEPARATED' | 'NOT_CONVERGED' }

const MOST_STEPS = 200
const MOST_HALVINGS = 40
const TOLERANCE = 1e-9

const sigmoid = (odds: number): number => 1 / (1 + Math.exp(-odds))
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, one, i) => sum + one * (b[i] ?? 0), 0)
/** log(1 + e^x) that does not overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))

const lossOf = (rows: readonly LabelledRow[], priors: readonly Prior[], at: readonly number[]): number =>
  rows.reduce((sum, { values, isRight }) => sum + softplus(isRight ? -dot(values, at) : dot(values, at)), 0) +
  priors.reduce((sum, { center, strength }, i) => sum + (strength * ((at[i] ?? 0) - center) ** 2) / 2, 0)

const slopesOf = (rows: readonly LabelledRow[], priors: readonly Prior[], at: readonly number[]) => {
  const gradient = priors.map(({ center, strength }, i) => strength * ((at[i] ?? 0) - center))
  const hessian = priors.map(({ strength }, i) => priors.map((_prior, j) => (i === j ? strength : 0)))
  for (const { values, isRight } of rows) {
    const p = sigmoid(dot(values, at))
    const weight = p * (1 - p)
    for (const [i, value] of values.entries()) {
      if (value === 0) continue
      gradient[i] = (gradient[i] ?? 0) + (p - (isRight ? 1 : 0)) * value
      const row = hessian[i]
      if (row !== undefined) for (const [j, other] of values.entries()) row[j] = (row[j] ?? 0) + weight * value * other
    }
  }
  return { gradient, hessian }
}

/** Whether the rows are told apart without a single mistake: then more of every weight is always better, and nothing but the prior holds them. */
const isSeparated = (rows: readonly LabelledRow[], at: readonly number[]): boolean => {
  const odds = (isRight: boolean) => rows.filter(row => row.isRight === isRight).map(({ values }) => dot(values, at))
  return Math.min(...odds(true)) > Math.max(...odds(false))
}

/** A step of Newton on the coefficients that are not held at 0, zeros for the others. */
const stepFrom = (at: readonly number[], priors: readonly Prior[], rows: readonly LabelledRow[]): readonly number[] | null => {
  const { gradient, hessian } = slopesOf(rows, priors, at)
  const open = priors.flatMap(({ isFree }, i) => (isFree || (at[i] ?? 0) > 0 || (gradient[i] ?? 0) < 0 ? [i] : []))
  const solved = solveLinear(
    open.map(i => open.map(j => hessian[i]?.[j] ?? 0)),
    open.map(i => -(gradient[i] ?? 0)),
  )
  if (solved === null) return null
  const step = priors.map(() => 0)
  for (const [k, i] of open.entries()) step[i] = solved[k] ?? 0
  return step
}

/**
 * Coefficients of a logistic regression with an L2 prior, found by projected Newton steps: the same rows give the same coefficients, whatever their order up to rounding.
 * A coefficient that is not free stops at 0. Refused with SEPARATED where the rows leave no doubt to learn from, and NOT_CONVERGED after a bounded number of steps.
 */
export const fitLogistic = (rows: readonly LabelledRow[], priors: readonly Prior[]): LogisticFit => {
  let at: readonly number[] = priors.map(({ center }) => center)
  let loss = lossOf(rows, priors, at)
  for (let steps = 1; steps <= MOST_STEPS; steps++) {
    const step = stepFrom(at, priors, rows)
    if (step === null) return { kind: 'refused', reason: 'NOT_CONVERGED' }
    let [next, nextLoss] = [at, loss]
    for (let halvings = 0; halvings < MOST_HALVINGS; halvings++) {
      const length = 0.5 ** halvings
      const tried = at.map((one, i) =>
        priors[i]?.isFree === true ? one + length * (step[i] ?? 0) : Math.max(0, one + length * (step[i] ?? 0)),
      )
      const triedLoss = lossOf(rows, priors, tried)
      if (triedLoss < nextLoss) {
        ;[next, nextLoss] = [tried, triedLoss]
        break
      }
    }
    const moved = Math.max(...next.map((one, i) => Math.abs(one - (at[i] ?? 0))))
    ;[at, loss] = [next, nextLoss]
    if (moved < TOLERANCE)
      return isSeparated(rows, at) ? { kind: 'refused', reason: 'SEPARATED' } : { kind: 'fitted', coefficients: at, steps }
  }
  return { kind: 'refused', reason: 'NOT_CONVERGED' }
}
