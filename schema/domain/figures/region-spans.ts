import { regionOf } from '../centers/membership-on.js'
import type { Region } from '../centers/center.js'
import { addDays, type Day } from '../period.js'
import type { Standards } from '../statistics/standards.js'

/** Days over which a region answers in one way (S33): by itself, by its predecessors, or not at all. */
export type RegionSpan = { readonly from: Day; readonly to: Day; readonly by: 'itself' | 'predecessors' | 'nobody' }

const FIRST_DAY = '1900-01-01'
const LAST_DAY = '2199-12-31'

/** The days `from` to `to` cut where the region begins and ends; before it begins its predecessors answer if asked for. */
export const regionSpans = (
  standards: Pick<Standards, 'regions'>,
  region: Region,
  asked: { readonly from: Day; readonly to: Day; readonly withPredecessors: boolean },
): readonly RegionSpan[] => {
  const begins = region.validFrom ?? FIRST_DAY
  const ends = region.validTo ?? LAST_DAY
  const hasPredecessors = predecessorsOf(standards, region.code).length > 0
  const spans: RegionSpan[] = [
    {
      from: FIRST_DAY,
      to: begins === FIRST_DAY ? FIRST_DAY : addDays(begins, -1),
      by: asked.withPredecessors && hasPredecessors ? 'predecessors' : 'nobody',
    },
    { from: begins, to: ends, by: 'itself' },
    { from: ends === LAST_DAY ? LAST_DAY : addDays(ends, 1), to: LAST_DAY, by: 'nobody' },
  ]
  return spans
    .filter(span => !(span.by !== 'itself' && (span.to === FIRST_DAY || span.from === LAST_DAY)))
    .map(span => ({ ...span, from: span.from > asked.from ? span.from : asked.from, to: span.to < asked.to ? span.to : asked.to }))
    .filter(span => span.from <= span.to)
}

/** Codes of the regions that this one took over from. */
export const predecessorsOf = ({ regions }: Pick<Standards, 'regions'>, code: string): readonly string[] =>
  [...regions.values()].filter(region => region.successor === code).map(region => region.code)

/** Centers that report for the region on that day. */
export const centersOfRegion = (standards: Pick<Standards, 'centers' | 'centerRegions'>, region: string, day: Day): readonly string[] =>
  [...standards.centers.keys()].filter(center => regionOf(standards.centerRegions, center, day) === region)
