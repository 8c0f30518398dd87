import { bucketOf, PERIOD_TYPES, periodEnd, type Day, type PeriodType } from '../period.js'
import { toRationalText, type Rational } from '../decimal.js'
import { holidaysNotInCoverage, reachesUnknownHolidays } from '../centers/holidays-known.js'
import { isOne } from '../statistics/normalize-formula.js'
import type { ClosedAt } from './cell-grid.js'
import { combineParts, partsOf, type ExactSums } from './combine-parts.js'
import { combinePlain } from './combine-plain.js'
import { isTooSmall } from './disclosure.js'
import { textOfAmount } from './exact-sum.js'
import type { Coverage, Figure, FigureBreak, FigureMark, NullReason } from './figure.js'
import type { AnswerContext, FigureFrame, FigureSpan } from './figure-frame.js'
import { itemsOfTerm, type FigureGroup } from './figure-groups.js'
import { findHeldVolume } from './held-volume.js'
import { leavingMismatch, shareOfWhole, totalMismatch } from './figure-issues.js'
import type { DefinitionPlan, TermPlan } from './figure-plan.js'
import { createGapTally, firstReason, type GapTally } from './gap-tally.js'
import { comparePushed, findPushedAlone } from './compare-pushed.js'
import { matchSupport } from './matched-support.js'
import { readPercentiles } from './read-percentiles.js'
import { singlePeriodType } from './slice-periods.js'
import { readSmooth } from './smooth-support.js'
import type { Support, SupportQuestion, SupportTerm } from './support.js'
import { tellQualities } from './tell-qualities.js'
import { slotOfDay } from './timeline.js'
import { IS_DERIVED, IS_MISMATCH, IS_PENDING, VALUE, type LeavingMismatch, type Mismatch } from './resolve-cells.js'

/** Mismatches told in full with one figure; the mark stands for the rest. */
const MISMATCHES_TOLD = 10

const EMPTY: Coverage = { centersIn: 0, centersExpected: 0, cellsIn: 0, cellsExpected: 0, extra: 0, gaps: [] }

/** What a figure says besides who, what and when. */
type Said = Pick<
  Figure,
  | 'value'
  | 'numerator'
  | 'denominator'
  | 'factor'
  | 'parts'
  | 'formula'
  | 'reason'
  | 'marks'
  | 'qualities'
  | 'derivedFrom'
  | 'percentiles'
  | 'coverage'
  | 'issues'
>

const NONE: readonly never[] = []
const NOTHING_SAID = {
  value: null,
  numerator: null,
  denominator: null,
  factor: null,
  parts: NONE,
  formula: null,
  qualities: NONE,
  derivedFrom: NONE,
  percentiles: NONE,
  issues: NONE,
}

/** The change of definition at which the figure stands, or null. */
const breakOf = ({ brokenFrom, span: { definition } }: FigureFrame): FigureBreak | null => {
  if (brokenFrom === null || definition === null || definition.version === null) return null
  const { version, effectiveFrom, whyKo, whyEn } = definition
  return { date: effectiveFrom, fromVersion: brokenFrom, toVersion: version, whyKo, whyEn }
}

/** Figures of which nothing may be told, not even how much waits. */
const isHidden = (reason: NullReason | null): boolean => reason === 'SUPPRESSED' || reason === 'WITHHELD'

/**
 * Whether numbers of one center, of a longer period or of what is not counted yet stay out of what is said beside the figure: a measure in it may
 * rest on too few for anyone but its center, and how few stand behind those numbers was not asked (S24).
 */
const isGuarded = ({ series, span }: FigureFrame): boolean => !series.isOwner && (span.definition?.limits.length ?? 0) > 0

