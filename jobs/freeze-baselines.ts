import { freezeBaselines as freezeNights } from '../api/operations/freeze-baselines.js'
import { requireEdition } from '../db/queries/editions.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

type Total = { nights: number; surges: number; missing: number }

/**
 * Freezes the baseline of every night that is complete and has none (S21), center by center and a month at a time, each month in a transaction of
 * its own. What it makes does not depend on when it runs, so a week of downtime is made up for as if it had not been. A fault at one center
 * leaves the others their baselines and is thrown when all have had their turn.
 */
export async function freezeBaselines(context: JobContext): Promise<JobResult> {
  const { centers } = await context.db.transaction(JOBS, tx => requireEdition(tx.sql), { isReadOnly: true })
  const total: Total = { nights: 0, surges: 0, missing: 0 }
  const faults: unknown[] = []
  for (const { id } of centers.values()) {
    context.signal.throwIfAborted()
    await freezeCenter(context, id, total).catch((fault: unknown) => faults.push(fault))
  }
  context.signal.throwIfAborted()
  if (faults.length > 0)
    throw new AggregateError(faults, `Baselines were not frozen at ${faults.length} of ${centers.size} centers: ${String(faults[0])}`)
  return { outcome: 'done', detail: total }
}

async function freezeCenter({ db, signal }: JobContext, centerId: number, total: Total): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const { nights, surges, missing, isDone } = await freezeNights({ db }, centerId)
    total.nights += nights
    total.surges += surges
    total.missing += missing
    if (isDone) return
  }
}
