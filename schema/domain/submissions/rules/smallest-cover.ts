/** More rows than this are not searched for smallest sets (S9). */
const MAX_CANDIDATES = 12

const countBits = (mask: number): number => {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Bits of all smallest masks that meet every one of `wanted`. */
const unionOfSmallest = (wanted: readonly number[], width: number): number => {
  let [fewest, union] = [width + 1, 0]
  for (let mask = 1; mask < 1 << width; mask++) {
    const size = countBits(mask)
    if (size > fewest || !wanted.every(rule => (rule & mask) !== 0)) continue
    union = size < fewest ? mask : union | mask
    fewest = size
  }
  return union
}

/**
 * Which rows to hold for broken rules (S9): the union of all smallest sets of rows that touch every rule. With more than 12 rows to choose from,
 * every one of them. `touched` lists for each broken rule the rows it touches, at least one each.
 */
export const coverBrokenRules = (touched: readonly (readonly number[])[]): ReadonlySet<number> => {
  const candidates = [...new Set(touched.flat())]
  if (candidates.length > MAX_CANDIDATES) return new Set(candidates)
  const bits = new Map(candidates.map((row, position) => [row, 1 << position]))
  const wanted = touched.map(rows => rows.reduce((mask, row) => mask | (bits.get(row) ?? 0), 0))
  const union = unionOfSmallest(wanted, candidates.length)
  return new Set(candidates.filter(row => (union & (bits.get(row) ?? 0)) !== 0))
}
