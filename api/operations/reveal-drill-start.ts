import { findInstant } from '../../db/queries/drill-instants.js'
import { findDrill } from '../../db/queries/drills.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { instantNotForYou } from './drill-refusals.js'
import { actOnPlaybooks, notePlaybookAct, sha256 } from './playbook-act.js'
import { checkActReason, notFound } from './playbook-refusals.js'

export type DrillStart = { readonly drill: string; readonly startsAt: string | null }

/**
 * When a drill begins, also one that is unannounced and waits; null while no instant is drawn. Nobody of a center that takes part is told, and whoever is told is in the audit
 * before they know.
 */
export const revealDrillStart = (
  hub: Hub,
  caller: Caller,
  { drill: id, reason }: { readonly drill: string; readonly reason: string },
): Promise<Outcome<DrillStart>> =>
  actOnPlaybooks(hub, caller, async place => {
    const issues = checkActReason(reason)
    if (issues.length > 0) return refuse(...issues)
    const drill = await findDrill(place.tx, id)
    if (drill === null) return refuse(notFound('drill', id))
    const own = caller.center?.id
    if (own !== undefined && [...drill.participants, ...drill.overflow].includes(own)) return refuse(instantNotForYou())
    const startsAt = drill.startsAt ?? (await findInstant(place.tx, id))
    await notePlaybookAct(place, 'drill.revealed', { drill: id, plan: drill.planId, reason: sha256(reason) })
    return accept({ drill: id, startsAt })
  })
