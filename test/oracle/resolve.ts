import { ITEMS, measureOf, UNREAD } from './definitions.js'
import type { Day, PeriodKind } from './days.js'
import {
  counts,
  isTakenFromTotals,
  itemsText,
  tableText,
  type Cause,
  type Cell,
  type Items,
  type Standings,
  type Tables,
} from './ledger.js'
import { isZero, minus, sumOf, ZERO, type Rational } from './rational.js'

/** What is asked of one measure in one cell: items wanted of each dimension that it has. */
export type Wanted = Readonly<Record<string, readonly string[]>>

/**
 * What one measure says in one cell (S3). `causes` say why there is no number; `isAbsent` means that nothing was sent of what is wanted.
 * NOT_APPLICABLE alone is S31's to judge.
 */
export type Found = {
  readonly value: Rational | null
  readonly causes: readonly (Cause | 'NOT_ADDITIVE')[]
  readonly isAbsent: boolean
  readonly derivedFrom: string | null
  readonly isPending: boolean
  /** A revision waits of an item that a figure over several centers leaves out. */
  readonly isPendingLeftOut: boolean
  /** Of the rows that are added or subtracted, what is not ordinary, a word each (S4). */
  readonly qualities: readonly string[]
}

export type Asked = {
  readonly center: string
  readonly measure: string
  readonly at: { readonly period: PeriodKind; readonly start: Day }
  readonly wanted: Wanted
  /** Whether the figure is over two centers or more. */
  readonly isCouncil: boolean
}

const ABSENT: Found = {
  value: null,
  causes: [],
  isAbsent: true,
  derivedFrom: null,
  isPending: false,
  isPendingLeftOut: false,
  qualities: [],
}

/** The explicit row or table with exactly the asked dimensions; else the smallest table that contains them, summed (S3). */
export function find(standings: Standings, asked: Asked): Found {
  const tables = standings.tables(asked.center, asked.measure, asked.at)
  const names = Object.keys(asked.wanted)
  const exact = tables.get(tableText(names))
  if (exact !== undefined) return findExact(tables, exact, asked)
  const [table] = [...tables.keys()]
    .map(name => name.split(','))
    .filter(within => names.every(name => within.includes(name)) && isAnyCounted(tables, within, asked))
    .toSorted(bySize)
  return table === undefined ? ABSENT : findDerived(tables.get(tableText(table)) ?? new Map(), table, asked)
}

/** A table of rows that count in no total cannot stand for one. */
const isAnyCounted = (tables: Tables, names: readonly string[], { measure, wanted }: Asked): boolean => {
  const over = names.filter(name => !(name in wanted))
  return [...(tables.get(tableText(names))?.values() ?? [])].some(({ items }) => counts(measure, items, { over, isCouncil: false }))
}

const bySize = (a: readonly string[], b: readonly string[]): number => a.length - b.length || (tableText(a) < tableText(b) ? -1 : 1)

/** Every combination of the wanted items. */
const combinations = (wanted: Wanted): readonly Items[] =>
  Object.entries(wanted).reduce<readonly Items[]>(
    (found, [dimension, items]) => found.flatMap(one => items.map(item => ({ ...one, [dimension]: item }))),
    [{}],
  )

function findExact(tables: Tables, table: ReadonlyMap<string, Cell>, asked: Asked): Found {
  const cells = combinations(asked.wanted).map(items => ({ items, cell: table.get(itemsText(items)) ?? null }))
  const found = combine(cells.map(({ cell }) => cell))
  if (found.value === null || !asked.isCouncil) return found
  const ofCouncil = cells.map(({ cell }) => (cell?.standing != null && 'council' in cell.standing ? cell.standing.council : undefined))
  if (ofCouncil.some(value => value !== undefined)) return { ...found, value: sumOf(ofCouncil.map(value => value ?? ZERO)) }
  const taken = cells.flatMap(({ items }) => takenFrom(tables, items, asked))
  const pending = taken.some(cell => cell.isHeld)
  const numbers = taken.flatMap(({ standing }) => (standing !== null && 'value' in standing ? [standing.value] : []))
  const told = cells
    .filter(({ items }) => isTold(tables, items, asked))
    .flatMap(({ items }) => qualitiesOf(takenFrom(tables, items, asked)))
  return { ...found, value: minus(found.value, sumOf(numbers)), isPendingLeftOut: pending, qualities: [...found.qualities, ...told] }
}

const qualitiesOf = (cells: readonly (Cell | null)[]): readonly string[] =>
  cells.flatMap(cell => (cell?.standing != null && 'value' in cell.standing ? (cell.standing.quality ?? []) : []))

