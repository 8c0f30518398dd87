import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/** A set of dimension items to be known by a small number; the excluded measures leave the sums named (S3). */
export type CellToIntern = {
  readonly key: string
  readonly names: readonly string[]
  readonly items: Readonly<Record<string, string>>
  readonly centerExcludes: readonly number[]
  readonly councilExcludes: readonly number[]
}

export type CellId = { readonly key: string; readonly id: number }

/** Numbers of the cells already known, by canonical text. */
export async function listCellIds(tx: Tx, keys: readonly string[]): Promise<readonly CellId[]> {
  return tx.sql<CellId[]>`select key, id from dimension_cells where key = any(${keys as string[]}::text[])`
}

/**
 * Makes the cells known, and lets those known under an earlier edition leave the sums that they leave by this one (see hub_widen_cells). Run in a
 * transaction of its own: it holds back nobody's submission, and what it leaves behind is harmless.
 * Sorted by key, so that two writers never wait for each other in a circle. Known ones are left out before the conflict clause sees them:
 * a conflict uses up a number, and tables have no more than 32,767.
 */
export async function internCells(tx: Tx, cells: readonly CellToIntern[]): Promise<void> {
  const sorted = cells.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const rows = JSON.stringify(
    sorted.map(cell => ({
      key: cell.key,
      table_key: cell.names.join(','),
      names: cell.names,
      items: cell.items,
      center_excludes: plainColumn(cell.centerExcludes),
      council_excludes: plainColumn(cell.councilExcludes),
    })),
  )
  await tx.sql`
    insert into dimension_tables (key, names)
    select distinct c.table_key, array(select jsonb_array_elements_text(c.names))
    from jsonb_to_recordset(${rows}::jsonb) as c(table_key text, names jsonb)
    where not exists (select from dimension_tables known where known.key = c.table_key)
    order by c.table_key
    on conflict (key) do nothing`
  await tx.sql`
    insert into dimension_cells (key, table_id, items, center_excludes, council_excludes)
    select c.key, t.id, c.items, c.center_excludes::smallint[], c.council_excludes::smallint[]
    from jsonb_to_recordset(${rows}::jsonb) as c(key text, table_key text, items jsonb, center_excludes text, council_excludes text)
    join dimension_tables t on t.key = c.table_key
    where not exists (select from dimension_cells known where known.key = c.key)
    order by c.key
    on conflict (key) do nothing`
  // Also those of which the insertion above found that somebody else was first.
  if (sorted.some(({ centerExcludes, councilExcludes }) => centerExcludes.length + councilExcludes.length > 0))
    await tx.sql`select hub_widen_cells(${rows}::jsonb)`
}

/** Canonical texts of the cells known that have one of the items. */
export async function listCellKeys(tx: Tx, items: readonly Readonly<Record<string, string>>[]): Promise<readonly string[]> {
  const rows = await tx.sql<{ key: string }[]>`
    select c.key from dimension_cells c
    where exists (select from jsonb_array_elements(${JSON.stringify(items)}::jsonb) as i (item) where c.items @> i.item)
    order by c.key`
  return rows.map(({ key }) => key)
}

/** The cells of those numbers; each was made known before a value was stored in it. */
export async function listCellsById(tx: Tx, ids: readonly number[]): Promise<readonly CellId[]> {
  return tx.sql<CellId[]>`select key, id from dimension_cells where id = any(${plainColumn(ids)}::int[])`
}
