import { membershipOn, regionOf } from '../centers/membership-on.js'
import type { Region } from '../centers/center.js'
import { regionsNamed } from '../centers/regions-named.js'
import type { Standards } from '../statistics/standards.js'

type Known = Pick<Standards, 'regions' | 'centers' | 'centerRegions' | 'memberships'>

/** A center that an area led to, with every area, as it was written, that did. */
export type ResolvedTarget = { readonly center: string; readonly areas: readonly string[] }

/**
 * Who is meant by areas. `unknown` are those that nobody knows, kept as they were written; `empty` are known and have no member on that day. `isAll` says
 * that every member of the day is a target.
 */
export type ResolvedAreas = {
  readonly targets: readonly ResolvedTarget[]
  readonly unknown: readonly string[]
  readonly empty: readonly string[]
  readonly isAll: boolean
}

/** The whole country. */
const EVERYWHERE: ReadonlySet<string> = new Set(['all', 'KR', '전국'])

/**
 * Areas to member centers, on a Korean day: a region by its administrative code, by its ISO 3166-2 code, or by name, also a short one (부산, 경남); a center by its code; or everywhere. A region that
 * has ended is followed to its successors, so 29, 46 and KR-29 are 12 from 2026-07-01 on. The two code systems are never joined on equal digits: 50 is Jeju,
 * KR-50 is Sejong.
 */
export function resolveAreas(areas: readonly string[], known: Known, day: string): ResolvedAreas {
  const members = [...known.centers.keys()].filter(center => membershipOn(known.memberships, center, day) !== null)
  const found = areas.map(area => ({ area, centers: centersOf(area, known, day) }))
  const targets = members
    .map(center => ({ center, areas: found.filter(({ centers }) => centers?.includes(center) === true).map(({ area }) => area) }))
    .filter(target => target.areas.length > 0)
  return {
    targets,
    unknown: found.filter(({ centers }) => centers === null).map(({ area }) => area),
    empty: found.filter(({ centers }) => centers !== null && !centers.some(center => members.includes(center))).map(({ area }) => area),
    isAll: members.length > 0 && targets.length === members.length,
  }
}

/** Codes of the centers that an area means; null when nobody knows the area. */
function centersOf(area: string, known: Known, day: string): readonly string[] | null {
  const word = area.normalize('NFC').trim()
  if (EVERYWHERE.has(word)) return [...known.centers.keys()]
  if (known.centers.has(word)) return [word]
  const regions = regionsNamed(word, known.regions)
  if (regions.length === 0) return null
  const valid = new Set(regions.map(region => successorOn(region, known, day)))
  return [...known.centers.keys()].filter(center => valid.has(regionOf(known.centerRegions, center, day) ?? ''))
}

/** The region that stands for another on a day: itself, or the last of its successors. */
function successorOn(region: Region, known: Known, day: string): string {
  const next = region.successor === null ? undefined : known.regions.get(region.successor)
  const hasEnded = region.validTo !== null && region.validTo < day
  return hasEnded && next !== undefined ? successorOn(next, known, day) : region.code
}
