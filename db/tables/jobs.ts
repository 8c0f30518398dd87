import { integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/** The ledger: one row per due time of a job. An outcome of null is a run under way, or one whose lease ran out. */
export const jobRuns = pgTable(
  'job_runs',
  {
    job: text('job').notNull(),
    dueAt: instant('due_at').notNull(),
    attempt: integer('attempt').notNull().default(1),
    claimedAt: instant('claimed_at').notNull(),
    claimedBy: text('claimed_by').notNull(),
    leaseUntil: instant('lease_until').notNull(),
    finishedAt: instant('finished_at'),
    outcome: text('outcome', { enum: ['done', 'failed', 'missed'] }),
    retryAt: instant('retry_at'),
    detail: jsonb('detail'),
    error: text('error'),
  },
  table => [primaryKey({ name: 'job_runs_pk', columns: [table.job, table.dueAt] })],
)
