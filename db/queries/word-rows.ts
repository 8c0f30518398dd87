import type { Effective } from '../../schema/domain/terms/mapping.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import { joinInBulk } from './join-in-bulk.js'
import { heldColumns, heldSource, type HeldRow, type HeldRowState, type RowToHold } from './held-rows.js'

/** A submission that said a word, with one letter a row for how it ended. */
export type WordSubmission = { readonly no: number; readonly outcomes: string }

/** Submissions that said a word about some day of the range, oldest first. */
export async function listSubmissionsOfWord(
  tx: Tx,
  centerId: number,
  wanted: { readonly sourceTerm: string; readonly days: Effective },
): Promise<readonly WordSubmission[]> {
  return tx.sql<WordSubmission[]>`
    select s.no, s.outcomes
    from source_term_sightings g
    join submissions s on s.center_id = g.center_id and s.no = g.submission_no
    where g.center_id = ${centerId} and g.source_term_id = ${wanted.sourceTerm}::uuid
      and (${wanted.days.to}::date is null or g.first_day < ${wanted.days.to}::date) and (${wanted.days.from}::date is null or g.last_day >= ${wanted.days.from}::date)
    order by s.no`
}

/**
 * Submissions whose values stand under a label that the edition settled provisionally: nobody noted where such a word was said. Reads the values of the
 * center in the range, so it is asked only for words that the edition knows.
 */
export async function listSubmissionsOfLabel(
  tx: Tx,
  centerId: number,
  wanted: { readonly labels: readonly string[]; readonly days: Effective },
): Promise<readonly WordSubmission[]> {
  return tx.sql<WordSubmission[]>`
    select s.no, s.outcomes
    from submissions s
    where s.center_id = ${centerId} and s.no in (
      select o.submission_no from observations o
      where o.center_id = ${centerId} and o.label = any(${wanted.labels as string[]}::text[])
        and o.period_start >= coalesce(${wanted.days.from}::date, '-infinity') and o.period_start < coalesce(${wanted.days.to}::date, 'infinity'))
    order by s.no`
}

/** Where a row of a submission stands in quarantine in its last turn; `corrected_value` is the JSON of the value it landed with instead of its own. */
export type RowTurn = {
  readonly submission_no: number
  readonly row_index: number
  readonly turn: number
  readonly state: HeldRowState
  readonly corrected_value: string | null
}

/** The last turn of each row of the submissions that was ever held. */
export async function listTurns(tx: Tx, centerId: number, submissions: readonly number[]): Promise<readonly RowTurn[]> {
  return tx.sql<RowTurn[]>`
    select distinct on (h.submission_no, h.row_index) h.submission_no, h.row_index, h.turn, h.state,
      (select a.corrected_value from held_row_resolutions a
        where a.center_id = h.center_id and a.held_row_id = h.id and a.outcome = 'landed' and a.action = 'CORRECT') as corrected_value
    from held_rows h
    where h.center_id = ${centerId} and h.submission_no = any(${plainColumn(submissions)}::bigint[])
    order by h.submission_no, h.row_index, h.turn desc`
}

/** Waiting rows of a word in the order they were handed in, after a place among them. */
export async function listWaitingRows(
  tx: Tx,
  centerId: number,
  wanted: {
    readonly sourceTerm: string
    readonly after: { readonly submissionNo: number; readonly rowIndex: number } | null
    readonly limit: number
    /** Leaves out what this transaction has put into quarantine itself. */
    readonly isFormerOnly: boolean
  },
): Promise<readonly HeldRow[]> {
  return tx.sql<HeldRow[]>`
    select ${tx.sql.unsafe(heldColumns)} from ${tx.sql.unsafe(heldSource)}
    where h.center_id = ${centerId} and h.source_term_id = ${wanted.sourceTerm}::uuid and h.state = 'held' and h.expires_at > hub_now()
      and (${wanted.after === null} or (h.submission_no, h.row_index) > (${wanted.after?.submissionNo ?? 0}::bigint, ${wanted.after?.rowIndex ?? 0}::int))
      and (not ${wanted.isFormerOnly} or h.held_at < (select hub_record(${centerId}::smallint)))
    order by h.submission_no, h.row_index
    limit ${wanted.limit}`
}

