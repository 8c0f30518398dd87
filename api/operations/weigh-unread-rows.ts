import { findWaiting, listHeldForItem, type HeldRow, type WaitingRange } from '../../db/queries/held-rows.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { parseCellKey } from '../../schema/domain/statistics/cell.js'
import type { DecidedBatch } from '../../schema/domain/submissions/decide-batch.js'
import { rowAt } from '../../schema/domain/submissions/expand-batch.js'
import { echoOf } from '../../schema/domain/submissions/read-cell.js'
import type { JudgedRow, SubmittedBatch } from '../../schema/domain/submissions/submission.js'
import {
  decideUnread,
  groupUnread,
  isUnread,
  listDoubtful,
  readSaidTables,
  tableOf,
  type UnreadGroup,
  type UnreadRow,
} from '../../schema/domain/submissions/unread-rows.js'
import type { CenterWork } from './center-work.js'
import { judgeBatch } from './judge-context.js'
import { readStoredBatch } from './read-stored-batch.js'
import { judgeTrials, keptOf } from './replay-held-rows.js'

const NONE: ReadonlySet<string> = new Set()

type Waiting = UnreadRow & { readonly held: HeldRow }

/** What a batch means for rows that wait for their item, and whether any row waits where it speaks at all. */
export type Weighed = {
  readonly isAnyWaiting: boolean
  readonly superseded: readonly HeldRow[]
  /** Named in the receipt: rows that go on waiting beside what the batch says of their table. */
  readonly issues: readonly Issue[]
}

type Handed = { readonly batch: SubmittedBatch; readonly decided: DecidedBatch; readonly today: string }

/**
 * Finds the rows of earlier submissions that wait for their item and that the batch puts an end to (decision 55), before its receipt is written. Where nothing
 * waits for an item it is one look into the index of waiting rows, which landing the batch needs anyhow.
 */
export async function weighUnreadRows(work: CenterWork, handed: Handed): Promise<Weighed> {
  const range = rangeOf(work, handed.decided)
  if (range === null) return { isAnyWaiting: false, superseded: [], issues: [] }
  const found = await findWaiting(work.tx, work.centerId, range)
  if (!found.isForItem || handed.batch.strategy === 'RETRACT') return { isAnyWaiting: found.isAny, superseded: [], issues: [] }
  const groups = groupUnread(await listUnread(work, range, handed.today))
  const { decided, batch } = handed
  const said = readSaidTables(decided.rows, index => rowAt(batch, index), new Set(groups.map(({ table }) => table)))
  const carried = await listCarried(work, listDoubtful(groups, said), handed.today)
  const { superseded, waiting } = decideUnread(groups, { said, replaced: decided.replaced }, group => carried.get(group) ?? NONE)
  return {
    isAnyWaiting: true,
    superseded: superseded.flatMap(({ rows }) => rows.map(({ held }) => held)),
    issues: waiting.flatMap(({ rows }) => rows.slice(-1).map(stillWaits)),
  }
}

/** Measures and days that the batch speaks of; null where it speaks of none. */
function rangeOf({ standards }: CenterWork, { rows, replaced }: DecidedBatch): WaitingRange | null {
  const measures = new Set<string>(replaced?.measures)
  let [from, to] = [replaced?.period.start ?? '9999-12-31', replaced?.period.start ?? '']
  for (const { row, outcome } of rows) {
    if (row.measure === null || row.period === null || outcome === 'rejected') continue
    measures.add(row.measure)
    const { start } = row.period
    if (start < from) from = start
    if (start > to) to = start
  }
  const measureIds = [...measures].flatMap(code => standards.measureIds.get(code) ?? [])
  return measureIds.length === 0 || to === '' ? null : { measureIds, from, to }
}

async function listUnread(work: CenterWork, range: WaitingRange, today: string): Promise<readonly Waiting[]> {
  const rows = await listHeldForItem(work.tx, work.centerId, range)
  const trials = rows.map(held => ({ held, correctedValue: undefined, isConfirmed: false, reason: null }))
  const judged = judgeTrials(work, trials, today)
  return rows.flatMap((held, place) => {
    const row = judged[place]
    return row === undefined ? [] : [{ held, row, submitted: keptOf(held), submissionNo: held.submission_no }]
  })
}

/** The keys of their table that the submissions of each group carried, read from what was handed in. */
async function listCarried(
  work: CenterWork,
  groups: readonly UnreadGroup<Waiting>[],
  today: string,
): Promise<ReadonlyMap<UnreadGroup<Waiting>, ReadonlySet<string>>> {
  const tables = new Set(groups.map(({ table }) => table))
  const bySubmission = new Map<number, ReadonlyMap<string, ReadonlySet<string>>>()
  for (const no of new Set(groups.flatMap(({ rows }) => rows.map(row => row.submissionNo)))) {
    const cells = new Map<string, Set<string>>()
    for (const row of judgeBatch(work, await readStoredBatch(work, no), today).rows) {
      const table = row.cell === null || row.verdict === 'rejected' || isUnread(row) ? null : tableOf(row)
      if (row.cell === null || table === null || !tables.has(table)) continue
      cells.set(table, (cells.get(table) ?? new Set<string>()).add(row.cell))
    }
    bySubmission.set(no, cells)
  }
  // One set for all groups of a table that the same submissions said: a table may wait by the thousand.
  const known = new Map<string, ReadonlySet<string>>()
  const cellsOf = ({ table, rows }: UnreadGroup<Waiting>): ReadonlySet<string> => {
    const submissions = [...new Set(rows.map(({ submissionNo }) => submissionNo))]
    const key = `${table} ${submissions.join(' ')}`
    const cells = known.get(key) ?? new Set(submissions.flatMap(no => [...(bySubmission.get(no)?.get(table) ?? [])]))
    known.set(key, cells)
    return cells
  }
  return new Map(groups.map(group => [group, cellsOf(group)]))
}

/** The items of the row that nobody knows, as it wrote them. */
const unknownItems = ({ words, cell }: JudgedRow): string => {
  const said = words.flatMap(({ word, isWaiting }) => (isWaiting && word.kind === 'codelist' ? [word.label] : []))
  return echoOf((cell === null ? said : Object.values(parseCellKey(cell))).join(', '))
}

function stillWaits({ held, row }: Waiting): Issue {
  const place = `${row.measure ?? ''}, ${row.period?.type ?? ''} ${row.period?.start ?? ''}, "${unknownItems(row)}"`
  const line = held.source_row ?? held.row_index + 1
  return issue({
    code: 'UNREAD_ROW_WAITS',
    severity: 'warning',
    messageKo: `앞서 낸 ${line}행(${place})이 항목을 몰라 아직 보류 중이고, 그동안 이 표의 합계는 나가지 않습니다(접수증 ${held.submission_id ?? ''}). 이번 제출이 그 행을 대신하면 resolveHeldRows의 WITHDRAW로 거두고(heldRow ${held.id}), 값이 틀렸으면 CORRECT로 고치십시오.`,
    messageEn: `Row ${line} of an earlier submission (${place}) still waits because nobody knows its item, and no sum of its table is served until then (receipt ${held.submission_id ?? ''}). If what came now stands for it, take it back with resolveHeldRows WITHDRAW (heldRow ${held.id}); if its value is wrong, say the right one with CORRECT.`,
    expected: 'WITHDRAW or CORRECT of the held row',
    got: held.id,
  })
}
