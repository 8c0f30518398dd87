/** The solution x of A x = b for a symmetric positive definite A, by Cholesky; null where A is not positive definite. */
export const solveLinear = (a: readonly (readonly number[])[], b: readonly number[]): readonly number[] | null => {
  const lower: number[][] = []
  for (const [i, row] of a.entries()) {
    const made: number[] = []
    for (let j = 0; j <= i; j++) {
      const other = j === i ? made : (lower[j] ?? [])
      const rest = (row[j] ?? 0) - made.reduce((sum, entry, k) => sum + entry * (k < j ? (other[k] ?? 0) : 0), 0)
      if (j < i) made.push(rest / (other[j] ?? 1))
      else if (rest <= 0 || !Number.isFinite(rest)) return null
      else made.push(Math.sqrt(rest))
    }
    lower.push(made)
  }
  const forward: number[] = []
  for (const [i, row] of lower.entries())
    forward.push(((b[i] ?? 0) - forward.reduce((sum, y, k) => sum + y * (row[k] ?? 0), 0)) / (row[i] ?? 1))
  const x = forward.slice()
  for (let i = x.length - 1; i >= 0; i--) {
    let rest = forward[i] ?? 0
    for (let k = i + 1; k < x.length; k++) rest -= (lower[k]?.[i] ?? 0) * (x[k] ?? 0)
    x[i] = rest / (lower[i]?.[i] ?? 1)
  }
  return x
}
