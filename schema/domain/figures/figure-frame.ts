import type { Day } from '../period.js'
import type { CellGrid } from './cell-grid.js'
import type { DayExpectation } from './expected-days.js'
import type { FigureGroup } from './figure-groups.js'
import type { DefinitionPlan, FigurePlan, SubjectPlan } from './figure-plan.js'
import type { FigureUnit, UnitSpan } from './figure-units.js'

/** Everything a figure is made with; the same for all figures of one answer. */
export type AnswerContext = {
  readonly plan: FigurePlan
  readonly grid: CellGrid
  readonly viewerCenter: string | null
  readonly firstDay: Day
  expectationOf(center: string): readonly DayExpectation[]
}

/** One figure to be made: whose, of what, for which days. `definition` is null where none is in force. */
export type FigureFrame = {
  readonly subject: SubjectPlan
  readonly unit: FigureUnit
  readonly group: FigureGroup
  readonly isOwner: boolean
  readonly span: UnitSpan
  readonly definition: DefinitionPlan | null
}
