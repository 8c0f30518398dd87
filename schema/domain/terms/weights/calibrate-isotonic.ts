import type { CalibrationStep } from './weight-set.js'

/** A run of neighbors that share one value: how many they are, and the mean of what they were. */
type Pool = { readonly count: number; readonly mean: number }

/**
 * The nearest sequence that never falls (least squares), by pooling neighbors that violate the order. As long as `values`, and of the same mean.
 */
export const poolAdjacentViolators = (values: readonly number[]): readonly number[] => {
  const pools: Pool[] = []
  for (const value of values) {
    let pool: Pool = { count: 1, mean: value }
    for (let last = pools.at(-1); last !== undefined && last.mean >= pool.mean; last = pools.at(-1)) {
      pools.pop()
      const count = last.count + pool.count
      pool = { count, mean: (last.mean * last.count + pool.mean * pool.count) / count }
    }
    pools.push(pool)
  }
  return pools.flatMap(({ count, mean }) => Array.from({ length: count }, () => mean))
}

/** A score, and whether the candidate that had it was right. */
export type Scored = { readonly score: number; readonly isRight: boolean }

/**
 * What share of candidates of a score is right, as steps over the scores. One wrong above the highest and one right below the lowest are counted in, so that no step says
 * never or always from few decisions. Equal scores are one step.
 */
export const calibrate = (scored: readonly Scored[]): readonly CalibrationStep[] => {
  // Of equal scores the right ones first: a fall among them pools them.
  const sorted = scored.toSorted((a, b) => a.score - b.score || Number(b.isRight) - Number(a.isRight))
  const shares = poolAdjacentViolators([1, ...sorted.map(({ isRight }) => (isRight ? 1 : 0)), 0])
  const steps: CalibrationStep[] = [{ from: 0, share: shares[0] ?? 0 }]
  for (const [i, { score }] of sorted.entries()) {
    const share = shares[i + 1] ?? 0
    if (share > (steps.at(-1)?.share ?? 0)) steps.push({ from: score, share })
  }
  return steps
}

/** The share of the step that the score lies on. */
export const calibrated = (steps: readonly CalibrationStep[], score: number): number =>
  steps.findLast(({ from }) => from <= score)?.share ?? steps[0]?.share ?? 0