const toFigure = (context: AnswerContext, frame: FigureFrame, said: Said): Figure => {
  const { series, span } = frame
  const { plan } = context
  return {
    kind: series.subject.kind,
    code: series.subject.subject.code,
    nameKo: series.subject.subject.nameKo,
    nameEn: series.subject.subject.nameEn,
    version: span.definition?.version ?? null,
    variant: span.definition?.variant ?? null,
    unit: span.definition?.unit ?? series.subject.subject.unit,
    scale: series.subject.scale,
    center: series.unit.center,
    region: series.unit.region,
    periodType: plan.question.by,
    from: span.from,
    to: span.to,
    dimensions: series.group,
    value: said.value,
    numerator: said.numerator,
    denominator: said.denominator,
    factor: said.factor,
    parts: said.parts,
    formula: said.formula,
    reason: said.reason,
    marks: said.marks,
    qualities: said.qualities,
    derivedFrom: said.derivedFrom,
    percentiles: said.percentiles,
    changes: NONE,
    coverage: said.coverage,
    heldVolume: isHidden(said.reason) || isGuarded(frame) ? null : findHeldVolume(context, frame, said.parts),
    issues: said.issues,
    break: breakOf(frame),
  }
}

/** A figure with what it was made of. */
export type MadeFigure = {
  readonly figure: Figure
  /** The value before it is rounded; null where there is none. */
  readonly exact: Rational | null
  /** Its sums before they are rounded; null where there is no value to speak of. */
  readonly sums: ExactSums | null
  /** Centers with a cell in the figure, and the period of a cell; empty where nothing was looked at. */
  readonly supports: readonly Support[]
  readonly cellType: PeriodType | null
}

type Null = {
  readonly reason: NullReason
  readonly coverage?: Coverage
  readonly supports?: readonly Support[]
  readonly cellType?: PeriodType
  readonly issues?: Figure['issues']
}

/** A figure without a value, for a reason. */
export const nullFigure = (
  context: AnswerContext,
  frame: FigureFrame,
  { reason, coverage = EMPTY, supports = NONE, cellType, issues = NONE }: Null,
): MadeFigure => ({
  figure: toFigure(context, frame, { ...NOTHING_SAID, reason, coverage, marks: marksOf(frame, NONE), issues }),
  exact: null,
  sums: null,
  supports,
  cellType: cellType ?? null,
})

/** The period of a cell (S17), or why the days cannot be answered: not whole periods (S32), or several where nothing may be added. */
const cellTypeOf = ({ terms, cellType }: DefinitionPlan, { from, to }: FigureSpan): { type: PeriodType } | { reason: NullReason } => {
  const isWhole = bucketOf(from, cellType).start === from && periodEnd(bucketOf(to, cellType)) === to
  if (!isWhole) return { reason: 'NOT_ALIGNED' }
  if (terms.every(term => term.measure.additivity.overTime !== 'none')) return { type: cellType }
  const single = singlePeriodType(from, to)
  return single === null || PERIOD_TYPES.indexOf(single) < PERIOD_TYPES.indexOf(cellType) ? { reason: 'NOT_ADDITIVE' } : { type: single }
}

type Place = { readonly center: string; readonly type: PeriodType }

/** Days on which doors are closed at the hour of an item: of hours that are added up, nothing is missing then. Null for what has no hours of a day. */
const closedAt = (context: AnswerContext, { dimensions }: TermPlan, { center, type }: Place): ClosedAt | null => {
  const place = dimensions.indexOf('hour')
  return place === -1 || type !== 'day'
    ? null
    : (items, slot) => context.expectationOf(center, [items.split('|')[place] ?? ''])[slot] === 'closed'
}

const supportTerm = (context: AnswerContext, term: TermPlan, { center, type, group }: Place & { group: FigureGroup }): SupportTerm => {
  const { grid } = context
  const ownType = term.measure.additivity.overTime === 'none' ? type : term.measure.frequency
  const isClosed = closedAt(context, term, { center, type: ownType })
  const series = (request: number | null, items: readonly string[]) =>
    request === null ? null : grid.seriesOf(request, { center, type: ownType, isClosed }, items)
  return {
    measure: term.measure.code,
    timeline: grid.timeline(ownType),
    series: series(term.request, itemsOfTerm(term, group)),
    isCounted: term.request === null,
    totals: series(term.totals, ['']),
  }
}

