import type { Day } from '../period.js'
import type { SurfaceLexicon, ValueRange } from './lexicon-row.js'

/** The rows of the lexicon that count on a day: one that is valid from a later day says nothing before it. */
export const lexiconOn = ({ version, rows, ranges, sizes }: SurfaceLexicon, day: Day): SurfaceLexicon => ({
  version,
  rows: rows.filter(({ validFrom }) => validFrom <= day),
  ranges: ranges.filter(({ validFrom }) => validFrom <= day),
  sizes: sizes.filter(({ validFrom }) => validFrom <= day),
})

/** What is usual of each standard on a day, by its reference: of several rows about one the latest counts, whatever their order in the file. */
export const rangesOn = (ranges: readonly ValueRange[], day: Day): ReadonlyMap<string, ValueRange> =>
  new Map(
    ranges
      .filter(({ validFrom }) => validFrom <= day)
      .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0))
      .map(range => [range.ref, range]),
  )

/** The next day after `day` on which further rows count; null where none are to come. */
export const nextRowsFrom = ({ rows, ranges, sizes }: SurfaceLexicon, day: Day): Day | null =>
  [...rows, ...ranges, ...sizes]
    .map(({ validFrom }) => validFrom)
    .filter(from => from > day)
    .toSorted()[0] ?? null
