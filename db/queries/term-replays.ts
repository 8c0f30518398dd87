import type { Tx } from '../transaction.js'

/** A replay under way: rows done so far, of how many, and the place among the waiting rows where it goes on. */
export type TermReplay = {
  readonly id: string
  readonly center_id: number
  readonly source_term_id: string
  readonly decision: number
  readonly rows_due: number
  readonly rows_done: number
  readonly after_submission: number
  readonly after_row: number
  readonly started_at: string
  readonly finished_at: string | null
}

const replayColumns = 'id, center_id, source_term_id, decision, rows_due, rows_done, after_submission, after_row, started_at, finished_at'

/** Notes that a replay has rows to come. */
export async function appendReplay(
  tx: Tx,
  centerId: number,
  replay: {
    readonly sourceTerm: string
    readonly decision: number
    readonly rowsDue: number
    readonly rowsDone: number
    readonly after: { readonly submissionNo: number; readonly rowIndex: number }
  },
): Promise<void> {
  await tx.sql`
    insert into term_replays (center_id, source_term_id, decision, rows_due, rows_done, after_submission, after_row)
    values (${centerId}, ${replay.sourceTerm}::uuid, ${replay.decision}, ${replay.rowsDue}, ${replay.rowsDone}, ${replay.after.submissionNo},
      ${replay.after.rowIndex})`
}

/** Replays that are not finished, the oldest first; `centerId` null is all centers. */
export async function listOpenReplays(tx: Tx, centerId: number | null): Promise<readonly TermReplay[]> {
  return tx.sql<TermReplay[]>`
    select ${tx.sql.unsafe(replayColumns)} from term_replays
    where finished_at is null and (${centerId}::smallint is null or center_id = ${centerId}) order by started_at, id limit 100`
}

/** The replay, locked until this transaction ends, unless somebody else works on it or it is finished. */
export async function claimReplay(tx: Tx, id: string): Promise<TermReplay | null> {
  const [row] = await tx.sql<TermReplay[]>`
    select ${tx.sql.unsafe(replayColumns)} from term_replays where id = ${id}::uuid and finished_at is null for update skip locked`
  return row ?? null
}

/** Notes how far a replay is; finished where nothing is to come. */
export async function noteReplay(
  tx: Tx,
  { center_id: centerId, id }: Pick<TermReplay, 'center_id' | 'id'>,
  progress: {
    readonly rowsDone: number
    readonly after: { readonly submissionNo: number; readonly rowIndex: number }
    readonly isFinished: boolean
  },
): Promise<void> {
  await tx.sql`
    update term_replays set rows_done = least(rows_due, rows_done + ${progress.rowsDone}), after_submission = ${progress.after.submissionNo},
      after_row = ${progress.after.rowIndex}, finished_at = case when ${progress.isFinished} then hub_now() end
    where center_id = ${centerId} and id = ${id}::uuid`
}
