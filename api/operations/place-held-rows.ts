import { appendAudit } from '../../db/queries/audit.js'
import { listUnplacedRows, placeHeldRows as storePlaces } from '../../db/queries/held-places.js'
import type { HeldRow } from '../../db/queries/held-rows.js'
import { lockCenter, requireToday } from '../../db/queries/submissions.js'
import type { Tx } from '../../db/transaction.js'
import type { JudgedRow } from '../../schema/domain/submissions/submission.js'
import type { Hub } from '../hub.js'
import type { CenterWork } from './center-work.js'
import { internCellsHere } from './intern-cells.js'
import { judgeTrials } from './replay-held-rows.js'
import { startWork } from './start-work.js'

const ACTOR = 'job:place-held-rows'
/** Keeps the lock of the center under a second. */
const MOST_ROWS = 2_000

export type PlacedCount = { readonly rows: number; readonly placed: number; readonly isDone: boolean }

/**
 * Gives rows that were held before decision 55 their place in a table, up to `MOST_ROWS` of a center in one transaction under its lock: each is read as
 * of now and gets the cell, with the item that nobody knows, which a row held today has from the start. Nothing lands and nothing else about a row
 * changes: only a decision, or its center, lets it go. Each row is looked at once; safe to run at any moment and in any number.
 */
export async function placeHeldRows(hub: Pick<Hub, 'db' | 'standards'>, centerId: number): Promise<PlacedCount> {
  const place = async (tx: Tx): Promise<PlacedCount> => {
    // Asked without the lock first: there is nothing for as long as the program stays the same.
    if ((await listUnplacedRows(tx, centerId, 1)).length === 0) return { rows: 0, placed: 0, isDone: true }
    await lockCenter(tx, centerId)
    const rows = await listUnplacedRows(tx, centerId, MOST_ROWS)
    const work = await startWork(hub, tx, { centerId, actor: ACTOR })
    const places = await findPlaces(work, rows, await requireToday(tx))
    await storePlaces(tx, centerId, places)
    const placed = places.filter(({ cellId }) => cellId !== null).length
    await appendAudit(tx, { chain: centerId, actor: ACTOR, action: 'heldRows.placed', subject: { rows: rows.length, placed } })
    return { rows: rows.length, placed, isDone: rows.length < MOST_ROWS }
  }
  return hub.db.transaction({ centerId, role: 'jobs' }, place)
}

async function findPlaces(work: CenterWork, rows: readonly HeldRow[], today: string) {
  const trials = rows.map(held => ({ held, correctedValue: undefined, isConfirmed: false, reason: null }))
  const judged = judgeTrials(work, trials, today)
  const cells = rows.map((held, place) => cellOf(work, held, judged[place]))
  await internCellsHere(
    work.tx,
    work.standards,
    cells.filter(cell => cell !== null),
    work.cellIds,
  )
  return rows.map(({ id }, place) => ({ heldRow: id, cellId: work.cellIds.get(cells[place] ?? '') ?? null }))
}

/** The cell of the row as it reads now; null where it has none, or where it is not of the measure and period any more that it was held for. */
function cellOf({ standards }: CenterWork, held: HeldRow, row: JudgedRow | undefined): string | null {
  if (row === undefined || row.measure === null || row.period === null) return null
  const isSame =
    standards.measureIds.get(row.measure) === held.measure_id &&
    row.period.type === held.period_type &&
    row.period.start === held.period_start
  return isSame ? (row.cell ?? row.waitingCell) : null
}
