import type { Day } from '../period.js'
import type { Coverage, Figure, FigureChange, NullReason, SupportDifference } from './figure.js'
import { unequalSupport } from './figure-issues.js'
import type { MadeFigure } from './make-figure.js'

type Side = Pick<MadeFigure, 'figure' | 'supports' | 'cellType'>

/** Reasons for which nothing was to be expected: days without them are no thinner. */
const NOT_EXPECTED: ReadonlySet<NullReason> = new Set(['CLOSED', 'NOT_A_MEMBER', 'NOT_APPLICABLE'])

/** Shorter periods that are lacking inside cells that are in the figure: days of a month of which some came (S17). */
const countLacking = ({ figure, cellType }: Side): number =>
  figure.coverage.gaps
    .filter(({ reason, periodType }) => periodType !== cellType && !NOT_EXPECTED.has(reason))
    .reduce((sum, { cells }) => sum + cells, 0)

/** Whether both have the same share of what was expected. Months have other numbers of days, and that alone makes none of them thinner. */
const isSameShare = (a: Coverage, b: Coverage): boolean =>
  a.cellsExpected === 0 || b.cellsExpected === 0
    ? a.cellsExpected === b.cellsExpected
    : a.cellsIn * b.cellsExpected === b.cellsIn * a.cellsExpected

const centersOf = ({ supports }: Side): string =>
  supports
    .map(({ center }) => center)
    .sort()
    .join()

/** In what two figures rest on other support; `today` tells which of them is not over. */
export const supportDifferences = (own: Side, other: Side, today: Day): readonly SupportDifference[] => [
  ...(own.figure.to >= today || other.figure.to >= today ? (['RUNNING_PERIOD'] as const) : []),
  ...(isSameShare(own.figure.coverage, other.figure.coverage) && countLacking(own) === countLacking(other)
    ? []
    : (['UNEQUAL_COVERAGE'] as const)),
  ...(centersOf(own) === centersOf(other) ? [] : (['OTHER_CENTERS'] as const)),
]

/** The figure with its changes; one that was held against a period of other support is marked, and says what both rest on. */
export const withChanges = (figure: Figure, changes: readonly FigureChange[]): Figure => {
  const unequal = changes.filter(change => change.unequal.length > 0)
  if (unequal.length === 0) return { ...figure, changes }
  return {
    ...figure,
    changes,
    marks: [...figure.marks, 'UNEQUAL_SUPPORT'],
    issues: [...figure.issues, ...unequal.map(change => unequalSupport(figure, change))],
  }
}
