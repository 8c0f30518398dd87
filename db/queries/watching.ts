import type { Tx } from '../transaction.js'

/** What watchers are told of the whole hub: counts, ages and instants only. Ages in seconds, instants in seconds since 1970. */
export type WatchedState = {
  readonly held: {
    readonly waiting: number
    /** Null when nothing waits. */
    readonly oldestAge: number | null
    /** Waiting rows by issue code; a row with two reasons counts under both. */
    readonly byReason: readonly { readonly reason: string; readonly waiting: number }[]
  }
  /** Per center of the registry the instant of its last submission of which a row landed, the hub's own aside; null when there was none. */
  readonly lastSubmissions: readonly { readonly center: string; readonly at: number | null }[]
  /** Entries of all audit chains; falls only when an older state of the database was restored. */
  readonly auditEntries: number
  /** The last finished check of the audit chains; null before the first. */
  readonly auditCheck: { readonly isIntact: boolean; readonly at: number } | null
}

/** For the role `jobs`, which sees the rows of all centers. Four small statements, each over an index or over waiting rows alone. */
export async function readWatchedState(tx: Tx): Promise<WatchedState> {
  const [held] = await tx.sql<{ waiting: number; oldest_age: number | null }[]>`
    select count(*)::int as waiting, extract(epoch from hub_now() - min(held_at))::float8 as oldest_age
    from held_rows where state = 'held' and expires_at > hub_now()`
  const byReason = await tx.sql<{ reason: string; waiting: number }[]>`
    select reason, count(*)::int as waiting from held_rows, unnest(reasons) as reason
    where state = 'held' and expires_at > hub_now() group by reason`
  const lastSubmissions = await tx.sql<{ center: string; at: number | null }[]>`
    select c.code as center, (
      select extract(epoch from s.received_at)::float8 from submissions s
      where s.center_id = c.id and s.status <> 'REJECTED' and not starts_with(s.submitted_by, 'job:') order by s.no desc limit 1
    ) as at
    from centers c order by c.code`
  const [audit] = await tx.sql<{ entries: number; outcome: string | null; at: number | null }[]>`
    select
      (select coalesce(sum((select max(seq) from audit_entries e where e.chain = chains.id)), 0)::float8
        from (select id from centers union all select 0) as chains) as entries,
      r.outcome, extract(epoch from r.finished_at)::float8 as at
    from (select) as always left join lateral (
      select outcome, finished_at from job_runs
      where job = 'check-audit-chain' and outcome in ('done', 'failed') and error is null order by due_at desc limit 1
    ) as r on true`
  return {
    held: { waiting: held?.waiting ?? 0, oldestAge: held?.oldest_age ?? null, byReason },
    lastSubmissions,
    auditEntries: audit?.entries ?? 0,
    auditCheck: audit?.at == null ? null : { isIntact: audit.outcome === 'done', at: audit.at },
  }
}

export type WatchedJob = {
  readonly job: string
  /** Latest due time that was done; null before the first. ISO instant. */
  readonly doneDueAt: string | null
  /** When that run ended, seconds since 1970. */
  readonly doneAt: number | null
  /** First due time the ledger knows. ISO instant. */
  readonly firstDueAt: string
  /** Whether the newest finished run failed. */
  readonly isFailing: boolean
}

/** The ledger of jobs in one row a job, for the role `jobs`. */
export async function readWatchedJobs(tx: Tx): Promise<readonly WatchedJob[]> {
  return tx.sql<WatchedJob[]>`
    select job,
      max(due_at) filter (where outcome = 'done') as "doneDueAt",
      extract(epoch from max(finished_at) filter (where outcome = 'done'))::float8 as "doneAt",
      min(due_at) as "firstDueAt",
      coalesce((array_agg(outcome order by due_at desc) filter (where outcome in ('done', 'failed')))[1] = 'failed', false) as "isFailing"
    from job_runs where due_at > hub_now() - interval '40 days' group by job`
}
