import { lockActivation } from '../../db/queries/activations.js'
import { listWithDeparted, takeOutDeparted as endTargets } from '../../db/queries/broadcast-endings.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { eachInTurn } from './each-in-turn.js'
import { inPlaybookTransaction, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'

const JOB = { actor: 'job:take-out-departed', agency: 'council', isPerson: false }
const BATCH = 100

/**
 * Takes centers whose membership has ended out of the emergencies under way (P8): what waits for them stops, nothing more is asked of them, and the board says
 * why. A copy that is in flight ends by itself. An emergency in which that does not go holds up no other, and is thrown when all have had their turn. Returns the activations.
 */
export async function takeOutDeparted(hub: Hub): Promise<readonly string[]> {
  const context = { centerId: null, role: 'jobs' } as const
  const found = await hub.db.transaction(context, tx => listWithDeparted(tx, BATCH), { isReadOnly: true })
  const work = (id: string) => inPlaybookTransaction(hub, { who: JOB, context }, place => takeOut(place, id))
  await eachInTurn(found, { nameOf: id => id, work })
  return found
}

async function takeOut(place: PlaybookPlace, id: string): Promise<Outcome<null>> {
  await lockActivation(place.tx, id)
  const centers = await endTargets(place.tx, id)
  if (centers.length > 0) await notePlaybookAct(place, 'activation.left', { activation: id, centers })
  return accept(null)
}
