import type { LeavingPart } from '../../schema/domain/figures/leaving-baselines.js'
import type { FrozenNight } from '../../schema/domain/figures/baseline.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import type { CellRange, Codes } from './figures.js'

/** Keeps what leaves the baselines of the nights, of every cell that has one; the nights are remembered as frozen already. */
export async function appendFrozenLeaving(
  tx: Tx,
  centerId: number,
  { nights, cellIds }: { readonly nights: readonly FrozenNight[]; readonly cellIds: ReadonlyMap<string, number> },
): Promise<void> {
  const parts = nights.flatMap(({ day, tables }) =>
    tables.flatMap(({ cells }) =>
      cells.flatMap(({ cell, leaving }) => (leaving === null ? [] : [{ day, cellId: cellIds.get(cell) ?? null, leaving }])),
    ),
  )
  if (parts.length === 0) return
  await tx.sql`
    insert into frozen_leaving (center_id, day, cell_id, amount)
    select ${centerId}, n.*
    from unnest(
      ${plainColumn(parts.map(({ day }) => day))}::date[],
      ${plainColumn(parts.map(({ cellId }) => cellId))}::int[],
      ${plainColumn(parts.map(({ leaving }) => leaving))}::numeric[]
    ) as n`
}

type LeavingRow = { readonly center_id: number; readonly cell: string; readonly days: string; readonly amounts: string }

/**
 * What leaves the baselines of some tables (`''`, `hour`), cell by cell. An earlier instant needs no bound: a row is kept with its baseline in one
 * transaction and neither is revised, so it is looked at where the baseline is there and nowhere else (S25).
 */
export async function listFrozenLeaving(
  tx: Tx,
  tables: readonly string[],
  { centerIds, from, to }: Pick<CellRange, 'centerIds' | 'from' | 'to'>,
  { centerCodes }: Pick<Codes, 'centerCodes'>,
): Promise<readonly LeavingPart[]> {
  const rows = await tx.sql<LeavingRow[]>`
    select f.center_id, c.key as cell, string_agg((f.day - date '1970-01-01')::text, ',') as days, string_agg(trim_scale(f.amount)::text, ',') as amounts
    from dimension_tables t
    join dimension_cells c on c.table_id = t.id
    join frozen_leaving f on f.cell_id = c.id
    where t.key = any(${[...tables]}::text[]) and f.center_id = any(${plainColumn(centerIds)}::smallint[]) and f.day between ${from}::date and ${to}::date
    group by f.center_id, c.key`
  return rows.map(({ center_id, cell, days, amounts }) => {
    const told = amounts.split(',')
    return {
      center: centerCodes.get(center_id) ?? '',
      cell,
      amounts: new Map(days.split(',').map((day, place) => [Number(day), told[place] ?? ''])),
    }
  })
}
