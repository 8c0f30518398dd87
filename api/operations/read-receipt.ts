import { findConservation, type Conservation } from '../../db/queries/conservation.js'
import {
  findSubmission,
  findSubmissionByKey,
  listKeptRows,
  listSubmissions,
  type KeptRow,
  type StoredSubmission,
} from '../../db/queries/submissions.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import { outcomeAt, type ReceiptIssue } from '../../schema/domain/submissions/receipt.js'
import type { RowOutcome } from '../../schema/domain/submissions/submission.js'
import { recordDenial } from '../auth/record-denial.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const NO_CENTER = -1

export const isReceiptId = (id: string): boolean => UUID.test(id)

/** The center whose receipts a caller reads, as its client or its duty officer; null is all of them, for administrators. */
export function receiptsOf(caller: Caller): number | null {
  if (holdsAny(caller, 'hub:admin')) return null
  return holdsAny(caller, 'stats:write', 'playbooks:ack') ? (caller.center?.id ?? NO_CENTER) : NO_CENTER
}

/** The receipt of that id or key, or null: another center's is not told from one that does not exist. `field` is what a denial is recorded of. */
export async function readReceipt(
  hub: Hub,
  caller: Caller,
  wanted: { readonly id: string | null; readonly idempotencyKey: string | null; readonly field?: string },
): Promise<StoredSubmission | null> {
  const { id, idempotencyKey, field = 'Query.submission' } = wanted
  const stored = await hub.db.transaction(
    tenantContextOf(caller),
    async tx => {
      if (id !== null) return isReceiptId(id) ? findSubmission(tx, receiptsOf(caller), id) : null
      if (idempotencyKey === null || caller.center === null) return null
      return findSubmissionByKey(tx, caller.center.id, idempotencyKey)
    },
    { isReadOnly: true },
  )
  // Whether there is no such receipt or it is another center's cannot be told apart here either: both are denials.
  if (stored === null && id !== null) await recordDenial(hub, caller, field)
  return stored
}

/** Receipts of the caller's center (of all centers for an administrator), newest first. */
export async function listReceipts(
  hub: Hub,
  caller: Caller,
  page: { readonly first: number; readonly after: string | null },
): Promise<Outcome<Page<StoredSubmission>>> {
  const size = readPageSize(page.first)
  const place = readCursor(page.after, isNumberPlace)
  if (!size.ok) return size
  if (!place.ok) return place
  const rows = await hub.db.transaction(
    tenantContextOf(caller),
    tx => listSubmissions(tx, receiptsOf(caller), { beforeNo: place.value?.[0] ?? null, limit: size.value + 1 }),
    { isReadOnly: true },
  )
  return accept(toPage(rows, size.value, row => [row.no]))
}

const isNumberPlace = (place: unknown): place is [number] =>
  Array.isArray(place) && place.length === 1 && Number.isSafeInteger(place[0]) && place[0] >= 0

/** A row of a receipt, with what is kept of it. */
export type ReceiptRowView = {
  readonly index: number
  readonly sourceRow: number | null
  readonly outcome: RowOutcome
  readonly kept: KeptRow | null
  readonly notes: readonly Issue[]
}

type RowsWanted = { readonly outcomes: readonly RowOutcome[] | null; readonly first: number; readonly after: string | null }

/** Rows of a receipt by outcome; `kept` reads what is kept of the held and rejected among the indexes given. */
export async function pageReceiptRows(
  receipt: StoredSubmission['record'],
  wanted: RowsWanted,
  readKept: (indexes: readonly number[]) => Promise<readonly KeptRow[]>,
): Promise<Outcome<Page<ReceiptRowView>>> {
  const size = readPageSize(wanted.first)
  const place = readCursor(wanted.after, isNumberPlace)
  if (!size.ok) return size
  if (!place.ok) return place
  const indexes: number[] = []
  for (let index = (place.value?.[0] ?? -1) + 1; index < receipt.counts.received && indexes.length <= size.value; index++) {
    if (wanted.outcomes === null || wanted.outcomes.includes(outcomeAt(receipt.outcomes, index))) indexes.push(index)
  }
  const kept = new Map((await readKept(indexes)).map(row => [row.row_index, row]))
  const notes = notesByRow(receipt.issues)
  // A rejected row of which nothing is kept was good: its batch was refused (S12), however many rows the note can name.
  const refusal = receipt.issues.find(({ code }) => code === 'BATCH_REFUSED')
  const notesOf = (index: number): readonly Issue[] =>
    notes.get(index) ??
    (refusal !== undefined && outcomeAt(receipt.outcomes, index) === 'rejected' && !kept.has(index) ? [toIssue(refusal)] : [])
  const rows = indexes.map(index => ({
    index,
    sourceRow: receipt.sourceRows?.[index] ?? null,
    outcome: outcomeAt(receipt.outcomes, index),
    kept: kept.get(index) ?? null,
    notes: notesOf(index),
  }))
  return accept(toPage(rows, size.value, row => [row.index]))
}

/** Kept rows of a stored receipt, as the caller may see them. */
export const readKeptRows =
  (hub: Hub, caller: Caller, stored: StoredSubmission) =>
  (indexes: readonly number[]): Promise<readonly KeptRow[]> =>
    hub.db.transaction(tenantContextOf(caller), tx => listKeptRows(tx, stored.centerId, stored.no, indexes), { isReadOnly: true })

/** Where the rows of a stored receipt stand now: received = facts + held + voided + rejected (S11). */
export const readStanding = (hub: Hub, caller: Caller, { centerId, no }: StoredSubmission): Promise<Conservation | null> =>
  hub.db.transaction(tenantContextOf(caller), tx => findConservation(tx, centerId, no), { isReadOnly: true })

function notesByRow(issues: readonly ReceiptIssue[]): ReadonlyMap<number, readonly Issue[]> {
  const byRow = new Map<number, Issue[]>()
  for (const group of issues) {
    for (const [at, index] of group.rowIndexes.entries()) {
      const notes = byRow.get(index) ?? []
      byRow.set(index, notes)
      notes.push({ ...toIssue(group), sourceRow: group.sourceRows[at] ?? group.sourceRow })
    }
  }
  return byRow
}

const toIssue = ({ occurrences: _occurrences, rowIndexes: _rows, sourceRows: _lines, ...said }: ReceiptIssue): Issue => said
