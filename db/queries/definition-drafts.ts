import type { DraftRevision } from '../../schema/domain/statistics/definition-draft.js'
import type { Tx } from '../transaction.js'

/** The same as of the loader of whole packs: whoever writes definitions waits for whoever does. Held until commit. */
const LOCK = 120_120_122

export async function lockDefinitions(tx: Tx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(${LOCK})`
}

const columns = (tx: Tx) => tx.sql`
  d.id, d.revision, d.kind, d.code, d.version, d.effective_from as "effectiveFrom", d.definition, d.state, d.edition, d.author, d.reason,
  d.recorded_at as "recordedAt"`

type NewRevision = Omit<DraftRevision, 'edition' | 'recordedAt' | 'state'> & { readonly state: 'draft' | 'withdrawn' }

/** Appends a revision to a draft, or the first one. The table refuses one that does not follow the last, or comes after the end. */
export async function insertDraftRevision(tx: Tx, draft: NewRevision): Promise<DraftRevision> {
  const [row] = await tx.sql<DraftRevision[]>`
    insert into definition_drafts as d (id, revision, kind, code, version, effective_from, definition, state, author, reason)
    values (${draft.id}::text::uuid, ${draft.revision}, ${draft.kind}, ${draft.code}, ${draft.version}, ${draft.effectiveFrom}::text::date,
      ${JSON.stringify(draft.definition)}::text::jsonb, ${draft.state}, ${draft.author}, ${draft.reason})
    returning ${columns(tx)}`
  if (row === undefined) throw new Error('No revision of the draft was kept.')
  return row
}

/** How drafts stand, by id, in no order; those that are not there are left out. */
export async function listDraftsById(tx: Tx, ids: readonly string[]): Promise<DraftRevision[]> {
  return tx.sql<DraftRevision[]>`
    select distinct on (d.id) ${columns(tx)}
    from definition_drafts d
    where d.id = any (${[...ids]}::text[]::uuid[])
    order by d.id, d.revision desc`
}

/** Drafts that are neither published nor withdrawn. */
export async function listOpenDrafts(tx: Tx): Promise<DraftRevision[]> {
  return tx.sql<DraftRevision[]>`
    select distinct on (d.id) ${columns(tx)}
    from definition_drafts d
    where not exists (select from definition_drafts s where s.id = d.id and s.state <> 'draft')
    order by d.id, d.revision desc`
}

export type DraftPage = {
  readonly code: string | null
  readonly state: DraftRevision['state'] | null
  /** First instant and id of the last draft of the page before. */
  readonly after: readonly [begunAt: string, id: string] | null
  readonly limit: number
}

/** A draft as it stands, with every revision of it. */
export type ListedDraft = DraftRevision & { readonly begunAt: string; readonly revisions: readonly DraftRevision[] }

/** Drafts, the one begun last first, each with its history; row security lets administrators see them. */
export async function listDrafts(tx: Tx, { code, state, after, limit }: DraftPage): Promise<ListedDraft[]> {
  const [begunAt = null, id = null] = after ?? []
  return tx.sql<ListedDraft[]>`
    select ${columns(tx)}, first.recorded_at as "begunAt", (
      select json_agg(json_build_object(
        'id', r.id, 'revision', r.revision, 'kind', r.kind, 'code', r.code, 'version', r.version, 'effectiveFrom', r.effective_from,
        'definition', r.definition, 'state', r.state, 'edition', r.edition, 'author', r.author, 'reason', r.reason,
        'recordedAt', r.recorded_at) order by r.revision)
      from definition_drafts r where r.id = d.id
    ) as revisions
    from definition_drafts d
    join definition_drafts first on first.id = d.id and first.revision = 1
    where d.revision = (select max(l.revision) from definition_drafts l where l.id = d.id)
      and (${code}::text is null or d.code = ${code}::text)
      and (${state}::text is null or d.state = ${state}::text)
      and (${id}::text is null or (first.recorded_at, d.id) < (${begunAt}::text::timestamptz, ${id}::text::uuid))
    order by first.recorded_at desc, d.id desc
    limit ${limit}`
}
