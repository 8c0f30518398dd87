import { periodEnd, type Day, type PeriodType } from '../period.js'
import type { AnswerContext } from './figure-frame.js'
import type { MadeFigure } from './make-figure.js'
import { startOfSlot } from './timeline.js'

/** Cells of one center that one figure rests on and the other does not. */
export type CellsOfOneSide = {
  readonly center: string
  readonly periodType: PeriodType
  readonly cells: number
  /** First and last day met. */
  readonly from: Day
  readonly to: Day
}

/** The cells that two figures rest on; those of two kinds of period have none in common. */
export type ComparedCells = {
  readonly both: number
  readonly leftOnly: readonly CellsOfOneSide[]
  readonly rightOnly: readonly CellsOfOneSide[]
}

type Side = Pick<MadeFigure, 'supports' | 'cellType'>

/** Slots by center, of the period of a cell. */
const slotsOf = ({ supports }: Side): ReadonlyMap<string, readonly number[]> =>
  new Map(supports.map(({ center, slots }) => [center, slots ?? []]))

/** What `side` has and `other` has not. */
const missingFrom = (other: Side, side: Side, { grid }: Pick<AnswerContext, 'grid'>): readonly CellsOfOneSide[] => {
  const { cellType } = side
  if (cellType === null) return []
  const timeline = grid.timeline(cellType)
  const others = cellType === other.cellType ? slotsOf(other) : new Map<string, readonly number[]>()
  return [...slotsOf(side)].flatMap(([center, slots]) => {
    const known = new Set(others.get(center))
    const lacking = slots.filter(slot => !known.has(slot))
    const [first, last] = [lacking[0], lacking.at(-1)]
    if (first === undefined || last === undefined) return []
    const to = periodEnd({ type: cellType, start: startOfSlot(timeline, last) })
    return [{ center, periodType: cellType, cells: lacking.length, from: startOfSlot(timeline, first), to }]
  })
}

const countSlots = ({ supports }: Side): number => supports.reduce((sum, { slots }) => sum + (slots?.length ?? 0), 0)

/** Which cells two figures share, and which one of them has alone, by center. */
export const compareCells = (left: Side, right: Side, context: Pick<AnswerContext, 'grid'>): ComparedCells => {
  const leftOnly = missingFrom(right, left, context)
  const rightOnly = missingFrom(left, right, context)
  return { both: countSlots(left) - leftOnly.reduce((sum, { cells }) => sum + cells, 0), leftOnly, rightOnly }
}
