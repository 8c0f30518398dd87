import type { Issue } from '../../schema/domain/issue.js'
import { decideBatch } from '../../schema/domain/submissions/decide-batch.js'
import type { JudgeContext } from '../../schema/domain/submissions/judge-context.js'
import { judgeRows } from '../../schema/domain/submissions/judge-rows.js'
import { markDuplicates } from '../../schema/domain/submissions/mark-duplicates.js'
import { indexCurrent } from '../../schema/domain/submissions/row-key.js'
import type { CurrentValue, JudgedRow, RowOutcome, SubmittedBatch } from '../../schema/domain/submissions/submission.js'

export type JudgedToTheEnd = {
  readonly rows: readonly (JudgedRow & { readonly outcome: RowOutcome })[]
  readonly counts: Readonly<Record<string, number>>
  readonly implied: readonly CurrentValue[]
  readonly issues: readonly Issue[]
}

/** A batch judged to the end against those stored values, as the hub does it; `counts` leaves out outcomes that no row has. */
export function judgeBatch(batch: SubmittedBatch, context: JudgeContext, current: readonly CurrentValue[] = []): JudgedToTheEnd {
  const judged = judgeRows(batch, context)
  const decided = decideBatch(batch, markDuplicates(judged.rows), { edition: context.edition, current: indexCurrent(current) })
  const counts: Record<string, number> = {}
  for (const { outcome } of decided.rows) counts[outcome] = (counts[outcome] ?? 0) + 1
  const rows = decided.rows.map(({ row, outcome }) => ({ ...row, outcome }))
  return { rows, counts, implied: decided.impliedRetractions, issues: [...judged.issues, ...decided.issues] }
}
