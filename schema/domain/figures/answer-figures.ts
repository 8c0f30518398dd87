import {
  answerFrame,
  createContext,
  groupsOf,
  groupsSideBySide,
  isOwner,
  spansOf,
  unitsOf,
  type FigureFacts,
  type FigureRegistry,
} from './answer-context.js'
import { createChanges } from './figure-changes.js'
import type { Figure, FigureChange } from './figure.js'
import { hoursAsked, hoursListed } from './figure-question.js'
import type { AnswerContext, FigureSeries, FigureSpan } from './figure-frame.js'
import type { FigureTrace } from './figure-trace.js'
import type { FigurePlan } from './figure-plan.js'
import type { FigureGroup } from './figure-groups.js'
import { figureUnits, type FigureUnit } from './figure-units.js'
import type { MadeFigure } from './make-figure.js'
import { countPeriods } from './slice-periods.js'
import { withChanges } from './unequal-support.js'

function* answerSeries(
  context: AnswerContext,
  series: FigureSeries,
  spans: readonly FigureSpan[],
): Generator<Pick<MadeFigure, 'figure' | 'exact'>, void, undefined> {
  const changes = context.plan.question.changes.length === 0 ? null : createChanges(context, series)
  let version: string | null = null
  for (const span of spans) {
    const brokenFrom = span.definition !== null && span.definition.version !== version ? version : null
    version = span.definition?.version ?? version
    const made = answerFrame(context, { series, span, brokenFrom })
    yield changes === null ? made : asChanged(made, changes.of(made, span))
  }
}

/** The value before it is rounded stays unmade until somebody asks for it. */
const asChanged = (made: MadeFigure, changes: readonly FigureChange[]): Pick<MadeFigure, 'figure' | 'exact'> => ({
  figure: withChanges(made.figure, changes),
  get exact() {
    return made.exact
  },
})

/**
 * Every figure of the question, by subject, unit, group and time, one after the other: a large answer can be passed on in columns without
 * being held whole. Pure: the same facts give the same figures in the same order, whatever the order of the facts. `trace` is told what each rests on;
 * `isSideBySide`: every unit has a figure of every group that any of them has.
 */
export function* eachFigure(
  plan: FigurePlan,
  known: FigureRegistry,
  facts: FigureFacts,
  options: AnswerOptions = {},
): Generator<Figure, void, undefined> {
  for (const { figure } of eachMadeFigure(plan, known, facts, options)) yield figure
}

type AnswerOptions = { readonly trace?: FigureTrace | null; readonly isSideBySide?: boolean }

/** The same with the value of each before it is rounded, for whoever reckons on with it. */
export function* eachMadeFigure(
  plan: FigurePlan,
  known: FigureRegistry,
  facts: FigureFacts,
  { trace = null, isSideBySide = false }: AnswerOptions = {},
): Generator<Pick<MadeFigure, 'figure' | 'exact'>, void, undefined> {
  const context = createContext(plan, known, { ...facts, trace })
  const units = unitsOf(known, plan)
  for (const subject of plan.subjects) {
    // The same for every unit that stays what it is over time; only regions change.
    const plainUnit = units.find(unit => unit.region === null)
    const plainSpans = plainUnit === undefined ? [] : spansOf(context.slices, subject, plainUnit)
    const groupsIn = isSideBySide
      ? groupsSideBySide(context, subject, units)
      : (unit: FigureUnit): readonly FigureGroup[] => groupsOf(context, [subject], unit)
    for (const unit of units) {
      const spans = unit.region === null ? plainSpans : spansOf(context.slices, subject, unit)
      for (const group of groupsIn(unit)) {
        const hours = hoursAsked(plan.question, group)
        yield* answerSeries(context, { subject, unit, group, hours, isOwner: isOwner(unit, context), found: new Map() }, spans)
      }
    }
  }
}

/** Least number of figures the question gives: one per subject, unit and period, or hour; other groups and changes of definition add to it. */
export const countFiguresAtLeast = ({ question, subjects }: FigurePlan, known: FigureRegistry): number =>
  subjects.length *
  figureUnits(known, question).length *
  countPeriods(question.from, question.to, question.by) *
  (hoursListed(question)?.length ?? 1)
