import { hasUnreadItem, UNREAD_ITEM } from '../statistics/cell.js'
import { addAmounts, isSameAmount, parseAmount, type Amount } from './exact-sum.js'
import { addQualities, resolveQualities, type SlotQualities } from './cell-qualities.js'
import { NULL_REASONS, type NullReason } from './figure.js'
import { NOT_TOLD, type NothingLeft, type StoredSeries } from './stored-cells.js'
import { slotOfDayNumber, type Timeline } from './timeline.js'

/** What stands in one slot: nothing, a number, not applicable, or a reason why there is no number (its place in NULL_REASONS + 3). */
export const ABSENT = 0
export const VALUE = 1
export const NOT_APPLICABLE = 2
const FIRST_REASON = 3

const stateOfReason = (reason: NullReason): number => FIRST_REASON + NULL_REASONS.indexOf(reason)

/** The reason a state stands for; MISSING for an absent value. */
export const reasonOfState = (state: number): NullReason => NULL_REASONS[state - FIRST_REASON] ?? 'MISSING'

export const IS_DERIVED = 1
export const IS_PENDING = 2
export const IS_MISMATCH = 4
/** A revision waits of what a figure over centers subtracts; figures of one center do not use it. */
export const IS_PENDING_EXCLUDED = 8
/** A row whose item nobody knows waits in the table that answers; it may be one of the asked items. */
export const IS_UNREAD = 16

/** A total and the sum of a breakdown that should equal it (S3). */
export type Mismatch = { readonly table: string; readonly total: Amount; readonly sum: Amount }

/** What two tables tell of the items that leave totals over centers (S3): that of `takenFrom` is subtracted. */
export type LeavingMismatch = { readonly takenFrom: string; readonly taken: Amount; readonly table: string; readonly other: Amount }

/** The rows of one table, for one set of asked items, that leave totals over centers (S3). */
export type ExcludedFrom = { readonly table: string; readonly items: string }

/** One measure at one center for the asked items, one slot per period. */
export type ResolvedSeries = {
  readonly states: Uint8Array
  /**
   * The same for figures over centers: not applicable where only that is left (S31), not comparable where what leaves is not known. One array with
   * `states` where nothing differs.
   */
  readonly councilStates: Uint8Array
  readonly nothingLeft: ReadonlyMap<number, NothingLeft>
  /** Slots of which nobody knows what leaves figures over centers. */
  readonly untold: ReadonlySet<number>
  /** The numbers of slots that have one. */
  readonly values: readonly Amount[]
  readonly marks: Uint8Array
  /** Table a slot was taken from, by place in `tables`. */
  readonly chosen: Uint8Array
  readonly tables: readonly string[]
  readonly excluded: ReadonlyMap<number, Amount>
  /** Tables and items that `excluded` was taken from. */
  readonly excludedFrom: ReadonlyMap<number, readonly ExcludedFrom[]>
  readonly mismatches: ReadonlyMap<number, readonly Mismatch[]>
  /** Said with figures over centers alone. */
  readonly leavingMismatches: ReadonlyMap<number, readonly LeavingMismatch[]>
  /** Values that are not ordinary (S4); null where all are. */
  readonly qualities: SlotQualities | null
  /** The same for figures over centers: without the values that leave, and with those that are subtracted. */
  readonly councilQualities: SlotQualities | null
}

/** One table of one measure at one center, by items; the items null are rows outside the filters. */
export type TableSeries = {
  readonly key: string
  readonly items: ReadonlyMap<string | null, Pick<StoredSeries, 'days' | 'entries' | 'councilExcluded' | 'qualities'>>
  readonly held: readonly {
    readonly items: string | null
    readonly day: number
    readonly hasAccepted: boolean
    /** Whether its item leaves totals over centers. */
    readonly leavesCouncil: boolean
  }[]
}

export type TableSet = {
  readonly timeline: Timeline
  /** Names asked, joined by commas. */
  readonly asked: string
  /** Smallest first: fewest names, then by name (S3). */
  readonly tables: readonly TableSeries[]
  /** Table from which each slot is answered, place + 1; 0 where no table stands. */
  readonly chosen: Uint8Array
  /** False for tables whose rows must not be added up to the asked dimensions. */
  readonly mayAdd: (table: string) => boolean
}

const countNames = (key: string): number => (key === '' ? 0 : key.split(',').length)

/** Tables from the smallest on: fewest dimensions, then by name. */
const sortTables = (tables: readonly TableSeries[]): readonly TableSeries[] =>
  tables.toSorted((a, b) => countNames(a.key) - countNames(b.key) || (a.key < b.key ? -1 : 1))

/**
 * Which table answers in which period (S3): the one with exactly the asked names if any row of it stands, else the smallest that contains them.
 * A row that waits with nothing behind it makes its table stand as well: nothing is derived in its place.
 */
