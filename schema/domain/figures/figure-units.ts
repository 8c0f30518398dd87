import type { Day } from '../period.js'
import type { Standards } from '../statistics/standards.js'
import type { FigureQuestion } from './figure-question.js'
import { centersOfRegion, predecessorsOf, regionSpans } from './region-spans.js'
import type { DaySpan } from './slice-periods.js'

/** Centers that answer together over some days. `groups`: each must bring something, or nothing is shown (S33). */
export type UnitSpan = DaySpan & {
  readonly groups: readonly (readonly string[])[]
  readonly isPredecessor: boolean
  readonly isValid: boolean
}

/** Whom one series of figures is about: a center, a region, or all asked centers together. */
export type FigureUnit = {
  readonly center: string | null
  readonly region: string | null
  spansIn(span: DaySpan): readonly UnitSpan[]
  /** Every center that may take part, over the whole question. */
  readonly centers: readonly string[]
}

type Registry = Pick<Standards, 'centers' | 'centerRegions' | 'memberships' | 'regions'>

const fixedUnit = (center: string | null, centers: readonly string[]): FigureUnit => ({
  center,
  region: null,
  centers,
  spansIn: span => [{ ...span, groups: [centers], isPredecessor: false, isValid: true }],
})

const regionUnit = (registry: Registry, code: string, asked: DaySpan & { readonly withPredecessors: boolean }): FigureUnit => {
  const region = registry.regions.get(code)
  if (region === undefined) throw new Error(`Region ${code} is not in the registry; the question was checked.`)
  const spansIn = ({ from, to }: DaySpan): readonly UnitSpan[] =>
    regionSpans(registry, region, { from, to, withPredecessors: asked.withPredecessors }).map(span => ({
      from: span.from,
      to: span.to,
      groups: groupsOf(registry, code, { by: span.by, day: span.to }),
      isPredecessor: span.by === 'predecessors',
      isValid: span.by !== 'nobody',
    }))
  const centers = [...new Set(spansIn(asked).flatMap(span => span.groups.flat()))]
  return { center: null, region: code, centers, spansIn }
}

const groupsOf = (registry: Registry, code: string, { by, day }: { by: 'itself' | 'predecessors' | 'nobody'; day: Day }) => {
  if (by === 'nobody') return []
  const regions = by === 'itself' ? [code] : predecessorsOf(registry, code)
  return regions.map(region => centersOfRegion(registry, region, day))
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
    ...(byCenter ? centers.map(center => fixedUnit(center, [center])) : centers.length > 0 ? [fixedUnit(null, centers)] : []),
    ...[...new Set(question.regions)].map(code => regionUnit(registry, code, question)),
  ]
}
