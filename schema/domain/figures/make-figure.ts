import { bucketOf, PERIOD_TYPES, periodEnd, type PeriodType } from '../period.js'
import { toRationalText } from '../decimal.js'
import { isOne } from '../statistics/normalize-formula.js'
import { combineParts, partsOf, type Combined } from './combine-parts.js'
import { isTooSmall } from './disclosure.js'
import { textOfAmount } from './exact-sum.js'
import type { Coverage, Figure, FigureMark, NullReason } from './figure.js'
import type { AnswerContext, FigureFrame } from './figure-frame.js'
import { itemsOfTerm, type FigureGroup } from './figure-groups.js'
import { shareOfWhole, totalMismatch } from './figure-issues.js'
import type { DefinitionPlan, TermPlan } from './figure-plan.js'
import type { UnitSpan } from './figure-units.js'
import { createGapTally, firstReason, type GapTally } from './gap-tally.js'
import { matchSupport, type Support, type SupportTerm } from './matched-support.js'
import { singlePeriodType } from './slice-periods.js'
import { slotOfDay } from './timeline.js'
import { IS_DERIVED, IS_MISMATCH, IS_PENDING, VALUE } from './resolve-cells.js'

/** Mismatches told in full with one figure; the mark stands for the rest. */
const MISMATCHES_TOLD = 10

const EMPTY: Coverage = { centersIn: 0, centersExpected: 0, cellsIn: 0, cellsExpected: 0, extra: 0, gaps: [] }

const blankFigure = ({ plan }: AnswerContext, frame: FigureFrame, facts: { reason: NullReason | null; coverage: Coverage }): Figure => ({
  kind: frame.subject.kind,
  code: frame.subject.subject.code,
  nameKo: frame.subject.subject.nameKo,
  nameEn: frame.subject.subject.nameEn,
  version: frame.definition?.version ?? null,
  unit: frame.subject.subject.unit,
  scale: frame.subject.scale,
  center: frame.unit.center,
  region: frame.unit.region,
  periodType: plan.question.by,
  from: frame.span.from,
  to: frame.span.to,
  dimensions: frame.group,
  value: null,
  numerator: null,
  denominator: null,
  factor: null,
  parts: [],
  formula: null,
  marks: [],
  derivedFrom: [],
  issues: [],
  ...facts,
})

/** The period of a cell (S17), or why the days cannot be answered: not whole periods (S32), or several where nothing may be added. */
const cellTypeOf = ({ terms, cellType }: DefinitionPlan, { from, to }: UnitSpan): { type: PeriodType } | { reason: NullReason } => {
  const isWhole = bucketOf(from, cellType).start === from && periodEnd(bucketOf(to, cellType)) === to
  if (!isWhole) return { reason: 'NOT_ALIGNED' }
  if (terms.every(term => term.measure.additivity.overTime !== 'none')) return { type: cellType }
  const single = singlePeriodType(from, to)
  return single === null || PERIOD_TYPES.indexOf(single) < PERIOD_TYPES.indexOf(cellType) ? { reason: 'NOT_ADDITIVE' } : { type: single }
}

type Place = { readonly center: string; readonly type: PeriodType }

const supportTerm = ({ grid }: AnswerContext, term: TermPlan, { center, type, group }: Place & { group: FigureGroup }): SupportTerm => {
  const ownType = term.measure.additivity.overTime === 'none' ? type : term.measure.frequency
  const series = (request: number | null, items: readonly string[]) =>
    request === null ? null : grid.seriesOf(request, { center, type: ownType }, items)
  return {
    measure: term.measure.code,
    timeline: grid.timeline(ownType),
    series: series(term.request, itemsOfTerm(term, group)),
    isCounted: term.request === null,
    totals: series(term.totals, ['']),
  }
}

type Matching = { readonly definition: DefinitionPlan; readonly type: PeriodType; readonly gaps: GapTally }

const supportOf = (
  context: AnswerContext,
  frame: FigureFrame,
  { definition, type, gaps, center }: Matching & { center: string },
): Support => {
  const place = { center, type, group: frame.group }
  const question = {
    form: definition.form,
    center,
    terms: definition.terms.map(term => supportTerm(context, term, place)),
    limitTerms: definition.limits.map(limit => supportTerm(context, limit.of, place)),
    cells: context.grid.timeline(type),
    span: frame.span,
    expectation: context.expectationOf(center),
    firstDay: context.firstDay,
    isOverCenters: frame.span.groups.flat().length > 1,
  }
  return matchSupport(question, gaps)
}

const coverageOf = (supports: readonly Support[], gaps: GapTally): Coverage => {
  const count = (pick: (support: Support) => number) => supports.reduce((sum, support) => sum + pick(support), 0)
  return {
    centersIn: supports.filter(support => support.cellsIn > 0).length,
    centersExpected: supports.filter(support => support.cellsExpected > 0).length,
    cellsIn: count(support => support.cellsIn),
    cellsExpected: count(support => support.cellsExpected),
    extra: count(support => support.extra),
    gaps: gaps.list(),
  }
}

const isIn = (support: Support): boolean => support.cellsIn + support.extra > 0

/** Why the support gives no figure, or null when it does. */
const refusalOf = (
  context: AnswerContext,
  { frame, matching }: { readonly frame: FigureFrame; readonly matching: Matching },
  { supports, coverage }: { readonly supports: readonly Support[]; readonly coverage: Coverage },
): NullReason | null => {
  const present = supports.filter(isIn)
  const isLacking = frame.span.groups.some(centers => !present.some(support => centers.includes(support.center)))
  const isShownWhole = frame.span.isPredecessor // predecessors answer only where all of them are there (S33)
  if (present.length === 0 || (isShownWhole && isLacking)) {
    const reason = firstReason(coverage.gaps)
    return reason === 'MISSING' && hasShorterRows(context, frame, matching) ? 'NOT_ADDITIVE' : reason
  }
  const forbids = matching.definition.terms.some(term => term.measure.additivity.overCenters === 'none')
  if (forbids && present.length > 1) return 'NOT_ADDITIVE'
  if (!frame.isOwner && isTooSmall(matching.definition.limits, present)) return 'SUPPRESSED'
  return null
}

