import type { Issue } from '../../../schema/domain/issue.js'
import type { ReceiptRow, SubmissionReceipt } from '../../sdk/index.js'
import { EXIT, refusalCode, worstOf, type ExitCode } from '../exit-code.js'
import type { LocalCheck } from '../submit/local-check.js'

/** What `--json` prints for one file, or for one submission that waited in the spool. */
export type FileReport = {
  readonly file: string
  readonly exitCode: ExitCode
  /** Faults of the file itself, columns that stay at the center, and what the local check found; null where nothing could be checked by. */
  readonly fileIssues: readonly Issue[]
  readonly check: LocalCheck | null
  readonly submissions: readonly SubmissionReport[]
}

export type SubmissionReport =
  | {
      readonly idempotencyKey: string
      readonly status: 'receipt'
      readonly receipt: SubmissionReceipt
      readonly attention: readonly ReceiptRow[]
    }
  | { readonly idempotencyKey: string; readonly status: 'refused'; readonly issues: readonly Issue[]; readonly keptAt: string | null }
  | { readonly idempotencyKey: string; readonly status: 'unreachable'; readonly message: string; readonly spooledAt: string | null }

export function exitCodeOf(report: SubmissionReport): ExitCode {
  switch (report.status) {
    case 'receipt':
      if (report.receipt.status === 'REJECTED') return EXIT.refused
      return report.receipt.counts.quarantined + report.receipt.counts.rejected > 0 ? EXIT.needsAttention : EXIT.landed
    case 'refused':
      return refusalCode(report.issues)
    case 'unreachable':
      return EXIT.spooled
  }
}

export const exitCodeOfAll = (reports: readonly SubmissionReport[]): ExitCode => worstOf(reports.map(exitCodeOf))