type Matching = {
  readonly definition: DefinitionPlan
  readonly type: PeriodType
  readonly gaps: GapTally
  readonly groups: readonly (readonly string[])[]
  readonly isOverCenters: boolean
}

const startMatching = ({ series, span }: FigureFrame, definition: DefinitionPlan, type: PeriodType): Matching => {
  const groups = series.unit.groupsIn(span)
  return { definition, type, gaps: createGapTally(), groups, isOverCenters: groups.length > 1 || (groups[0]?.length ?? 0) > 1 }
}

const matchCenters = (context: AnswerContext, frame: FigureFrame, matching: Matching): readonly Support[] =>
  matching.groups.flatMap(centers =>
    centers.map(center => matchSupport(questionOf(context, frame, { matching, center }), frame.span, matching.gaps)),
  )

/** What is asked of one center, looked up once for all figures of a series. */
const questionOf = (
  context: AnswerContext,
  { series }: FigureFrame,
  { matching, center }: { readonly matching: Matching; readonly center: string },
): SupportQuestion => {
  const { definition, type, isOverCenters } = matching
  const asked = series.found.get(definition) ?? new Map<string, SupportQuestion>()
  const known = asked.get(center)
  // Periods that a figure is held against are looked at untraced: they are not what it rests on.
  const isSame = known?.cells.type === type && known.isOverCenters === isOverCenters && known.trace === context.trace
  if (known !== undefined && isSame) return known
  const place = { center, type, group: series.group }
  const asks = {
    form: definition.form,
    center,
    terms: definition.terms.map(term => supportTerm(context, term, place)),
    limitTerms: definition.limits.map(limit => supportTerm(context, limit.of, place)),
    cells: context.grid.timeline(type),
    days: context.grid.timeline('day'),
    expectation: context.expectationOf(center, series.hours),
    today: context.today,
    isOverCenters,
    trace: context.trace,
    keepsSlots: context.keepsSlots,
  }
  const question: SupportQuestion = { ...asks, smooth: readSmooth(asks) }
  series.found.set(definition, asked.set(center, question))
  return question
}

const coverageOf = (supports: readonly Support[], gaps: GapTally): Coverage => {
  let [centersIn, centersExpected, cellsIn, cellsExpected, extra] = [0, 0, 0, 0, 0]
  for (const support of supports) {
    if (support.cellsIn > 0) centersIn++
    if (support.cellsExpected > 0) centersExpected++
    cellsIn += support.cellsIn
    cellsExpected += support.cellsExpected
    extra += support.extra
  }
  return { centersIn, centersExpected, cellsIn, cellsExpected, extra, gaps: gaps.list() }
}

const isIn = (support: Support): boolean => support.cellsIn + support.extra > 0

/** Why the support gives no figure, or null when it does. */
const refusalOf = (
  context: AnswerContext,
  { frame, matching }: { readonly frame: FigureFrame; readonly matching: Matching },
  { supports, coverage }: { readonly supports: readonly Support[]; readonly coverage: Coverage },
): NullReason | null => {
  const present = supports.filter(isIn)
  const isLacking = matching.groups.some(centers => !present.some(support => centers.includes(support.center)))
  const isShownWhole = frame.span.by === 'predecessors' // predecessors answer only where all of them are there (S33)
  if (present.length === 0 || (isShownWhole && isLacking)) {
    const reason = firstReason(coverage.gaps)
    return reason === 'MISSING' && hasShorterRows(context, frame, matching) ? 'NOT_ADDITIVE' : reason
  }
  const forbids = matching.definition.terms.some(term => term.measure.additivity.overCenters === 'none')
  if (forbids && present.length > 1) return 'NOT_ADDITIVE'
  if (!frame.series.isOwner && isTooSmall(matching.definition.limits, present)) return 'SUPPRESSED'
  return null
}

