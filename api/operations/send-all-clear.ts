import { listRatifications } from '../../db/queries/activations.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation, Message } from '../../schema/domain/playbooks/activation.js'
import { fillTwin } from '../../schema/domain/playbooks/compose-broadcast.js'
import { ALL_CLEAR_LIFE } from '../../schema/domain/playbooks/level-policy.js'
import { checkSending } from './check-publication.js'
import { deriveVersion } from './derive-version.js'
import { readHeadText, type HeadText } from './head-text.js'
import { newPlaybookId, type PlaybookPlace } from './playbook-act.js'
import { sendMessage } from './send-message.js'
import { settleTargets } from './settle-targets.js'

/** The all-clear that went out; null where none was asked for. */
export type AllClear = Message | null

/**
 * The all-clear of a head that has expired and been ended, where its template asks for one: the twin that was approved with the head, as an update with a seq and an id of its
 * own (P9). An all-clear has none of its own, nor has a drill that is over, nor what one commander sent and nobody ratified. Refused, with nothing written, where it
 * cannot be sent; the head has expired all the same. The lock of the activation is held.
 */
export async function sendAllClear(place: PlaybookPlace, activation: Activation): Promise<Outcome<AllClear>> {
  const head = await readHeadText(place, activation)
  // A library that is gone asks for nothing.
  if (!head.ok || !head.value.playbook.all_clear_on_expiry || head.value.message.purpose === 'ALL_CLEAR') return accept(null)
  const { message, version } = head.value
  if (activation.endsAt !== null && Date.parse(activation.endsAt) <= Date.parse(place.now)) return accept(null)
  const decisions = await listRatifications(place.tx, activation.id)
  if (decisions.some(({ messageId, state }) => messageId === message.id && state !== 'RATIFIED')) return accept(null)
  const expiresAt = endOf(place, activation)
  const settled = await settleTargets(place, activation, version)
  const against = await checkSending(place, { activation, version: { ...version, baseSeq: activation.headSeq, expiresAt } }, settled)
  if (against.length > 0) return refuse(...against)
  const derived = await deriveVersion(
    place,
    { activation, head: head.value },
    { type: 'UPDATE', purpose: 'ALL_CLEAR', expiresAt, ...wordsOf(head.value) },
  )
  if (!derived.ok) return derived
  const sending = { activation, version: derived.value, messageId: newPlaybookId(activation.status, place.now), publisher: place.actor }
  const targets = [...settled.targets, ...settled.overflow]
  return accept(await sendMessage(place, { ...sending, targets, isLate: false, isBreakGlass: false, noted: { ends: message.id } }))
}

/** What is said of it: it ended when its time was over, not when the hub noticed. */
function wordsOf({ message, version, library, playbook, given }: HeadText) {
  const values = { ...given.values, end_time: { ko: message.expiresAt, en: null } }
  return { values, lead: fillTwin(playbook.all_clear, { library, level: version.level, values, open: new Set() }) }
}

/** A day, but a drill is over when it is over. */
function endOf({ now }: PlaybookPlace, { endsAt }: Activation): string {
  const day = Date.parse(now) + ALL_CLEAR_LIFE * 1000
  return new Date(endsAt === null ? day : Math.min(day, Date.parse(endsAt))).toISOString()
}
