import type { Hub } from '../api/hub.js'
import type { TenantContext } from '../db/transaction.js'

/** Jobs act on their own authority, for no center: policies let them upkeep all rows and read nothing they have no policy for. */
export const JOBS: TenantContext = { centerId: null, role: 'jobs' }

export type JobHub = Pick<Hub, 'db' | 'log'>

export type JobContext = Hub & {
  /** Aborted when the run was taken over by another replica or the process ends: stop at the next safe place. */
  readonly signal: AbortSignal
}

/**
 * What goes into the ledger; ids and counts only. `failed` here is a finding that a repeat would not change, so it is final;
 * a fault that a repeat may cure is thrown.
 */
export type JobResult = {
  readonly outcome: 'done' | 'failed'
  readonly detail: Readonly<Record<string, unknown>>
}

/** Safe to run twice, also at the same time. */
export type Job = {
  readonly name: string
  /** Five fields; read in `zone`. */
  readonly cron: string
  readonly zone: 'Asia/Seoul'
  /** Also once when a process starts, if its latest slot has been run. */
  readonly runsAtStart: boolean
  readonly run: (context: JobContext) => Promise<JobResult>
}
