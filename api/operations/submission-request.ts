import type { KeptRow, StoredSubmission } from '../../db/queries/submissions.js'
import type { SubmittedBatch } from '../../schema/domain/submissions/submission.js'

export type { KeptRow, StoredSubmission }

/** A batch and how it is handed in. */
export type StatisticsToSubmit = {
  readonly idempotencyKey: string | null
  readonly uploadId: string | null
  readonly isDryRun: boolean
  readonly dryRunHash: string | null
  readonly batch: SubmittedBatch
}

/** The answer to a submission. `dryRun` carries what can never be read again: nothing of it was kept. */
export type SubmissionAnswer = {
  readonly stored: StoredSubmission
  readonly isReplayed: boolean
  readonly newerSubmissions: readonly string[]
  readonly dryRun: { readonly hash: string; readonly keptRows: readonly KeptRow[] } | null
}
