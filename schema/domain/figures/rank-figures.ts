import { parseDecimal, ZERO } from '../decimal.js'
import type { CodelistItem } from '../statistics/codelist.js'
import {
  answerFrame,
  createContext,
  groupsOf,
  isOwner,
  slicesOf,
  spansOf,
  unitsOf,
  type FigureFacts,
  type FigureRegistry,
  type FigureStandards,
} from './answer-context.js'
import { createChanges } from './figure-changes.js'
import type { Figure } from './figure.js'
import type { AnswerContext, FigureFrame } from './figure-frame.js'
import type { DefinitionPlan, FigurePlan, SubjectPlan, TermPlan } from './figure-plan.js'
import { hoursAsked } from './figure-question.js'
import { togetherUnit } from './figure-units.js'
import { nullFigure, type MadeFigure } from './make-figure.js'
import { withChanges } from './unequal-support.js'

/** What to put in order: centers, or the items of the one dimension that the question groups by. */
export type Rank = {
  readonly n: number
  /** Null for centers. */
  readonly dimension: string | null
  readonly order: 'DESC' | 'ASC'
  readonly withRest: boolean
}

/** The first of an order, what has no value to be ordered by, and everything but the first as one figure. */
export type Ranking = {
  /** By value, ties by code. */
  readonly ranked: readonly Figure[]
  /** Without a value, by code; they are in the rest, which names why in its coverage. */
  readonly unranked: readonly Figure[]
  /**
   * Combined from the parts of all that is not ranked (S17); null where nothing is left or it was not asked for. It tells of no change: that of all the
   * others could tell what one of them is suppressed for in the other period (S24).
   */
  readonly rest: Figure | null
  /** Codes of what the rest stands for, in order. */
  readonly restOf: readonly string[]
}

type Candidate = { readonly code: string; readonly frame: FigureFrame; readonly figure: Figure }

const byCode = (a: { readonly code: string }, b: { readonly code: string }): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)

/** Values as they are served: the reader sees the order in them. */
const byValue =
  (order: Rank['order']) =>
  (a: Candidate, b: Candidate): number => {
    const compared = (parseDecimal(a.figure.value ?? '') ?? ZERO).cmp(parseDecimal(b.figure.value ?? '') ?? ZERO)
    return (order === 'DESC' ? -compared : compared) || byCode(a, b)
  }

const candidatesOf = (context: AnswerContext, plan: FigurePlan, known: FigureStandards, { dimension }: Rank): readonly Candidate[] => {
  const [subject] = plan.subjects
  if (subject === undefined) throw new Error('One indicator or measure is put in order; the question was checked.')
  return unitsOf(known, plan).flatMap(unit =>
    groupsOf(context, [subject], unit).flatMap(group =>
      spansOf(context.slices, subject, unit).map(span => {
        const series = { subject, unit, group, hours: hoursAsked(plan.question, group), isOwner: isOwner(unit, context), found: new Map() }
        const frame = { series, span, brokenFrom: null }
        const code = dimension === null ? (unit.center ?? '') : (group[0]?.item ?? '')
        const made = answerFrame(context, frame)
        const changes = createChanges(context, series).of(made, span)
        return { code, frame, figure: changes.length === 0 ? made.figure : withChanges(made.figure, changes) }
      }),
    ),
  )
}

/** Items that count in a sum over their dimension (S3). */
const countsInSum = ({ countsIn }: CodelistItem, { measure }: TermPlan, isOverCenters: boolean): boolean =>
  countsIn.measures?.includes(measure.code) === false || (countsIn.centerTotal && (countsIn.councilTotal || !isOverCenters))

type Items = {
  readonly dimension: string
  readonly items: readonly string[]
  readonly known: FigureStandards
  readonly isOverCenters: boolean
}

/** The term for several items at once; one without the dimension stays as it is. */
const overItems = (term: TermPlan, { dimension, items, known, isOverCenters }: Items): TermPlan => {
  if (!term.dimensions.includes(dimension)) return term
  const codelist = known.edition.codelists.get(dimension)
  const counted = items.filter(item => {
    const listed = codelist?.items.get(item)
    return listed === undefined || countsInSum(listed, term, isOverCenters)
  })
  return { ...term, fixed: { ...term.fixed, [dimension]: counted } }
}

