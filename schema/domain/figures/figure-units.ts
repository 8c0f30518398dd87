import type { Standards } from '../statistics/standards.js'
import type { FigureQuestion } from './figure-question.js'
import { centersOfRegion, predecessorsOf, regionSpans, type RegionSpan } from './region-spans.js'
import type { DaySpan } from './slice-periods.js'

/** Days over which a unit answers in one way. */
export type UnitSpan = DaySpan & { readonly by: RegionSpan['by'] }

/** Whom one series of figures is about: a center, a region, or all asked centers together. */
export type FigureUnit = {
  readonly center: string | null
  readonly region: string | null
  /** The days cut where the unit changes; themselves where it never does. */
  spansIn(span: UnitSpan): readonly UnitSpan[]
  /** Centers that answer in a span. For predecessors one list each: every one must bring something, or nothing is shown (S33). */
  groupsIn(span: UnitSpan): readonly (readonly string[])[]
  /** Every center that may take part, over the whole question. */
  readonly centers: readonly string[]
}

type Registry = Pick<Standards, 'centers' | 'centerRegions' | 'memberships' | 'regions'>

const fixedUnit = (center: string | null, centers: readonly string[]): FigureUnit => {
  const groups = [centers]
  return { center, region: null, centers, spansIn: span => [span], groupsIn: () => groups }
}

/** All of the centers as one. */
export const togetherUnit = (centers: readonly string[]): FigureUnit => fixedUnit(null, centers)

const regionUnit = (registry: Registry, code: string, asked: DaySpan & { readonly withPredecessors: boolean }): FigureUnit => {
  const region = registry.regions.get(code)
  if (region === undefined) throw new Error(`Region ${code} is not in the registry; the question was checked.`)
  const spansIn = ({ from, to }: DaySpan) => regionSpans(registry, region, { from, to, withPredecessors: asked.withPredecessors })
  const groupsIn = ({ by, to }: UnitSpan): readonly (readonly string[])[] => {
    if (by === 'nobody') return []
    const regions = by === 'itself' ? [code] : predecessorsOf(registry, code)
    return regions.map(one => centersOfRegion(registry, one, to))
  }
  const centers = [...new Set(spansIn(asked).flatMap(groupsIn).flat())]
  return { center: null, region: code, centers, spansIn, groupsIn }
}

/** Centers that are or were full members: the council, when a question names nobody. */
const allMembers = ({ centers, memberships }: Registry): readonly string[] =>
  [...centers.keys()].filter(code => memberships.some(membership => membership.center === code && !membership.isTrial))

/** The units of a question in the order asked; regions after centers. A question that names regions only is about them only. */
export const figureUnits = (registry: Registry, question: FigureQuestion): readonly FigureUnit[] => {
  const isRegionsOnly = question.centers.length === 0 && question.regions.length > 0
  const centers = isRegionsOnly ? [] : question.centers.length > 0 ? [...new Set(question.centers)] : allMembers(registry)
  const byCenter = question.isByCenter || centers.length === 1
  return [
    ...(byCenter ? centers.map(center => fixedUnit(center, [center])) : centers.length > 0 ? [togetherUnit(centers)] : []),
    ...[...new Set(question.regions)].map(code => regionUnit(registry, code, question)),
  ]
}
