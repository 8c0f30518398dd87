import type { Tx } from '../transaction.js'
import type { RegistryRow, RegistryTable } from './registry.js'

export type NewAct = {
  readonly actor: string
  /** `noun.verb`, as in the audit entry of the act. */
  readonly action: string
  /** The center it is about; null for the council. */
  readonly centerId: number | null
  readonly reason: string
  /** Id of the act it takes back. */
  readonly undoes: string | null
}

/** A row that came or went by an act. */
export type RowChange = { readonly table: RegistryTable; readonly change: 'removed' | 'recorded'; readonly image: RegistryRow }

/** An act on the registry with everything it changed, in order. */
export type RegistryAct = NewAct & {
  readonly no: number
  readonly id: string
  readonly at: string
  readonly changes: readonly RowChange[]
}

/** Opens the act under which the rest of the transaction changes the registry. */
export async function openAct(tx: Tx, { actor, action, centerId, reason, undoes }: NewAct): Promise<number> {
  const [row] = await tx.sql<{ no: number }[]>`
    insert into registry_acts (actor, action, center_id, reason, undoes)
    values (${actor}, ${action}, ${centerId}, ${reason}, ${undoes}::text::uuid)
    returning no`
  if (row === undefined) throw new Error('No act was opened.')
  return row.no
}

const acts = (tx: Tx) => tx.sql`
  select no, id, at, actor, action, center_id as "centerId", reason, undoes, (
    select coalesce(json_agg(json_build_object('table', registry_table, 'change', change, 'image', image) order by no), '[]')
    from registry_changes where act_no = registry_acts.no
  ) as changes
  from registry_acts`

/** An act by its number. */
export async function requireAct(tx: Tx, no: number): Promise<RegistryAct> {
  const [act] = await tx.sql<RegistryAct[]>`${acts(tx)} where no = ${no}`
  if (act === undefined) throw new Error(`Act ${no} is not there.`)
  return act
}

/** An act by its id, and whether a later one took it back; null when there is none. */
export async function findAct(tx: Tx, id: string): Promise<(RegistryAct & { readonly isUndone: boolean }) | null> {
  const [act] = await tx.sql<RegistryAct[]>`${acts(tx)} where id = ${id}::text::uuid`
  if (act === undefined) return null
  const undone = await tx.sql`select from registry_acts where undoes = ${id}::text::uuid`
  return { ...act, isUndone: undone.length > 0 }
}

/** Acts, newest first, of one center or of all. */
export async function listActs(
  tx: Tx,
  { centerId, beforeNo, limit }: { readonly centerId: number | null; readonly beforeNo: number | null; readonly limit: number },
): Promise<RegistryAct[]> {
  return tx.sql<RegistryAct[]>`${acts(tx)}
    where (${centerId}::int is null or center_id = ${centerId}::int) and (${beforeNo}::bigint is null or no < ${beforeNo}::bigint)
    order by no desc
    limit ${limit}`
}
