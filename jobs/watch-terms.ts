import { watchAcrossCenters, watchTerms as watchCenter } from '../api/operations/watch-terms.js'
import { addCounts, eachCenter } from './each-center.js'
import type { JobContext, JobResult } from './job.js'

/** Looks for words whose values changed unit or moved, and words that contradict each other, within centers and between them. */
export async function watchTerms(context: JobContext): Promise<JobResult> {
  const counts = await eachCenter(context, centerId => watchCenter(context, centerId))
  return { outcome: 'done', detail: addCounts([...counts, await watchAcrossCenters(context)]) }
}
