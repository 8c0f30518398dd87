import { listApprovals, listVersions, type StoredApproval } from '../../db/queries/playbook-versions.js'
import { findActivation } from '../../db/queries/activations.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isInstantPlace, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { notFound } from './playbook-refusals.js'

/** A text with every approval it was given. */
export type ListedVersion = PlaybookVersion & { readonly approvals: readonly StoredApproval[] }

export type VersionsQuestion = { readonly activation: string; readonly first: number; readonly after: string | null }

/** Texts of an activation, the newest first; for coordinators and administrators. */
export async function listPlaybookVersions(hub: Hub, caller: Caller, question: VersionsQuestion): Promise<Outcome<Page<ListedVersion>>> {
  const { activation: id, first, after } = question
  const size = readPageSize(first)
  const place = readCursor(after, isInstantPlace)
  if (!size.ok || !place.ok) return refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
  return hub.db.transaction(
    playbookContextOf(caller),
    async tx => {
      if ((await findActivation(tx, id)) === null) return refuse(notFound('activation', id))
      const rows = await listVersions(tx, { activationId: id, after: place.value, limit: size.value + 1 })
      const approvals = await listApprovals(
        tx,
        rows.map(version => version.id),
      )
      const listed = rows.map(version => ({ ...version, approvals: approvals.filter(({ versionId }) => versionId === version.id) }))
      return accept(toPage(listed, size.value, ({ createdAt, id: versionId }) => [createdAt, versionId]))
    },
    { isReadOnly: true },
  )
}

/** The approvals of a text that an act just left as it stands. */
export async function withApprovals(hub: Hub, caller: Caller, version: PlaybookVersion): Promise<ListedVersion> {
  const approvals = await hub.db.transaction(playbookContextOf(caller), tx => listApprovals(tx, [version.id]), { isReadOnly: true })
  return { ...version, approvals }
}
