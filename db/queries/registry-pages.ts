import type { Tx } from '../transaction.js'
import type { RegistryRow, RegistryTable } from './registry.js'

/** Columns by which the rows of a table are told apart at one center, the beginning of their span last. */
const ORDER: Readonly<Record<RegistryTable, readonly string[]>> = {
  callers: ['subject', 'valid_from'],
  memberships: ['member_from'],
  calendars: ['valid_from'],
  calendar_exceptions: ['day'],
  agreements: ['measure_set', 'valid_from'],
  endpoints: ['kind', 'valid_from'],
  contacts: ['role', 'kind', 'place', 'valid_from'],
}

/** A row with the code of its center, and its place in the order of its table. */
export type PlacedRow = { readonly row: RegistryRow; readonly center: string | null; readonly place: string }

export type RegistryPage = {
  /** Null for all centers, the council's callers among them. */
  readonly centerId: number | null
  /** Place of the last row of the page before. */
  readonly after: string | null
  readonly limit: number
}

/** Rows of a table of the registry, past and future ones too, by center and then as ORDER says; row security applies. */
export async function listRegistryRows(tx: Tx, table: RegistryTable, { centerId, after, limit }: RegistryPage): Promise<PlacedRow[]> {
  return tx.sql<PlacedRow[]>`
    select row, center, place
    from (
      select to_jsonb(t) as row, centers.code as center, (
        select string_agg(coalesce(part, ''), ' ' order by at)
        from unnest(array[centers.code] || array(
          select to_jsonb(t) ->> name from unnest(${[...ORDER[table]]}::text[]) with ordinality as names (name, position) order by position
        )) with ordinality as parts (part, at)
      ) collate "C" as place
      from ${tx.sql(table)} t
      left join centers on centers.id = t.center_id
      where ${centerId}::int is null or t.center_id = ${centerId}::int
    ) placed
    where ${after}::text is null or place > ${after}::text collate "C"
    order by place
    limit ${limit}`
}
