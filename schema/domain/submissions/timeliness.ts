import { dueTime, lockTime, type KoreanTime } from '../centers/due-time.js'
import { openingDays } from '../centers/is-open.js'
import { periodEnd, type Day, type Period } from '../period.js'
import type { DeadlineRules } from '../statistics/closed-periods.js'
import type { DecidedRow } from './decide-outcomes.js'

/** How a row stands to the deadline and the lock of its agreement. A label: nothing is refused or held by it yet. */
export type Timeliness = 'onTime' | 'late' | 'afterLock'

/** When the values of a measure set and period were due, and from when they are locked. */
export type Deadline = {
  readonly agreement: string
  readonly measureSet: string
  readonly period: Period
  readonly dueAt: KoreanTime
  readonly lockAt: KoreanTime
}

/** A deadline as a receipt keeps it, with the label of the rows of that batch under it. */
export type ReceiptDeadline = Deadline & { readonly timeliness: Timeliness; readonly rows: number }

/** What a receipt says of lateness: one letter a row in row order, `-` for a row without a label, and the deadlines behind them. */
export type TimelinessRecord = { readonly letters: string; readonly deadlines: readonly ReceiptDeadline[] }

/** Deadlines that a receipt names, those passed longest first; every row has its label beside them. */
const MOST_DEADLINES_NAMED = 1_000

const LETTERS: Readonly<Record<Timeliness, string>> = { onTime: 'o', late: 'l', afterLock: 'k' }
const UNLABELED = '-'

/** Both edges belong to what follows: at the deadline a row is late, at the lock it is after the lock (exchange scenario 10). */
export const timelinessAt = (received: KoreanTime, { dueAt, lockAt }: Pick<Deadline, 'dueAt' | 'lockAt'>): Timeliness =>
  received < dueAt ? 'onTime' : received < lockAt ? 'late' : 'afterLock'

/**
 * Looks up the deadline of a measure's period at one center; null where no agreement of its frequency names the measure on the last day of the
 * period: earlier years can be loaded at any time. Where two agreements name it, the one that ends last decides.
 */
export const deadlinesOf = (rules: DeadlineRules, center: string): ((measure: string, period: Period) => Deadline | null) => {
  const own = rules.agreements.filter(agreement => agreement.center === center)
  const openingOf = openingDays(rules, center)
  const isOpen = (day: Day) => openingOf(day).hours !== null
  // By measure, start and type in turn: joining a text for every row costs more than the rest.
  const known = new Map<string, Map<string, Map<string, Deadline | null>>>()
  const find = (measure: string, period: Period): Deadline | null => {
    const end = periodEnd(period)
    const found = own.flatMap((agreement): readonly Deadline[] => {
      const set = rules.edition.measureSets.get(agreement.measureSet)
      const isInForce = agreement.validFrom <= end && (agreement.validTo === null || end <= agreement.validTo)
      if (!isInForce || set?.frequency !== period.type || !set.measures.includes(measure)) return []
      const { code, measureSet } = agreement
      return [{ agreement: code, measureSet, period, dueAt: dueTime(agreement, end, isOpen), lockAt: lockTime(agreement, end, isOpen) }]
    })
    return found.toSorted((a, b) => (a.dueAt > b.dueAt ? -1 : 1))[0] ?? null
  }
  return (measure, { type, start }) => {
    const types = within(within(known, measure), start)
    const deadline = types.get(type)
    if (deadline !== undefined) return deadline
    const first = find(measure, { type, start })
    types.set(type, first)
    return first
  }
}

const within = <Value>(maps: Map<string, Map<string, Value>>, key: string): Map<string, Value> => {
  const found = maps.get(key)
  if (found !== undefined) return found
  const empty = new Map<string, Value>()
  maps.set(key, empty)
  return empty
}

/** Rows that change nothing came to nothing late: what stands keeps the label of the receipt that brought it. */
const isLabeled = ({ outcome }: DecidedRow): boolean => outcome !== 'unchanged' && outcome !== 'rejected'

/** Labels of a decided batch received at `received`. A held row has one as far as its measure and period could be read. */
export const labelTimeliness = (
  rows: readonly DecidedRow[],
  received: KoreanTime,
  deadlineOf: (measure: string, period: Period) => Deadline | null,
): TimelinessRecord => {
  // Counted by the object that rows of a measure and period share; measures of one set then come together.
  const rowsOf = new Map<Deadline, number>()
  let letters = ''
  for (const decided of rows) {
    const { measure, period } = decided.row
    const deadline = isLabeled(decided) && measure !== null && period !== null ? deadlineOf(measure, period) : null
    if (deadline !== null) rowsOf.set(deadline, (rowsOf.get(deadline) ?? 0) + 1)
    letters += deadline === null ? UNLABELED : LETTERS[timelinessAt(received, deadline)]
  }
  const groups = new Map<string, { readonly deadline: Deadline; rows: number }>()
  for (const [deadline, count] of rowsOf) {
    const { agreement, measureSet, period } = deadline
    const key = [agreement, measureSet, period.type, period.start].join(' ')
    const group = groups.get(key) ?? { deadline, rows: 0 }
    group.rows += count
    groups.set(key, group)
  }
  const deadlines = [...groups.values()].map(({ deadline, rows: count }) => ({
    ...deadline,
    timeliness: timelinessAt(received, deadline),
    rows: count,
  }))
  return {
    letters,
    deadlines: deadlines.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0)).slice(0, MOST_DEADLINES_NAMED),
  }
}

const LATEST_FIRST: readonly Timeliness[] = ['afterLock', 'late', 'onTime']

/** The latest label among the rows; null where no row has one. */
export const worstTimeliness = (letters: string): Timeliness | null => LATEST_FIRST.find(label => letters.includes(LETTERS[label])) ?? null

/** Label of the row at `index`; null without one. */
export const timelinessOfRow = (letters: string, index: number): Timeliness | null =>
  LATEST_FIRST.find(label => LETTERS[label] === letters[index]) ?? null

/** Label of a value that was first received at that moment; null where it has no deadline. */
export const timelinessOfValue = (received: KoreanTime, deadline: Deadline | null): Timeliness | null =>
  deadline === null ? null : timelinessAt(received, deadline)