export const chooseTables = (facts: Omit<TableSet, 'chosen' | 'tables'>, unsorted: readonly TableSeries[]): TableSet => {
  const { timeline } = facts
  const tables = sortTables(unsorted)
  const chosen = new Uint8Array(timeline.count)
  const choose = (day: number, place: number) => {
    const slot = slotOfDayNumber(timeline, day)
    if (slot >= 0 && slot < timeline.count && chosen[slot] === 0) chosen[slot] = place + 1
  }
  tables.forEach((table, place) => {
    for (const { days } of table.items.values()) for (const day of days) choose(day, place)
    for (const held of table.held) if (!held.hasAccepted) choose(held.day, place)
  })
  return { ...facts, tables, chosen }
}

const isNumberText = (entry: string): boolean => {
  const first = entry.charCodeAt(0)
  return (first >= 48 && first <= 57) || first === 45
}

const stateOfEntry = (entry: string): number =>
  isNumberText(entry)
    ? VALUE
    : entry === 'NOT_APPLICABLE'
      ? NOT_APPLICABLE
      : stateOfReason(NULL_REASONS.find(known => known === entry) ?? 'MISSING')

type Draft = {
  readonly states: Uint8Array
  readonly values: Amount[]
  readonly marks: Uint8Array
  readonly nothingLeft: Map<number, NothingLeft>
  readonly untold: Set<number>
  readonly excluded: Map<number, Amount>
  readonly excludedFrom: Map<number, readonly ExcludedFrom[]>
  readonly mismatches: Map<number, Mismatch[]>
  readonly leavingMismatches: Map<number, readonly LeavingMismatch[]>
  /** What the tables tell of items that leave totals over centers, smallest table first. */
  readonly told: Map<number, Telling[]>
}

type Telling = { readonly table: string; readonly amount: Amount }

const noteMismatch = (draft: Draft, slot: number, mismatch: Mismatch): void => {
  draft.marks[slot] = (draft.marks[slot] ?? 0) | IS_MISMATCH
  const known = draft.mismatches.get(slot)
  if (known === undefined) draft.mismatches.set(slot, [mismatch])
  else known.push(mismatch)
}

/** Whether the row waits for an item that nobody knows and that may be one of those asked. */
const mayBeAsked = (waiting: string | null, asked: string): boolean => {
  if (waiting === null || !hasUnreadItem(waiting)) return false
  const items = asked.split('|')
  return waiting.split('|').every((item, place) => item === UNREAD_ITEM || item === items[place])
}

/**
 * Whether a row that waits holds the asked items. Where its own item is not known, any sum over its table may be short; in the table with exactly the
 * asked dimensions it is no item of the answer, and holds none (S3).
 */
const holdsItems = (isExact: boolean, waiting: string | null, asked: string): boolean =>
  waiting === asked || (!isExact && mayBeAsked(waiting, asked))

/** Slots of the table in which a row waits with nothing behind it: there the table yields no sum. */
const heldSlots = (set: TableSet, table: TableSeries, items: string): ReadonlySet<number> =>
  new Set(
    table.held
      .filter(held => !held.hasAccepted && holdsItems(table.key === set.asked, held.items, items))
      .map(held => slotOfDayNumber(set.timeline, held.day)),
  )

const isNothingLeft = (told: string | undefined): told is NothingLeft => told === 'NOT_APPLICABLE' || told === 'NOTHING'

/** What an entry tells of the items that leave totals over centers: an amount, the whole entry where nothing of it is left, or nothing (null). */
const leavingAmount = (entry: string, told: string | undefined): Amount | null => {
  if (told === undefined || told === '' || told === NOT_TOLD) return null
  if (isNothingLeft(told)) return isNumberText(entry) ? parseAmount(entry) : null
  return parseAmount(told)
}

/**
 * What a figure over centers takes from an explicit total is what the smallest table tells that has a number of such items, a 0 that was sent
 * included; tables are never added to each other, and one that tells another amount is named (S3). Where all tell 0 nothing is taken.
 */
const takeLeaving = ({ told, excluded, excludedFrom, leavingMismatches }: Draft, items: string): void => {
  for (const [slot, [first, ...others]] of told) {
    if (first === undefined || [first, ...others].every(({ amount }) => isSameAmount(amount, 0))) continue
    excluded.set(slot, first.amount)
    excludedFrom.set(slot, [{ table: first.table, items }])
    const apart = others.filter(({ amount }) => !isSameAmount(amount, first.amount))
    if (apart.length > 0)
      leavingMismatches.set(
        slot,
        apart.map(({ table, amount }) => ({ takenFrom: first.table, taken: first.amount, table, other: amount })),
      )
  }
}

