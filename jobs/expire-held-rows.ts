import { eachInTurn } from '../api/operations/each-in-turn.js'
import { expireHeldRows as expireBatch, listCentersWithExpiredRows } from '../db/queries/upkeep.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

/** Keeps each transaction, and with it the lock of the center and its audit chain, under a second. */
const BATCH_ROWS = 5_000
const ACTOR = 'job:expire-held-rows'

/**
 * Held rows past their date become expired, center by center and batch by batch until none is left; each batch commits with its audit entry. A fault at one center leaves the others
 * theirs, and is thrown when all have had their turn.
 */
export async function expireHeldRows({ db, signal }: JobContext): Promise<JobResult> {
  signal.throwIfAborted()
  const rowsByCenter = new Map<number, number>()
  const work = async (centerId: number) => {
    for (let count = BATCH_ROWS; count === BATCH_ROWS;) {
      signal.throwIfAborted()
      count = await db.transaction(JOBS, tx => expireBatch(tx, centerId, { limit: BATCH_ROWS, actor: ACTOR }))
      if (count > 0) rowsByCenter.set(centerId, (rowsByCenter.get(centerId) ?? 0) + count)
    }
  }
  const centers = await db.transaction(JOBS, listCentersWithExpiredRows, { isReadOnly: true })
  await eachInTurn(centers, { nameOf: centerId => `center ${centerId}`, work, ended: signal })
  return { outcome: 'done', detail: { rows: Object.fromEntries(rowsByCenter) } }
}
