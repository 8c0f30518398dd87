import { holdingRules, type RowToHold } from '../../db/queries/held-rows.js'
import type { SubmissionDraft } from '../../db/queries/submissions.js'
import type { KoreanTime } from '../../schema/domain/centers/due-time.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { DecidedBatch } from '../../schema/domain/submissions/decide-batch.js'
import { countOutcomes, type DecidedRow } from '../../schema/domain/submissions/decide-outcomes.js'
import { readRawNumber, wordOfHeld } from '../../schema/domain/submissions/collect-words.js'
import { readFirstDay } from '../../schema/domain/submissions/gates/read-period.js'
import { textOfNumber } from '../../schema/domain/submissions/exact-number.js'
import { rowAt } from '../../schema/domain/submissions/expand-batch.js'
import {
  groupIssues,
  MOST_KEYS_NAMED,
  OUTCOME_LETTERS,
  receiptStatus,
  type ObservationKey,
} from '../../schema/domain/submissions/receipt.js'
import type { CurrentValue, JudgedRow, SubmittedBatch } from '../../schema/domain/submissions/submission.js'
import { deadlinesOf, labelTimeliness } from '../../schema/domain/submissions/timeliness.js'
import { wordKey } from '../../schema/domain/terms/center-words.js'
import type { CenterWork } from './center-work.js'
import type { KeptSubmission } from './replay-held-rows.js'
import type { StatisticsToSubmit } from './submission-request.js'

type Decided = {
  readonly request: StatisticsToSubmit & { readonly idempotencyKey: string }
  readonly standards: Standards
  readonly contentHash: string
  readonly center: { readonly code: string }
  /** Now by the clock of the database, which is when the receipt says that it was received. */
  readonly receivedAt: KoreanTime
}

/** The receipt of a decided batch, before it is stored. */
export function draftReceipt(
  { request, standards, contentHash, center, receivedAt }: Decided,
  decided: DecidedBatch,
  batchIssues: readonly Issue[],
): SubmissionDraft['record'] {
  const { batch } = request
  const counts = {
    ...countOutcomes(decided.rows),
    received: decided.rows.length,
    impliedRetractions: decided.impliedRetractions.length,
  }
  return {
    idempotencyKey: request.idempotencyKey,
    contentHash,
    uploadId: request.uploadId,
    mode: batch.mode,
    strategy: batch.strategy,
    status: receiptStatus(counts),
    edition: standards.edition.code,
    reason: batch.reason,
    counts,
    impliedRetractions: nameKeys(decided.impliedRetractions),
    outcomes: decided.rows.map(({ outcome }) => OUTCOME_LETTERS[outcome]).join(''),
    sourceRows: decided.rows.some(({ row }) => row.sourceRow !== null) ? decided.rows.map(({ row }) => row.sourceRow) : null,
    issues: groupIssues(notes(decided.rows, batchIssues)),
    timeliness: labelTimeliness(decided.rows, receivedAt, deadlinesOf(standards, center.code)),
  }
}

const byKey = (a: CurrentValue, b: CurrentValue): number =>
  a.measure === b.measure ? (a.cell < b.cell ? -1 : 1) : a.measure < b.measure ? -1 : 1

const nameKeys = (values: readonly CurrentValue[]): readonly ObservationKey[] =>
  values
    .toSorted(byKey)
    .slice(0, MOST_KEYS_NAMED)
    .map(({ measure, period: { type, start }, cell }) => ({ measure, period: { type, start }, cell }))

/** Issues that are not kept with a held or rejected row of their own. */
function* notes(rows: readonly DecidedRow[], batchIssues: readonly Issue[]) {
  for (const issue of batchIssues) yield { issue, rowIndex: null }
  for (const { row } of rows) {
    if (row.verdict === 'good') for (const issue of row.issues) yield { issue, rowIndex: row.index }
  }
}

/** The row as it came, with what its batch said for all rows: enough to judge it again later. */
export const toKeptSubmission = (batch: SubmittedBatch, index: number): KeptSubmission => {
  const { edition, parameters, center, strategy, reason } = batch
  return { ...rowAt(batch, index), batch: { edition, parameters, center, strategy, reason } }
}

/** The stored form of a row that goes into quarantine, its key as far as it could be read. */
export function toRowToHold(
  { standards, cellIds, termIds }: Pick<CenterWork, 'standards' | 'cellIds' | 'termIds'>,
  row: JudgedRow,
  submitted: KeptSubmission,
): RowToHold {
  const word = wordOfHeld(row)
  const rawNumber = word === null ? null : readRawNumber(submitted.value)
  const cell = row.cell ?? row.waitingCell
  const isKeyed = row.measure !== null && row.period !== null && cell !== null
  return {
    rowIndex: row.index,
    sourceRow: row.sourceRow,
    submitted,
    issues: row.issues,
    rules: holdingRules(row.issues),
    measureId: standards.measureIds.get(row.measure ?? '') ?? null,
    periodType: row.period?.type ?? null,
    periodStart: row.period?.start ?? null,
    cellId: isKeyed ? (cellIds.get(cell) ?? null) : null,
    value: row.value === null ? null : textOfNumber(row.value),
    statusId: standards.statusIds.get(row.status ?? '') ?? null,
    sourceTerm: word === null ? null : (termIds.get(wordKey(word)) ?? null),
    startsOn: readFirstDay(submitted.periodStart, submitted.periodType),
    rawNumber: rawNumber === null ? null : textOfNumber(rawNumber),
    turn: 1,
  }
}
