import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import { heldColumns, heldSource, type HeldRow } from './held-rows.js'

/** Said as the index of such rows has it. */
const UNPLACED = `h.state = 'held' and not h.is_placed and h.cell_id is null and h.measure_id is not null and h.period_start is not null`

/** Waiting rows of a center of which nobody has looked for the table that they lie in, in the order they were handed in. */
export async function listUnplacedRows(tx: Tx, centerId: number, limit: number): Promise<readonly HeldRow[]> {
  return tx.sql<HeldRow[]>`
    select ${tx.sql.unsafe(heldColumns)} from ${tx.sql.unsafe(heldSource)}
    where h.center_id = ${centerId} and ${tx.sql.unsafe(UNPLACED)}
    order by h.submission_no, h.row_index
    limit ${limit}`
}

/** Gives waiting rows their cell, null where there is none to be had; all else about them stays. Their reading before is kept by the table's trigger (S25). */
export async function placeHeldRows(
  tx: Tx,
  centerId: number,
  rows: readonly { readonly heldRow: string; readonly cellId: number | null }[],
): Promise<void> {
  await tx.sql`
    update held_rows h set is_placed = true, cell_id = r.cell_id
    from unnest(${rows.map(({ heldRow }) => heldRow)}::uuid[], ${plainColumn(rows.map(({ cellId }) => cellId))}::int[]) as r (id, cell_id)
    where h.center_id = ${centerId} and h.id = r.id and ${tx.sql.unsafe(UNPLACED)}`
}