/** Where every table says that nothing leaves, nothing is subtracted, and no row of it is what the figure rests on. */
const isTold = (tables: Tables, items: Items, { measure }: Asked): boolean =>
  [...tables.values()].some(cells =>
    [...cells.values()].some(
      ({ items: own, standing }) =>
        standing !== null &&
        'value' in standing &&
        !isZero(standing.value) &&
        isTakenFromTotals(measure, own) &&
        Object.entries(items).every(([name, item]) => own[name] === item),
    ),
  )

/** Rows of items that a total over several centers leaves out, from the smallest table beside an explicit total that has a number of them (S3). */
function takenFrom(tables: Tables, items: Items, { measure }: Asked): readonly Cell[] {
  const { dimensions, overDimensions } = measureOf(measure)
  if (overDimensions !== 'sum') return []
  const further = dimensions.filter(dimension => !(dimension in items))
  return further.flatMap(dimension =>
    (ITEMS[dimension] ?? [])
      .filter(item => isTakenFromTotals(measure, { [dimension]: item }))
      .flatMap(item => {
        const wanted = Object.entries({ ...items, [dimension]: item })
        const sent = [...tables]
          .toSorted(([a], [b]) => bySize(a.split(','), b.split(',')))
          .map(([, cells]) => [...cells.values()].filter(cell => wanted.every(([name, code]) => cell.items[name] === code)))
        return sent.find(cells => cells.some(({ standing }) => standing !== null && 'value' in standing)) ?? []
      }),
  )
}

/** A breakdown of what is no sum says nothing of the whole: S3 knows sums of tables only. */
const notAdditive = (cells: readonly Cell[]): Found => ({
  ...ABSENT,
  isAbsent: cells.length === 0,
  causes: cells.length === 0 ? [] : [cells.some(({ standing }) => standing === null) ? 'HELD' : 'NOT_ADDITIVE'],
})

function findDerived(table: ReadonlyMap<string, Cell>, names: readonly string[], asked: Asked): Found {
  const over = names.filter(name => !(name in asked.wanted))
  // Whose item nobody knows may be any of those wanted: no sum of its table is whole.
  const slice = [...table.values()].filter(({ items }) =>
    Object.entries(asked.wanted).every(([name, wanted]) => [...wanted, ...UNREAD].includes(items[name] ?? '')),
  )
  if (measureOf(asked.measure).overDimensions !== 'sum') return notAdditive(slice)
  const isCounted = (isCouncil: boolean) => (cell: Cell) => counts(asked.measure, cell.items, { over, isCouncil })
  const ofCenter = slice.filter(isCounted(false))
  const isWhole = combinations(asked.wanted).every(wanted =>
    ofCenter.some(({ items }) => Object.entries(wanted).every(([name, item]) => items[name] === item)),
  )
  const own = combine(isWhole ? ofCenter : [...ofCenter, null])
  const counted = asked.isCouncil ? slice.filter(isCounted(true)) : ofCenter
  const found =
    counted.length === ofCenter.length || own.value === null
      ? own
      : counted.length === 0
        ? { ...own, value: ZERO, qualities: [] }
        : combine(counted)
  const isPending = counted.length > 0 && found.isPending
  return { ...found, derivedFrom: found.value === null ? null : tableText(names), isPending, isPendingLeftOut: own.isPending && !isPending }
}

/** Cells added up: one without a number and none behind it leaves no sum; what does not apply counts as nothing (S3, S31). */
function combine(cells: readonly (Cell | null)[]): Found {
  if (cells.every(cell => cell === null)) return ABSENT
  const causes = cells.flatMap(causeOf)
  const blocking = ORDER.find(cause => causes.includes(cause))
  const values = cells.flatMap(cell => (cell?.standing != null && 'value' in cell.standing ? [cell.standing.value] : []))
  const isPending = cells.some(cell => cell !== null && cell.isHeld && cell.standing !== null)
  const nothing: Found = { ...ABSENT, causes: ['NOT_APPLICABLE'], isAbsent: false }
  if (blocking !== undefined) return { ...nothing, causes: [blocking] }
  const [first] = values
  if (first === undefined) return nothing
  const value = sumOf(values)
  return { ...ABSENT, value, isAbsent: false, isPending, qualities: qualitiesOf(cells) }
}

/** S22: of mixed causes the first is that of the sum. What does not apply is none. */
const ORDER: readonly Cause[] = ['HELD', 'NOT_COMPARABLE', 'NOT_COLLECTED', 'OUTAGE', 'MISSING', 'CLOSED', 'SUPPRESSED']

/** S3: an item that is absent where others were sent is MISSING. */
function causeOf(cell: Cell | null): readonly Cause[] {
  if (cell === null) return ['MISSING']
  if (cell.standing === null) return ['HELD']
  return 'cause' in cell.standing ? [cell.standing.cause] : []
}
