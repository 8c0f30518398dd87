/** Letters to change, add or drop to turn one text into the other. Source: V. Levenshtein, 1965. */
const editDistance = (from: string, to: string): number => {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const swap = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min(swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[to.length] ?? 0
}

const MOST_NAMED = 12

/** What would be accepted in place of `code`: all known codes where they are few, else the nearest ones. */
export const acceptedCodes = (code: string, known: Iterable<string>): string => {
  const codes = [...known]
  if (codes.length === 0) return 'nothing: none is defined'
  if (codes.length <= MOST_NAMED) return codes.join(', ')
  const nearest = codes.map(text => ({ text, distance: editDistance(code, text) })).toSorted((a, b) => a.distance - b.distance)
  const named = nearest.slice(0, 3).map(({ text }) => text)
  return `${named.join(', ')}, or another of the ${codes.length} codes defined`
}
