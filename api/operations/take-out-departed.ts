import { lockActivation } from '../../db/queries/activations.js'
import { listWithDeparted, takeOutDeparted as endTargets } from '../../db/queries/broadcast-endings.js'
import { accept } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { inPlaybookTransaction, notePlaybookAct } from './playbook-act.js'

const JOB = { actor: 'job:take-out-departed', agency: 'council', isPerson: false }
const BATCH = 100

/**
 * Takes centers whose membership has ended out of the emergencies under way (P8): what waits for them stops, nothing more is asked of them, and the board says
 * why. A copy that is in flight ends by itself. Returns the activations.
 */
export async function takeOutDeparted(hub: Hub): Promise<readonly string[]> {
  const context = { centerId: null, role: 'jobs' } as const
  const found = await hub.db.transaction(context, tx => listWithDeparted(tx, BATCH), { isReadOnly: true })
  for (const id of found) {
    await inPlaybookTransaction(hub, { who: JOB, context }, async place => {
      await lockActivation(place.tx, id)
      const centers = await endTargets(place.tx, id)
      if (centers.length > 0) await notePlaybookAct(place, 'activation.left', { activation: id, centers })
      return accept(null)
    })
  }
  return found
}
