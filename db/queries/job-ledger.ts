import type { Tx } from '../transaction.js'

/** A run as the ledger has it; instants as ISO 8601 text. An outcome of null is a run under way, or one whose lease ran out. */
export type LedgerRun = {
  readonly job: string
  readonly dueAt: string
  readonly attempt: number
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly outcome: 'done' | 'failed' | 'missed' | null
  readonly detail: Readonly<Record<string, unknown>> | null
  readonly error: string | null
}

export type LedgerPage = {
  /** A job alone, its runs for single centers included; null is all. */
  readonly job: string | null
  readonly before: readonly [dueAt: string, job: string] | null
  readonly limit: number
}

/** Runs of jobs, the latest due time first. A run for one center alone stands under `job@center`. */
export const listJobRuns = (tx: Tx, { job, before, limit }: LedgerPage): Promise<readonly LedgerRun[]> => tx.sql<LedgerRun[]>`
  select job, due_at as "dueAt", attempt, claimed_at as "startedAt", finished_at as "finishedAt", outcome, detail, error
  from job_runs
  where (${job}::text is null or job = ${job}::text or starts_with(job, ${job}::text || '@'))
    and (${before?.[0] ?? null}::timestamptz is null or (due_at, job) < (${before?.[0] ?? null}::timestamptz, ${before?.[1] ?? null}::text))
  order by due_at desc, job desc
  limit ${limit}`

/** One run by its job and due time. */
export async function findJobRun(tx: Tx, { job, dueAt }: { readonly job: string; readonly dueAt: string }): Promise<LedgerRun | null> {
  const [run] = await tx.sql<LedgerRun[]>`
    select job, due_at as "dueAt", attempt, claimed_at as "startedAt", finished_at as "finishedAt", outcome, detail, error
    from job_runs where job = ${job} and due_at = ${dueAt}::timestamptz`
  return run ?? null
}
