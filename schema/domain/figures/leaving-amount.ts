import { parseCellKey, type CellItems } from '../statistics/cell.js'
import type { Edition } from '../statistics/edition.js'
import type { KnownTable } from './baseline.js'
import { addAmounts, parseAmount, type Amount } from './exact-sum.js'

/** Whether a row of these items leaves totals over centers and not that of its own, where the `asked` dimensions are shown item by item (S3). */
export type LeavesCouncil = (items: CellItems, asked: readonly string[]) => boolean

/** What leaves of a measure, as the edition's codelists say it. */
export const leavesCouncilOf =
  ({ codelists }: Pick<Edition, 'codelists'>, measure: string): LeavesCouncil =>
  (items, asked) => {
    const rules = Object.entries(items)
      .filter(([dimension]) => !asked.includes(dimension))
      .flatMap(([dimension, item]) => codelists.get(dimension)?.items.get(item)?.countsIn ?? [])
      .filter(({ measures }) => measures?.includes(measure) !== false)
    return rules.some(({ councilTotal }) => !councilTotal) && rules.every(({ centerTotal }) => centerTotal)
  }

const namesOf = (table: string): readonly string[] => (table === '' ? [] : table.split(','))

/** Tables of a day from the smallest on: fewest dimensions, then by name (S3). */
export const smallestFirst = (tables: readonly KnownTable[]): readonly KnownTable[] =>
  tables.toSorted((a, b) => namesOf(a.table).length - namesOf(b.table).length || (a.table < b.table ? -1 : 1))

/**
 * What a figure over centers leaves out of a cell of a table, or of the total (S3): beside a table that was sent, what the smallest table tells that has
 * a number of such items, a 0 included; of a total that is summed from a table, what that table has of them. 0 where no row of them was sent.
 */
export const leavingAmount = (
  tables: readonly KnownTable[],
  { table, cell }: { readonly table: string; readonly cell: string },
  leaves: LeavesCouncil,
): Amount => {
  const asked = namesOf(table)
  const wanted = Object.entries(parseCellKey(cell))
  const within = tables.filter(one => (one.isCounted || one.table === table) && asked.every(name => namesOf(one.table).includes(name)))
  const answering = smallestFirst(within)
  for (const { leaving } of answering[0]?.table === table ? answering : answering.slice(0, 1)) {
    const told = [...leaving].filter(([key]) => {
      const items = parseCellKey(key)
      return wanted.every(([name, item]) => items[name] === item) && leaves(items, asked)
    })
    if (told.length > 0) return told.reduce<Amount>((sum, [, value]) => addAmounts(sum, parseAmount(value)), 0)
  }
  return 0
}
