import { issue, type Issue } from '../issue.js'
import { normalizeLabel } from '../terms/normalize-label.js'
import { readParameters } from './gates/read-parameters.js'
import type { JudgeContext } from './judge-context.js'
import { judgeRow } from './judge-row.js'
import { judgeSeries } from './judge-series.js'
import { startJudging } from './judge-state.js'
import { noteSpecialDays } from './special-days.js'
import type { JudgedRow, SubmittedBatch } from './submission.js'

/** Every row with its verdict, and what concerns the batch as a whole or, for series, a whole column. */
export type JudgedBatch = { readonly rows: readonly JudgedRow[]; readonly issues: readonly Issue[] }

const REASON_REQUIRED: Issue = issue({
  code: 'REASON_REQUIRED',
  path: ['reason'],
  messageKo: '값을 철회하려면 까닭을 적어야 합니다.',
  messageEn: 'A retraction needs a reason.',
  expected: 'a reason',
})

/**
 * Judges every row of a batch by itself (S1 to S8), before duplicates and rules: verdict, key, value in the unit of its measure, and all its
 * findings at once. Never throws, whatever the cells hold. Notes on a series (label, unit) come once per series, with the issues of the batch;
 * those of single rows stand on the row. REASON_REQUIRED is an error of the whole batch, for its caller to refuse.
 */
export const judgeRows = (batch: SubmittedBatch, context: JudgeContext): JudgedBatch => {
  const declared = readParameters(batch, context.edition)
  const state = startJudging(batch, context, declared)
  const issues: Issue[] = [...declared.issues]
  if (batch.strategy === 'RETRACT' && normalizeLabel(batch.reason ?? '') === '') issues.push(REASON_REQUIRED)
  const rows: JudgedRow[] = batch.rows.map((row, index) => judgeRow(row, index, state))
  for (const [series, columns] of batch.series.entries()) {
    for (const row of judgeSeries(columns, { series, index: rows.length, batchIssues: issues }, state)) rows.push(row)
  }
  if (state.specialDays !== null) issues.push(...noteSpecialDays(state.specialDays))
  return { rows, issues }
}
