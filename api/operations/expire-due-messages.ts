import { findMessage, lockActivation } from '../../db/queries/activations.js'
import { endHead, listExpired, moveToClosing } from '../../db/queries/broadcast-endings.js'
import { lapseRatifications } from '../../db/queries/ratifications.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { inPlaybookTransaction, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'

const JOB = { actor: 'job:expire-messages', agency: 'council', isPerson: false }
const BATCH = 100

/**
 * Ends every head whose time is over by the clock of the database; nothing is sent by it (P9). What a commander sent alone and nobody decided on lapses with it.
 * Returns the messages that ended.
 */
export async function expireDueMessages(hub: Hub): Promise<readonly string[]> {
  const context = { centerId: null, role: 'jobs' } as const
  const due = await hub.db.transaction(context, tx => listExpired(tx, BATCH), { isReadOnly: true })
  const ended: string[] = []
  for (const id of due) {
    const outcome = await inPlaybookTransaction(hub, { who: JOB, context }, place => expireHead(place, id))
    if (outcome.ok && outcome.value !== null) ended.push(outcome.value)
  }
  return ended
}

async function expireHead(place: PlaybookPlace, id: string): Promise<Outcome<string | null>> {
  const activation = await lockActivation(place.tx, id)
  const head = activation?.headMessage == null ? null : await findMessage(place.tx, activation.headMessage)
  if (head === null || head.state !== 'CURRENT' || Date.parse(head.expiresAt) > Date.parse(place.now)) return accept(null)
  await endHead(place.tx, id, 'expired')
  await moveToClosing(place.tx, id)
  await lapseRatifications(place.tx, id)
  await notePlaybookAct(place, 'message.expired', { activation: id, message: head.id, seq: head.seq })
  return accept(head.id)
}
