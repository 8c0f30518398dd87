import postgres from 'postgres'
import type { Tx } from '../transaction.js'

/** Tables of the registry, with the columns that say from when to when a row holds; days are inclusive, an instant ends before. */
const SPANS = {
  callers: { from: 'valid_from', to: 'valid_to', of: 'instants' },
  memberships: { from: 'member_from', to: 'member_to', of: 'days' },
  calendars: { from: 'valid_from', to: 'valid_to', of: 'days' },
  calendar_exceptions: { from: 'day', to: 'day', of: 'days' },
  agreements: { from: 'valid_from', to: 'valid_to', of: 'days' },
  endpoints: { from: 'valid_from', to: 'valid_to', of: 'instants' },
  contacts: { from: 'valid_from', to: 'valid_to', of: 'instants' },
} as const

export type RegistryTable = keyof typeof SPANS
/** A row as its table has it: column by column. */
export type RegistryRow = Readonly<Record<string, unknown>>

const LOCK = 12_008

/** Acts on the registry wait for each other until commit: each is judged by what the one before left. */
export async function lockRegistry(tx: Tx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(${LOCK})`
}

/** The instant given, or now, as the database writes it; and whether it has gone by. */
export async function requireInstant(tx: Tx, instant: string | null): Promise<{ readonly at: string; readonly isPast: boolean }> {
  const [row] = await tx.sql<{ at: string; isPast: boolean }[]>`
    select coalesce(${instant}::timestamptz, hub_now()) as at, coalesce(${instant}::timestamptz < hub_now(), false) as "isPast"`
  if (row === undefined) throw new Error('The clock did not answer.')
  return row
}

/** Rows that have the columns of `key` and hold at some time after `at`, or at it; the earliest first. */
async function listRowsSince(tx: Tx, table: RegistryTable, { key, at }: { key: RegistryRow; at: string }): Promise<RegistryRow[]> {
  const { from, to, of } = SPANS[table]
  const ends =
    of === 'days'
      ? tx.sql`t.${tx.sql(to)} >= ${at}::text::date`
      : tx.sql`(t.${tx.sql(to)} > ${at}::text::timestamptz or t.${tx.sql(from)} >= ${at}::text::timestamptz)`
  const rows = await tx.sql<{ row: RegistryRow }[]>`
    select to_jsonb(t) as row
    from ${tx.sql(table)} t
    where to_jsonb(t) @> ${JSON.stringify(key)}::text::jsonb and (t.${tx.sql(to)} is null or ${ends})
    order by t.${tx.sql(from)}`
  return rows.map(({ row }) => row)
}

/**
 * Records a row for its span. The row of the same key that began earlier ends where this one begins, and goes on after this one's end, if it
 * has one; a row that began with it is replaced whole. A later row in the way is left there, and the table's exclusion refuses this one.
 */
export async function recordSpan(tx: Tx, table: RegistryTable, { key, row }: { key: RegistryRow; row: RegistryRow }): Promise<void> {
  const { from, to } = SPANS[table]
  const [standing] = await listRowsSince(tx, table, { key, at: String(row[from]) })
  if (standing === undefined) return insertRows(tx, table, [row])
  const order = await compareSpans(tx, table, { standing, row })
  if (order.startsLater) return insertRows(tx, table, [row])
  await removeRows(tx, table, [standing])
  const before = order.startsEarlier ? [{ ...standing, [to]: order.endBefore }] : []
  const after = order.startsEarlier && order.goesOn ? [{ ...standing, [from]: order.beginAfter }] : []
  await insertRows(tx, table, [...before, row, ...after])
}

type SpanOrder = {
  readonly startsEarlier: boolean
  readonly startsLater: boolean
  readonly goesOn: boolean
  readonly endBefore: string
  readonly beginAfter: string | null
}

/** How the span of a standing row lies to that of a new one. */
async function compareSpans(
  tx: Tx,
  table: RegistryTable,
  { standing, row }: { standing: RegistryRow; row: RegistryRow },
): Promise<SpanOrder> {
  const { from, to, of } = SPANS[table]
  const type = tx.sql.unsafe(of === 'days' ? 'date' : 'timestamptz')
  const step = tx.sql.unsafe(of === 'days' ? '1' : `interval '0'`)
  const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
  const [order] = await tx.sql<SpanOrder[]>`
    select
      old_from < new_from as "startsEarlier",
      old_from > new_from as "startsLater",
      new_to is not null and (old_to is null or old_to > new_to) as "goesOn",
      new_from - ${step} as "endBefore",
      new_to + ${step} as "beginAfter"
    from (select
      ${textOf(standing[from])}::text::${type} as old_from, ${textOf(standing[to])}::text::${type} as old_to,
      ${textOf(row[from])}::text::${type} as new_from, ${textOf(row[to])}::text::${type} as new_to) spans`
  if (order === undefined) throw new Error(`Spans of ${table} could not be compared.`)
  return order
}

/** Ends at an instant every row that has the columns of `key`; rows that would begin then or later are taken back. Returns how many. */
export async function endRows(
  tx: Tx,
  table: 'callers' | 'endpoints' | 'contacts',
  { key, at }: { key: RegistryRow; at: string },
): Promise<number> {
  const rows = await listRowsSince(tx, table, { key, at })
  if (rows.length === 0) return 0
  await removeRows(tx, table, rows)
  await tx.sql`
    insert into ${tx.sql(table)}
    select (jsonb_populate_record(null::${tx.sql(table)}, image || jsonb_build_object('valid_to', ${at}::text))).*
    from jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) image
    where (image ->> 'valid_from')::timestamptz < ${at}::text::timestamptz`
  return rows.length
}

export async function insertRows(tx: Tx, table: RegistryTable, rows: readonly RegistryRow[]): Promise<void> {
  await tx.sql`
    insert into ${tx.sql(table)}
    select * from jsonb_populate_recordset(null::${tx.sql(table)}, ${JSON.stringify(rows)}::text::jsonb)`
}

/** Removes rows that stand exactly as given, and returns how many did. Their images stay in registry_changes. */
export async function removeRows(tx: Tx, table: RegistryTable, rows: readonly RegistryRow[]): Promise<number> {
  const { count } = await tx.sql`
    delete from ${tx.sql(table)} t
    where to_jsonb(t) in (select jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb))`
  return count
}

/** The row that has the columns of `key`; null when none stands. The key must lead to one row at most. */
export async function findRow(tx: Tx, table: RegistryTable, key: RegistryRow): Promise<RegistryRow | null> {
  const [found] = await tx.sql<{ row: RegistryRow }[]>`
    select to_jsonb(t) as row from ${tx.sql(table)} t where to_jsonb(t) @> ${JSON.stringify(key)}::text::jsonb`
  return found?.row ?? null
}

/** Whether an administrator would be left who is valid now or will be, and for whom no end is set. */
export async function hasAdministrator(tx: Tx): Promise<boolean> {
  const [row] = await tx.sql<{ found: boolean }[]>`
    select exists (select from callers where 'hub:admin' = any (scopes) and valid_to is null and valid_from <= hub_now()) as found`
  return row?.found ?? false
}

/** The caller's row that holds at an instant; null when the subject is not registered then. */
export async function findCallerRow(tx: Tx, subject: string, at: string): Promise<RegistryRow | null> {
  const [found] = await tx.sql<{ row: RegistryRow }[]>`
    select to_jsonb(t) as row
    from callers t
    where subject = ${subject} and valid_from <= ${at}::text::timestamptz and (valid_to is null or ${at}::text::timestamptz < valid_to)`
  return found?.row ?? null
}

/** Name of the constraint that refused a statement; null for every other error. */
export const constraintOf = (error: unknown): string | null =>
  error instanceof postgres.PostgresError ? (error.constraint_name ?? null) : null
