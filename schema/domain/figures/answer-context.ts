import { addDays, type Day } from '../period.js'
import type { Standards } from '../statistics/standards.js'
import { createGrid } from './cell-grid.js'
import { expectDays, type DayExpectation } from './expected-days.js'
import type { AnswerContext, FigureFrame, FigureSpan } from './figure-frame.js'
import { groupsMet, namedGroups, type FigureGroup } from './figure-groups.js'
import type { FigurePlan, SubjectPlan } from './figure-plan.js'
import type { FigureTrace } from './figure-trace.js'
import { figureUnits, type FigureUnit, type UnitSpan } from './figure-units.js'
import { makeFigure, withheldFigure, type MadeFigure } from './make-figure.js'
import { slicePeriods, splitByDefinition } from './slice-periods.js'
import type { HeldKey, HeldWord, StoredSeries } from './stored-cells.js'

/** What the answer is computed from: the cells fetched for the plan, and who asks on which day. */
export type FigureFacts = {
  readonly stored: readonly StoredSeries[]
  readonly held: readonly HeldKey[]
  readonly heldWords: readonly HeldWord[]
  /** Today in Korea by the clock of the database (S26). */
  readonly today: Day
  /** The asker's own center, or null. */
  readonly viewerCenter: string | null
}

/** The registry as far as figures need it. */
export type FigureRegistry = Pick<Standards, 'centers' | 'centerRegions' | 'memberships' | 'calendars' | 'calendarExceptions' | 'regions'>

/** The same with the definitions. */
export type FigureStandards = FigureRegistry & Pick<Standards, 'edition'>

const listDays = (from: Day, to: Day): readonly Day[] => {
  const days: Day[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

/** The asked range by period. */
export const slicesOf = ({ from, to, by }: FigurePlan['question']): readonly UnitSpan[] =>
  slicePeriods(from, to, by).map(slice => ({ ...slice, by: 'itself' }))

type Expectations = Map<string, readonly DayExpectation[]>

const kept = new WeakMap<FigureRegistry, { readonly range: string; readonly expectations: Expectations }>()

/** Expectations by center and hours: those of the last range asked of a registry, because what is asked together is mostly asked of the same days. */
const expectationsOver = (known: FigureRegistry, range: string): Expectations => {
  const last = kept.get(known)
  if (last?.range === range) return last.expectations
  const expectations: Expectations = new Map()
  kept.set(known, { range, expectations })
  return expectations
}

/** Facts looked up while figures are made, each computed once. `keepsSlots`: whether support says which cells are in it; `trace`: whom to tell where each comes from. */
export const createContext = (
  plan: FigurePlan,
  known: FigureRegistry,
  { keepsSlots = false, trace = null, ...facts }: FigureFacts & { readonly keepsSlots?: boolean; readonly trace?: FigureTrace | null },
): AnswerContext => {
  const { question, range, requests } = plan
  const expectations = expectationsOver(known, `${range.from} ${range.to} ${facts.today}`)
  let days: readonly Day[] | null = null
  return {
    plan,
    grid: createGrid({ requests, ...range, asked: { from: question.from, to: question.to } }, facts.stored, facts.held),
    viewerCenter: facts.viewerCenter,
    today: facts.today,
    heldWords: facts.heldWords,
    slices: slicesOf(question),
    keepsSlots,
    trace,
    expectationOf(center, hours) {
      const key = hours === null ? center : `${center}:${hours.join()}`
      const expected =
        expectations.get(key) ?? expectDays(known, center, { days: (days ??= listDays(range.from, range.to)), today: facts.today, hours })
      expectations.set(key, expected)
      return expected
    },
  }
}

/** The units of a plan, with every center that takes part on any day that is needed: also on those the figures are held against. */
export const unitsOf = (known: FigureRegistry, { question, range }: Pick<FigurePlan, 'question' | 'range'>): readonly FigureUnit[] =>
  figureUnits(known, { ...question, ...range })

/** True when the figure is about the asker's own center alone (S24). */
export const isOwner = (unit: Pick<FigureUnit, 'centers'>, { viewerCenter }: Pick<AnswerContext, 'viewerCenter'>): boolean =>
  viewerCenter !== null && unit.centers.length === 1 && unit.centers[0] === viewerCenter

/** The days of each figure in order of time: periods cut where the unit or the definition changes (S23, S33). */
export const spansOf = (slices: readonly UnitSpan[], subject: Pick<SubjectPlan, 'definitions'>, unit: FigureUnit): readonly FigureSpan[] =>
  slices
    .flatMap(slice => unit.spansIn(slice))
    .flatMap(({ by, ...span }) =>
      splitByDefinition(span, subject.definitions).map(({ from, to, dated }) => ({ from, to, by, definition: dated })),
    )

/** Whether which items a unit has is not for the asker (S24). */
const hidesItems = (context: AnswerContext, subjects: readonly SubjectPlan[], unit: Pick<FigureUnit, 'centers'>): boolean =>
  subjects.some(({ definitions }) => definitions.some(definition => definition.isRestricted)) && !isOwner(unit, context)

const keyOf = (group: FigureGroup): string => group.map(({ item }) => item).join('|')

/**
 * The groups of each unit, for a table that shows all of them side by side: every group met at any unit, so that one without an item has a reason of its
 * own for it; those whose items are not for the asker keep to themselves.
 */
export const groupsSideBySide = (
  context: AnswerContext,
  subject: SubjectPlan,
  units: readonly FigureUnit[],
): ((unit: FigureUnit) => readonly FigureGroup[]) => {
  const own = new Map(units.map(unit => [unit, groupsOf(context, [subject], unit)]))
  const isShown = (unit: FigureUnit): boolean => !hidesItems(context, [subject], unit)
  const met = units.filter(isShown).flatMap(unit => own.get(unit) ?? [])
  const all = new Map(met.filter(group => group.length > 0).map(group => [keyOf(group), group]))
  const shared = [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
  return unit => (shared.length > 0 && isShown(unit) ? shared : (own.get(unit) ?? []))
}

/** The groups of a series that has these subjects: one, or one per definition that is compared. */
export const groupsOf = (
  context: AnswerContext,
  subjects: readonly SubjectPlan[],
  unit: Pick<FigureUnit, 'centers'>,
): readonly FigureGroup[] => {
  const { question } = context.plan
  const definitions = subjects.flatMap(subject => subject.definitions)
  // What is withheld must not show which items exist: only groups that the question itself names are listed.
  if (hidesItems(context, subjects, unit)) return namedGroups(question, definitions[0]?.terms[0]?.fixed ?? {}) ?? [[]]
  return groupsMet(question, definitions, { grid: context.grid, centers: unit.centers })
}

/** A figure as the asker may see it. */
export const answerFrame = (context: AnswerContext, frame: FigureFrame): MadeFigure => {
  const isRestricted = frame.span.definition?.isRestricted ?? false
  return isRestricted && !frame.series.isOwner ? withheldFigure(context, frame) : makeFigure(context, frame)
}
