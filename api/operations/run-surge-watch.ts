import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import { actorOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { actOnPlaybooks, notePlaybookAct } from './playbook-act.js'
import { watchSurges, type SurgeWatch } from './watch-surges.js'

/** Longer than a look at all centers takes; nobody waits longer for an answer. */
const TIME_LIMIT_MS = 60_000

/** Looks for surges now, on a coordinator's word. The same work as every hour, safe beside it. */
export async function runSurgeWatch(hub: Hub, caller: Caller): Promise<Outcome<SurgeWatch>> {
  const noted = await actOnPlaybooks(hub, caller, async place => {
    await notePlaybookAct(place, 'surges.watched', {})
    return accept(null)
  })
  if (!noted.ok) return noted
  return accept(await watchSurges(hub, { actor: actorOf(caller), signal: AbortSignal.timeout(TIME_LIMIT_MS) }))
}
