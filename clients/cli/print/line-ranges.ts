/** Lines of a file in short: `2-154, 160`. Lines that are not known are left out. */
export function lineRanges(lines: readonly (number | null)[]): string {
  const sorted = [...new Set(lines.filter(line => line !== null))].toSorted((a, b) => a - b)
  const ranges: { first: number; last: number }[] = []
  for (const line of sorted) {
    const open = ranges.at(-1)
    if (open !== undefined && line === open.last + 1) open.last = line
    else ranges.push({ first: line, last: line })
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}-${last}`)).join(', ')
}

/** The same in both languages: `3행 line 3`, `2-154행 lines 2-154`. Empty where no line is known. */
export function linesText(lines: readonly (number | null)[]): string {
  const ranges = lineRanges(lines)
  if (ranges === '') return ''
  return `${ranges}행 ${/^\d+$/.test(ranges) ? 'line' : 'lines'} ${ranges}`
}
