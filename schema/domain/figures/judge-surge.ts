import type { SurgePolicy } from './surge-policy.js'

/** How far a count stands out: median and median absolute deviation of the days it was held against, and its distance from the median in deviations. */
export type Surge = { readonly median: number; readonly mad: number; readonly z: number }

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const TO_DEVIATION = 1.4826

/**
 * Whether a count stands out of comparable ones, or null where it does not or they are too few. Floating point is enough: a limit is a judgment, no figure. Eight
 * days may by chance be more alike than days are, so a deviation has a floor: that of counts (Poisson) about a mean that varies by `leastSpread` of itself.
 */
export function judgeSurge(value: number, compared: readonly number[], policy: SurgePolicy): Surge | null {
  if (compared.length < policy.fewestDays || value < policy.leastValue) return null
  const median = medianOf(compared)
  if (value - median < policy.leastExcess || value < policy.leastRatio * median) return null
  const mad = medianOf(compared.map(one => Math.abs(one - median)))
  const deviation = Math.max(TO_DEVIATION * mad, Math.sqrt(Math.max(median, 1) + (policy.leastSpread * median) ** 2))
  const z = (value - median) / deviation
  return z < policy.leastZ ? null : { median, mad, z: Math.round(z * 10) / 10 }
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [left = 0, right = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]]
  return (left + right) / 2
}
