import { pruneDpopProofs as pruneBatch } from '../db/queries/dpop-proofs.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

const BATCH_ROWS = 10_000

/** Used proofs of possession that can be good no more are cleared away, batch by batch. */
export async function pruneDpopProofs({ db, signal }: JobContext): Promise<JobResult> {
  let rows = 0
  for (;;) {
    signal.throwIfAborted()
    const pruned = await db.transaction(JOBS, tx => pruneBatch(tx.sql, BATCH_ROWS))
    rows += pruned
    if (pruned < BATCH_ROWS) return { outcome: 'done', detail: { rows } }
  }
}
