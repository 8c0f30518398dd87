import { listImbalances, sumConservation } from '../db/queries/conservation.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

/** Submissions named in the ledger; the count tells how many there are. */
const MOST_NAMED = 20
const TIME_LIMIT_MS = 120_000

/** Checks that every row of every submission is a value, waits, was voided or was rejected, and that none is lost (S8). A finding is final: it is looked into. */
export async function checkConservation({ db }: JobContext): Promise<JobResult> {
  const [sums, imbalances] = await db.transaction(
    JOBS,
    async tx => [await sumConservation(tx, null), await listImbalances(tx, { centerId: null, limit: MOST_NAMED })] as const,
    { isReadOnly: true, timeoutMs: TIME_LIMIT_MS },
  )
  const { submissions, received, facts, held, voided, rejected } = sums
  const detail = { submissions, received, facts, held, voided, rejected, imbalances: imbalances.map(({ submission_id: id }) => id) }
  return { outcome: imbalances.length === 0 ? 'done' : 'failed', detail }
}
