import type { Issue } from '../../schema/domain/issue.js'
import type { PeriodType } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import { joinInBulk } from './join-in-bulk.js'

/** States of a held row; it leaves `held` once and for all (S11). */
export type HeldRowState = 'held' | 'replayed' | 'corrected' | 'withdrawn' | 'superseded' | 'expired'

export type HeldRow = {
  readonly id: string
  readonly center_id: number
  readonly submission_no: number
  /** Null for a steward, who reads the row and not the receipt it came with. */
  readonly submission_id: string | null
  readonly row_index: number
  /** 1 when it was held for the first time; a row that is held again is the next turn. */
  readonly turn: number
  readonly source_row: number | null
  /** The row as it came and what its batch said for all rows, for another judgment later. */
  readonly submitted: unknown
  readonly issues: readonly Issue[]
  readonly rules: readonly string[]
  readonly measure_id: number | null
  readonly period_type: PeriodType | null
  readonly period_start: string | null
  readonly cell_id: number | null
  readonly cell: string | null
  /** The word it waits for. */
  readonly source_term_id: string | null
  readonly state: HeldRowState
  readonly held_at: string
  readonly expires_at: string
  readonly settled_at: string | null
  readonly settled_by: string | null
  readonly settlement_reason: string | null
}

export type RowToHold = {
  readonly rowIndex: number
  readonly sourceRow: number | null
  readonly submitted: unknown
  readonly issues: readonly Issue[]
  readonly rules: readonly string[]
  readonly measureId: number | null
  readonly periodType: PeriodType | null
  readonly periodStart: string | null
  readonly cellId: number | null
  readonly value: string | null
  readonly statusId: number | null
  /** The word it waits for, the first day and the number as it came; null where it waits for no word. */
  readonly sourceTerm: string | null
  readonly startsOn: string | null
  readonly rawNumber: string | null
  /** 1 for a row that is held for the first time. */
  readonly turn: number
}

/** The rules that hold a row, each once; a rule that only warns holds nothing. */
export const holdingRules = (issues: readonly Issue[]): readonly string[] => [
  ...new Set(issues.flatMap(({ code, rule }) => (code === 'RULE_BROKEN' && rule !== null ? [rule] : []))),
]

/** Codes of what stands against a row, each once, with blanks between. */
const holdingReasons = (issues: readonly Issue[]): string =>
  [...new Set(issues.flatMap(({ code, severity }) => (severity === 'error' || severity === 'hold' ? [code] : [])))].toSorted().join(' ')

/** Rows of one statement: what is sent at once stays within some ten megabytes. */
const MOST_AT_ONCE = 10_000

/** Puts rows into quarantine with their reasons; they expire `heldRowDays` days from now. */
export async function holdRows(
  tx: Tx,
  place: { readonly centerId: number; readonly heldRowDays: number },
  rows: readonly (RowToHold & { readonly submissionNo: number })[],
): Promise<void> {
  await joinInBulk(tx, rows.length, async () => {
    for (let from = 0; from < rows.length; from += MOST_AT_ONCE) await insertHeld(tx, place, rows.slice(from, from + MOST_AT_ONCE))
  })
}

