import { fitTermWeights as fitWeights } from '../api/operations/fit-term-weights.js'
import type { JobContext, JobResult } from './job.js'

/** Learns weights from what stewards decided, and proposes them to a person. */
export async function fitTermWeights(context: JobContext): Promise<JobResult> {
  return { outcome: 'done', detail: await fitWeights(context, context.signal) }
}