/** Whether shorter periods have values that could not be added to the longer one asked for. */
const hasShorterRows = ({ grid }: AnswerContext, frame: FigureFrame, { definition, type, groups }: Matching): boolean =>
  definition.terms.some(term => {
    const { measure, request } = term
    if (measure.additivity.overTime !== 'none' || measure.frequency === type || request === null) return false
    const timeline = grid.timeline(measure.frequency)
    const items = itemsOfTerm(term, frame.series.group)
    return groups.flat().some(center =>
      grid
        .seriesOf(request, { center, type: measure.frequency }, items)
        ?.states.subarray(slotOfDay(timeline, frame.span.from), slotOfDay(timeline, frame.span.to) + 1)
        .includes(VALUE),
    )
  })

const marksOf = (frame: FigureFrame, supports: readonly Support[]): readonly FigureMark[] => {
  let met = 0
  for (const support of supports) met |= support.marks
  const marks: FigureMark[] = []
  if ((met & IS_DERIVED) !== 0) marks.push('DERIVED')
  if (frame.brokenFrom !== null) marks.push('BREAK')
  if ((met & IS_PENDING) !== 0) marks.push('PENDING_REVISION')
  if ((met & IS_MISMATCH) !== 0) marks.push('TOTAL_MISMATCH')
  if ((frame.span.definition?.shares.length ?? 0) > 0) marks.push('SHARE_OF_WHOLE')
  if (frame.span.by === 'predecessors') marks.push('PREDECESSOR')
  if (supports.some(support => support.extra > 0)) marks.push('EXTRA')
  if ((frame.span.definition?.variant ?? null) !== null) marks.push('DEFINITION_DIFFERS')
  return marks
}

const tellMismatch = (
  place: { center: string; measure: string; from: Day },
  mismatch: Mismatch | LeavingMismatch,
): Figure['issues'][number] =>
  'taken' in mismatch
    ? leavingMismatch({ ...place, ...mismatch, taken: textOfAmount(mismatch.taken), other: textOfAmount(mismatch.other) })
    : totalMismatch({ ...place, ...mismatch, total: textOfAmount(mismatch.total), sum: textOfAmount(mismatch.sum) })

const mismatchIssues = (supports: readonly Support[]): Figure['issues'] =>
  supports.every(support => support.mismatches === null)
    ? NONE
    : supports
        .flatMap(({ center, mismatches }) => (mismatches ?? []).map(found => ({ center, ...found })))
        .slice(0, MISMATCHES_TOLD)
        .map(({ mismatch, ...place }) => tellMismatch(place, mismatch))

const issuesOf = ({ shares }: DefinitionPlan, supports: readonly Support[]): Figure['issues'] => {
  const mismatches = mismatchIssues(supports)
  return shares.length > 0 ? [...mismatches, shareOfWhole(shares)] : mismatches
}

const factors = new WeakMap<DefinitionPlan, string>()

/** The factor as it is served, written once for all figures of a definition. */
const factorOf = (definition: DefinitionPlan): string => {
  const factor = factors.get(definition) ?? toRationalText(definition.form.factor)
  factors.set(definition, factor)
  return factor
}

/** Where plain numbers do not do. */
const combineExactly = ({ form, terms }: DefinitionPlan, present: readonly Support[], scale: number | null) => {
  const measures = terms.map(term => term.measure)
  return combineParts({ form, measures }, partsOf(measures, present), scale)
}

/** One list of all; the shared empty one where there is nothing. */
const joined = <Item>(...lists: readonly (readonly Item[])[]): readonly Item[] =>
  lists.every(list => list.length === 0) ? NONE : lists.flat()

/** Tables it was summed from, in order. */
const tablesOf = ([first, ...others]: readonly Support[]): readonly string[] => {
  const tables = first?.derivedFrom ?? NONE
  if (others.every(({ derivedFrom }) => derivedFrom === null) && tables.length < 2) return tables
  return [...new Set([...tables, ...others.flatMap(({ derivedFrom }) => derivedFrom ?? NONE)])].sort()
}