async function insertHeld(
  tx: Tx,
  place: { readonly centerId: number; readonly heldRowDays: number },
  rows: readonly (RowToHold & { readonly submissionNo: number })[],
): Promise<void> {
  await tx.sql`
    insert into held_rows (center_id, submission_no, row_index, source_row, submitted, issues, reasons, rules, measure_id, period_type,
      period_start, cell_id, value, status_id, source_term_id, starts_on, raw_number, turn, is_placed, held_at, expires_at)
    select ${place.centerId}, r.submission_no, r.row_index, r.source_row, r.submitted, r.issues,
      string_to_array(r.reasons, ' '), string_to_array(r.rules, ' '), r.measure_id, r.period_type, r.period_start, r.cell_id, r.value, r.status_id,
      r.source_term, r.starts_on, r.raw_number, r.turn, true, (select hub_record(${place.centerId}::smallint)), hub_now() + make_interval(days => ${place.heldRowDays}::int)
    from unnest(
      ${plainColumn(rows.map(row => row.rowIndex))}::int[],
      ${plainColumn(rows.map(row => row.sourceRow))}::int[],
      ${rows.map(row => JSON.stringify(row.submitted))}::jsonb[],
      ${rows.map(row => JSON.stringify(row.issues))}::jsonb[],
      ${rows.map(row => row.rules.join(' '))}::text[],
      ${plainColumn(rows.map(row => row.measureId))}::smallint[],
      ${plainColumn(rows.map(row => row.periodType))}::period_type[],
      ${plainColumn(rows.map(row => row.periodStart))}::date[],
      ${plainColumn(rows.map(row => row.cellId))}::int[],
      ${plainColumn(rows.map(row => row.value))}::numeric[],
      ${plainColumn(rows.map(row => row.statusId))}::smallint[],
      ${plainColumn(rows.map(row => row.sourceTerm))}::uuid[],
      ${plainColumn(rows.map(row => row.startsOn))}::date[],
      ${plainColumn(rows.map(row => row.rawNumber))}::numeric[],
      ${plainColumn(rows.map(row => row.turn))}::smallint[],
      ${plainColumn(rows.map(row => row.submissionNo))}::bigint[],
      ${rows.map(row => holdingReasons(row.issues))}::text[]
    ) as r (row_index, source_row, submitted, issues, rules, measure_id, period_type, period_start, cell_id, value, status_id, source_term,
      starts_on, raw_number, turn, submission_no, reasons)`
}

/** A row past its date is expired from that instant on, whenever the job comes by (S26). */
export const stateNow = `case when h.state = 'held' and h.expires_at <= hub_now() then 'expired' else h.state end`

export const heldColumns = `h.id, h.center_id, h.submission_no, s.id as submission_id, h.row_index, h.turn, h.source_row, h.submitted, h.issues, h.rules,
  h.measure_id, h.period_type, h.period_start, h.cell_id, c.key as cell, h.source_term_id, ${stateNow} as state, h.held_at, h.expires_at, h.settled_at, h.settled_by,
  h.settlement_reason`

export const heldSource = `held_rows h
  left join submissions s on s.center_id = h.center_id and s.no = h.submission_no
  left join dimension_cells c on c.id = h.cell_id`

/** Held rows by id, whatever their state; centers hidden by the policies are simply not there. */
export async function listHeldRowsById(tx: Tx, ids: readonly string[]): Promise<readonly HeldRow[]> {
  return tx.sql<HeldRow[]>`
    select ${tx.sql.unsafe(heldColumns)} from ${tx.sql.unsafe(heldSource)} where h.id = any(${ids as string[]}::uuid[])`
}

/** Reasons that a decision about a word takes away. */
export const WORD_REASONS = `array['WORD_UNKNOWN', 'WORD_AMBIGUOUS', 'RATE_AMBIGUOUS', 'WORD_REJECTED', 'WORD_SUSPENDED', 'UNIT_UNKNOWN', 'UNIT_MISMATCH',
  'UNIT_DOUBTED', 'CODE_UNKNOWN']`

/** Those that show a row to stewards by themselves (see the policy held_rows_words); every other one needs the word it is about. */
const BARE_WORD_REASONS = `array['WORD_UNKNOWN', 'WORD_AMBIGUOUS', 'RATE_AMBIGUOUS']`

