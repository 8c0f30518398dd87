import type { Caller } from '../../schema/domain/centers/caller.js'
import { toInstant } from '../../schema/domain/centers/due-time.js'
import { isPeriodType, type PeriodType } from '../../schema/domain/period.js'
import { parseCellKey, UNREAD_ITEM } from '../../schema/domain/statistics/cell.js'
import type { ObservationKey, ReceiptRecord } from '../../schema/domain/submissions/receipt.js'
import type { Cell } from '../../schema/domain/submissions/submission.js'
import { worstTimeliness, type ReceiptDeadline } from '../../schema/domain/submissions/timeliness.js'
import type { RowStanding, SubmissionReceipt } from '../../schema/graphql/submission-receipt.js'
import type { Hub } from '../hub.js'
import { readKeptRows, readStanding } from '../operations/read-receipt.js'
import type { KeptRow, StoredSubmission, SubmissionAnswer } from '../operations/submission-request.js'

/** A receipt as the schema shows it, with what its rows are read by. */
export type ReceiptView = SubmissionReceipt & {
  readonly record: ReceiptRecord
  readonly measureCodes: ReadonlyMap<number, string>
  readonly readKept: (indexes: readonly number[]) => Promise<readonly KeptRow[]>
  readonly readStanding: () => Promise<RowStanding | null>
}

/** A stored receipt, read again. */
export async function viewStored(hub: Hub, caller: Caller, stored: StoredSubmission): Promise<ReceiptView> {
  return viewAnswer(hub, caller, { stored, isReplayed: false, newerSubmissions: [], dryRun: null })
}

/** The receipt that answers a submission. */
export async function viewAnswer(hub: Hub, caller: Caller, answer: SubmissionAnswer): Promise<ReceiptView> {
  const { stored, dryRun } = answer
  const { record } = stored
  const standards = await hub.standards()
  return {
    ...record,
    record,
    timeliness: worstTimeliness(record.timeliness?.letters ?? ''),
    deadlines: (record.timeliness?.deadlines ?? []).map(toDeadline),
    impliedRetractions: record.impliedRetractions.map(toObservationKey),
    center: standards.centerCodes.get(stored.centerId) ?? '',
    replayed: answer.isReplayed,
    newerSubmissions: answer.newerSubmissions,
    dryRun: dryRun !== null,
    dryRunHash: dryRun?.hash ?? null,
    measureCodes: standards.measureCodes,
    readStanding: () => (dryRun === null ? readStanding(hub, caller, stored) : Promise.resolve(null)),
    readKept: dryRun === null ? readKeptRows(hub, caller, stored) : indexes => Promise.resolve(pick(dryRun.keptRows, indexes)),
  }
}

const toDeadline = ({ period, dueAt, lockAt, ...others }: ReceiptDeadline): SubmissionReceipt['deadlines'][number] => ({
  ...others,
  periodType: period.type,
  periodStart: period.start,
  dueAt: toInstant(dueAt),
  lockAt: toInstant(lockAt),
})

const toObservationKey = ({ measure, period, cell }: ObservationKey): SubmissionReceipt['impliedRetractions'][number] => ({
  measure,
  periodType: period.type,
  periodStart: period.start,
  dimensions: toDimensionItems(cell),
})

/** Items of a canonical cell text; none for a total, or where the cell could not be read. An item that nobody knows is left out. */
export const toDimensionItems = (cell: string | null): { dimension: string; item: string }[] =>
  Object.entries(parseCellKey(cell ?? '')).flatMap(([dimension, item]) => (item === UNREAD_ITEM ? [] : [{ dimension, item }]))

const pick = (rows: readonly KeptRow[], indexes: readonly number[]): readonly KeptRow[] => {
  const wanted = new Set(indexes)
  return rows.filter(row => wanted.has(row.row_index))
}

/** A stored period type; null where the period could not be read. */
export const toPeriodType = (text: string | null): PeriodType | null => (text !== null && isPeriodType(text) ? text : null)

/** The row as it came, without what its batch said for all rows; numbers kept as text are shown as text. */
export function echoSubmitted(kept: unknown): Cell {
  if (Array.isArray(kept)) return kept.map(echoSubmitted)
  if (typeof kept !== 'object' || kept === null) return kept as Cell // JSON from the database
  if ('numberText' in kept && typeof kept.numberText === 'string') return kept.numberText
  return Object.fromEntries(
    Object.entries(kept)
      .filter(([name]) => name !== 'batch')
      .map(([name, value]) => [name, echoSubmitted(value)]),
  )
}
