import { freezeBaselines as freezeNights } from '../api/operations/freeze-baselines.js'
import { addCounts, eachCenter } from './each-center.js'
import type { JobContext, JobResult } from './job.js'

/**
 * Freezes the baseline of every night that is complete and has none (S21), center by center and a month at a time, each month in a transaction of
 * its own. What it makes does not depend on when it runs, so a week of downtime is made up for as if it had not been.
 */
export async function freezeBaselines(context: JobContext): Promise<JobResult> {
  const counts = await eachCenter(context, centerId => freezeCenter(context, centerId))
  return { outcome: 'done', detail: addCounts(counts) }
}

async function freezeCenter({ db, signal }: JobContext, centerId: number): Promise<{ nights: number; surges: number; missing: number }> {
  const total = { nights: 0, surges: 0, missing: 0 }
  for (;;) {
    signal.throwIfAborted()
    const { nights, surges, missing, isDone } = await freezeNights({ db }, centerId)
    total.nights += nights
    total.surges += surges
    total.missing += missing
    if (isDone) return total
  }
}
