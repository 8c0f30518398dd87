import { setTimeout as sleep } from 'node:timers/promises'
import type { Hub } from '../api/hub.js'
import { claimJobRun, insertMissedRuns, readClock, type JobClaim } from '../db/queries/jobs.js'
import type { Tx } from '../db/transaction.js'
import { findDueSlots } from './due-slots.js'
import { JOBS, type Job } from './job.js'
import { runJob } from './run-job.js'

export type Sweeper = {
  /** Claims what is due and starts it; resolves when all is started. Never rejects: without a database it logs, and the next tick tries again. */
  sweep(): Promise<void>
  /** Resolves when no job runs in this process. */
  settled(): Promise<void>
  /** Starts nothing more, lets running jobs end, and after `graceMs` tells them to stop; their leases then pass to another replica. */
  stop(graceMs: number): Promise<void>
}

/**
 * One replica's hands. What is due is decided by the database's clock and the ledger, so any number of replicas may sweep at any moment:
 * a slot is run by whoever inserts its row. Only the latest slot of a job is run; earlier ones that nobody ran are written down as missed
 * (a day back at most) and not made up for, because every job does all that is left to do whenever it runs.
 * `worker` names this process in the ledger.
 */
export function createSweeper(hub: Hub, { jobs, worker }: { readonly jobs: readonly Job[]; readonly worker: string }): Sweeper {
  const running = new Map<string, Promise<void>>()
  const stopping = new AbortController()
  const state = { isStarting: true, isStopped: false }

  const start = (job: Job, claim: JobClaim) => {
    const run = runJob(hub, job, { claim, signal: stopping.signal }).finally(() => running.delete(job.name))
    running.set(job.name, run)
  }
  const settled = async () => {
    while (running.size > 0) await Promise.all(running.values())
  }

  return {
    async sweep() {
      if (state.isStopped) return
      const idle = jobs.filter(({ name }) => !running.has(name))
      try {
        const claims = await hub.db.transaction(JOBS, tx => claimDue(tx, idle, { worker, isStarting: state.isStarting }))
        state.isStarting = false
        // Claimed while stop() was called: left to another replica, which takes over when the lease has run out.
        if (!state.isStopped) for (const { job, claim } of claims) start(job, claim)
      } catch (err) {
        hub.log.error({ event: 'sweep.failed', worker, err })
      }
    },
    settled,
    async stop(graceMs) {
      state.isStopped = true
      const grace = new AbortController()
      const isSettled = await Promise.race([
        settled().then(() => true),
        sleep(graceMs, false, { signal: grace.signal }).catch(() => false), // aborted below, when the race is over
      ])
      grace.abort()
      if (!isSettled) hub.log.warn({ event: 'jobs.interrupted', worker, jobs: [...running.keys()] })
      stopping.abort()
    },
  }
}

type Started = { readonly job: Job; readonly claim: JobClaim }

/** All claims of one tick commit together. Replicas go through the jobs in the same order, so they never wait for each other in a circle. */
async function claimDue(
  tx: Tx,
  jobs: readonly Job[],
  { worker, isStarting }: { worker: string; isStarting: boolean },
): Promise<readonly Started[]> {
  const nowMs = await readClock(tx)
  const started: Started[] = []
  for (const job of jobs) {
    const { latest, earlier } = findDueSlots(job, nowMs)
    const claim =
      (await claimJobRun(tx, { job: job.name, dueAt: latest, worker })) ??
      (isStarting && job.runsAtStart ? await claimJobRun(tx, { job: job.name, dueAt: new Date(nowMs).toISOString(), worker }) : null)
    if (claim === null) continue
    if (claim.dueAt === latest && claim.attempt === 1) await insertMissedRuns(tx, { job: job.name, dueAt: latest, slots: earlier, worker })
    started.push({ job, claim })
  }
  return started
}
