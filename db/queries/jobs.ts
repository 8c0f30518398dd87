import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { jobRuns } from '../tables/jobs.js'
import type { Tx } from '../transaction.js'

export type JobClaim = {
  readonly job: string
  /** Instant of the slot, ISO 8601. */
  readonly dueAt: string
  /** Fences the run: 2 and more after a take-over or a repeat. */
  readonly attempt: number
}

export type JobRunEnd = {
  readonly outcome: 'done' | 'failed'
  readonly detail: Readonly<Record<string, unknown>> | null
  readonly error: string | null
  /** Whether the same slot may be tried again, later each time and at most five times in all. */
  readonly isRetryable: boolean
}

const MAX_ATTEMPTS = 5
/** A killed replica's work resumes within this and one tick. */
const LEASE_SECONDS = 30
const FIRST_RETRY_SECONDS = 30

/** The database's clock in milliseconds since 1970, for cron arithmetic; the slot it leads to is compared again in SQL. */
export async function readClock(tx: Tx): Promise<number> {
  const [row] = await tx.sql<{ now: number }[]>`select floor(extract(epoch from hub_now()) * 1000)::bigint as now`
  if (row === undefined) throw new Error('hub_now() gave no row.')
  return row.now
}

/**
 * The right to run one slot, for 30 s unless renewed; null when somebody has it or had it. Taken over when a lease ran out or a failed run is
 * due again. Two replicas at once meet on the primary key: the second waits, looks at the row again and finds it taken.
 * The first condition only spares the row lock that `on conflict` takes even where it changes nothing.
 */
export async function claimJobRun(
  tx: Tx,
  { job, dueAt, worker }: { job: string; dueAt: string; worker: string },
): Promise<JobClaim | null> {
  const claimable = tx.sql`
    job_runs.attempt < ${MAX_ATTEMPTS}::integer
    and (job_runs.outcome is null and job_runs.lease_until <= hub_now() or job_runs.retry_at <= hub_now())`
  const [row] = await tx.sql<{ attempt: number }[]>`
    insert into job_runs (job, due_at, claimed_at, claimed_by, lease_until)
    select ${job}::text, ${dueAt}::timestamptz, hub_now(), ${worker}::text, hub_now() + make_interval(secs => ${LEASE_SECONDS}::integer)
    where ${dueAt}::timestamptz <= hub_now() and not exists (
      select from job_runs where job = ${job}::text and due_at = ${dueAt}::timestamptz and (${claimable}) is not true
    )
    on conflict on constraint job_runs_pk do update set
      attempt = job_runs.attempt + 1,
      claimed_at = excluded.claimed_at,
      claimed_by = excluded.claimed_by,
      lease_until = excluded.lease_until,
      finished_at = null,
      outcome = null,
      retry_at = null,
      detail = null,
      error = null
    where ${claimable}
    returning attempt`
  return row === undefined ? null : { job, dueAt, attempt: row.attempt }
}

/** Writes `slots` down as missed, those after the job's last row before `dueAt`; a job without one has missed nothing. Returns how many. */
export async function insertMissedRuns(
  tx: Tx,
  { job, dueAt, slots, worker }: { job: string; dueAt: string; slots: readonly string[]; worker: string },
): Promise<number> {
  if (slots.length === 0) return 0
  const { count } = await tx.sql`
    insert into job_runs (job, due_at, claimed_at, claimed_by, lease_until, finished_at, outcome)
    select ${job}::text, slot::timestamptz, hub_now(), ${worker}::text, hub_now(), hub_now(), 'missed'
    from jsonb_array_elements_text(${JSON.stringify(slots)}::text::jsonb) as slot
    where slot::timestamptz > (select max(due_at) from job_runs where job = ${job}::text and due_at < ${dueAt}::timestamptz)
    on conflict on constraint job_runs_pk do nothing`
  return count
}

const isOwnedBy = ({ job, dueAt, attempt }: JobClaim) =>
  and(eq(jobRuns.job, job), eq(jobRuns.dueAt, dueAt), eq(jobRuns.attempt, attempt), isNull(jobRuns.outcome))

/** False when the run was taken over and must stop. A lease that ran out with nobody to take over is simply extended. */
export async function renewJobRun(tx: Tx, claim: JobClaim): Promise<boolean> {
  const renewed = await tx.orm
    .update(jobRuns)
    .set({ leaseUntil: sql`hub_now() + make_interval(secs => ${LEASE_SECONDS}::integer)` })
    .where(isOwnedBy(claim))
    .returning({ attempt: jobRuns.attempt })
  return renewed.length === 1
}

/** False when the run was taken over: the ledger then belongs to the later attempt and keeps nothing of this one. */
export async function finishJobRun(tx: Tx, claim: JobClaim, { outcome, detail, error, isRetryable }: JobRunEnd): Promise<boolean> {
  const mayRetry = outcome === 'failed' && isRetryable && claim.attempt < MAX_ATTEMPTS
  const retrySeconds = FIRST_RETRY_SECONDS * 2 ** (claim.attempt - 1)
  const finished = await tx.orm
    .update(jobRuns)
    .set({
      outcome,
      detail,
      error,
      finishedAt: sql`hub_now()`,
      retryAt: mayRetry ? sql`hub_now() + make_interval(secs => ${retrySeconds}::integer)` : null,
    })
    .where(isOwnedBy(claim))
    .returning({ attempt: jobRuns.attempt })
  return finished.length === 1
}

/**
 * Writes down that a beat did not end well: one row an hour, with how often, when last and why then. Beats come every few seconds in every replica, and a row that cannot be settled
 * fails each of them.
 */
export async function noteBeatFault(
  tx: Tx,
  { beat, worker, error }: { readonly beat: string; readonly worker: string; readonly error: string },
): Promise<void> {
  await tx.sql`
    insert into job_runs (job, due_at, claimed_at, claimed_by, lease_until, finished_at, outcome, error)
    values (${beat}, date_trunc('hour', hub_now()), hub_now(), ${worker}, hub_now(), hub_now(), 'failed', ${error})
    on conflict on constraint job_runs_pk do update set
      attempt = job_runs.attempt + 1, claimed_by = excluded.claimed_by, finished_at = excluded.finished_at, error = excluded.error`
}

/** What the newest successful run of `job` left as its detail; null before the first. */
export async function findLastDetail(tx: Tx, job: string): Promise<unknown> {
  const [run] = await tx.orm
    .select({ detail: jobRuns.detail })
    .from(jobRuns)
    .where(and(eq(jobRuns.job, job), eq(jobRuns.outcome, 'done')))
    .orderBy(desc(jobRuns.dueAt))
    .limit(1)
  return run?.detail ?? null
}
