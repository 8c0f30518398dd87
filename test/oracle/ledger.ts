import { COUNTS } from './definitions.js'
import type { Day, PeriodKind } from './days.js'
import { readDecimal, type Rational } from './rational.js'

export type Items = Readonly<Record<string, string>>

/** A row as a center sends it. `line` is its number in this world, echoed wherever the row is met again. */
export type Row = {
  readonly line: number
  readonly center: string
  readonly measure: string
  readonly period: PeriodKind
  readonly start: Day
  readonly items: Items
  readonly value: string | null
  readonly status: string | null
  /** Sent under another threshold than the measure's. */
  readonly differs: boolean
  /** Of a frozen baseline, what it is to figures over several centers. */
  readonly council?: string
}

export type Cause = 'HELD' | 'NOT_COMPARABLE' | 'NOT_COLLECTED' | 'NOT_APPLICABLE' | 'OUTAGE' | 'MISSING' | 'CLOSED' | 'SUPPRESSED'

/** What stands in one cell: a number, or why there is none. */
export type Standing =
  { readonly value: Rational; readonly council?: Rational; readonly quality: string | null } | { readonly cause: Cause }

/** One change of what stands, in the order in which it was accepted. */
export type Entry = { readonly at: string; readonly kind: 'stands' | 'gone' | 'held' | 'settled'; readonly row: Row }

/** S4: statuses whose number a reader must not take for granted; every other status with a number is ordinary. */
const QUALITIES: Readonly<Record<string, string>> = {
  estimated: 'ESTIMATED',
  imputed: 'IMPUTED',
  break: 'BREAK',
  special_event: 'SPECIAL_EVENT',
}

const CAUSES: Readonly<Record<string, Cause>> = {
  missing: 'MISSING',
  outage: 'OUTAGE',
  closed: 'CLOSED',
  not_applicable: 'NOT_APPLICABLE',
  not_collected: 'NOT_COLLECTED',
  suppressed: 'SUPPRESSED',
}

/** S4, S5: a status without a number says why; another definition or parameter keeps a number out of standard figures. */
function standingOf({ value, status, differs, council }: Row): Standing {
  if (value === null) return { cause: CAUSES[status ?? ''] ?? 'MISSING' }
  return differs || status === 'definition_differs'
    ? { cause: 'NOT_COMPARABLE' }
    : {
        value: readDecimal(value),
        quality: QUALITIES[status ?? ''] ?? null,
        ...(council === undefined ? {} : { council: readDecimal(council) }),
      }
}

export const itemsText = (items: Items): string =>
  Object.keys(items)
    .toSorted()
    .map(name => `${name}=${items[name]}`)
    .join('|')
export const tableText = (names: Iterable<string>): string => [...names].toSorted().join(',')

export type Cell = {
  readonly items: Items
  readonly standing: Standing | null
  /** A row waits in quarantine for this cell; a revision of it where something stands (S10). */
  readonly isHeld: boolean
}
/** Cells of one measure, center and period by table and items. */
export type Tables = ReadonlyMap<string, ReadonlyMap<string, Cell>>

const EMPTY: Tables = new Map()
const placeOf = (center: string, measure: string, { period, start }: { period: PeriodKind; start: Day }): string =>
  `${center} ${measure} ${period} ${start}`

/** What stands at one moment: the entries up to it, one after the other. */
export class Standings {
  private readonly places = new Map<string, Map<string, Map<string, Cell>>>()

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) this.apply(entry)
  }

  tables(center: string, measure: string, at: { period: PeriodKind; start: Day }): Tables {
    return this.places.get(placeOf(center, measure, at)) ?? EMPTY
  }

  /** Every row key that stands, for picking what to revise. */
  *standing(): Iterable<{ readonly place: string; readonly items: Items }> {
    for (const [place, tables] of this.places)
      for (const cells of tables.values()) for (const { items, standing } of cells.values()) if (standing !== null) yield { place, items }
  }

  private apply({ kind, row }: Entry): void {
    const place = placeOf(row.center, row.measure, row)
    const tables = this.places.get(place) ?? new Map<string, Map<string, Cell>>()
    this.places.set(place, tables)
    const name = tableText(Object.keys(row.items))
    const cells = tables.get(name) ?? new Map<string, Cell>()
    tables.set(name, cells)
    const key = itemsText(row.items)
    const before = cells.get(key) ?? { items: row.items, standing: null, isHeld: false }
    const cell = changed(before, kind, row)
    if (cell.standing === null && !cell.isHeld) cells.delete(key)
    else cells.set(key, cell)
    if (cells.size === 0) tables.delete(name)
  }
}

function changed(before: Cell, kind: Entry['kind'], row: Row): Cell {
  switch (kind) {
    case 'stands':
      return { ...before, standing: standingOf(row) }
    case 'gone':
      return { ...before, standing: null }
    case 'held':
      return { ...before, isHeld: true }
    case 'settled':
      return { ...before, isHeld: false }
  }
}

/** S3: whether rows of these items count in a sum over the dimensions that are left out; over several centers more items may not. */
export function counts(measure: string, items: Items, sums: { readonly over: readonly string[]; readonly isCouncil: boolean }): boolean {
  return sums.over.every(dimension => {
    const rule = COUNTS[items[dimension] ?? '']
    if (rule === undefined || !(rule.measures === null || rule.measures.includes(measure))) return true
    return rule.inCenter && (rule.inCouncil || !sums.isCouncil)
  })
}

/** S3: items that a center's explicit total holds and the council's must not. */
export const isTakenFromTotals = (measure: string, items: Items): boolean =>
  Object.values(items).some(item => {
    const rule = COUNTS[item]
    return rule !== undefined && rule.inCenter && !rule.inCouncil && (rule.measures === null || rule.measures.includes(measure))
  })
