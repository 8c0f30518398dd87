import { expireHeldRows as expireBatch, listCentersWithExpiredRows } from '../db/queries/upkeep.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

/** Keeps each transaction, and with it the lock of the center and its audit chain, under a second. */
const BATCH_ROWS = 5_000
const ACTOR = 'job:expire-held-rows'

/** Held rows past their date become expired, center by center and batch by batch until none is left; each batch commits with its audit entry. */
export async function expireHeldRows({ db, signal }: JobContext): Promise<JobResult> {
  signal.throwIfAborted()
  const rowsByCenter = new Map<number, number>()
  for (const centerId of await db.transaction(JOBS, listCentersWithExpiredRows, { isReadOnly: true })) {
    for (let count = BATCH_ROWS; count === BATCH_ROWS;) {
      signal.throwIfAborted()
      count = await db.transaction(JOBS, tx => expireBatch(tx, centerId, { limit: BATCH_ROWS, actor: ACTOR }))
      if (count > 0) rowsByCenter.set(centerId, (rowsByCenter.get(centerId) ?? 0) + count)
    }
  }
  return { outcome: 'done', detail: { rows: Object.fromEntries(rowsByCenter) } }
}