/** Whether shorter periods have values that could not be added to the longer one asked for. */
const hasShorterRows = ({ grid }: AnswerContext, frame: FigureFrame, { definition, type }: Matching): boolean =>
  definition.terms.some(term => {
    const { measure, request } = term
    if (measure.additivity.overTime !== 'none' || measure.frequency === type || request === null) return false
    const timeline = grid.timeline(measure.frequency)
    const items = itemsOfTerm(term, frame.group)
    return frame.span.groups.flat().some(center =>
      grid
        .seriesOf(request, { center, type: measure.frequency }, items)
        ?.states.subarray(slotOfDay(timeline, frame.span.from), slotOfDay(timeline, frame.span.to) + 1)
        .includes(VALUE),
    )
  })

const marksOf = (
  context: AnswerContext,
  frame: FigureFrame & { isBreak: boolean },
  supports: readonly Support[],
): readonly FigureMark[] => {
  const met = supports.reduce((marks, support) => marks | support.marks, 0)
  const marks: readonly (readonly [FigureMark, boolean])[] = [
    ['DERIVED', (met & IS_DERIVED) !== 0],
    ['BREAK', frame.isBreak],
    ['PENDING_REVISION', (met & IS_PENDING) !== 0],
    ['TOTAL_MISMATCH', (met & IS_MISMATCH) !== 0],
    ['SHARE_OF_WHOLE', (frame.definition?.shares.length ?? 0) > 0],
    ['PREDECESSOR', frame.span.isPredecessor],
    ['EXTRA', supports.some(support => support.extra > 0)],
  ]
  return marks.flatMap(([mark, holds]) => (holds ? [mark] : []))
}

const mismatchIssues = (supports: readonly Support[]) =>
  supports
    .flatMap(({ center, mismatches }) => mismatches.map(found => ({ center, ...found })))
    .slice(0, MISMATCHES_TOLD)
    .map(({ center, measure, from, mismatch }) =>
      totalMismatch({ center, measure, from, table: mismatch.table, total: textOfAmount(mismatch.total), sum: textOfAmount(mismatch.sum) }),
    )

const numbersOf = ({ form }: DefinitionPlan, combined: Combined): Partial<Figure> => ({
  value: combined.value,
  numerator: combined.numerator,
  denominator: isOne(form.denominator) ? null : combined.denominator,
  factor: toRationalText(form.factor),
  parts: combined.parts,
  formula: combined.formula,
})

/** A figure with all that it rests on, or null with its reason. */
export const makeFigure = (context: AnswerContext, frame: FigureFrame & { readonly isBreak: boolean }): Figure => {
  const { definition, span } = frame
  const blank = (reason: NullReason, coverage: Coverage = EMPTY): Figure => ({
    ...blankFigure(context, frame, { reason, coverage }),
    marks: marksOf(context, frame, []),
  })
  if (!span.isValid) return blank('REGION_NOT_VALID')
  if (definition === null) return blank('NO_DEFINITION')
  const cell = cellTypeOf(definition, span)
  if ('reason' in cell) return blank(cell.reason)
  const matching: Matching = { definition, type: cell.type, gaps: createGapTally() }
  const supports = span.groups.flat().map(center => supportOf(context, frame, { ...matching, center }))
  const coverage = coverageOf(supports, matching.gaps)
  const reason = refusalOf(context, { frame, matching }, { supports, coverage })
  if (reason !== null) return blank(reason, coverage)
  const present = supports.filter(isIn)
  const measures = definition.terms.map(term => term.measure)
  const combined = combineParts({ form: definition.form, measures }, partsOf(measures, present), frame.subject.scale)
  return {
    ...blankFigure(context, frame, { reason: combined.isZeroDenominator ? 'ZERO_DENOMINATOR' : null, coverage }),
    ...numbersOf(definition, combined),
    marks: marksOf(context, frame, present),
    derivedFrom: [...new Set(present.flatMap(support => [...support.derivedFrom]))].sort(),
    issues: [...mismatchIssues(present), ...(definition.shares.length > 0 ? [shareOfWhole(definition.shares)] : [])],
  }
}

/** A restricted figure as others see it: how many cells were asked for, and nothing of what is there (S24). */
export const withheldFigure = (context: AnswerContext, frame: FigureFrame): Figure => {
  const { definition, span } = frame
  if (!span.isValid || definition === null)
    return blankFigure(context, frame, { reason: span.isValid ? 'NO_DEFINITION' : 'REGION_NOT_VALID', coverage: EMPTY })
  const cell = cellTypeOf(definition, span)
  if ('reason' in cell) return blankFigure(context, frame, { reason: cell.reason, coverage: EMPTY })
  const gaps = createGapTally()
  // The same walk over no data: what is expected of whom is public, what came is not.
  const emptied = { ...context, grid: { ...context.grid, seriesOf: () => null } }
  const supports = span.groups.flat().map(center => supportOf(emptied, frame, { definition, type: cell.type, gaps, center }))
  const withheld = gaps.list().map(gap => (gap.reason === 'MISSING' ? { ...gap, reason: 'WITHHELD' as const } : gap))
  return blankFigure(context, frame, { reason: 'WITHHELD', coverage: { ...coverageOf(supports, gaps), gaps: withheld } })
}
