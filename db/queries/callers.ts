import { SCOPES, type Caller, type Scope } from '../../schema/domain/centers/caller.js'
import type { Sql } from '../guarded-sql.js'

/** A caller as registered, with the center's code beside its number. */
export type RegisteredCaller = {
  readonly subject: string
  readonly kind: 'client' | 'person'
  readonly center: { readonly code: string; readonly id: number } | null
  readonly scopes: readonly Scope[]
}

export type NewCaller = {
  readonly subject: string
  readonly kind: 'client' | 'person'
  readonly center: string | null
  readonly scopes: readonly Scope[]
  readonly displayName: string
}

/** The caller registered under this subject and valid now; null when there is none. One lookup by primary key. */
export async function findCaller(sql: Sql, subject: string): Promise<RegisteredCaller | null> {
  const [row] = await sql<
    { subject: string; kind: 'client' | 'person'; scopes: Scope[]; center_id: number | null; center_code: string | null }[]
  >`
    select subject, kind, scopes, center_id, centers.code as center_code
    from callers
    left join centers on centers.id = center_id
    where subject = ${subject}
      and valid_from <= hub_now()
      and (valid_to is null or hub_now() < valid_to)`
  if (row === undefined) return null
  const center = row.center_id === null || row.center_code === null ? null : { id: row.center_id, code: row.center_code }
  return { subject: row.subject, kind: row.kind, center, scopes: SCOPES.filter(scope => row.scopes.includes(scope)) }
}

/** Those of the callers who are as they were let in: valid now, at the same center, and with every scope they had. For who stays connected. */
export async function listStanding(sql: Sql, callers: readonly Caller[]): Promise<ReadonlySet<Caller>> {
  const rows = await sql<{ at: number }[]>`
    select let_in.at - 1 as at
    from unnest(
      ${callers.map(({ subject }) => subject)}::text[],
      ${callers.map(({ center }) => center?.id ?? null)}::smallint[],
      ${callers.map(({ scopes }) => [...scopes].join(' '))}::text[]
    ) with ordinality as let_in (subject, center_id, scopes, at)
    join callers registered on registered.subject = let_in.subject
    where registered.valid_from <= hub_now()
      and (registered.valid_to is null or hub_now() < registered.valid_to)
      and registered.center_id is not distinct from let_in.center_id
      and string_to_array(let_in.scopes, ' ') <@ registered.scopes`
  return new Set(rows.flatMap(({ at }) => callers[at] ?? []))
}

/** Code of the center a subject was last registered for; null for the council and for a subject nobody knows. */
export async function findCenterOfSubject(sql: Sql, subject: string): Promise<string | null> {
  const [row] = await sql<{ code: string }[]>`
    select centers.code
    from callers
    join centers on centers.id = center_id
    where subject = ${subject}
    order by valid_from desc
    limit 1`
  return row?.code ?? null
}

/**
 * Registers the callers, or brings those already registered up to what is given; one whose time has ended is
 * registered again from now on. For the owner of the database.
 */
export async function registerCallers(sql: Sql, callers: readonly NewCaller[]): Promise<void> {
  await sql`
    with given as (
      select given.subject, given.kind, centers.id as center_id, string_to_array(given.scopes, ' ') as scopes, given.display_name
      from unnest(
        ${callers.map(({ subject }) => subject)}::text[],
        ${callers.map(({ kind }) => kind)}::text[],
        ${callers.map(({ center }) => center)}::text[],
        ${callers.map(({ scopes }) => scopes.join(' '))}::text[],
        ${callers.map(({ displayName }) => displayName)}::text[]
      ) as given (subject, kind, center, scopes, display_name)
      left join centers on centers.code = given.center
    ), brought_up as (
      update callers set
        kind = given.kind, center_id = given.center_id, scopes = given.scopes, display_name = given.display_name
      from given
      where callers.subject = given.subject
        and (callers.valid_to is null or callers.valid_to > hub_now())
        and callers.valid_from = (select max(valid_from) from callers latest where latest.subject = given.subject)
        and (callers.kind, callers.center_id, callers.scopes, callers.display_name)
          is distinct from (given.kind, given.center_id, given.scopes, given.display_name)
    )
    insert into callers (subject, kind, center_id, scopes, display_name)
    select subject, kind, center_id, scopes, display_name
    from given
    where not exists (
      select from callers known where known.subject = given.subject and (known.valid_to is null or known.valid_to > hub_now())
    )`
}
