import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

export type DailyValue = { readonly measure_id: number; readonly day: string; readonly value: string }

/**
 * Explicit daily totals of a center that stand and carry a comparable number, for the measures and days named. One range of the primary key
 * per measure; read from the roll-ups, where a total is one row and values under another definition are marked already.
 */
export async function listOutlierHistory(
  tx: Tx,
  centerId: number,
  wanted: { readonly measureIds: readonly number[]; readonly days: readonly string[] },
): Promise<readonly DailyValue[]> {
  return tx.sql<DailyValue[]>`
    select measure_id, period_start as day, center_sum as value
    from observation_rollups
    where center_id = ${centerId}
      and measure_id = any(${plainColumn(wanted.measureIds)}::smallint[])
      and period_start = any(${plainColumn(wanted.days)}::date[])
      and period_type = 'day'
      and table_id = (select id from dimension_tables where key = '')
      and usable = 1`
}
