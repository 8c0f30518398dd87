import { issue, type Issue } from '../issue.js'
import type { Period } from '../period.js'
import type { RowOutcome, SubmissionMode, SubmissionStrategy } from './submission.js'
import type { TimelinessRecord } from './timeliness.js'

/** How many rows ended how; the six outcomes add up to `received`, implied retractions are counted apart (S8). */
export type OutcomeCounts = Readonly<Record<RowOutcome, number>> & { readonly received: number; readonly impliedRetractions: number }

/** One thing said about several rows alike: the issue as the first of them has it, and which rows. */
export type ReceiptIssue = Issue & {
  readonly occurrences: number
  readonly rowIndexes: readonly number[]
  readonly sourceRows: readonly number[]
}

/** What names a value within one center: measure, period and canonical cell text. */
export type ObservationKey = { readonly measure: string; readonly period: Period; readonly cell: string }

/** Implied retractions that a receipt names; all of them are counted. */
export const MOST_KEYS_NAMED = 1_000

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
  /** Values retracted because a replaced scope left them out (S13), the first 1,000 by measure and cell. */
  readonly impliedRetractions: readonly ObservationKey[]
  /** One letter a row, see OUTCOME_LETTERS. */
  readonly outcomes: string
  readonly sourceRows: readonly (number | null)[] | null
  readonly issues: readonly ReceiptIssue[]
  /** How the rows stood to their deadlines by the agreements of that moment; null for receipts written before labels were kept. */
  readonly timeliness: TimelinessRecord | null
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
const MOST_GROUPS_A_CODE = 200

type Group = { readonly first: Issue; occurrences: number; readonly rowIndexes: number[]; readonly sourceRows: number[] }

/** Stands for the notes of one code that differ in wording beyond the first 200: they are counted and their rows named, not their words. */
const furtherNotes = ({ code, severity }: Issue): Issue =>
  issue({
    code,
    severity,
    messageKo: `같은 종류(${code})의 알림이 이 밖에도 있습니다. 문구는 행마다 다르며 여기에는 건수와 행만 적습니다.`,
    messageEn: `There are further notes of this kind (${code}); their wording differs from row to row, here they are counted only.`,
  })

/**
 * Joins issues that say the same of several rows into one with its occurrences. Rows beyond the first 1,000 of a group are counted, not named;
 * notes of one code in more than 200 wordings end in one group for the rest, so that a receipt stays readable whatever came.
 */
export const groupIssues = (found: Iterable<{ readonly issue: Issue; readonly rowIndex: number | null }>): readonly ReceiptIssue[] => {
  const groups = new Map<string, Group>()
  const wordings = new Map<string, number>()
  for (const { issue: said, rowIndex } of found) {
    const key = [said.code, said.severity, said.messageEn, said.expected, said.got, said.rule].join('\u0000')
    const kind = `${said.code} ${said.severity}`
    let group = groups.get(key)
    if (group === undefined) {
      const count = (wordings.get(kind) ?? 0) + 1
      wordings.set(kind, count)
      const isRest = count > MOST_GROUPS_A_CODE
      group = (isRest ? groups.get(kind) : undefined) ?? {
        first: isRest ? furtherNotes(said) : said,
        occurrences: 0,
        rowIndexes: [],
        sourceRows: [],
      }
      groups.set(isRest ? kind : key, group)
    }
    group.occurrences += 1
    if (group.rowIndexes.length >= MOST_ROWS_NAMED) continue
    if (rowIndex !== null) group.rowIndexes.push(rowIndex)
    if (said.sourceRow !== null) group.sourceRows.push(said.sourceRow)
  }
  return [...groups.values()].map(({ first, ...group }) => ({ ...first, ...group }))
}
