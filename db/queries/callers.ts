import { SCOPES, type Scope } from '../../schema/domain/centers/caller.js'
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

/** Registers the callers, or brings those already registered up to what is given. For the owner of the database. */
export async function registerCallers(sql: Sql, callers: readonly NewCaller[]): Promise<void> {
  await sql`
    insert into callers (subject, kind, center_id, scopes, display_name)
    select given.subject, given.kind, centers.id, string_to_array(given.scopes, ' '), given.display_name
    from unnest(
      ${callers.map(({ subject }) => subject)}::text[],
      ${callers.map(({ kind }) => kind)}::text[],
      ${callers.map(({ center }) => center)}::text[],
      ${callers.map(({ scopes }) => scopes.join(' '))}::text[],
      ${callers.map(({ displayName }) => displayName)}::text[]
    ) as given (subject, kind, center, scopes, display_name)
    left join centers on centers.code = given.center
    on conflict (subject) do update set
      kind = excluded.kind,
      center_id = excluded.center_id,
      scopes = excluded.scopes,
      display_name = excluded.display_name,
      valid_to = null`
}
