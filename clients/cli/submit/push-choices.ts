import type { SubmissionMode, SubmissionStrategy } from '../../../schema/domain/submissions/submission.js'
import type { SubmitStatisticsInput } from '../../sdk/index.js'

/** What the caller of `hub120 push` chose for all files. */
export type PushChoices = {
  readonly mode: SubmissionMode
  readonly strategy: SubmissionStrategy
  readonly scope: NonNullable<SubmitStatisticsInput['scope']> | null
  readonly reason: string | null
  readonly isDryRun: boolean
  readonly dryRunHash: string | null
  readonly isAgain: boolean
  /** Most values of one submission; null for as many as the hub takes. */
  readonly chunkValues: number | null
}
