import { placeHeldRows as placeBatch } from '../api/operations/place-held-rows.js'
import { addCounts, eachCenter } from './each-center.js'
import type { JobContext, JobResult } from './job.js'

/** Looks for the tables of rows that a former program held without (decision 60), center by center and batch by batch; nothing to do from then on. */
export async function placeHeldRows(context: JobContext): Promise<JobResult> {
  const counts = await eachCenter(context, async centerId => {
    const total = { rows: 0, placed: 0 }
    for (let isDone = false; !isDone;) {
      context.signal.throwIfAborted()
      const batch = await placeBatch(context, centerId)
      total.rows += batch.rows
      total.placed += batch.placed
      isDone = batch.isDone
    }
    return total
  })
  return { outcome: 'done', detail: addCounts(counts) }
}
