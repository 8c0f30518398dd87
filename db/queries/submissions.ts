import type { Issue } from '../../schema/domain/issue.js'
import type { ReceiptRecord } from '../../schema/domain/submissions/receipt.js'
import type { TimelinessRecord } from '../../schema/domain/submissions/timeliness.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import { stateNow, type HeldRowState } from './held-rows.js'

/** What a stored receipt says, with the number its rows carry. Never changes once written (S14). */
export type StoredSubmission = { readonly no: number; readonly centerId: number; readonly record: ReceiptRecord }

/**
 * Lets one writer at a time at a center: writes of one center follow each other, those of different centers do not wait. Ends with the transaction.
 * One row and a quarter of a million go through the same statements, so each is planned for its own size: a plan made for five small
 * batches joins a large one row against row.
 */
export async function lockCenter(tx: Tx, centerId: number): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(12001, ${centerId}), set_config('plan_cache_mode', 'force_custom_plan', true)`
}

/** Today's business day in Korea, by the database's clock (S26). */
export async function requireToday(tx: Tx): Promise<string> {
  const [row] = await tx.sql<{ today: string }[]>`select hub_today() as today`
  if (row === undefined) throw new Error('The database gave no date.')
  return row.today
}

type SubmissionRow = {
  no: number
  id: string
  center_id: number
  idempotency_key: string
  content_hash: string
  upload_id: string | null
  mode: ReceiptRecord['mode']
  strategy: ReceiptRecord['strategy']
  status: ReceiptRecord['status']
  edition: string
  reason: string | null
  received_at: string
  received: number
  inserted: number
  revised: number
  unchanged: number
  retracted: number
  quarantined: number
  rejected: number
  implied_retractions: number
  implied_keys: ReceiptRecord['impliedRetractions']
  outcomes: string
  source_rows: (number | null)[] | null
  issues: ReceiptRecord['issues']
  timeliness: string | null
  deadlines: TimelinessRecord['deadlines']
}

const toStored = (row: SubmissionRow): StoredSubmission => ({
  no: row.no,
  centerId: row.center_id,
  record: {
    id: row.id,
    idempotencyKey: row.idempotency_key,
    contentHash: row.content_hash,
    uploadId: row.upload_id,
    mode: row.mode,
    strategy: row.strategy,
    status: row.status,
    edition: row.edition,
    reason: row.reason,
    receivedAt: row.received_at,
    counts: {
      received: row.received,
      inserted: row.inserted,
      revised: row.revised,
      unchanged: row.unchanged,
      retracted: row.retracted,
      quarantined: row.quarantined,
      rejected: row.rejected,
      impliedRetractions: row.implied_retractions,
    },
    impliedRetractions: row.implied_keys,
    outcomes: row.outcomes,
    sourceRows: row.source_rows,
    issues: row.issues,
    timeliness: row.timeliness === null ? null : { letters: row.timeliness, deadlines: row.deadlines },
  },
})

const COLUMNS = `no, id, center_id, idempotency_key, content_hash, upload_id, mode, strategy, status, edition, reason, received_at, received,
  inserted, revised, unchanged, retracted, quarantined, rejected, implied_retractions, implied_keys, outcomes, source_rows, issues,
  timeliness, deadlines`

/** The submission handed in under this key, or null. One look into submissions_key_unique. */
export async function findSubmissionByKey(tx: Tx, centerId: number, key: string): Promise<StoredSubmission | null> {
  const rows = await tx.sql<SubmissionRow[]>`
    select ${tx.sql.unsafe(COLUMNS)} from submissions where center_id = ${centerId} and idempotency_key = ${key}`
  return rows[0] ? toStored(rows[0]) : null
}

/** The submission of this id at this center, or null: another center's is not told from one that does not exist. */
export async function findSubmission(tx: Tx, centerId: number | null, id: string): Promise<StoredSubmission | null> {
  const rows = await tx.sql<SubmissionRow[]>`
    select ${tx.sql.unsafe(COLUMNS)} from submissions where id = ${id} and (${centerId}::smallint is null or center_id = ${centerId})`
  return rows[0] ? toStored(rows[0]) : null
}

/** The submissions of these ids at this center (null: at any), in no order. */
export async function findSubmissions(tx: Tx, centerId: number | null, ids: readonly string[]): Promise<readonly StoredSubmission[]> {
  const rows = await tx.sql<SubmissionRow[]>`
    select ${tx.sql.unsafe(COLUMNS)} from submissions
    where id = any(${plainColumn(ids)}::uuid[]) and (${centerId}::smallint is null or center_id = ${centerId})`
  return rows.map(toStored)
}

/** The newest submissions of a center before `beforeNo`, newest first. */
export async function listSubmissions(
  tx: Tx,
  centerId: number | null,
  page: { readonly beforeNo: number | null; readonly limit: number },
): Promise<readonly StoredSubmission[]> {
  const rows = await tx.sql<SubmissionRow[]>`
    select ${tx.sql.unsafe(COLUMNS)} from submissions
    where (${centerId}::smallint is null or center_id = ${centerId})
      and (${page.beforeNo}::bigint is null or no < ${page.beforeNo})
    order by no desc
    limit ${page.limit}`
  return rows.map(toStored)
}

/** A receipt before the database has given it its id and instant. */
export type SubmissionDraft = {
  readonly centerId: number
  readonly submittedBy: string
  /** The canonical input the receipt speaks of, deflated. */
  readonly body: Uint8Array
  readonly record: Omit<ReceiptRecord, 'id' | 'receivedAt'>
}

/** Appends the receipt and its body; before the rows that point to it. */
export async function appendSubmission(tx: Tx, { centerId, submittedBy, body, record }: SubmissionDraft): Promise<StoredSubmission> {
  const { counts } = record
  const [given] = await tx.sql<{ no: number; id: string; received_at: string }[]>`
    insert into submissions (center_id, idempotency_key, content_hash, upload_id, mode, strategy, status, edition, reason, submitted_by,
      received, inserted, revised, unchanged, retracted, quarantined, rejected, implied_retractions, implied_keys, outcomes, source_rows,
      issues, timeliness, deadlines)
    values (${centerId}, ${record.idempotencyKey}, ${record.contentHash}, ${record.uploadId}, ${record.mode},
      ${record.strategy}, ${record.status}, ${record.edition}, ${record.reason}, ${submittedBy}, ${counts.received},
      ${counts.inserted}, ${counts.revised}, ${counts.unchanged}, ${counts.retracted}, ${counts.quarantined}, ${counts.rejected},
      ${counts.impliedRetractions}, ${JSON.stringify(record.impliedRetractions)}::text::jsonb, ${record.outcomes},
      ${record.sourceRows === null ? null : plainColumn(record.sourceRows)}::int[], ${JSON.stringify(record.issues)}::text::jsonb,
      ${record.timeliness?.letters ?? null}, ${JSON.stringify(record.timeliness?.deadlines ?? [])}::text::jsonb)
    returning no, id, received_at`
  if (given === undefined) throw new Error('The receipt was not stored.')
  await tx.sql`insert into submission_bodies (center_id, submission_no, body) values (${centerId}, ${given.no}, ${body})`
  return { no: given.no, centerId, record: { ...record, id: given.id, receivedAt: given.received_at } }
}

/** The canonical input of a receipt, deflated as it was stored. */
export async function requireBody(tx: Tx, centerId: number, submissionNo: number): Promise<Buffer> {
  const [row] = await tx.sql<{ body: Buffer }[]>`
    select body from submission_bodies where center_id = ${centerId} and submission_no = ${submissionNo}`
  if (row === undefined) throw new Error(`Submission ${submissionNo} of center ${centerId} has no body.`)
  return row.body
}

/** The bodies of submissions by their number; one that is not there is our fault. */
export async function requireBodies(tx: Tx, centerId: number, submissions: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
  const rows = await tx.sql<{ no: number; body: Buffer }[]>`
    select submission_no as no, body from submission_bodies
    where center_id = ${centerId} and submission_no = any(${plainColumn(submissions)}::bigint[])`
  if (rows.length !== submissions.length)
    throw new Error(`${submissions.length} submissions of center ${centerId} have ${rows.length} bodies.`)
  return new Map(rows.map(({ no, body }) => [no, body]))
}

export type RejectedRow = {
  readonly rowIndex: number
  readonly sourceRow: number | null
  readonly submitted: unknown
  readonly issues: readonly Issue[]
}

/** Keeps the rows that cannot be a value, as they came, with every fault. */
export async function appendRejectedRows(tx: Tx, centerId: number, submissionNo: number, rows: readonly RejectedRow[]): Promise<void> {
  await tx.sql`
    insert into rejected_rows (center_id, submission_no, row_index, source_row, submitted, issues)
    select ${centerId}, ${submissionNo}, r.row_index, r.source_row, r.submitted, r.issues
    from unnest(
      ${plainColumn(rows.map(row => row.rowIndex))}::int[],
      ${plainColumn(rows.map(row => row.sourceRow))}::int[],
      ${rows.map(row => JSON.stringify(row.submitted))}::jsonb[],
      ${rows.map(row => JSON.stringify(row.issues))}::jsonb[]
    ) as r (row_index, source_row, submitted, issues)`
}

export type KeptRow = {
  readonly row_index: number
  readonly submitted: unknown
  readonly issues: readonly Issue[]
  readonly held_row: string | null
  readonly state: HeldRowState | null
  readonly measure_id: number | null
  readonly period_type: string | null
  readonly period_start: string | null
  readonly cell: string | null
}

/** The rejected and held rows of a submission among the row indexes asked for, held ones with their state as it is now. */
export async function listKeptRows(
  tx: Tx,
  centerId: number,
  submissionNo: number,
  indexes: readonly number[],
): Promise<readonly KeptRow[]> {
  return tx.sql<KeptRow[]>`
    select row_index, submitted, issues, null::uuid as held_row, null as state, null::smallint as measure_id, null::text as period_type,
           null::date as period_start, null as cell
    from rejected_rows
    where center_id = ${centerId} and submission_no = ${submissionNo} and row_index = any(${plainColumn(indexes)}::int[])
    union all
    select h.row_index, h.submitted, h.issues, h.id, ${tx.sql.unsafe(stateNow)}, h.measure_id, h.period_type::text, h.period_start, c.key
    from held_rows h
    left join dimension_cells c on c.id = h.cell_id
    where h.center_id = ${centerId} and h.submission_no = ${submissionNo} and h.row_index = any(${plainColumn(indexes)}::int[])
      and not exists (
        select from held_rows later
        where later.center_id = h.center_id and later.submission_no = h.submission_no and later.row_index = h.row_index and later.turn > h.turn)`
}

/** Newer submissions that changed one of the keys given, oldest first (S14). */
export async function listNewerSubmissions(
  tx: Tx,
  centerId: number,
  submissionNo: number,
  keys: readonly { readonly measureId: number; readonly periodType: string; readonly periodStart: string; readonly cellId: number }[],
): Promise<readonly string[]> {
  const rows = await tx.sql<{ id: string }[]>`
    with keys as (
      select * from unnest(
        ${plainColumn(keys.map(key => key.measureId))}::smallint[],
        ${plainColumn(keys.map(key => key.periodStart))}::date[],
        ${plainColumn(keys.map(key => key.periodType))}::period_type[],
        ${plainColumn(keys.map(key => key.cellId))}::int[]
      ) as k (measure_id, period_start, period_type, cell_id)
    ), changes as (
      select o.submission_no from observations o join keys using (measure_id, period_start, period_type, cell_id)
      where o.center_id = ${centerId} and o.submission_no > ${submissionNo}
      union
      select h.submission_no from observation_history h join keys using (measure_id, period_start, period_type, cell_id)
      where h.center_id = ${centerId} and h.submission_no > ${submissionNo}
    )
    select s.id from submissions s join changes on changes.submission_no = s.no where s.center_id = ${centerId} order by s.no`
  return rows.map(row => row.id)
}
