import { takeOutDeparted } from '../../db/queries/broadcast-endings.js'
import { listReached } from '../../db/queries/publications.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation, Message } from '../../schema/domain/playbooks/activation.js'
import { ACTIVATION_MACHINE } from '../../schema/domain/playbooks/activation-state.js'
import type { Lead, Purpose } from '../../schema/domain/playbooks/broadcast.js'
import type { PlaceholderValues } from '../../schema/domain/playbooks/placeholder-value.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import { deriveVersion } from './derive-version.js'
import type { HeadText } from './head-text.js'
import type { PlaybookPlace } from './playbook-act.js'
import { sendMessage } from './send-message.js'

const CANCEL_LIFE_MS = 24 * 3_600_000

type Cancel = {
  readonly messageId: string
  readonly purpose: Purpose
  readonly lead: Lead
  readonly values: PlaceholderValues
  readonly noted: Readonly<Record<string, unknown>>
}

/**
 * Ends an activation with a cancel to everybody who got anything of it. The lock of the activation is held. Nothing of an earlier message is started afterwards,
 * and the cancel is sent wherever one was ever begun (P3).
 */
export async function cancelActivation(
  place: PlaybookPlace,
  { activation, head }: { readonly activation: Activation; readonly head: HeadText },
  { messageId, purpose, lead, values, noted }: Cancel,
): Promise<Outcome<Message>> {
  const possible = transition(ACTIVATION_MACHINE, activation.state, 'cancel')
  if (!possible.ok) return possible
  // A clock that was ahead when the head went out, and was set right since, must not stand in the way of a stop.
  const sentAt = Math.max(Date.parse(place.now), Date.parse(head.message.sentAt) + 1000)
  const expiresAt = new Date(sentAt + CANCEL_LIFE_MS).toISOString()
  const version = await deriveVersion(place, { activation, head }, { type: 'CANCEL', purpose, lead, values, expiresAt })
  if (!version.ok) return version
  await takeOutDeparted(place.tx, activation.id)
  const targets = await listReached(place.tx, activation.id)
  const sent = { activation, version: version.value, messageId, targets, publisher: place.actor, noted }
  return accept(await sendMessage(place, { ...sent, isLate: false, isBreakGlass: false }))
}
