import type { KoreanTime } from '../centers/due-time.js'
import type { Day } from '../period.js'
import type { Edition } from '../statistics/edition.js'

/** The hub's own measure of usual demand, and the measure whose values it is the mean of. Source: measures.yaml, baseline_contacts_4w. */
export const BASELINE_MEASURE = 'baseline_contacts_4w'
export const BASELINE_SOURCE = 'contacts_offered'

/** What an edition says about baselines. */
export type BaselineRule = {
  /** Same weekdays that a baseline is the mean of. */
  readonly weeks: number
  /** Dimensions a baseline may be broken down by. */
  readonly dimensions: readonly string[]
  /** Measures that make a night complete (members.yaml, core_note_en). */
  readonly core: readonly string[]
}

/**
 * The baseline rule of the edition: weeks and dimensions of the measure itself, and the core of the daily measure set that holds the measure
 * it is made from. Null for an edition that has no such measure or names no core: it freezes nothing. A number of weeks that is none is thrown.
 */
export const baselineRuleOf = ({ measures, measureSets }: Pick<Edition, 'measures' | 'measureSets'>): BaselineRule | null => {
  const measure = measures.get(BASELINE_MEASURE)
  const nightly = [...measureSets.values()].find(set => set.frequency === 'day' && set.measures.includes(BASELINE_SOURCE))
  if (measure?.providedBy !== 'hub' || nightly === undefined || nightly.core.length === 0) return null
  const { weeks } = measure.parameters
  if (typeof weeks !== 'number' || !Number.isSafeInteger(weeks) || weeks < 1)
    throw new RangeError(`The weeks of ${BASELINE_MEASURE} are no number from 1 on.`)
  return { weeks, dimensions: measure.dimensions, core: nightly.core }
}

/** Contacts of one table (S3) of a day, as they stood at an instant. */
export type KnownTable = {
  /** Sorted dimension names, `channel,hour`; empty for the explicit total. */
  readonly table: string
  /** What counts in the total of the center; null where a cell has no usable number. */
  readonly sum: string | null
  /** False where none of its rows counts in the total: it says nothing of that, and has baselines of its own cells all the same. */
  readonly isCounted: boolean
  /** Usable numbers by cell, of tables that a baseline may be broken down by; otherwise empty. */
  readonly cells: ReadonlyMap<string, string>
  /** Usable numbers by cell, of rows with an item that may leave totals over centers (S3). */
  readonly leaving: ReadonlyMap<string, string>
}

/** A night whose baseline is to be frozen, with what stood when it was first complete. */
export type CompleteNight = {
  readonly day: Day
  readonly completeAt: KoreanTime
  /** The day itself and earlier same weekdays; a day without rows has no entry. */
  readonly known: ReadonlyMap<Day, readonly KnownTable[]>
}

/** A day that carries a surge mark, and since when: the moment its own night was first complete. */
export type SurgeMark = { readonly day: Day; readonly completeAt: KoreanTime }

/** The baseline of one cell; `value` null where a same weekday lacks it (MISSING). `from` follows the days of its table. */
export type FrozenCell = {
  readonly cell: string
  readonly value: string | null
  readonly from: readonly string[]
  /** What of the value leaves figures over centers (S3), the mean over the same days, and what left on each of them. */
  readonly leaving: string | null
  readonly leavingFrom: readonly string[]
}

/** Baselines of one table, and the same weekdays they are made from, latest first; fewer than the weeks of the rule leave every cell null. */
export type FrozenTable = { readonly table: string; readonly days: readonly Day[]; readonly cells: readonly FrozenCell[] }

/** A frozen night, with all that its numbers can be made from again. */
export type FrozenNight = {
  readonly day: Day
  readonly completeAt: KoreanTime
  readonly isSurge: boolean
  /** Earlier same weekdays that were not looked at, latest first. */
  readonly passedOver: readonly { readonly day: Day; readonly reason: 'HOLIDAY' | 'SURGE' }[]
  /** The total first. */
  readonly tables: readonly FrozenTable[]
}
