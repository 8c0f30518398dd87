import { decideBatch, type DecidedBatch } from '../../schema/domain/submissions/decide-batch.js'
import type { JudgeContext } from '../../schema/domain/submissions/judge-context.js'
import { judgeRows } from '../../schema/domain/submissions/judge-rows.js'
import { markDuplicates } from '../../schema/domain/submissions/mark-duplicates.js'
import { indexCurrent } from '../../schema/domain/submissions/row-key.js'
import type { CurrentValue, SubmittedBatch } from '../../schema/domain/submissions/submission.js'

/** A batch judged to the end against those stored values, as the hub does it. */
export function judgeBatch(batch: SubmittedBatch, context: JudgeContext, current: readonly CurrentValue[] = []): DecidedBatch {
  const judged = judgeRows(batch, context)
  const decided = decideBatch(batch, markDuplicates(judged.rows), { edition: context.edition, current: indexCurrent(current) })
  return { ...decided, issues: [...judged.issues, ...decided.issues] }
}
