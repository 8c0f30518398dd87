import type { TenantContext } from '../../db/transaction.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'

/** On whose behalf the transactions of a caller run: what row-level security lets them see. The widest of the caller's roles counts. */
export function tenantContextOf(caller: Caller): TenantContext {
  const centerId = caller.center?.id ?? null
  if (holdsAny(caller, 'hub:admin')) return { centerId, role: 'admin' }
  if (holdsAny(caller, 'terms:curate')) return { centerId, role: 'steward' }
  return { centerId, role: centerId === null ? 'reader' : 'center' }
}

const COORDINATES = ['playbooks:author', 'playbooks:approve', 'playbooks:broadcast', 'playbooks:break-glass'] as const

/** The same for questions about playbooks: whoever coordinates reads as a coordinator, whatever else they are. */
export const playbookContextOf = (caller: Caller): TenantContext =>
  holdsAny(caller, ...COORDINATES) ? { centerId: caller.center?.id ?? null, role: 'coordinator' } : tenantContextOf(caller)

/** How audit entries and stored rows name a caller: `client:<client_id>` or `person:<sub>`. */
export const actorOf = ({ kind, subject }: Caller): string => `${kind}:${subject}`
