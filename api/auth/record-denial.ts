import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Hub } from '../hub.js'
import { actorOf, tenantContextOf } from './tenant-context.js'

/**
 * Chains an audit entry for a denial: to the chain of the caller's center, or to the council's. `subject` names the field or the thing
 * that was denied, by id. If the entry cannot be written this rejects: the request fails, and it was denied either way.
 */
export async function recordDenial(hub: Hub, caller: Caller, field: string): Promise<void> {
  const chain = caller.center?.id ?? COUNCIL_CHAIN
  await hub.db.transaction(tenantContextOf(caller), tx =>
    appendAudit(tx, { chain, actor: actorOf(caller), action: 'access.denied', subject: { field } }),
  )
}
