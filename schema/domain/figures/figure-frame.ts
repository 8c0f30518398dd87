import type { Day } from '../period.js'
import type { SupportQuestion } from './support.js'
import type { CellGrid } from './cell-grid.js'
import type { DayExpectation } from './expected-days.js'
import type { FigureGroup } from './figure-groups.js'
import type { DefinitionPlan, FigurePlan, SubjectPlan } from './figure-plan.js'
import type { FigureTrace } from './figure-trace.js'
import type { HeldWord } from './stored-cells.js'
import type { FigureUnit, UnitSpan } from './figure-units.js'

/** Everything a figure is made with; the same for all figures of one answer. */
export type AnswerContext = {
  readonly plan: FigurePlan
  readonly grid: CellGrid
  readonly viewerCenter: string | null
  /** Today in Korea by the clock of the database (S26). */
  readonly today: Day
  /** What waits for words that may lead to the measures asked for. */
  readonly heldWords: readonly HeldWord[]
  /** The asked range by period. */
  readonly slices: readonly UnitSpan[]
  /** Null unless the answer is to be explained. */
  readonly trace: FigureTrace | null
  /** Whether support says which cells are in it. */
  readonly keepsSlots: boolean
  /** One per day of the question; `hours` limits what is expected to some hours of a day. */
  expectationOf(center: string, hours: readonly string[] | null): readonly DayExpectation[]
}

/** What is asked of the centers of a series, looked up once per definition and center. */
export type SeriesQuestions = Map<DefinitionPlan, Map<string, SupportQuestion>>

/** One row of figures over time: of what, whose, for which items. */
export type FigureSeries = {
  readonly subject: SubjectPlan
  readonly unit: FigureUnit
  readonly group: FigureGroup
  /** Hours of the day it is limited to; null for whole days. */
  readonly hours: readonly string[] | null
  readonly isOwner: boolean
  readonly found: SeriesQuestions
}

/** The days of one figure, and the definition in force then; null where none is. */
export type FigureSpan = UnitSpan & { readonly definition: DefinitionPlan | null }

/** One figure to be made. `brokenFrom` is the version of the figure before, where the definition changes here (S23). */
export type FigureFrame = { readonly series: FigureSeries; readonly span: FigureSpan; readonly brokenFrom: string | null }
