import { addDays, type Day } from '../period.js'
import type { Standards } from '../statistics/standards.js'
import { createGrid } from './cell-grid.js'
import { expectDays, type DayExpectation } from './expected-days.js'
import type { Figure } from './figure.js'
import type { FigurePlan, SubjectPlan } from './figure-plan.js'
import { hoursAsked } from './figure-question.js'
import { groupsMet, namedGroups } from './figure-groups.js'
import type { AnswerContext, FigureSeries, FigureSpan } from './figure-frame.js'
import type { FigureTrace } from './figure-trace.js'
import { figureUnits, type FigureUnit } from './figure-units.js'
import { makeFigure, withheldFigure } from './make-figure.js'
import { slicePeriods, splitByDefinition } from './slice-periods.js'
import type { HeldKey, StoredSeries } from './stored-cells.js'

/** What the answer is computed from: the cells fetched for the plan, and who asks on which day. */
export type FigureFacts = {
  readonly stored: readonly StoredSeries[]
  readonly held: readonly HeldKey[]
  /** Today in Korea by the clock of the database (S26). */
  readonly today: Day
  /** The asker's own center, or null. */
  readonly viewerCenter: string | null
}

type Known = Pick<Standards, 'centers' | 'centerRegions' | 'memberships' | 'calendars' | 'calendarExceptions' | 'regions'>

const listDays = (from: Day, to: Day): readonly Day[] => {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

/** Facts looked up while figures are made, each computed once. */
const createContext = (plan: FigurePlan, known: Known, facts: FigureFacts & { trace: FigureTrace | null }): AnswerContext => {
  const { from, to } = plan.question
  const days = listDays(from, to)
  const expectations = new Map<string, readonly DayExpectation[]>()
  return {
    plan,
    grid: createGrid({ requests: plan.requests, from, to }, facts.stored, facts.held),
    viewerCenter: facts.viewerCenter,
    trace: facts.trace,
    slices: slicePeriods(from, to, plan.question.by).map(slice => ({ ...slice, by: 'itself' })),
    expectationOf(center, hours) {
      const key = hours === null ? center : `${center}:${hours.join()}`
      const expected = expectations.get(key) ?? expectDays(known, center, { days, today: facts.today, hours })
      expectations.set(key, expected)
      return expected
    },
  }
}

/** True when the figure is about the asker's own center alone (S24). */
const isOwner = (unit: FigureUnit, { viewerCenter }: AnswerContext): boolean =>
  viewerCenter !== null && unit.centers.length === 1 && unit.centers[0] === viewerCenter

/** The days of each figure in order of time: asked periods, cut where the unit or the definition changes (S23, S33). */
const spansOf = ({ slices }: AnswerContext, subject: SubjectPlan, unit: FigureUnit): readonly FigureSpan[] =>
  slices
    .flatMap(slice => unit.spansIn(slice))
    .flatMap(({ by, ...span }) =>
      splitByDefinition(span, subject.definitions).map(({ from, to, dated }) => ({ from, to, by, definition: dated })),
    )

function* answerSeries(context: AnswerContext, series: FigureSeries, spans: readonly FigureSpan[]): Generator<Figure, void, undefined> {
  const isWithheld = series.subject.isRestricted && !series.isOwner
  let version: string | null = null
  for (const span of spans) {
    const isBreak = version !== null && span.definition !== null && span.definition.version !== version
    version = span.definition?.version ?? version
    const frame = { series, span, isBreak }
    yield isWithheld ? withheldFigure(context, frame) : makeFigure(context, frame)
  }
}

const groupsOf = (context: AnswerContext, subject: SubjectPlan, { unit, isHidden }: { unit: FigureUnit; isHidden: boolean }) => {
  const { question } = context.plan
  // What is withheld must not show which items exist: only groups that the question itself names are listed.
  if (isHidden) return namedGroups(question, subject.definitions[0]?.terms[0]?.fixed ?? {}) ?? [[]]
  return groupsMet(question, subject.definitions, { grid: context.grid, centers: unit.centers })
}

/**
 * Every figure of the question, by subject, unit, group and time, one after the other: a large answer can be passed on in columns without
 * being held whole. Pure: the same facts give the same figures in the same order, whatever the order of the facts. `trace` is told what each rests on.
 */
export function* eachFigure(
  plan: FigurePlan,
  known: Known,
  facts: FigureFacts,
  trace: FigureTrace | null = null,
): Generator<Figure, void, undefined> {
  const context = createContext(plan, known, { ...facts, trace })
  const units = figureUnits(known, plan.question)
  for (const subject of plan.subjects) {
    // The same for every unit that stays what it is over time; only regions change.
    const plainUnit = units.find(unit => unit.region === null)
    const plainSpans = plainUnit === undefined ? [] : spansOf(context, subject, plainUnit)
    for (const unit of units) {
      const spans = unit.region === null ? plainSpans : spansOf(context, subject, unit)
      const owns = isOwner(unit, context)
      for (const group of groupsOf(context, subject, { unit, isHidden: subject.isRestricted && !owns })) {
        const hours = hoursAsked(plan.question, group)
        yield* answerSeries(context, { subject, unit, group, hours, isOwner: owns, found: new Map() }, spans)
      }
    }
  }
}

/** Least number of figures the question gives: one per subject, unit and period; groups and changes of definition add to it. */
export const countFiguresAtLeast = ({ question, subjects }: FigurePlan, known: Known): number =>
  subjects.length * figureUnits(known, question).length * slicePeriods(question.from, question.to, question.by).length
