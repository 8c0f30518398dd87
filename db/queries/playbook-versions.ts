import type { Approval, TargetedApproval } from '../../schema/domain/playbooks/approval.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { VersionState } from '../../schema/domain/playbooks/version-state.js'
import type { Tx } from '../transaction.js'

const columns = (tx: Tx) => tx.sql`
  v.id, v.activation_id as "activationId", v.status, v.type, v.purpose, v.state, v.revision, v.level, v.areas, v.overflow, v.library, v.template,
  v.template_version as "templateVersion", v.given, v.content, v.content_hash as "contentHash", v.base_seq as "baseSeq", v.expires_at as "expiresAt",
  v.publish_at as "publishAt", v.author, v.author_agency as "authorAgency", v.authors, v.scheduled_by as "scheduledBy", v.message_id as "messageId",
  v.created_at as "createdAt", v.changed_at as "changedAt"`

export type NewVersion = Omit<
  PlaybookVersion,
  'state' | 'revision' | 'publishAt' | 'authors' | 'scheduledBy' | 'messageId' | 'createdAt' | 'changedAt'
>

export async function insertVersion(tx: Tx, made: NewVersion): Promise<PlaybookVersion> {
  const [row] = await tx.sql<PlaybookVersion[]>`
    insert into playbook_versions as v (id, activation_id, status, type, purpose, level, areas, overflow, library, template, template_version, given,
      content, content_hash, base_seq, expires_at, author, author_agency, authors)
    values (${made.id}, ${made.activationId}, ${made.status}, ${made.type}, ${made.purpose}, ${made.level}, ${[...made.areas]}::text[],
      ${[...made.overflow]}::smallint[], ${made.library}, ${made.template}, ${made.templateVersion}, ${JSON.stringify(made.given)}::text::jsonb,
      ${made.content}, ${made.contentHash}, ${made.baseSeq}, ${made.expiresAt}::text::timestamptz, ${made.author}, ${made.authorAgency},
      array[${made.author}::text])
    returning ${columns(tx)}`
  if (row === undefined) throw new Error('No text was kept.')
  return row
}

export type Revised = Pick<
  PlaybookVersion,
  'id' | 'level' | 'areas' | 'overflow' | 'given' | 'content' | 'contentHash' | 'baseSeq' | 'expiresAt'
> & {
  readonly author: string
  readonly state: VersionState
}

/** The next revision of a text; whoever writes it has written it. What was approved before is of another revision. */
export async function reviseVersion(tx: Tx, revised: Revised): Promise<PlaybookVersion> {
  const [row] = await tx.sql<PlaybookVersion[]>`
    update playbook_versions as v set
      state = ${revised.state}, revision = v.revision + 1, level = ${revised.level}, areas = ${[...revised.areas]}::text[],
      overflow = ${[...revised.overflow]}::smallint[], given = ${JSON.stringify(revised.given)}::text::jsonb, content = ${revised.content},
      content_hash = ${revised.contentHash}, base_seq = ${revised.baseSeq}, expires_at = ${revised.expiresAt}::text::timestamptz,
      authors = case when ${revised.author} = any (v.authors) then v.authors else v.authors || ${revised.author}::text end, changed_at = hub_now()
    where v.id = ${revised.id}
    returning ${columns(tx)}`
  if (row === undefined) throw new Error(`Text ${revised.id} is not there.`)
  return row
}

type Moved = { readonly id: string; readonly state: VersionState; readonly publishAt?: string | null; readonly scheduledBy?: string | null }

/** The next state of a text; when and by whom it is scheduled where that is said. */
export async function moveVersion(tx: Tx, { id, state, publishAt = null, scheduledBy = null }: Moved): Promise<PlaybookVersion> {
  const [row] = await tx.sql<PlaybookVersion[]>`
    update playbook_versions as v set state = ${state}, changed_at = hub_now(),
      publish_at = coalesce(${publishAt}::text::timestamptz, v.publish_at), scheduled_by = coalesce(${scheduledBy}::text, v.scheduled_by)
    where v.id = ${id}
    returning ${columns(tx)}`
  if (row === undefined) throw new Error(`Text ${id} is not there.`)
  return row
}

/** A text; its activation is to be locked first where anything is to change. */
export async function findVersion(tx: Tx, id: string): Promise<PlaybookVersion | null> {
  const [row] = await tx.sql<PlaybookVersion[]>`select ${columns(tx)} from playbook_versions v where v.id = ${id}`
  return row ?? null
}

export type VersionPage = {
  readonly activationId: string
  readonly after: readonly [createdAt: string, id: string] | null
  readonly limit: number
}

/** Texts of an activation, the newest first. */
export async function listVersions(tx: Tx, { activationId, after, limit }: VersionPage): Promise<PlaybookVersion[]> {
  const [createdAt = null, id = null] = after ?? []
  return tx.sql<PlaybookVersion[]>`
    select ${columns(tx)} from playbook_versions v
    where v.activation_id = ${activationId}
      and (${id}::text is null or (v.created_at, v.id) < (${createdAt}::text::timestamptz, ${id}::text))
    order by v.created_at desc, v.id desc
    limit ${limit}`
}

/** Ids of scheduled texts that are due, the longest due first, with what was scheduled when and by whom. */
export async function listDueVersions(tx: Tx, limit: number): Promise<{ readonly id: string; readonly activationId: string }[]> {
  return tx.sql<{ id: string; activationId: string }[]>`
    select v.id, v.activation_id as "activationId" from playbook_versions v
    where v.state = 'SCHEDULED' and v.publish_at <= hub_now()
    order by v.publish_at, v.id
    limit ${limit}`
}

type NewApproval = Pick<Approval, 'revision' | 'contentHash' | 'approver' | 'agency'> & {
  readonly versionId: string
  readonly targets: readonly number[]
  readonly hazard: string
}

/** Keeps one person's word. The table refuses that of an author, of a program, and of another content than the one in review. */
export async function insertApproval(tx: Tx, made: NewApproval): Promise<void> {
  await tx.sql`
    insert into approvals (version_id, revision, content_hash, approver, agency, retyped_hazard, retyped_centers, target_centers)
    values (${made.versionId}, ${made.revision}, ${made.contentHash}, ${made.approver}, ${made.agency}, ${made.hazard}, ${made.targets.length},
      ${[...made.targets]}::smallint[])`
}

export type StoredApproval = TargetedApproval & { readonly versionId: string }

/** Every approval of some texts, in order, also of revisions that stand no more. */
export async function listApprovals(tx: Tx, versionIds: readonly string[]): Promise<StoredApproval[]> {
  return tx.sql<StoredApproval[]>`
    select version_id as "versionId", revision, content_hash as "contentHash", approver, agency, approved_at as "approvedAt", retyped_centers as centers,
      target_centers as targets
    from approvals where version_id = any (${[...versionIds]}::text[]) order by id`
}
