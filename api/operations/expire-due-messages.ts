import { findMessage, lockActivation } from '../../db/queries/activations.js'
import { endHead, listExpired, moveToClosing } from '../../db/queries/broadcast-endings.js'
import { appendPage } from '../../db/queries/pages.js'
import { lapseRatifications } from '../../db/queries/ratifications.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Message } from '../../schema/domain/playbooks/activation.js'
import type { Hub } from '../hub.js'
import { eachInTurn } from './each-in-turn.js'
import { inPlaybookTransaction, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import { sendAllClear } from './send-all-clear.js'

const JOB = { actor: 'job:expire-messages', agency: 'council', isPerson: false }
const BATCH = 100

/**
 * Ends every head whose time is over by the clock of the database. Nothing is sent by it but the all-clear of a template that asks for one (P9). What a commander sent
 * alone and nobody decided on lapses with it. One that cannot be ended holds up no other, and is thrown when all have had their turn. Returns
 * the messages that ended.
 */
export async function expireDueMessages(hub: Hub): Promise<readonly string[]> {
  const context = { centerId: null, role: 'jobs' } as const
  const due = await hub.db.transaction(context, tx => listExpired(tx, BATCH), { isReadOnly: true })
  const work = (id: string) => inPlaybookTransaction(hub, { who: JOB, context }, place => expireHead(place, id))
  const outcomes = await eachInTurn(due, { nameOf: id => id, work })
  return outcomes.flatMap(outcome => (outcome.ok && outcome.value !== null ? [outcome.value] : []))
}

async function expireHead(place: PlaybookPlace, id: string): Promise<Outcome<string | null>> {
  const activation = await lockActivation(place.tx, id)
  const head = activation?.headMessage == null ? null : await findMessage(place.tx, activation.headMessage)
  if (activation === null || head === null || head.state !== 'CURRENT' || Date.parse(head.expiresAt) > Date.parse(place.now))
    return accept(null)
  await endHead(place.tx, id, 'expired')
  await lapseRatifications(place.tx, id)
  await notePlaybookAct(place, 'message.expired', { activation: id, message: head.id, seq: head.seq })
  const allClear = await sendAllClear(place, activation)
  if (!allClear.ok) await pageUnsent(place, head, allClear.issues)
  if (!allClear.ok || allClear.value === null) await moveToClosing(place.tx, id)
  return accept(head.id)
}

/** Centers were promised an all-clear: somebody has to tell them. */
async function pageUnsent({ tx }: PlaybookPlace, { id, activationId }: Message, issues: readonly Issue[]): Promise<void> {
  const detail = { codes: issues.map(({ code }) => code) }
  await appendPage(tx, { kind: 'ALL_CLEAR_UNSENT', subject: id, activationId, messageId: id, detail })
}
