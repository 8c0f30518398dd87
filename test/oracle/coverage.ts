import type { ExpectedCoverage, GapLine } from './expected-figure.js'
import type { Gap, SupportCell } from './support.js'

/** What is in a figure, and what is not and why (S17). */
export function coverageOf(cells: readonly SupportCell[]): ExpectedCoverage {
  const expected = cells.filter(({ isExpected }) => isExpected)
  const counted = expected.filter(({ isIn }) => isIn)
  const centers = (some: readonly SupportCell[]): number => new Set(some.map(({ center }) => center)).size
  return {
    centersIn: centers(counted),
    centersExpected: centers(expected),
    cellsIn: counted.length,
    cellsExpected: expected.length,
    extra: cells.filter(({ isIn, isExpected }) => isIn && !isExpected).length,
    gaps: gapLines(cells.flatMap(({ gaps }) => gaps)),
  }
}

/** A cell counts once for each reason, however many measures have it. */
function gapLines(gaps: readonly Gap[]): readonly GapLine[] {
  const byLine = new Map<string, Gap[]>()
  for (const gap of gaps) {
    const line = `${gap.reason} ${gap.kind}`
    byLine.set(line, [...(byLine.get(line) ?? []), gap])
  }
  return [...byLine.values()].flatMap(some => {
    const [first] = some
    if (first === undefined) return []
    const { reason, kind } = first
    return {
      reason,
      kind,
      cells: new Set(some.map(({ center, period }) => `${center} ${period.from}`)).size,
      centers: [...new Set(some.map(({ center }) => center))].toSorted().join(','),
      from: some.map(({ period }) => period.from).toSorted()[0] ?? '',
      to:
        some
          .map(({ period }) => period.to)
          .toSorted()
          .at(-1) ?? '',
    }
  })
}