/** A page of held rows in a state, oldest first, by (held_at, id) after the place given. */
export async function listHeldRows(
  tx: Tx,
  page: {
    /** Null: of all centers. */
    readonly centerId: number | null
    /** Also rows of other centers that wait for a word. */
    readonly withWords: boolean
    readonly state: HeldRowState | null
    readonly after: { readonly heldAt: string; readonly id: string } | null
    readonly limit: number
  },
): Promise<readonly HeldRow[]> {
  return tx.sql<HeldRow[]>`
    select ${tx.sql.unsafe(heldColumns)} from ${tx.sql.unsafe(heldSource)}
    where (${page.centerId}::smallint is null or h.center_id = ${page.centerId}
        or ${page.withWords} and (h.reasons && ${tx.sql.unsafe(BARE_WORD_REASONS)} or h.source_term_id is not null))
      and (${page.state}::text is null or ${tx.sql.unsafe(stateNow)} = ${page.state})
      and (${page.after?.id ?? null}::uuid is null or (h.held_at, h.id) > (${page.after?.heldAt ?? null}::timestamptz, ${page.after?.id ?? null}::uuid))
    order by h.held_at, h.id
    limit ${page.limit}`
}

export type KeyOfValue = {
  readonly measureId: number
  readonly periodType: PeriodType
  readonly periodStart: string
  readonly cellId: number
}

/** Measures and days in which rows may wait. */
export type WaitingRange = { readonly measureIds: readonly number[]; readonly from: string; readonly to: string }

const rangeOf = (keys: readonly KeyOfValue[]): WaitingRange => {
  const starts = keys.map(key => key.periodStart)
  return {
    measureIds: [...new Set(keys.map(key => key.measureId))],
    from: starts.reduce((a, b) => (a < b ? a : b)),
    to: starts.reduce((a, b) => (a > b ? a : b)),
  }
}

/**
 * Waiting rows of the keys given: a value that was accepted for the key since makes them superseded (S11). Whether anything waits for their measures in
 * their time is asked first, since a night of keys takes longer to send than to look up; not where the caller knows that something does.
 */
export async function listHeldRowsOfKeys(
  tx: Tx,
  { centerId, isKnown }: { readonly centerId: number; readonly isKnown: boolean },
  keys: readonly KeyOfValue[],
): Promise<readonly HeldRow[]> {
  if (!isKnown && !(await findWaiting(tx, centerId, rangeOf(keys))).isAny) return []
  return tx.sql<HeldRow[]>`
    select ${tx.sql.unsafe(heldColumns)} from ${tx.sql.unsafe(heldSource)}
    where h.center_id = ${centerId} and h.state = 'held'
      and (h.measure_id, h.period_start, h.period_type, h.cell_id) in (
        select * from unnest(
          ${plainColumn(keys.map(key => key.measureId))}::smallint[],
          ${plainColumn(keys.map(key => key.periodStart))}::date[],
          ${plainColumn(keys.map(key => key.periodType))}::period_type[],
          ${plainColumn(keys.map(key => key.cellId))}::int[]))`
}

/** Of a row `h` in the cell `c`: it waits for its item, which nobody could read, or of which its list knows no code. */
const WAITS_FOR_ITEM = `(h.reasons @> array['CODE_UNKNOWN'] or jsonb_path_exists(c.items, '$.* ? (@ == "?")'))`

/** Whether anything waits in the range, and whether some of it for its item. */
export async function findWaiting(
  tx: Tx,
  centerId: number,
  { measureIds, from, to }: WaitingRange,
): Promise<{ readonly isAny: boolean; readonly isForItem: boolean }> {
  const waiting = tx.sql`h.center_id = ${centerId} and h.state = 'held' and h.measure_id = any(${plainColumn(measureIds)}::smallint[])
    and h.period_start between ${from}::date and ${to}::date`
  const [found] = await tx.sql<{ isAny: boolean; isForItem: boolean }[]>`
    select exists (select from held_rows h where ${waiting}) as "isAny",
      exists (select from held_rows h left join dimension_cells c on c.id = h.cell_id where ${waiting} and ${tx.sql.unsafe(WAITS_FOR_ITEM)}) as "isForItem"`
  return found ?? { isAny: false, isForItem: false }
}

