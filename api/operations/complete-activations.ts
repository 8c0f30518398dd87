import { closeActivation, lockActivation } from '../../db/queries/activations.js'
import { isAnswered, listAnswered } from '../../db/queries/broadcast-endings.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import { ACTIVATION_MACHINE } from '../../schema/domain/playbooks/activation-state.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { Hub } from '../hub.js'
import { eachInTurn } from './each-in-turn.js'
import { inPlaybookTransaction, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'

const JOB = { actor: 'job:complete-activations', agency: 'council', isPerson: false }
const BATCH = 100

/**
 * Closes what has ended and everybody has acknowledged the end of, without a person. Where a center is missing it stays open until somebody closes it by name
 * (closeActivation). One that cannot be closed holds up no other, and is thrown when all have had their turn. Returns those that were closed.
 */
export async function completeActivations(hub: Hub): Promise<readonly string[]> {
  const context = { centerId: null, role: 'jobs' } as const
  const found = await hub.db.transaction(context, tx => listAnswered(tx, BATCH), { isReadOnly: true })
  const work = (id: string) => inPlaybookTransaction(hub, { who: JOB, context }, place => complete(place, id))
  const outcomes = await eachInTurn(found, { nameOf: id => id, work })
  return outcomes.flatMap(outcome => (outcome.ok && outcome.value !== null ? [outcome.value] : []))
}

/** Looked at again under the lock: another replica, or a person, may have closed it since. */
async function complete(place: PlaybookPlace, id: string): Promise<Outcome<string | null>> {
  const activation = await lockActivation(place.tx, id)
  if (activation === null || !transition(ACTIVATION_MACHINE, activation.state, 'complete').ok) return accept(null)
  if (!(await isAnswered(place.tx, id))) return accept(null)
  await closeActivation(place.tx, { id, actor: place.actor, without: [] })
  await notePlaybookAct(place, 'activation.completed', { activation: id, message: activation.headMessage, seq: activation.headSeq })
  return accept(id)
}
