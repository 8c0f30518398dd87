import {
  findActivation,
  listActivations as listActivationRows,
  listMessages,
  listRatifications,
  listTargets,
  type FrozenTarget,
} from '../../db/queries/activations.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation, Message, Ratification } from '../../schema/domain/playbooks/activation.js'
import type { ActivationState } from '../../schema/domain/playbooks/activation-state.js'
import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isInstantPlace, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { notFound } from './playbook-refusals.js'

export type ActivationsQuestion = {
  readonly state: ActivationState | null
  readonly status: BroadcastStatus | null
  readonly first: number
  readonly after: string | null
}

/** A page of activations, the one opened last first. What was only planned is for coordinators and administrators. */
export async function listActivations(hub: Hub, caller: Caller, question: ActivationsQuestion): Promise<Outcome<Page<Activation>>> {
  const { state, status, first, after } = question
  const size = readPageSize(first)
  const place = readCursor(after, isInstantPlace)
  if (!size.ok || !place.ok) return refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
  const page = { state, status, after: place.value, limit: size.value + 1 }
  const rows = await hub.db.transaction(playbookContextOf(caller), tx => listActivationRows(tx, page), { isReadOnly: true })
  return accept(toPage(rows, size.value, ({ openedAt, id }) => [openedAt, id]))
}

/** A message with who gets it and what was decided of it. */
export type ListedMessage = Message & { readonly targets: readonly FrozenTarget[]; readonly ratification: Ratification | null }
export type ActivationHistory = { readonly activation: Activation; readonly messages: readonly ListedMessage[] }

/** An activation with everything that was sent, from one snapshot. */
export async function readActivation(hub: Hub, caller: Caller, id: string): Promise<Outcome<ActivationHistory>> {
  return hub.db.transaction(
    playbookContextOf(caller),
    async tx => {
      const activation = await findActivation(tx, id)
      return activation === null ? refuse(notFound('activation', id)) : accept({ activation, messages: await readMessages(tx, id) })
    },
    { isReadOnly: true, isolation: 'repeatable read' },
  )
}

/** One message of an activation that the caller just sent, as it is listed. */
export async function readMessage(hub: Hub, caller: Caller, message: Message): Promise<ListedMessage> {
  const messages = await hub.db.transaction(playbookContextOf(caller), tx => readMessages(tx, message.activationId), { isReadOnly: true })
  return messages.find(({ id }) => id === message.id) ?? { ...message, targets: [], ratification: null }
}

async function readMessages(tx: Tx, activationId: string): Promise<readonly ListedMessage[]> {
  const [messages, targets, ratifications] = [
    await listMessages(tx, activationId),
    await listTargets(tx, activationId),
    await listRatifications(tx, activationId),
  ]
  return messages.map(message => ({
    ...message,
    targets: targets.filter(({ messageId }) => messageId === message.id),
    ratification: ratifications.find(({ messageId }) => messageId === message.id) ?? null,
  }))
}
