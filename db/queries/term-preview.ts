import type { Tx } from '../transaction.js'

/** A row of a word that a decision of this transaction moves. */
export type MovedRow = {
  readonly id: string
  readonly outcome: 'landed' | 'superseded' | 'heldAgain'
  readonly starts_on: string | null
  readonly raw_number: string | null
  readonly source_row: number | null
  readonly submission_no: number
}

/** Rows of a word that this transaction let land, let go or put into quarantine again, by day; the first `limit` of them. */
export async function listMovedRows(
  tx: Tx,
  centerId: number,
  { sourceTerm, limit }: { readonly sourceTerm: string; readonly limit: number },
): Promise<readonly MovedRow[]> {
  return tx.sql<MovedRow[]>`
    with stamp as materialized (select hub_record(${centerId}::smallint) as at)
    select case h.state when 'superseded' then 'superseded' when 'held' then 'heldAgain' else 'landed' end as outcome, h.id, h.starts_on, h.raw_number,
      h.source_row, h.submission_no
    from held_rows h
    cross join stamp
    where h.center_id = ${centerId} and h.source_term_id = ${sourceTerm}::uuid
      and (h.state = 'held' and h.turn > 1 and h.held_at = stamp.at or h.state in ('replayed', 'corrected', 'superseded') and h.settled_at = stamp.at)
    order by h.starts_on, h.submission_no, h.row_index
    limit ${limit}`
}
