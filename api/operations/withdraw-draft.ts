import { insertDraftRevision, listDraftsById, lockDefinitions } from '../../db/queries/definition-drafts.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { DraftRevision } from '../../schema/domain/statistics/definition-draft.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { checkDraftReason, draftIsSettled, noSuchDraft } from './definition-refusals.js'
import { isDraftId, noteDraft } from './keep-draft.js'

/** Ends a draft that will not be published. What was drafted is kept, and another draft may say the same again. */
export async function withdrawDraft(
  hub: Hub,
  caller: Caller,
  { draft, reason }: { readonly draft: string; readonly reason: string },
): Promise<Outcome<DraftRevision>> {
  const faults = [...checkDraftReason(reason), ...(isDraftId(draft) ? [] : [noSuchDraft(['draft'], draft)])]
  if (faults.length > 0) return refuse(...faults)
  return hub.db.transaction(tenantContextOf(caller), async tx => {
    await lockDefinitions(tx)
    const [standing] = await listDraftsById(tx, [draft])
    if (standing === undefined) return refuse(noSuchDraft(['draft'], draft))
    if (standing.state !== 'draft') return refuse(draftIsSettled(['draft'], standing))
    const author = actorOf(caller)
    const kept = await insertDraftRevision(tx, { ...standing, revision: standing.revision + 1, state: 'withdrawn', author, reason })
    await noteDraft(tx, kept, 'definition.withdrawn')
    return accept(kept)
  })
}