const readTable = (set: TableSet, draft: Draft, { place, items }: { place: number; items: string }): void => {
  const table = set.tables[place]
  const series = table?.items.get(items)
  if (table === undefined || series === undefined) return
  const isExact = table.key === set.asked
  const isRefused = !isExact && !set.mayAdd(table.key)
  const held = heldSlots(set, table, items)
  for (let entry = 0; entry < series.days.length; entry++) {
    const slot = slotOfDayNumber(set.timeline, series.days[entry] ?? -1)
    if (slot < 0 || slot >= set.timeline.count) continue
    const text = series.entries[entry] ?? ''
    const told = series.councilExcluded?.[entry]
    const excluded = leavingAmount(text, told)
    const isChosen = set.chosen[slot] === place + 1
    // What another table tells of such items is in an explicit total, not in the sum of a table (S3).
    const isInAnswer = isChosen || set.tables[(set.chosen[slot] ?? 0) - 1]?.key === set.asked
    // A table whose rows must not be added has no amount to subtract.
    if (isInAnswer && excluded !== null && !isRefused)
      draft.told.set(slot, [...(draft.told.get(slot) ?? []), { table: table.key, amount: excluded }])
    if (isChosen) {
      const state = isRefused ? stateOfReason('NOT_ADDITIVE') : stateOfEntry(text)
      draft.states[slot] = state
      if (state === VALUE) draft.values[slot] = parseAmount(text)
      if (isNothingLeft(told)) draft.nothingLeft.set(slot, told)
      if (told === NOT_TOLD) draft.untold.add(slot)
      if (!isExact) draft.marks[slot] = (draft.marks[slot] ?? 0) | IS_DERIVED
    } else if (
      set.tables[(set.chosen[slot] ?? 0) - 1]?.key === set.asked &&
      !isRefused &&
      !held.has(slot) &&
      draft.states[slot] === VALUE
    ) {
      if (!isNumberText(text)) continue
      const [total, sum] = [draft.values[slot] ?? 0, parseAmount(text)]
      if (!isSameAmount(total, sum)) noteMismatch(draft, slot, { table: table.key, total, sum })
    }
  }
}

/** Rows that wait: HELD where nothing stands behind them, otherwise the accepted value goes on counting and is marked (S10). */
const applyHeld = (set: TableSet, draft: Draft, { place, items }: { place: number; items: string }): void => {
  const table = set.tables[place]
  if (table === undefined) return
  const isExact = table.key === set.asked
  for (const held of table.held) {
    const slot = slotOfDayNumber(set.timeline, held.day)
    if (isExact && set.chosen[slot] === place + 1 && mayBeAsked(held.items, items)) draft.marks[slot] = (draft.marks[slot] ?? 0) | IS_UNREAD
    if (!holdsItems(isExact, held.items, items)) continue
    if (set.chosen[slot] !== place + 1) {
      const isTaken = draft.excludedFrom.get(slot)?.some(from => from.table === table.key && from.items === items) ?? false
      if (isTaken && held.hasAccepted && held.leavesCouncil) draft.marks[slot] = (draft.marks[slot] ?? 0) | IS_PENDING_EXCLUDED
      continue
    }
    if (held.hasAccepted) draft.marks[slot] = (draft.marks[slot] ?? 0) | IS_PENDING
    else draft.states[slot] = stateOfReason('HELD')
  }
}

/** States for figures over centers; what waits or may not be added stands as it is. */
const statesForCouncil = (states: Uint8Array, { nothingLeft, untold }: Pick<ResolvedSeries, 'nothingLeft' | 'untold'>): Uint8Array => {
  if (nothingLeft.size === 0 && untold.size === 0) return states
  const forCouncil = states.slice()
  for (const slot of untold) if (states[slot] === VALUE) forCouncil[slot] = stateOfReason('NOT_COMPARABLE')
  for (const [slot, left] of nothingLeft) if (left === 'NOT_APPLICABLE' && states[slot] === VALUE) forCouncil[slot] = NOT_APPLICABLE
  return forCouncil
}

/** What stands for the items in every period, from the table chosen there; items absent from that table are absent (S3). */
export const resolveItems = (set: TableSet, items: string): ResolvedSeries => {
  const { count } = set.timeline
  const draft: Draft = {
    states: new Uint8Array(count),
    values: [],
    marks: new Uint8Array(count),
    nothingLeft: new Map(),
    untold: new Set(),
    excluded: new Map(),
    excludedFrom: new Map(),
    mismatches: new Map(),
    leavingMismatches: new Map(),
    told: new Map(),
  }
  // In table order, so that an explicit total is read before the breakdowns it is compared with.
  for (let place = 0; place < set.tables.length; place++) readTable(set, draft, { place, items })
  takeLeaving(draft, items)
  for (let place = 0; place < set.tables.length; place++) applyHeld(set, draft, { place, items })
  const { told: _told, ...resolved } = draft
  const councilStates = statesForCouncil(draft.states, draft)
  const told = resolveQualities(set, draft.excludedFrom, items)
  return { ...resolved, ...told, councilStates, chosen: set.chosen, tables: set.tables.map(table => table.key) }
}

