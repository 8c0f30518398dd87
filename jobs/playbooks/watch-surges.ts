import { watchSurges as watch } from '../../api/operations/watch-surges.js'
import type { JobContext, JobResult } from '../job.js'

/** Looks for hazards and topics that many more people ask about than usual, and suggests playbooks to coordinators. Nothing is sent. */
export async function watchSurges({ db, signal }: JobContext): Promise<JobResult> {
  return { outcome: 'done', detail: await watch({ db }, { actor: 'job:watch-surges', signal }) }
}