const servedFigure = (
  context: AnswerContext,
  frame: FigureFrame,
  facts: Matching & { present: readonly Support[]; coverage: Coverage; alone: Figure['issues'] },
): MadeFigure => {
  const { definition, present, coverage } = facts
  const pushed = comparePushed(context, frame, facts)
  context.trace?.serve(definition, present)
  const { scale } = frame.series.subject
  const combined = combinePlain(definition, present, scale) ?? combineExactly(definition, present, scale)
  const isApart = isGuarded(frame) && present.length > 1
  const figure = toFigure(context, frame, {
    value: combined.value,
    numerator: combined.numerator,
    denominator: isOne(definition.form.denominator) ? null : combined.denominator,
    factor: factorOf(definition),
    parts: combined.parts,
    formula: combined.formula,
    reason: combined.isZeroDenominator ? 'ZERO_DENOMINATOR' : null,
    coverage,
    marks: pushed.length === 0 ? marksOf(frame, present) : [...marksOf(frame, present), 'PERIOD_MISMATCH'],
    qualities: tellQualities(present),
    percentiles: readPercentiles(context, frame, facts),
    derivedFrom: tablesOf(present),
    issues: joined(issuesOf(definition, isApart ? NONE : present), isGuarded(frame) ? NONE : pushed, facts.alone),
  })
  return {
    figure,
    get exact() {
      return combined.exact
    },
    get sums() {
      return combined.sums
    },
    supports: present,
    cellType: facts.type,
  }
}

/** A word beside coverage that may rest on holidays which nobody knows: where something is missing, or came that was not expected. */
const holidayDoubts = (span: FigureSpan, { gaps, extra }: Coverage): Figure['issues'] =>
  reachesUnknownHolidays(span) && (extra > 0 || gaps.some(gap => gap.reason === 'MISSING' && reachesUnknownHolidays(gap)))
    ? [holidaysNotInCoverage(span)]
    : NONE

/** A figure with all that it rests on, or null with its reason. */
export const makeFigure = (context: AnswerContext, frame: FigureFrame): MadeFigure => {
  const { span } = frame
  if (span.by === 'nobody') return nullFigure(context, frame, { reason: 'REGION_NOT_VALID' })
  if (span.definition === null) return nullFigure(context, frame, { reason: 'NO_DEFINITION' })
  const cell = cellTypeOf(span.definition, span)
  if ('reason' in cell) return nullFigure(context, frame, { reason: cell.reason })
  const matching = startMatching(frame, span.definition, cell.type)
  const supports = matchCenters(context, frame, matching)
  const coverage = coverageOf(supports, matching.gaps)
  const reason = refusalOf(context, { frame, matching }, { supports, coverage })
  const present = supports.filter(isIn)
  const absent = supports.filter(support => !isIn(support)).map(({ center }) => center)
  const alone = joined(findPushedAlone(context, frame, { definition: span.definition, absent }), holidayDoubts(span, coverage))
  if (reason !== null) return nullFigure(context, frame, { reason, coverage, supports: present, cellType: cell.type, issues: alone })
  return servedFigure(context, frame, { ...matching, present, coverage, alone })
}

/** A restricted figure as others see it: how many cells were asked for, and nothing of what is there (S24). */
export const withheldFigure = (context: AnswerContext, frame: FigureFrame): MadeFigure => {
  const { span } = frame
  const cell = span.by === 'nobody' || span.definition === null ? null : cellTypeOf(span.definition, span)
  if (span.definition === null || cell === null || 'reason' in cell) return makeFigure(context, frame) // nothing is looked at for these reasons
  // The same walk over no data: what is expected of whom is public, what came is not.
  const emptied = { ...context, trace: null, grid: { ...context.grid, seriesOf: () => null } }
  const matching = startMatching(frame, span.definition, cell.type)
  const supports = matchCenters(emptied, frame, matching)
  const gaps = matching.gaps.list().map(gap => (gap.reason === 'MISSING' ? { ...gap, reason: 'WITHHELD' as const } : gap))
  return nullFigure(context, frame, { reason: 'WITHHELD', coverage: { ...coverageOf(supports, matching.gaps), gaps } })
}
