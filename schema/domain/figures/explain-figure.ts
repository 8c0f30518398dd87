import type { Measure } from '../statistics/measure.js'
import type { Standards } from '../statistics/standards.js'
import type { FigureFacts } from './answer-context.js'
import { eachFigure } from './answer-figures.js'
import { partsOf } from './combine-parts.js'
import { fractionToWire, textOfAmount } from './exact-sum.js'
import type { Figure } from './figure.js'
import type { DefinitionPlan, FigurePlan, TermPlan } from './figure-plan.js'
import { createFigureTrace, type BasisPlace } from './figure-trace.js'
import type { Support } from './support.js'

/** What one center brings to a figure: the sum of its values, of how many periods, and what they are combined to over time. Decimal texts. */
export type CenterPart = { readonly center: string; readonly sum: string; readonly periods: number; readonly value: string | null }

/** A table that values were taken from (S3): its dimensions, whether it was summed, and for how many periods of how many centers. */
export type TableUse = { readonly table: string; readonly isDerived: boolean; readonly periods: number; readonly centers: number }

/** What one measure of the formula rests on. */
export type MeasureBasis = {
  readonly measure: Measure
  /** Dimension -> items asked of it. */
  readonly asked: Readonly<Record<string, readonly string[]>>
  /** True for days that the hub counts itself: there are no rows. */
  readonly isCounted: boolean
  /** The part served with the figure; null where the figure has none. */
  readonly value: string | null
  readonly centers: readonly CenterPart[]
  readonly tables: readonly TableUse[]
}

/** A figure and everything behind it: places hold the rows, in the order of measures, centers and time. */
export type FigureBasis = {
  readonly figure: Figure
  readonly definition: DefinitionPlan | null
  readonly measures: readonly MeasureBasis[]
  readonly places: readonly BasisPlace[]
}

type Known = Parameters<typeof eachFigure>[1] & Pick<Standards, 'centers'>

const askedOf = ({ dimensions, fixed }: TermPlan, figure: Figure): MeasureBasis['asked'] =>
  Object.fromEntries(
    dimensions.map(name => {
      const item = figure.dimensions.find(({ dimension }) => dimension === name)?.item
      return [name, item === undefined ? (fixed[name] ?? []) : [item]]
    }),
  )

/** Each center's share of a part, as it is combined over time. */
function centerParts(terms: readonly TermPlan[], at: number, supports: readonly Support[]): readonly CenterPart[] {
  const exact = partsOf(
    terms.map(term => term.measure),
    supports,
  )
  const code = terms[at]?.measure.code ?? ''
  return supports.map(({ center, totals }, place) => {
    const part = exact[place]?.get(code) ?? null
    const { sum, count } = totals[at] ?? { sum: 0, count: 0 }
    return { center, sum: textOfAmount(sum), periods: count, value: part === null ? null : fractionToWire(part) }
  })
}

function tablesOf(measure: string, asked: readonly string[], places: readonly BasisPlace[]): readonly TableUse[] {
  const taken = places.filter(place => place.measure === measure && place.use === 'added')
  return [...new Set(taken.flatMap(({ table }) => table ?? []))].sort().map(table => {
    const here = taken.filter(place => place.table === table)
    const centers = new Set(here.map(({ center }) => center)).size
    return { table, isDerived: table !== asked.toSorted().join(','), periods: here.length, centers }
  })
}

/** Reasons for which nothing behind a figure is shown to others than its owner (S24). */
const isHidden = ({ reason }: Figure): boolean => reason === 'WITHHELD' || reason === 'SUPPRESSED'

/** What was taken for a figure that then came to no value is left out for the figure's own reason; without a value nothing is subtracted. */
const settlePlaces = (figure: Figure, places: readonly BasisPlace[], isServed: boolean): readonly BasisPlace[] => {
  if (isHidden(figure)) return []
  if (isServed) return places
  return places.flatMap(place =>
    place.use === 'subtracted' ? [] : place.use === 'added' ? [{ ...place, use: 'leftOut' as const, reason: figure.reason }] : [place],
  )
}

const sortPlaces = (places: readonly BasisPlace[], measures: readonly string[]): readonly BasisPlace[] => {
  const rank = new Map(measures.map((measure, at) => [measure, at]))
  // Sorting keeps the order of centers and time in which a measure was walked; subtracted places follow what they are subtracted from.
  return places.toSorted((a, b) => (rank.get(a.measure) ?? 0) - (rank.get(b.measure) ?? 0))
}

/**
 * The one figure of a plan with what it rests on. The figure is the one that `eachFigure` gives, made once: nothing is computed beside it.
 * A plan of several figures is our fault and thrown; `validateSingleFigure` refuses it before.
 */
export const explainFigure = (plan: FigurePlan, known: Known, facts: FigureFacts): FigureBasis => {
  const trace = createFigureTrace()
  const [figure, ...others] = eachFigure(plan, known, facts, { trace })
  if (figure === undefined || others.length > 0) throw new Error('A question that is explained gives exactly one figure.')
  const { places: traced, served } = trace.read()
  const definition =
    plan.subjects[0]?.definitions.find(
      ({ version, effectiveFrom, effectiveTo }) =>
        version === figure.version && effectiveFrom <= figure.from && (effectiveTo === null || effectiveTo >= figure.to),
    ) ?? null
  const terms = definition?.terms ?? []
  const places = sortPlaces(
    settlePlaces(figure, traced, served !== null),
    terms.map(({ measure }) => measure.code),
  )
  const measures = terms.map((term, at): MeasureBasis => {
    const asked = askedOf(term, figure)
    return {
      measure: term.measure,
      asked,
      isCounted: term.request === null,
      value: figure.parts.find(part => part.measure === term.measure.code)?.value ?? null,
      centers: served === null ? [] : centerParts(terms, at, served.supports),
      tables: tablesOf(term.measure.code, term.dimensions, places),
    }
  })
  return { figure, definition, measures, places }
}
