import type { Rational } from '../decimal.js'
import { addDays, type Day } from '../period.js'
import { subtractFractions } from './exact-sum.js'
import { roundDifference } from './figure-changes.js'
import type { Figure, FigureItem } from './figure.js'
import type { Grain } from './grain.js'
import { slicePeriods, type DaySpan } from './slice-periods.js'

/** A period of a center, or of all asked centers together, whose figures come out differently. */
export type FigureMove = {
  readonly kind: Figure['kind']
  readonly code: string
  /** Null for the figure over all asked centers. */
  readonly center: string | null
  readonly dimensions: readonly FigureItem[]
  readonly from: Day
  readonly to: Day
  /** Figures of the period before and after; several where a change of definition cuts it (S23). */
  readonly before: readonly Figure[]
  readonly after: readonly Figure[]
  /** After less before, exact and then rounded once to the scale, where both are one figure with a value over the same days; else null. */
  readonly difference: string | null
}

/** How the periods of two answers stand to each other; the four counts add up to the periods compared. */
export type MoveCounts = {
  readonly compared: number
  /** Another value, another reason, or cut otherwise. */
  readonly moved: number
  /** Another version, and the same value or reason all the same. */
  readonly sameUnderOtherVersion: number
  readonly unchanged: number
  /** Not to be seen by the asker on either side (S24). */
  readonly withheld: number
}

type Sides = Pick<FigureMove, 'before' | 'after'>
type Asked = { readonly from: Day; readonly to: Day; readonly by: Grain | null }
/** A figure with its value before it is rounded; null where it has none. */
export type ExactFigure = { readonly figure: Figure; readonly exact: Rational | null }
type Period = { readonly from: Day; readonly to: Day; readonly before: ExactFigure[]; readonly after: ExactFigure[] }

/** The asked period of each day: a change of definition cuts figures, not the period they are compared in. */
const periodsByDay = ({ from, to, by }: Asked): ReadonlyMap<Day, DaySpan> => {
  const spans = new Map<Day, DaySpan>()
  for (const span of slicePeriods(from, to, by)) {
    for (let day = span.from; day <= span.to; day = addDays(day, 1)) spans.set(day, span)
  }
  return spans
}

/** Of the values before they are rounded, rounded once: two rounded ones would be off by up to a last digit (S18). */
const differenceOf = ([before, ...others]: readonly ExactFigure[], [after, ...more]: readonly ExactFigure[]): string | null => {
  if (before === undefined || after === undefined || others.length + more.length > 0) return null
  if (before.figure.from !== after.figure.from || before.figure.to !== after.figure.to) return null
  return before.exact === null || after.exact === null
    ? null
    : roundDifference(subtractFractions(after.exact, before.exact), after.figure.scale)
}

const kindOf = ({ before, after }: Sides): Exclude<keyof MoveCounts, 'compared'> => {
  const texts = (figures: readonly Figure[], pick: (figure: Figure) => unknown) => JSON.stringify(figures.map(pick))
  const said = ({ from, to, value, reason }: Figure) => [from, to, value, reason]
  if ([...before, ...after].every(({ reason }) => reason === 'WITHHELD')) return 'withheld'
  if (texts(before, said) !== texts(after, said)) return 'moved'
  return texts(before, ({ version }) => version) === texts(after, ({ version }) => version) ? 'unchanged' : 'sameUnderOtherVersion'
}

const figuresOf = (made: readonly ExactFigure[]): readonly Figure[] => made.map(({ figure }) => figure)

/**
 * Two answers to one question compared period by period, center by center: only what moves is listed, in the order of the answers, and the
 * rest is counted. Figures are held in pairs, so that a question should ask for one subject at a time.
 */
export function createMoves(asked: Asked): {
  add(side: 'before' | 'after', made: ExactFigure): void
  list(): { readonly moves: readonly FigureMove[]; readonly counts: MoveCounts }
} {
  const spans = periodsByDay(asked)
  const periods = new Map<string, Period>()
  return {
    add(side, { figure, exact }) {
      const { from, to } = spans.get(figure.from) ?? figure
      const key = [figure.code, figure.center ?? '', ...figure.dimensions.map(({ item }) => item), from].join('|')
      const period = periods.get(key) ?? { from, to, before: [], after: [] }
      periods.set(key, period)
      period[side].push({ figure, exact })
    },
    list() {
      const counts = { compared: periods.size, moved: 0, sameUnderOtherVersion: 0, unchanged: 0, withheld: 0 }
      const moves: FigureMove[] = []
      for (const { from, to, ...made } of periods.values()) {
        const [before, after] = [figuresOf(made.before), figuresOf(made.after)]
        const kind = kindOf({ before, after })
        counts[kind]++
        const [figure] = [...before, ...after]
        if (kind !== 'moved' || figure === undefined) continue
        const { code, center, dimensions } = figure
        const difference = differenceOf(made.before, made.after)
        moves.push({ kind: figure.kind, code, center, dimensions, from, to, before, after, difference })
      }
      return { moves, counts }
    },
  }
}
