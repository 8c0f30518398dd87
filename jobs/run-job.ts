import { setInterval } from 'node:timers'
import { finishJobRun, renewJobRun, type JobClaim, type JobRunEnd } from '../db/queries/jobs.js'
import type { Hub } from '../api/hub.js'
import { JOBS, type Job, type JobHub } from './job.js'

/** A third of the lease, so that two renewals may fail before the run is taken over. */
const RENEWAL_MS = 10_000
const MAX_ERROR_LENGTH = 500

/**
 * Runs one claimed slot, renews its lease meanwhile, records the outcome and writes one log line. Never rejects: what the job throws is
 * recorded and tried again later, and what cannot be recorded is left to the lease. A run that was taken over records nothing.
 */
export async function runJob(hub: Hub, job: Job, { claim, signal }: { claim: JobClaim; signal: AbortSignal }): Promise<void> {
  const takeOver = new AbortController()
  const renewal = setInterval(() => void renew(hub, claim, takeOver), RENEWAL_MS)
  const startedAt = performance.now()
  let fault: unknown = null
  let end: JobRunEnd
  try {
    const { outcome, detail } = await job.run({ ...hub, signal: AbortSignal.any([signal, takeOver.signal]) })
    end = { outcome, detail, error: null, isRetryable: false }
  } catch (thrown) {
    fault = thrown
    end = { outcome: 'failed', detail: null, error: describeFault(thrown), isRetryable: true }
  } finally {
    clearInterval(renewal)
  }
  const line = {
    ...claim,
    durationMs: Math.round(performance.now() - startedAt),
    detail: end.detail,
    ...(fault !== null && { err: fault }),
  }
  try {
    const isRecorded = await hub.db.transaction(JOBS, tx => finishJobRun(tx, claim, end))
    if (!isRecorded) hub.log.warn({ event: 'job.superseded', ...line })
    else if (end.outcome === 'failed') hub.log.error({ event: 'job.failed', ...line })
    else hub.log.info({ event: 'job.done', ...line })
  } catch (err) {
    hub.log.error({ event: 'job.unrecorded', ...line, outcome: end.outcome, err })
  }
}

async function renew(hub: JobHub, claim: JobClaim, takeOver: AbortController): Promise<void> {
  try {
    if (!(await hub.db.transaction(JOBS, tx => renewJobRun(tx, claim)))) takeOver.abort()
  } catch (err) {
    hub.log.warn({ event: 'job.notRenewed', ...claim, err })
  }
}

/** A fault in one line for the ledger. */
export function describeFault(fault: unknown): string {
  return (fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)).slice(0, MAX_ERROR_LENGTH)
}
