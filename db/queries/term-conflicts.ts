import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

export const COUNCIL = 0

/** A contradiction as it is found; `subject` is the same every night while it is. */
export type ConflictToNote = {
  readonly conflict: string
  readonly subject: string
  readonly terms: readonly string[]
  readonly evidence: Readonly<Record<string, unknown>>
}

/** A contradiction as it is kept. Center 0 is between centers. */
export type StoredConflict = ConflictToNote & {
  readonly center_id: number
  readonly id: string
  readonly detected_on: string
  readonly last_seen_on: string
  readonly state: 'open' | 'resolved' | 'dismissed'
  readonly settled_at: string | null
  readonly settled_by: string | null
  readonly settlement: string | null
}

/** Notes what was found: what is open already is seen again, the rest is new. One that a person dismissed stays dismissed. Returns how many are new. */
export async function noteConflicts(tx: Tx, centerId: number, found: readonly ConflictToNote[]): Promise<number> {
  if (found.length === 0) return 0
  const rows = JSON.stringify(found)
  const [counted] = await tx.sql<{ added: number }[]>`
    with found as (
      select f.* from jsonb_to_recordset(${rows}::text::jsonb) as f (conflict text, subject text, terms jsonb, evidence jsonb)
      where not exists (
        select from term_conflicts d where d.center_id = ${centerId} and d.conflict = f.conflict and d.subject = f.subject and d.state = 'dismissed'
      )
    ), noted as (
      insert into term_conflicts as c (center_id, conflict, subject, terms, evidence)
      select ${centerId}, f.conflict, f.subject, array(select jsonb_array_elements_text(f.terms)::uuid), f.evidence from found f
      on conflict (center_id, conflict, subject) where state = 'open' do update set last_seen_on = hub_today(), evidence = excluded.evidence
      returning (xmax = 0) as is_new
    )
    select count(*) filter (where is_new)::int as added from noted`
  return counted?.added ?? 0
}

/** Settles those open ones of the kinds that were not found again. Returns how many. */
export async function resolveUnseen(
  tx: Tx,
  centerId: number,
  { kinds, seen, actor }: { readonly kinds: readonly string[]; readonly seen: readonly ConflictToNote[]; readonly actor: string },
): Promise<number> {
  const { count } = await tx.sql`
    update term_conflicts c set state = 'resolved', settled_at = hub_now(), settled_by = ${actor}, settlement = 'not found again'
    where c.center_id = ${centerId} and c.state = 'open' and c.conflict = any(${plainColumn(kinds)}::text[])
      and not exists (
        select from unnest(${plainColumn(seen.map(({ conflict }) => conflict))}::text[], ${plainColumn(seen.map(({ subject }) => subject))}::text[]) as s (conflict, subject)
        where s.conflict = c.conflict and s.subject = c.subject
      )`
  return count
}

const columns = `center_id, id, conflict, subject, terms, detected_on, last_seen_on, evidence, state, settled_at, settled_by, settlement`

/** Contradictions, the newest first; `centerId` null is every one that the policies show. */
export const listConflicts = (
  tx: Tx,
  page: {
    readonly centerId: number | null
    readonly isOpen: boolean
    readonly before: readonly [detectedOn: string, id: string] | null
    readonly limit: number
  },
): Promise<readonly StoredConflict[]> => tx.sql<StoredConflict[]>`
  select ${tx.sql.unsafe(columns)}
  from term_conflicts
  where (${page.centerId}::smallint is null or center_id = ${page.centerId}) and (state = 'open' or not ${page.isOpen}::boolean)
    and (${page.before?.[0] ?? null}::date is null or (detected_on, id) < (${page.before?.[0] ?? null}::date, ${page.before?.[1] ?? null}::uuid))
  order by detected_on desc, id desc
  limit ${page.limit}`

/** Settles an open one; false where it is not open, or hidden by the policies. */
export async function settleConflict(
  tx: Tx,
  centerId: number,
  settled: { readonly id: string; readonly state: 'resolved' | 'dismissed'; readonly actor: string; readonly settlement: string },
): Promise<boolean> {
  const { count } = await tx.sql`
    update term_conflicts set state = ${settled.state}, settled_at = hub_now(), settled_by = ${settled.actor}, settlement = ${settled.settlement}
    where center_id = ${centerId} and id = ${settled.id}::uuid and state = 'open'`
  return count === 1
}

/** A conflict by its id; null where there is none, or it is hidden by the policies. */
export async function findConflict(tx: Tx, id: string): Promise<StoredConflict | null> {
  const [row] = await tx.sql<StoredConflict[]>`select ${tx.sql.unsafe(columns)} from term_conflicts where id = ${id}::uuid`
  return row ?? null
}
