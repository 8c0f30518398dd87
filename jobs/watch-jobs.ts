import type { Registry } from 'prom-client'
import { readClock, type JobClaim } from '../db/queries/jobs.js'
import { readWatchedJobs, type WatchedJob } from '../db/queries/watching.js'
import { gauge, keepSnapshot } from '../api/watch/watch-database.js'
import { findDueSlots } from './due-slots.js'
import { JOBS, type Job, type JobHub } from './job.js'

type JobState = { readonly job: JobClaim['job']; readonly lagSeconds: number; readonly doneAt: number | null; readonly isFailing: boolean }

/** Lag, last success and failure of every job of the schedule, from the ledger; what the ledger knows of other names is not shown. */
export function watchJobs(registry: Registry, hub: JobHub, jobs: readonly Job[]): void {
  const snapshot = keepSnapshot(hub, 'jobs', async () => {
    const { nowMs, known } = await hub.db.transaction(
      JOBS,
      async tx => ({ nowMs: await readClock(tx), known: await readWatchedJobs(tx) }),
      { isReadOnly: true, timeoutMs: 3_000 },
    )
    return jobs.map(job => toState(job, known.find(({ job: name }) => name === job.name) ?? null, nowMs))
  })
  gauge(registry, snapshot, {
    name: 'hub120_job_lag_seconds',
    help: 'For how long a due time of the job has been left undone; 0 when the latest one is done.',
    labels: ['job'],
    show: (states, set) => states?.forEach(({ job, lagSeconds }) => set({ job }, lagSeconds)),
  })
  gauge(registry, snapshot, {
    name: 'hub120_job_last_success_timestamp_seconds',
    help: 'When the job last ended well; 0 when it never did.',
    labels: ['job'],
    show: (states, set) => states?.forEach(({ job, doneAt }) => set({ job }, doneAt ?? 0)),
  })
  gauge(registry, snapshot, {
    name: 'hub120_job_failing',
    help: 'Whether the newest finished run of the job failed.',
    labels: ['job'],
    show: (states, set) => states?.forEach(({ job, isFailing }) => set({ job }, isFailing ? 1 : 0)),
  })
}

/** The first slot after the last one done is what the job owes; of a day and more back only the oldest known slot is looked at. */
function toState(job: Job, known: WatchedJob | null, nowMs: number): JobState {
  const { latest, earlier } = findDueSlots(job, nowMs)
  const doneMs = known?.doneDueAt == null ? null : Date.parse(known.doneDueAt)
  const firstMs = known === null ? Date.parse(latest) : Date.parse(known.firstDueAt)
  const owed = [...earlier, latest].map(slot => Date.parse(slot)).filter(slot => (doneMs === null ? slot >= firstMs : slot > doneMs))
  return {
    job: job.name,
    lagSeconds: owed.length === 0 ? 0 : Math.max(0, (nowMs - Math.min(...owed)) / 1_000),
    doneAt: known?.doneAt ?? null,
    isFailing: known?.isFailing ?? false,
  }
}