/** How many rows wait for a word, after a place among them. */
export async function countWaitingRows(
  tx: Tx,
  centerId: number,
  wanted: {
    readonly sourceTerm: string
    readonly after: { readonly submissionNo: number; readonly rowIndex: number } | null
    readonly isFormerOnly: boolean
  },
): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from held_rows h
    where h.center_id = ${centerId} and h.source_term_id = ${wanted.sourceTerm}::uuid and h.state = 'held' and h.expires_at > hub_now()
      and (${wanted.after === null} or (h.submission_no, h.row_index) > (${wanted.after?.submissionNo ?? 0}::bigint, ${wanted.after?.rowIndex ?? 0}::int))
      and (not ${wanted.isFormerOnly} or h.held_at < (select hub_record(${centerId}::smallint)))`
  return row?.count ?? 0
}

/** Notes of rows that were put into quarantine again, by what decision and why: their last turn is named by submission and row. */
export async function noteHeldAgain(
  tx: Tx,
  by: { readonly centerId: number; readonly actor: string; readonly reason: string | null },
  rows: readonly { readonly submissionNo: number; readonly rowIndex: number; readonly turn: number }[],
): Promise<void> {
  await joinInBulk(tx, rows.length, async () => {
    await tx.sql`
    insert into held_row_resolutions (center_id, held_row_id, action, reason, outcome, issues, resolved_by)
    select h.center_id, h.id, 'HOLD', ${by.reason}, 'heldAgain', h.issues, ${by.actor}
    from held_rows h
    join unnest(
      ${plainColumn(rows.map(row => row.submissionNo))}::bigint[], ${plainColumn(rows.map(row => row.rowIndex))}::int[],
      ${plainColumn(rows.map(row => row.turn))}::smallint[]
    ) as r (submission_no, row_index, turn) on r.submission_no = h.submission_no and r.row_index = h.row_index and r.turn = h.turn
    where h.center_id = ${by.centerId}`
  })
}

/** A waiting row as it reads now: its key as far as it is known, what stands against it, and the word it waits for. */
export type RowReread = Pick<
  RowToHold,
  'issues' | 'rules' | 'measureId' | 'periodType' | 'periodStart' | 'cellId' | 'value' | 'statusId' | 'sourceTerm'
> & { readonly heldRow: string }

/**
 * Writes down how waiting rows read now; their state, their day of expiry and what was said of them stay. The former reading of a row that reads otherwise
 * is kept by the table's own trigger (S25).
 */
export async function rereadHeldRows(tx: Tx, centerId: number, rows: readonly RowReread[]): Promise<void> {
  const given = JSON.stringify(
    rows.map(row => ({
      id: row.heldRow,
      issues: row.issues,
      rules: row.rules.join(' '),
      measure_id: row.measureId,
      period_type: row.periodType,
      period_start: row.periodStart,
      cell_id: row.cellId,
      value: row.value,
      status_id: row.statusId,
      source_term_id: row.sourceTerm,
    })),
  )
  await joinInBulk(tx, rows.length, async () => {
    await tx.sql`
    update held_rows h set issues = r.issues, rules = string_to_array(r.rules, ' '), measure_id = r.measure_id, period_type = r.period_type,
      period_start = r.period_start, cell_id = r.cell_id, value = r.value, status_id = r.status_id, source_term_id = r.source_term_id,
      is_placed = true,
      reasons = array(select distinct i ->> 'code' from jsonb_array_elements(r.issues) i where i ->> 'severity' in ('error', 'hold'))
    from jsonb_to_recordset(${given}::text::jsonb) as r (id uuid, issues jsonb, rules text, measure_id smallint, period_type period_type,
      period_start date, cell_id int, value numeric, status_id smallint, source_term_id uuid)
    where h.center_id = ${centerId} and h.id = r.id and h.state = 'held'`
  })
}
