import { suspendTiers as suspendWrongTiers } from '../api/operations/suspend-tiers.js'
import type { JobContext, JobResult } from './job.js'

/** Stops what rests on evidence that a person has found wanting. */
export async function suspendTiers(context: JobContext): Promise<JobResult> {
  return { outcome: 'done', detail: await suspendWrongTiers(context) }
}
