import type { Day } from '../period.js'
import type { SurfaceLexicon } from './lexicon-row.js'

/** The rows of the lexicon that count on a day: one that is valid from a later day says nothing before it. */
export const lexiconOn = ({ version, rows, ranges, sizes }: SurfaceLexicon, day: Day): SurfaceLexicon => ({
  version,
  rows: rows.filter(({ validFrom }) => validFrom <= day),
  ranges: ranges.filter(({ validFrom }) => validFrom <= day),
  sizes: sizes.filter(({ validFrom }) => validFrom <= day),
})

/** The next day after `day` on which further rows count; null where none are to come. */
export const nextRowsFrom = ({ rows, ranges, sizes }: SurfaceLexicon, day: Day): Day | null =>
  [...rows, ...ranges, ...sizes]
    .map(({ validFrom }) => validFrom)
    .filter(from => from > day)
    .toSorted()[0] ?? null
