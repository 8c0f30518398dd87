import { mendRollups, widenCells } from '../api/operations/mend-rollups.js'
import { listImbalances, sumConservation } from '../db/queries/conservation.js'
import { eachCenter } from './each-center.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

/** Submissions named in the ledger; the count tells how many there are. */
const MOST_NAMED = 20
const TIME_LIMIT_MS = 120_000

/**
 * Checks that every row of every submission is a value, waits, was voided or was rejected, and that none is lost (S8); and that every sum is that of its
 * facts, where one that is not is summed again (decision 60). A finding is final: it is looked into.
 */
export async function checkConservation(context: JobContext): Promise<JobResult> {
  const { db, signal } = context
  const [sums, imbalances] = await db.transaction(
    JOBS,
    async tx => [await sumConservation(tx, null), await listImbalances(tx, { centerId: null, limit: MOST_NAMED })] as const,
    { isReadOnly: true, timeoutMs: TIME_LIMIT_MS },
  )
  const { submissions, received, facts, held, voided, rejected } = sums
  await widenCells({ db })
  const mended = await eachCenter(context, centerId => mendRollups({ db }, centerId, { isAll: false, signal }))
  const sumsMended = mended.reduce((total, sums) => total + sums, 0)
  const detail = {
    submissions,
    received,
    facts,
    held,
    voided,
    rejected,
    imbalances: imbalances.map(({ submission_id: id }) => id),
    sumsMended,
  }
  return { outcome: imbalances.length === 0 && sumsMended === 0 ? 'done' : 'failed', detail }
}