const definitionOverItems = (definition: DefinitionPlan, items: Items): DefinitionPlan => ({
  ...definition,
  terms: definition.terms.map(term => overItems(term, items)),
  limits: definition.limits.map(limit => ({ ...limit, of: overItems(limit.of, items) })),
})

/** Whether a measure of the formula must not be added over the dimension. */
const forbidsSum = ({ requests }: FigurePlan, { terms }: DefinitionPlan, dimension: string): boolean =>
  terms.some(({ request, dimensions }) => {
    const sumsOver = request === null ? null : (requests[request]?.sumsOver ?? null)
    return sumsOver !== null && dimensions.includes(dimension) && !sumsOver.includes(dimension)
  })

const restOverCenters = (context: AnswerContext, { frame }: Candidate, centers: readonly string[]): MadeFigure => {
  const unit = togetherUnit(centers)
  return answerFrame(context, { ...frame, series: { ...frame.series, unit, isOwner: isOwner(unit, context), found: new Map() } })
}

const restOverItems = (context: AnswerContext, { frame }: Candidate, items: Items): MadeFigure => {
  const { definition } = frame.span
  const subject: SubjectPlan = frame.series.subject
  const hours = items.dimension === 'hour' ? items.items : frame.series.hours
  const series = { ...frame.series, subject, group: [], hours, found: new Map() }
  if (definition === null) return answerFrame(context, { ...frame, series })
  if (forbidsSum(context.plan, definition, items.dimension)) return nullFigure(context, { ...frame, series }, { reason: 'NOT_ADDITIVE' })
  const span = { ...frame.span, definition: definitionOverItems(definition, items) }
  // Of items that all leave the sum nothing is missing.
  const isEmptied = span.definition.terms.some(
    ({ dimensions, fixed }) => dimensions.includes(items.dimension) && fixed[items.dimension]?.length === 0,
  )
  return isEmptied
    ? nullFigure(context, { ...frame, series, span }, { reason: 'NOT_ADDITIVE' })
    : answerFrame(context, { ...frame, series, span })
}

const restOf = (
  context: AnswerContext,
  others: readonly Candidate[],
  { rank, known }: { rank: Rank; known: FigureStandards },
): Figure | null => {
  const [one] = others
  if (!rank.withRest || one === undefined) return null
  const codes = others.map(({ code }) => code)
  const { dimension } = rank
  const made = (): MadeFigure => {
    if (dimension === null) return restOverCenters(context, one, codes)
    const isOverCenters = one.frame.series.unit.centers.length > 1
    return restOverItems(context, one, { dimension, items: codes, known, isOverCenters })
  }
  // Subtraction from figures seen elsewhere must not find what is suppressed (S24).
  const isHiding = others.some(({ figure }) => figure.reason === 'SUPPRESSED')
  if (!isHiding) return made().figure
  const unit = dimension === null ? togetherUnit(codes) : one.frame.series.unit
  return nullFigure(context, { ...one.frame, series: { ...one.frame.series, unit, group: [] } }, { reason: 'SUPPRESSED' }).figure
}

/**
 * The n first by value and all the others as one figure, combined from their parts: never a mean, never a sum of ratios. What has no value
 * (suppressed, withheld, missing) has no place in the order.
 */
export const rankFigures = (plan: FigurePlan, known: FigureStandards, facts: FigureFacts, rank: Rank): Ranking => {
  const context = createContext(plan, known, facts)
  const candidates = candidatesOf(context, plan, known, rank)
  const valued = candidates.filter(({ figure }) => figure.value !== null).toSorted(byValue(rank.order))
  const first = valued.slice(0, rank.n)
  const unranked = candidates.filter(({ figure }) => figure.value === null).toSorted(byCode)
  const others = candidates.filter(one => !first.includes(one)).toSorted(byCode)
  return {
    ranked: first.map(({ figure }) => figure),
    unranked: unranked.map(({ figure }) => figure),
    rest: restOf(context, others, { rank, known }),
    restOf: rank.withRest ? others.map(({ code }) => code) : [],
  }
}

/** Figures of one center or item would be several, because the definition or the region changes within the days. */
export const isCut = (plan: FigurePlan, known: FigureRegistry): boolean =>
  plan.subjects.some(subject => unitsOf(known, plan).some(unit => spansOf(slicesOf(plan.question), subject, unit).length > 1))
