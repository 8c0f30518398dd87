import { issue, type Issue } from '../issue.js'
import { hasKey, pathOf, type CurrentValues } from './row-key.js'
import { isSameContent } from './same-content.js'
import type { JudgedRow, RowOutcome, SubmissionMode, SubmissionStrategy } from './submission.js'

/** A row and the outcome it ends with. */
export type DecidedRow = { readonly row: JudgedRow; readonly outcome: RowOutcome }

const nothingToRetract = (row: JudgedRow): Issue =>
  issue({
    code: 'NOTHING_TO_RETRACT',
    severity: 'info',
    path: pathOf(row),
    messageKo: '철회할 값이 없습니다. 이미 철회되었거나 낸 적이 없는 항목·기간·구분입니다.',
    messageEn: 'There is no value to retract: the key was never sent, or is retracted already.',
    sourceRow: row.sourceRow,
  })

const batchRefused = (row: JudgedRow, faulty: number): Issue =>
  issue({
    code: 'BATCH_REFUSED',
    path: pathOf(row),
    messageKo: `이 행에는 잘못이 없으나, 전부 아니면 전무(ATOMIC) 제출에 받을 수 없는 행이 ${faulty}건 있어 함께 거절되었습니다.`,
    messageEn: `Nothing is wrong with this row; the batch is ATOMIC and ${faulty} of its rows cannot land.`,
    expected: 'no rejected and no held row, or mode PARTIAL',
    got: `${faulty}`,
    sourceRow: row.sourceRow,
  })

const end = (row: JudgedRow, outcome: RowOutcome): DecidedRow => ({ row, outcome })

const decideGoodRow = (row: JudgedRow, current: CurrentValues, isRetraction: boolean): DecidedRow => {
  if (!hasKey(row)) throw new Error(`Row ${row.index} is good and has no key.`)
  if (row.duplicateOf !== null) return end(row, 'unchanged')
  const stored = current.get(row.measure, row.period, row.cell)
  if (isRetraction) {
    return stored === null ? end({ ...row, issues: [...row.issues, nothingToRetract(row)] }, 'unchanged') : end(row, 'retracted')
  }
  if (stored === null) return end(row, 'inserted')
  return end(row, isSameContent(row, stored) ? 'unchanged' : 'revised')
}

/**
 * Ends every row with one of the six outcomes (S8). A changed value, status or parameter is a revision (S34); retracting what is not there changes
 * nothing (NOTHING_TO_RETRACT). In mode ATOMIC one rejected or held row rejects all, the good ones with BATCH_REFUSED (S12).
 */
export const decideOutcomes = (
  rows: readonly JudgedRow[],
  current: CurrentValues,
  { mode, strategy }: { readonly mode: SubmissionMode; readonly strategy: SubmissionStrategy },
): readonly DecidedRow[] => {
  const faulty = mode === 'ATOMIC' ? rows.filter(row => row.verdict !== 'good').length : 0
  if (faulty > 0) {
    return rows.map(row => end(row.verdict === 'good' ? { ...row, issues: [...row.issues, batchRefused(row, faulty)] } : row, 'rejected'))
  }
  return rows.map(row => {
    switch (row.verdict) {
      case 'rejected':
        return end(row, 'rejected')
      case 'held':
        return end(row, 'quarantined')
      case 'good':
        return decideGoodRow(row, current, strategy === 'RETRACT')
    }
  })
}

/** Rows by outcome; the six numbers add up to the rows received (S8). */
export const countOutcomes = (rows: readonly DecidedRow[]): Readonly<Record<RowOutcome, number>> => {
  const counts = { inserted: 0, revised: 0, unchanged: 0, retracted: 0, quarantined: 0, rejected: 0 } satisfies Record<RowOutcome, number>
  for (const { outcome } of rows) counts[outcome]++
  return counts
}
