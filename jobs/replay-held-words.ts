import { continueReplays } from '../api/operations/continue-replays.js'
import { requireEdition } from '../db/queries/editions.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

/** Goes on with decisions about words that let more rows go than one transaction takes; how far each is stands in `term_replays`. */
export async function replayHeldWords({ db, signal }: JobContext): Promise<JobResult> {
  const standards = await db.transaction(JOBS, tx => requireEdition(tx.sql), { isReadOnly: true })
  const rows = await continueReplays({ db, standards: () => Promise.resolve(standards) }, signal)
  return { outcome: 'done', detail: { rows: Object.fromEntries(rows) } }
}
