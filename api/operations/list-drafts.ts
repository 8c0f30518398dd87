import { listDrafts as listDraftRows, type ListedDraft } from '../../db/queries/definition-drafts.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { DraftRevision } from '../../schema/domain/statistics/definition-draft.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isDraftId } from './keep-draft.js'
import { isInstant, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

/** A draft with its history. */
export type Draft = ListedDraft

export type DraftsQuestion = {
  readonly code: string | null
  readonly state: DraftRevision['state'] | null
  readonly first: number
  readonly after: string | null
}

const isPlace = (place: unknown): place is readonly [string, string] =>
  Array.isArray(place) && place.length === 2 && isInstant(place[0]) && typeof place[1] === 'string' && isDraftId(place[1])

/** A page of drafts, the one begun last first, each with every revision. */
export async function listDrafts(hub: Hub, caller: Caller, { code, state, first, after }: DraftsQuestion): Promise<Outcome<Page<Draft>>> {
  const size = readPageSize(first)
  const place = readCursor(after, isPlace)
  if (!size.ok || !place.ok) return refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
  const page = { code, state, after: place.value, limit: size.value + 1 }
  const rows = await hub.db.transaction(tenantContextOf(caller), tx => listDraftRows(tx, page), { isReadOnly: true })
  return accept(toPage(rows, size.value, ({ begunAt, id }) => [begunAt, id]))
}