/** Rows that wait for their item in the range, in the order they were handed in. */
export async function listHeldForItem(tx: Tx, centerId: number, { measureIds, from, to }: WaitingRange): Promise<readonly HeldRow[]> {
  return tx.sql<HeldRow[]>`
    select ${tx.sql.unsafe(heldColumns)} from ${tx.sql.unsafe(heldSource)}
    where h.center_id = ${centerId} and h.state = 'held' and h.measure_id = any(${plainColumn(measureIds)}::smallint[])
      and h.period_start between ${from}::date and ${to}::date and ${tx.sql.unsafe(WAITS_FOR_ITEM)}
    order by h.submission_no, h.row_index`
}

/** Waiting rows that one of the rules holds in one of the periods: the partners of rows that have just been settled (S11). */
export async function listHeldRowsOfRules(
  tx: Tx,
  centerId: number,
  wanted: { readonly rules: readonly string[]; readonly periods: readonly { readonly type: PeriodType; readonly start: string }[] },
): Promise<readonly HeldRow[]> {
  return tx.sql<HeldRow[]>`
    select ${tx.sql.unsafe(heldColumns)} from ${tx.sql.unsafe(heldSource)}
    where h.center_id = ${centerId} and h.state = 'held' and h.expires_at > hub_now() and h.rules && ${wanted.rules as string[]}::text[]
      and (h.period_start, h.period_type) in (
        select * from unnest(
          ${plainColumn(wanted.periods.map(period => period.start))}::date[],
          ${plainColumn(wanted.periods.map(period => period.type))}::period_type[]))
    order by h.held_at, h.id`
}

export type Settlement = {
  readonly heldRow: string
  readonly action: 'CONFIRM' | 'CORRECT' | 'WITHDRAW' | 'REPLAY' | 'SUPERSEDE'
  readonly reason: string | null
  readonly correctedValue: string | null
  readonly outcome: 'landed' | 'withdrawn' | 'stillHeld' | 'superseded'
  /** The state the row goes to; `held` where it stays. */
  readonly state: HeldRowState
  readonly issues: readonly Issue[]
}

/** Moves rows out of quarantine and appends what was said about each. A row that stays held keeps its state and gets the newer issues. */
export async function settleHeldRows(
  tx: Tx,
  by: { readonly centerId: number; readonly actor: string },
  settlements: readonly Settlement[],
): Promise<void> {
  const rows = JSON.stringify(
    settlements.map(({ heldRow, action, reason, correctedValue, outcome, state, issues }) => ({
      id: heldRow,
      action,
      reason,
      corrected_value: correctedValue,
      outcome,
      state,
      issues,
      rules: holdingRules(issues).join(' '),
      reasons: holdingReasons(issues),
    })),
  )
  await joinInBulk(tx, settlements.length, async () => {
    await tx.sql`
    insert into held_row_resolutions (center_id, held_row_id, action, reason, corrected_value, outcome, issues, resolved_by)
    select ${by.centerId}, r.id, r.action, r.reason, r.corrected_value, r.outcome, r.issues, ${by.actor}
    from jsonb_to_recordset(${rows}::text::jsonb)
      as r (id uuid, action text, reason text, corrected_value text, outcome text, issues jsonb)`
    await tx.sql`
    update held_rows h set
      state = r.state,
      settled_at = case when r.state = 'held' then null else (select hub_record(${by.centerId}::smallint)) end,
      settled_by = case when r.state = 'held' then null else ${by.actor} end,
      settlement_reason = case when r.state = 'held' then null else r.reason end,
      issues = case when r.state = 'held' then r.issues else h.issues end,
      rules = case when r.state = 'held' then string_to_array(r.rules, ' ') else h.rules end,
      reasons = case when r.state = 'held' then string_to_array(r.reasons, ' ') else h.reasons end
    from jsonb_to_recordset(${rows}::text::jsonb) as r (id uuid, state text, reason text, issues jsonb, rules text, reasons text)
    where h.center_id = ${by.centerId} and h.id = r.id`
  })
}
