/** Lines that came and went, each as often as it did, in their own order. */
export type LineDiff = {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** The same lines in the same order. */
  readonly isSame: boolean
}

/** Lines of `from` that `less` has not, a repeated one as often as it is too many. */
function without(from: readonly string[], less: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const line of less) left.set(line, (left.get(line) ?? 0) + 1)
  return from.filter(line => {
    const known = left.get(line) ?? 0
    left.set(line, known - 1)
    return known <= 0
  })
}

/** What a reader of `older` has not read yet in `newer`, and what no longer holds. A line that only moved is neither, and `isSame` is false. */
export const diffLines = (older: readonly string[], newer: readonly string[]): LineDiff => ({
  added: without(newer, older),
  removed: without(older, newer),
  isSame: older.length === newer.length && older.every((line, index) => line === newer[index]),
})
