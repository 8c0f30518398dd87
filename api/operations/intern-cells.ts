import { internCells as storeCells, listCellIds, type CellToIntern } from '../../db/queries/cells.js'
import type { Tx } from '../../db/transaction.js'
import { parseCellKey } from '../../schema/domain/statistics/cell.js'
import type { CountsIn } from '../../schema/domain/statistics/codelist.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Hub } from '../hub.js'

/**
 * Numbers of cells by their canonical text. They never change, so each process keeps those it has met; edition by edition, because what a cell leaves
 * grows with the measures that are published.
 */
const known = new WeakMap<Hub['db'], Map<string, Map<string, number>>>()

const knownUnder = ({ db }: Hub, { edition }: Standards): Map<string, number> => {
  const editions = known.get(db) ?? new Map<string, Map<string, number>>()
  const ids = editions.get(edition.code) ?? new Map<string, number>()
  known.set(db, editions.set(edition.code, ids))
  return ids
}

const excludedMeasures = (standards: Standards, dimension: string, counts: CountsIn): readonly number[] => {
  const measures = [...standards.edition.measures.values()].filter(
    measure => measure.dimensions.includes(dimension) && (counts.measures === null || counts.measures.includes(measure.code)),
  )
  return measures.flatMap(measure => standards.measureIds.get(measure.code) ?? [])
}

/** The cell with the measures whose sums it leaves by these standards. */
export const describeCell = (standards: Standards, key: string): CellToIntern => {
  const items = parseCellKey(key)
  const names = Object.keys(items).toSorted()
  const leaving = (side: 'centerTotal' | 'councilTotal') =>
    names.flatMap(name => {
      const counts = standards.edition.codelists.get(name)?.items.get(items[name] ?? '')?.countsIn
      return counts === undefined || counts[side] ? [] : excludedMeasures(standards, name, counts)
    })
  return { key, names, items, centerExcludes: leaving('centerTotal'), councilExcludes: leaving('councilTotal') }
}

/** Items that leave sums of some measure (S3). */
export const leavingItemsOf = ({ edition }: Standards): readonly Readonly<Record<string, string>>[] =>
  [...edition.codelists.values()].flatMap(({ code: dimension, items }) =>
    [...items.values()].flatMap(({ code, countsIn }) => (countsIn.centerTotal && countsIn.councilTotal ? [] : [{ [dimension]: code }])),
  )

/**
 * The number of every cell named, making the new ones known in a transaction of their own before the one that stores values:
 * nobody waits for anybody's submission because both met a new cell.
 */
export async function internCells(hub: Hub, standards: Standards, keys: Iterable<string>): Promise<Map<string, number>> {
  const ids = knownUnder(hub, standards)
  const wanted = [...new Set(keys)]
  const unknown = wanted.filter(key => !ids.has(key))
  if (unknown.length > 0) {
    const cells = unknown.map(key => describeCell(standards, key))
    const found = await hub.db.transaction({ centerId: null, role: 'reader' }, async tx => {
      await storeCells(tx, cells)
      return listCellIds(tx, unknown)
    })
    for (const { key, id } of found) ids.set(key, id)
  }
  return new Map(wanted.map(key => [key, requireId(ids, key)]))
}

/** The same inside a transaction that is under way, for the few cells that only it has met; adds them to `ids`. */
export async function internCellsHere(tx: Tx, standards: Standards, keys: Iterable<string>, ids: Map<string, number>): Promise<void> {
  const unknown = [...new Set(keys)].filter(key => !ids.has(key))
  if (unknown.length === 0) return
  await storeCells(
    tx,
    unknown.map(key => describeCell(standards, key)),
  )
  for (const { key, id } of await listCellIds(tx, unknown)) ids.set(key, id)
}

function requireId(ids: ReadonlyMap<string, number>, key: string): number {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`Cell "${key}" has no number.`)
  return id
}
