import { reconcileTerms as reconcileCenter } from '../api/operations/reconcile-terms.js'
import { addCounts, eachCenter } from './each-center.js'
import type { JobContext, JobResult } from './job.js'

/** Holds every center's waiting words against the glossary: what is safe is mapped, what is doubtful is proposed. */
export async function reconcileTerms(context: JobContext): Promise<JobResult> {
  const counts = await eachCenter(context, centerId => reconcileCenter(context, centerId, context.signal))
  return { outcome: 'done', detail: addCounts(counts) }
}