/** Nothing stands, and nothing was to: an hour at which doors are closed. Only while items are added up. */
const NOT_EXPECTED = 255

const replaceStates = (series: ResolvedSeries, replace: (state: number, slot: number) => number): ResolvedSeries => {
  const states = series.states.map(replace)
  return { ...series, states, councilStates: series.councilStates === series.states ? states : series.councilStates.map(replace) }
}

/**
 * Several sets of items added up, of which nothing is missing where `isClosed`: closed hours leave the sum of the open ones as it is. A slot in which all are closed
 * stays absent.
 */
export const addOpenSeries = (
  all: readonly { readonly series: ResolvedSeries; isClosed(this: void, slot: number): boolean }[],
): ResolvedSeries | null => {
  const opened = all.map(({ series, isClosed }) =>
    replaceStates(series, (state, slot) => (state === ABSENT && isClosed(slot) ? NOT_EXPECTED : state)),
  )
  const [first, ...others] = opened
  return first === undefined ? null : replaceStates(others.reduce(addSeries, first), state => (state === NOT_EXPECTED ? ABSENT : state))
}

const mergeSlot = (a: ResolvedSeries, b: ResolvedSeries, slot: number): number => {
  const [first, second] = [a.states[slot] ?? ABSENT, b.states[slot] ?? ABSENT]
  if (first === second || second === NOT_EXPECTED) return first
  if (first === NOT_EXPECTED) return second
  if (first <= NOT_APPLICABLE && second <= NOT_APPLICABLE && first !== ABSENT && second !== ABSENT) return VALUE
  const asReason = (state: number) => (state === ABSENT ? stateOfReason('MISSING') : state)
  return Math.min(...[asReason(first), asReason(second)].filter(state => state > NOT_APPLICABLE))
}

/** What is left of two sets of items: a number if either has one left, not applicable if a row is left, and nothing if neither has one. */
const mergeNothingLeft = (a: ResolvedSeries, b: ResolvedSeries): ReadonlyMap<number, NothingLeft> => {
  const merged = new Map<number, NothingLeft>()
  for (const slot of new Set([...a.nothingLeft.keys(), ...b.nothingLeft.keys()])) {
    const left = [a, b].map(one => one.nothingLeft.get(slot) ?? (one.states[slot] === NOT_APPLICABLE ? 'NOT_APPLICABLE' : null))
    if (left.includes(null)) continue
    merged.set(slot, left.includes('NOT_APPLICABLE') ? 'NOT_APPLICABLE' : 'NOTHING')
  }
  return merged
}

const joinLists = <Item>(a: ReadonlyMap<number, readonly Item[]>, b: ReadonlyMap<number, readonly Item[]>): typeof a =>
  b.size === 0 ? a : new Map([...a, ...[...b].map(([slot, found]) => [slot, [...(a.get(slot) ?? []), ...found]] as const)])

/** Two sets of items added up, when a filter asks for several: one that is absent or blocked leaves no sum; not applicable counts as nothing. */
export const addSeries = (a: ResolvedSeries, b: ResolvedSeries): ResolvedSeries => {
  const states = a.states.map((_, slot) => mergeSlot(a, b, slot))
  const nothingLeft = mergeNothingLeft(a, b)
  const untold = new Set([...a.untold, ...b.untold])
  const valueAt = (series: ResolvedSeries, slot: number): Amount => (series.states[slot] === VALUE ? (series.values[slot] ?? 0) : 0)
  const excluded = new Map(a.excluded)
  for (const [slot, amount] of b.excluded) excluded.set(slot, addAmounts(excluded.get(slot) ?? 0, amount))
  return {
    states,
    councilStates: statesForCouncil(states, { nothingLeft, untold }),
    nothingLeft,
    untold,
    values: Array.from(states, (_, slot) => addAmounts(valueAt(a, slot), valueAt(b, slot))),
    marks: a.marks.map((mark, slot) => mark | (b.marks[slot] ?? 0)),
    chosen: a.chosen,
    tables: a.tables,
    excluded,
    excludedFrom: joinLists(a.excludedFrom, b.excludedFrom),
    mismatches: joinLists(a.mismatches, b.mismatches),
    leavingMismatches: joinLists(a.leavingMismatches, b.leavingMismatches),
    qualities: addQualities(a.qualities, b.qualities),
    councilQualities: addQualities(a.councilQualities, b.councilQualities),
  }
}
