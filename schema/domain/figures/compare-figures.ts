import type { Rational } from '../decimal.js'
import type { Issue } from '../issue.js'
import { answerFrame, createContext, groupsOf, isOwner, spansOf, unitsOf, type FigureFacts, type FigureRegistry } from './answer-context.js'
import { compareCells, type ComparedCells } from './compare-cells.js'
import { definitionsApart } from './definitions-apart.js'
import { fractionToWire, subtractFractions } from './exact-sum.js'
import { definitionsNotComparable, valuesNotComparable } from './figure-issues.js'
import { roundDifference } from './figure-changes.js'
import type { Figure, NullReason } from './figure.js'
import type { AnswerContext, FigureSeries, FigureSpan } from './figure-frame.js'
import type { ComparisonPlan, SubjectPlan } from './figure-plan.js'
import { hoursAsked } from './figure-question.js'
import type { MadeFigure } from './make-figure.js'
import { splitByDefinition } from './slice-periods.js'

/** One sum of both sides; null where a side does not have it, the difference also where the values are not comparable. */
export type ComparedSum = { readonly left: string | null; readonly right: string | null; readonly difference: string | null }

/** The same days under two definitions, with what makes them differ. */
export type FigureComparison = {
  readonly left: Figure
  readonly right: Figure
  /** Right less left, exact and then rounded once, half to even, to the scale; null where `reason` says why. */
  readonly difference: string | null
  readonly reason: NullReason | null
  readonly numerator: ComparedSum
  readonly denominator: ComparedSum
  /** Every measure of either formula. */
  readonly parts: readonly (ComparedSum & { readonly measure: string })[]
  readonly cells: ComparedCells
  /** Says what is not comparable; empty otherwise. */
  readonly issues: readonly Issue[]
}

type Side = MadeFigure & { readonly span: FigureSpan }

/** A sum as it is served and as it is; null where the figure has none. */
type Sum = { readonly text: string | null; readonly exact: Rational | null }

/** The difference of the exact sums, rounded once. */
const compareSums = (left: Sum, right: Sum, isComparable: boolean): ComparedSum => {
  const isToldOf = left.text !== null && right.text !== null && isComparable
  const difference = isToldOf && left.exact !== null && right.exact !== null ? subtractFractions(right.exact, left.exact) : null
  return { left: left.text, right: right.text, difference: difference === null ? null : fractionToWire(difference) }
}

const partOf = ({ figure, sums }: Side, measure: string): Sum => ({
  text: figure.parts.find(part => part.measure === measure)?.value ?? null,
  exact: sums?.parts.get(measure) ?? null,
})

const compareParts = (left: Side, right: Side, isComparable: boolean): FigureComparison['parts'] =>
  [...new Set([...left.figure.parts, ...right.figure.parts].map(({ measure }) => measure))].map(measure => ({
    measure,
    ...compareSums(partOf(left, measure), partOf(right, measure), isComparable),
  }))

const numeratorOf = ({ figure, sums }: Side): Sum => ({ text: figure.numerator, exact: sums?.numerator ?? null })
const denominatorOf = ({ figure, sums }: Side): Sum => ({ text: figure.denominator, exact: sums?.denominator ?? null })

const issuesOf = (left: Side, right: Side): readonly Issue[] => {
  const apart =
    left.span.definition === null || right.span.definition === null ? null : definitionsApart(left.span.definition, right.span.definition)
  if (apart !== null) return [definitionsNotComparable(left.figure.code, apart)]
  const gap = [left, right].flatMap(({ figure }) =>
    figure.reason === 'NOT_COMPARABLE' ? figure.coverage.gaps.filter(({ reason }) => reason === 'NOT_COMPARABLE') : [],
  )[0]
  return gap === undefined ? [] : [valuesNotComparable(left.figure.code, gap)]
}

const compareSides = (context: AnswerContext, left: Side, right: Side): FigureComparison => {
  const issues = issuesOf(left, right)
  const reason = issues.length > 0 ? 'NOT_COMPARABLE' : (left.figure.reason ?? right.figure.reason)
  const isComparable = reason === null
  const difference = isComparable && left.exact !== null && right.exact !== null ? subtractFractions(right.exact, left.exact) : null
  return {
    left: left.figure,
    right: right.figure,
    difference: difference === null ? null : roundDifference(difference, left.figure.scale),
    reason,
    numerator: compareSums(numeratorOf(left), numeratorOf(right), isComparable),
    denominator: compareSums(denominatorOf(left), denominatorOf(right), isComparable),
    parts: compareParts(left, right, isComparable),
    cells: compareCells(left, right, context),
    issues,
  }
}

/** The days of each comparison: cut wherever either definition changes, so that both sides are about the same days. */
const sharedSpans = (
  lefts: readonly FigureSpan[],
  right: SubjectPlan,
): readonly { readonly left: FigureSpan; readonly right: FigureSpan }[] =>
  lefts.flatMap(left =>
    splitByDefinition(left, right.definitions).map(({ from, to, dated }) => ({
      left: { ...left, from, to },
      right: { from, to, by: left.by, definition: dated },
    })),
  )

function* compareSeries(
  context: AnswerContext,
  [left, right]: readonly [FigureSeries, FigureSeries],
): Generator<FigureComparison, void, undefined> {
  const before = { left: null as string | null, right: null as string | null }
  const makeSide = (side: 'left' | 'right', series: FigureSeries, span: FigureSpan): Side => {
    const { definition } = span
    const brokenFrom = definition !== null && definition.version !== before[side] ? before[side] : null
    before[side] = definition?.version ?? before[side]
    return { ...answerFrame(context, { series, span, brokenFrom }), span }
  }
  for (const spans of sharedSpans(spansOf(context.slices, left.subject, left.unit), right.subject)) {
    yield compareSides(context, makeSide('left', left, spans.left), makeSide('right', right, spans.right))
  }
}

/** Every figure of the question under both definitions, from the same cells, in the order of figures. Pure. */
export function* eachComparison(
  plan: ComparisonPlan,
  known: FigureRegistry,
  facts: FigureFacts,
): Generator<FigureComparison, void, undefined> {
  const context = createContext(plan, known, { ...facts, keepsSlots: true })
  for (const [place, subject] of plan.subjects.entries()) {
    const other = plan.right[place]
    if (other === undefined) throw new Error('Every subject is planned under both definitions.')
    for (const unit of unitsOf(known, plan)) {
      for (const group of groupsOf(context, [subject, other], unit)) {
        const series = { unit, group, hours: hoursAsked(plan.question, group), isOwner: isOwner(unit, context) }
        yield* compareSeries(context, [
          { ...series, subject, found: new Map() },
          { ...series, subject: other, found: new Map() },
        ])
      }
    }
  }
}
