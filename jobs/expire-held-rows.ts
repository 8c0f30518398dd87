import { expireHeldRows as expireBatch } from '../db/queries/upkeep.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

/** Keeps each transaction, and with it the lock of every center's audit chain, under a second. */
const BATCH_ROWS = 5_000
const ACTOR = 'job:expire-held-rows'

/** Held rows past their date become expired, batch by batch until none is left; each batch commits with its audit entries. */
export async function expireHeldRows({ db, signal }: JobContext): Promise<JobResult> {
  const rowsByCenter = new Map<number, number>()
  for (;;) {
    signal.throwIfAborted()
    const expired = await db.transaction(JOBS, tx => expireBatch(tx, { limit: BATCH_ROWS, actor: ACTOR }))
    for (const { centerId, rows } of expired) rowsByCenter.set(centerId, (rowsByCenter.get(centerId) ?? 0) + rows)
    if (expired.reduce((sum, { rows }) => sum + rows, 0) < BATCH_ROWS)
      return { outcome: 'done', detail: { rows: Object.fromEntries(rowsByCenter) } }
  }
}
