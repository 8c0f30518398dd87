import { endDrills, endHead } from '../../db/queries/broadcast-endings.js'
import {
  freezeTargets,
  insertDeliveries,
  insertMessage,
  insertReceipts,
  insertTimers,
  type TargetToFreeze,
} from '../../db/queries/publications.js'
import type { Message } from '../../schema/domain/playbooks/activation.js'
import { duesFor, timersFor } from '../../schema/domain/playbooks/level-policy.js'
import type { LockedVersion } from './locked-version.js'
import { notePlaybookAct, type PlaybookPlace } from './playbook-act.js'

export type Sending = LockedVersion & {
  readonly messageId: string
  readonly targets: readonly TargetToFreeze[]
  readonly publisher: string
  readonly isLate: boolean
  readonly isBreakGlass: boolean
  /** More for the audit entry: the hash of a reason, what it refuses. */
  readonly noted?: Readonly<Record<string, unknown>>
}

/**
 * Publication itself: ends the head, keeps the message, freezes who gets it, and writes everything that others work off: deliveries, receipts, timers; an actual message
 * takes its targets out of drills. The caller holds the activation's lock and has decided that it may be sent; all of it commits with its audit entry.
 */
export async function sendMessage(place: PlaybookPlace, sending: Sending): Promise<Message> {
  const { tx } = place
  const { activation, version, messageId, targets, publisher, isLate, isBreakGlass } = sending
  await endHead(tx, activation.id, version.type === 'CANCEL' ? 'canceled' : version.purpose === 'CORRECT' ? 'corrected' : 'superseded')
  const message = await insertMessage(tx, { id: messageId, version, hazard: activation.hazard, publisher, isLate, isBreakGlass })
  await freezeTargets(tx, messageId, targets)
  const deliveries = await insertDeliveries(tx, messageId)
  const lifeSeconds = (Date.parse(message.expiresAt) - Date.parse(message.sentAt)) / 1000
  const isEnding = message.type === 'CANCEL' || message.purpose === 'ALL_CLEAR'
  await insertReceipts(tx, messageId, duesFor({ ...message, isEnding }))
  await insertTimers(tx, messageId, timersFor({ ...message, isEnding }, { lifeSeconds, isBreakGlass }))
  const drills = message.status === 'ACTUAL' && message.type !== 'CANCEL' ? await endDrills(tx, { messageId, hazard: message.hazard }) : []
  await notePlaybookAct(place, message.type === 'CANCEL' ? 'message.canceled' : 'message.published', {
    activation: activation.id,
    message: messageId,
    seq: message.seq,
    type: message.type,
    purpose: message.purpose,
    level: message.level,
    contentHash: message.contentHash,
    centers: targets.map(({ centerId }) => centerId),
    deliveries,
    isLate,
    isBreakGlass,
    drillsEnded: drills.length,
    ...sending.noted,
  })
  return message
}
