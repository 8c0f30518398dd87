import { ensurePartitions as makePartitions } from '../db/queries/upkeep.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

/** Partitions three months ahead, so that a night's figures never wait for one. */
export async function ensurePartitions({ db }: JobContext): Promise<JobResult> {
  return { outcome: 'done', detail: { made: await db.transaction(JOBS, makePartitions) } }
}
