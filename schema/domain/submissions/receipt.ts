import type { Issue } from '../issue.js'
import type { RowOutcome, SubmissionMode, SubmissionStrategy } from './submission.js'

/** How many rows ended how; the six outcomes add up to `received`, implied retractions are counted apart (S8). */
export type OutcomeCounts = Readonly<Record<RowOutcome, number>> & { readonly received: number; readonly impliedRetractions: number }

/** One thing said about several rows alike: the issue as the first of them has it, and which rows. */
export type ReceiptIssue = Issue & {
  readonly occurrences: number
  readonly rowIndexes: readonly number[]
  readonly sourceRows: readonly number[]
}

/** ACCEPTED: every row landed. PARTIAL: some are held or rejected. REJECTED: no row of a batch landed. */
export type ReceiptStatus = 'ACCEPTED' | 'PARTIAL' | 'REJECTED'

/** A receipt as it is stored and never changed. Issues of rejected and held rows are kept with those rows. */
export type ReceiptRecord = {
  readonly id: string
  readonly idempotencyKey: string
  /** SHA-256 of the canonical input, hexadecimal. */
  readonly contentHash: string
  readonly uploadId: string | null
  readonly mode: SubmissionMode
  readonly strategy: SubmissionStrategy
  readonly status: ReceiptStatus
  /** Edition whose definitions the rows were judged by. */
  readonly edition: string
  readonly reason: string | null
  readonly receivedAt: string
  readonly counts: OutcomeCounts
  /** One letter a row, see OUTCOME_LETTERS. */
  readonly outcomes: string
  readonly sourceRows: readonly (number | null)[] | null
  readonly issues: readonly ReceiptIssue[]
}

export const OUTCOME_LETTERS: Readonly<Record<RowOutcome, string>> = {
  inserted: 'i',
  revised: 'v',
  unchanged: 'u',
  retracted: 't',
  quarantined: 'q',
  rejected: 'x',
}

const OUTCOME_OF_LETTER = new Map(Object.entries(OUTCOME_LETTERS).map(([outcome, letter]) => [letter, outcome as RowOutcome]))

/** Outcome of the row at `index` of a stored receipt. */
export const outcomeAt = (outcomes: string, index: number): RowOutcome => {
  const outcome = OUTCOME_OF_LETTER.get(outcomes[index] ?? '')
  if (outcome === undefined) throw new RangeError(`The receipt has no row ${index}.`)
  return outcome
}

/** Status of a batch by its counts; a batch without rows to land (all held or rejected) is REJECTED. */
export const receiptStatus = (counts: OutcomeCounts): ReceiptStatus => {
  const unsettled = counts.quarantined + counts.rejected
  if (unsettled === 0) return 'ACCEPTED'
  return unsettled === counts.received ? 'REJECTED' : 'PARTIAL'
}

const MOST_ROWS_NAMED = 1_000

/**
 * Joins issues that say the same of several rows into one with its occurrences. Rows beyond the first 1,000 of a group are counted, not named.
 */
export const groupIssues = (found: Iterable<{ readonly issue: Issue; readonly rowIndex: number | null }>): readonly ReceiptIssue[] => {
  const groups = new Map<string, { first: Issue; occurrences: number; rowIndexes: number[]; sourceRows: number[] }>()
  for (const { issue, rowIndex } of found) {
    const key = JSON.stringify([issue.code, issue.severity, issue.messageEn, issue.expected, issue.got, issue.rule])
    const group = groups.get(key) ?? { first: issue, occurrences: 0, rowIndexes: [], sourceRows: [] }
    groups.set(key, group)
    group.occurrences += 1
    if (group.rowIndexes.length >= MOST_ROWS_NAMED) continue
    if (rowIndex !== null) group.rowIndexes.push(rowIndex)
    if (issue.sourceRow !== null) group.sourceRows.push(issue.sourceRow)
  }
  return [...groups.values()].map(({ first, ...group }) => ({ ...first, ...group }))
}
