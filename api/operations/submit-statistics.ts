import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { appendAudit } from '../../db/queries/audit.js'
import { holdRows } from '../../db/queries/held-rows.js'
import { requireKoreanTime } from '../../db/queries/korean-time.js'
import { listSpecialSpans } from '../../db/queries/special-days.js'
import {
  appendRejectedRows,
  appendSubmission,
  findSubmissionByKey,
  listKeptRows,
  listNewerSubmissions,
  lockCenter,
  requireToday,
  type StoredSubmission,
} from '../../db/queries/submissions.js'
import type { StandingMappings } from '../../db/queries/term-mappings.js'
import type { Tx } from '../../db/transaction.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { canonicalText } from '../../schema/domain/submissions/canonical-text.js'
import { decideBatch, type DecidedBatch } from '../../schema/domain/submissions/decide-batch.js'
import { rowAt } from '../../schema/domain/submissions/expand-batch.js'
import type { JudgedBatch } from '../../schema/domain/submissions/judge-rows.js'
import { markDuplicates } from '../../schema/domain/submissions/mark-duplicates.js'
import { removeSuspectText } from '../../schema/domain/submissions/remove-suspect-text.js'
import { readScope } from '../../schema/domain/submissions/plan-replacement.js'
import { indexCurrent } from '../../schema/domain/submissions/row-key.js'
import type { JudgedRow, SubmittedBatch } from '../../schema/domain/submissions/submission.js'
import { actorOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { draftReceipt, toKeptSubmission, toRowToHold } from './draft-receipt.js'
import { inTurn } from './in-turn.js'
import { internCells, internCellsHere } from './intern-cells.js'
import { judgeBatch } from './judge-context.js'
import { pinMappings } from './pin-mappings.js'
import { requireRanges } from './read-ranges.js'
import { registerWordsOf } from './register-words.js'
import type { CenterWork } from './center-work.js'
import { keyOf, landRows } from './land-rows.js'
import { loadCurrent, type LoadedValue } from './load-current.js'
import { noteOutliers } from './note-outliers.js'
import { freePartners, isLanded, supersede } from './replay-held-rows.js'
import type { StatisticsToSubmit, SubmissionAnswer } from './submission-request.js'
import { checkRequest, keyReused, notAllowed, staleDryRun } from './submission-refusals.js'
import { noteRemovedText } from './text-refusals.js'
import { weighUnreadRows } from './weigh-unread-rows.js'

/** S16: one submission is worked on for 60 s at most. */
const TIME_LIMIT_MS = 60_000

const deflateText = promisify(deflate)
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

type Prepared = {
  readonly request: StatisticsToSubmit & { readonly idempotencyKey: string }
  readonly center: { readonly id: number; readonly code: string }
  readonly actor: string
  readonly standards: Standards
  readonly ranges: Awaited<ReturnType<typeof requireRanges>>
  readonly specialSpans: Awaited<ReturnType<typeof listSpecialSpans>>
  readonly content: string
  readonly contentHash: string
  readonly today: string
  readonly judged: JudgedBatch
  readonly cellIds: Map<string, number>
  /** The one reading of mappings that every row is judged by, and the judging by another one. */
  readonly pinned: StandingMappings
  readonly judge: (mappings: StandingMappings['mappings']) => JudgedBatch
}

/**
 * Hands in a batch for the caller's center (S1 to S16): judged outside the transaction as far as it needs nothing stored, then under the lock of
 * the center replayed or decided, stored, summed, audited and receipted in one transaction. Refuses the request as a whole, all faults at once;
 * faults of rows are in the receipt.
 */
export async function submitStatistics(hub: Hub, caller: Caller, asked: StatisticsToSubmit): Promise<Outcome<SubmissionAnswer>> {
  const outcome = await judgeAndSettle(hub, caller, asked)
  if (!outcome.ok) hub.metrics.noteSubmission('REFUSED')
  else if (outcome.value.isReplayed) hub.metrics.noteSubmission('REPLAYED')
  else if (asked.isDryRun) hub.metrics.noteSubmission('DRY_RUN')
  else hub.metrics.noteReceipt(outcome.value.stored.record)
  return outcome
}

async function judgeAndSettle(hub: Hub, caller: Caller, asked: StatisticsToSubmit): Promise<Outcome<SubmissionAnswer>> {
  const { center } = caller
  if (center === null || !holdsAny(caller, 'stats:write')) return refuse(notAllowed())
  const [standards, ranges] = [await hub.standards(), await requireRanges()]
  const { batch, removed } = removeSuspectText(asked.batch)
  const request = { ...asked, batch }
  const faults = checkRequest(request, standards.edition)
  if (faults.length > 0) return refuse(...faults)
  const key = request.idempotencyKey ?? ''
  const content = canonicalText(request.batch)
  const contentHash = sha256(content)
  const context = { centerId: center.id, role: 'center' } as const
  const { today, known, pinned, specialSpans } = await hub.db.transaction(
    context,
    async tx => ({
      today: await requireToday(tx),
      known: await findSubmissionByKey(tx, center.id, key),
      pinned: await pinMappings(hub, tx, center.id),
      specialSpans: await listSpecialSpans(tx, center.id),
    }),
    { isReadOnly: true },
  )
  if (known !== null && known.record.contentHash !== contentHash) return refuse(keyReused(known.record))
  const judge = (mappings: StandingMappings['mappings']) =>
    withNotes(
      judgeBatch({ standards, centerId: center.id, mappings, ranges, specialSpans }, request.batch, today),
      noteRemovedText(removed),
    )
  const judged = judge(pinned.mappings)
  const cellIds = request.isDryRun ? new Map<string, number>() : await internCells(hub, standards, cellsOf(judged.rows))
  const prepared: Prepared = {
    request: { ...request, idempotencyKey: key },
    center,
    actor: actorOf(caller),
    standards,
    ranges,
    specialSpans,
    content,
    contentHash,
    today,
    judged,
    cellIds,
    pinned,
    judge,
  }
  return inTurn(hub, center.id, () =>
    hub.db.transaction(context, tx => settle(hub, tx, prepared), { timeoutMs: TIME_LIMIT_MS, isDryRun: request.isDryRun }),
  )
}

const withNotes = (judged: JudgedBatch, notes: readonly Issue[]): JudgedBatch => ({ ...judged, issues: [...notes, ...judged.issues] })

/** Cells of rows that may be stored or held; those of the total are always known. */
function cellsOf(rows: readonly JudgedRow[]): ReadonlySet<string> {
  const cells = new Set([''])
  for (const { cell, waitingCell, verdict } of rows) {
    const known = cell ?? waitingCell
    if (known !== null && verdict !== 'rejected') cells.add(known)
  }
  return cells
}

/** Somebody may have decided about a word since the batch was judged: then it is judged again, whole, by what stands under the lock. */
async function pinAgain(hub: Hub, tx: Tx, prepared: Prepared): Promise<Prepared> {
  const { center, standards, cellIds } = prepared
  const pinned = await pinMappings(hub, tx, center.id)
  if (pinned.mark === prepared.pinned.mark) return prepared
  const judged = prepared.judge(pinned.mappings)
  await internCellsHere(tx, standards, cellsOf(judged.rows), cellIds)
  return { ...prepared, pinned, judged }
}

async function settle(hub: Hub, tx: Tx, judgedBefore: Prepared): Promise<Outcome<SubmissionAnswer>> {
  await lockCenter(tx, judgedBefore.center.id)
  const prepared = await pinAgain(hub, tx, judgedBefore)
  const { request, center, standards, judged } = prepared
  const known = await findSubmissionByKey(tx, center.id, request.idempotencyKey)
  // A dry run leaves no trace, so its new cells are made known in the transaction that is rolled back.
  if (request.isDryRun) await internCellsHere(tx, standards, cellsOf(judged.rows), prepared.cellIds)
  if (known !== null) return replay(tx, prepared, known)
  const rows = await noteOutliers(tx, { standards, centerId: center.id }, markDuplicates(judged.rows))
  const work: CenterWork = {
    tx,
    standards,
    centerId: center.id,
    cellIds: prepared.cellIds,
    retractedKeys: new Set(),
    termIds: new Map(),
    actor: prepared.actor,
    mappings: prepared.pinned.mappings,
    ranges: prepared.ranges,
    specialSpans: prepared.specialSpans,
  }
  const current = await loadCurrent(tx, work, { rows, scope: scopeOf(request.batch, standards) })
  const dryRunHash = request.isDryRun || request.dryRunHash !== null ? hashOfState(prepared, rows, current) : null
  if (request.dryRunHash !== null && request.dryRunHash !== dryRunHash) return refuse(staleDryRun())
  const decided = decideBatch(request.batch, rows, { edition: standards.edition, current: indexCurrent(current) })
  const stored = await store(hub, work, prepared, decided)
  const keptRows = request.isDryRun ? await listKeptRows(tx, center.id, stored.no, keptIndexes(decided)) : []
  return accept({
    stored,
    isReplayed: false,
    newerSubmissions: [],
    dryRun:
      request.isDryRun && dryRunHash !== null
        ? { hash: dryRunHash, keptRows: keptRows.map(row => ({ ...row, held_row: null, state: null })) }
        : null,
  })
}

async function replay(
  tx: Tx,
  { center, judged, standards, cellIds, contentHash }: Prepared,
  known: StoredSubmission,
): Promise<Outcome<SubmissionAnswer>> {
  if (known.record.contentHash !== contentHash) return refuse(keyReused(known.record))
  const readable = judged.rows.filter(row => row.verdict !== 'rejected' && row.measure !== null && row.period !== null && row.cell !== null)
  const keys = readable.map(row => keyOf({ standards, cellIds }, row))
  const newerSubmissions = await listNewerSubmissions(tx, center.id, known.no, keys)
  return accept({ stored: known, isReplayed: true, newerSubmissions, dryRun: null })
}

function scopeOf(
  batch: SubmittedBatch,
  { edition }: Standards,
): { measures: readonly string[]; period: JudgedRow['period'] & object } | null {
  const scope = batch.strategy === 'REPLACE_SCOPE' ? readScope(batch.scope, edition) : null
  return scope === null || 'code' in scope ? null : { measures: [...scope.measures], period: scope.period }
}

/** What a dry run was based on: the batch, the definitions, how its words were read, days of emergencies and every current value it was judged against (S15). */
function hashOfState({ contentHash, standards, judged }: Prepared, rows: readonly JudgedRow[], current: readonly LoadedValue[]): string {
  const standing = current.map(({ measure, period, cell, revision, submissionNo }) =>
    [measure, period.type, period.start, cell, revision, submissionNo].join('|'),
  )
  const words = new Set(
    rows.flatMap(row => row.words).map(({ word, mapping, isWaiting }) => JSON.stringify([word, mapping?.no ?? null, isWaiting])),
  )
  const special = judged.issues.filter(({ code }) => code === 'SPECIAL_EVENT_ASSUMED').map(({ got }) => got ?? '')
  return sha256([contentHash, standards.edition.code, ...special, ...[...words].toSorted(), ...standing.toSorted()].join('\n'))
}

const keptIndexes = ({ rows }: DecidedBatch): readonly number[] => rows.filter(decided => !isLanded(decided)).map(({ row }) => row.index)

function* keptRows({ rows }: DecidedBatch): Generator<JudgedRow> {
  for (const { row, outcome } of rows) if (outcome !== 'rejected') yield row
}

async function store(hub: Hub, work: CenterWork, prepared: Prepared, decided: DecidedBatch): Promise<StoredSubmission> {
  const { tx, centerId, actor } = work
  const { request, content, judged } = prepared
  const unread = await weighUnreadRows(work, { batch: request.batch, decided, today: prepared.today })
  const issues: readonly Issue[] = [...judged.issues, ...decided.issues, ...unread.issues]
  const record = draftReceipt({ ...prepared, receivedAt: await requireKoreanTime(tx) }, decided, issues)
  const stored = await appendSubmission(tx, { centerId, submittedBy: actor, body: await deflateText(content, { level: 1 }), record })
  const rejected = decided.rows.filter(({ row, outcome }) => outcome === 'rejected' && row.verdict !== 'good')
  if (rejected.length > 0) {
    const kept = rejected.map(({ row }) => ({
      rowIndex: row.index,
      sourceRow: row.sourceRow,
      submitted: rowAt(request.batch, row.index),
      issues: row.issues,
    }))
    await appendRejectedRows(tx, centerId, stored.no, kept)
  }
  const held = decided.rows.filter(({ outcome }) => outcome === 'quarantined')
  const landed = decided.rows.filter(isLanded)
  await registerWordsOf(work, stored.no, { rows: keptRows(decided), submittedAt: index => rowAt(request.batch, index) })
  if (held.length > 0) {
    const rows = held.map(({ row }) => ({ ...toRowToHold(work, row, toKeptSubmission(request.batch, row.index)), submissionNo: stored.no }))
    await holdRows(tx, { centerId, heldRowDays: hub.settings.heldRowDays }, rows)
  }
  const accepted = await landRows(
    work,
    landed
      .filter(({ row }) => row.duplicateOf === null)
      .map(({ row, outcome }) => ({ row, outcome, submissionNo: stored.no, rowIndex: row.index, confirmedRules: [] })),
    { values: decided.impliedRetractions, submissionNo: stored.no, mayOvertake: unread.isAnyWaiting },
  )
  // A row held by this very batch is no earlier word on its key: it waits, although another row of the batch landed there.
  const earlier = [...accepted.filter(row => row.submission_no !== stored.no), ...unread.superseded]
  const overtaken = [...new Map(earlier.map(row => [row.id, row])).values()]
  const superseded = await supersede(work, overtaken)
  const freed = await freePartners(work, overtaken, prepared.today)
  await appendAudit(tx, {
    chain: centerId,
    actor,
    action: record.status === 'REJECTED' ? 'submission.refused' : 'submission.accepted',
    subject: {
      id: stored.record.id,
      contentHash: record.contentHash,
      counts: record.counts,
      superseded: superseded.length,
      freed: freed.length,
    },
  })
  return stored
}
