import { findMessage, listRatifications, lockActivation } from '../../db/queries/activations.js'
import { findVersion } from '../../db/queries/playbook-versions.js'
import { decideRatification as keepDecision, wasReplaced } from '../../db/queries/ratifications.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation, Message, PlaybookVersion, Ratification } from '../../schema/domain/playbooks/activation.js'
import { endingLines } from '../../schema/domain/playbooks/ending-lines.js'
import { RATIFICATION_MACHINE } from '../../schema/domain/playbooks/ratification-state.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { Hub } from '../hub.js'
import { cancelActivation } from './cancel-activation.js'
import { readHeadText } from './head-text.js'
import { onceOnly, type SentMessage } from './once-only.js'
import { actOnPlaybooks, actStrongly, notePlaybookAct, sha256, type PlaybookPlace } from './playbook-act.js'
import { approverIsAuthor, approverIsProgram, checkActReason, notFound, playbookFault } from './playbook-refusals.js'

export type RatificationToDecide = {
  /** The message that was sent without approval. */
  readonly message: string
  readonly isRatified: boolean
  readonly reason: string
  /** For a refusal, which sends a cancel. */
  readonly idempotencyKey: string
}

/** How it was decided; the cancel that a refusal sent, where the message was still the head. */
export type DecidedRatification = { readonly ratification: Ratification; readonly cancel: SentMessage | null }

type Facts = {
  readonly activation: Activation
  readonly message: Message
  readonly version: PlaybookVersion
  readonly ratification: Ratification
}

/**
 * Ratifies or refuses what a commander sent alone: another person, who did not write it, and for 심각 of another agency. A refusal sends the cancel in the same
 * transaction.
 */
export const decideRatification = (hub: Hub, caller: Caller, input: RatificationToDecide): Promise<Outcome<DecidedRatification>> =>
  // Approval asks for what approval always asks for; to stop is easier than to start.
  (input.isRatified ? actStrongly : actOnPlaybooks)(hub, caller, async place => {
    const facts = await lockFacts(place, input.message)
    if (facts === null) return refuse(notFound('message', input.message))
    const { message: id, reason, idempotencyKey: key } = input
    // What an approved message or a stop has replaced needs no cancel; a correction is the same alarm. A retry finds it decided, and its key gives the first answer again.
    const isReplaced = facts.ratification.state === 'PENDING' && (await wasReplaced(place.tx, id))
    if (input.isRatified || isReplaced) return settleOnly(place, facts, input)
    const keyed = { act: 'refuse', key, status: facts.activation.status, request: { message: id, reason } }
    const cancel = await onceOnly(place, keyed, messageId => refuseAndCancel(place, facts, { reason, messageId }))
    if (!cancel.ok) return cancel
    return accept({ ratification: await readRatification(place, facts), cancel: cancel.value })
  })

/** A decision that sends nothing. */
async function settleOnly(
  place: PlaybookPlace,
  facts: Facts,
  { isRatified, reason }: RatificationToDecide,
): Promise<Outcome<DecidedRatification>> {
  const settled = await settle(place, facts, { isRatified, reason })
  if (!settled.ok) return settled
  const subject = { activation: facts.activation.id, message: facts.message.id, reason: sha256(reason) }
  await notePlaybookAct(place, isRatified ? 'message.ratified' : 'message.refused', subject)
  return accept({ ratification: settled.value, cancel: null })
}

async function refuseAndCancel(
  place: PlaybookPlace,
  facts: Facts,
  { reason, messageId }: { readonly reason: string; readonly messageId: string },
): Promise<Outcome<Message>> {
  const refused = await settle(place, facts, { isRatified: false, reason })
  if (!refused.ok) return refused
  const head = await readHeadText(place, facts.activation)
  if (!head.ok) return head
  const { library, playbook, version, given } = head.value
  const lead = endingLines('RATIFICATION_REFUSED', playbook, { library, level: version.level })
  const noted = { refuses: facts.message.id, reason: sha256(reason) }
  const cancel = { messageId, purpose: 'RATIFICATION_REFUSED', lead, values: given.values, noted } as const
  return cancelActivation(place, { activation: facts.activation, head: head.value }, cancel)
}

/** Under the lock of the activation, which whoever sends, ends or decides holds. */
async function lockFacts({ tx }: PlaybookPlace, id: string): Promise<Facts | null> {
  const found = await findMessage(tx, id)
  const activation = found === null ? null : await lockActivation(tx, found.activationId)
  const message = activation === null ? null : await findMessage(tx, id)
  const version = message === null ? null : await findVersion(tx, message.versionId)
  const ratification = activation === null ? undefined : (await listRatifications(tx, activation.id)).find(one => one.messageId === id)
  return activation === null || message === null || version === null || ratification === undefined
    ? null
    : { activation, message, version, ratification }
}

async function settle(
  place: PlaybookPlace,
  facts: Facts,
  { isRatified, reason }: Pick<RatificationToDecide, 'isRatified' | 'reason'>,
): Promise<Outcome<Ratification>> {
  const { state, endsAt } = facts.ratification
  // The job that writes it down may not have looked yet, or not for hours.
  const standing = state === 'PENDING' && Date.parse(endsAt) <= Date.parse(place.now) ? 'LAPSED' : state
  const next = transition(RATIFICATION_MACHINE, standing, isRatified ? 'ratify' : 'refuse')
  if (!next.ok) return next
  const issues = [...checkActReason(reason), ...checkDecider(place, facts)]
  if (issues.length > 0) return refuse(...issues)
  const messageId = facts.message.id
  await keepDecision(place.tx, { messageId, state: next.value, by: place.actor, reason })
  return accept(await readRatification(place, facts))
}

const checkDecider = (
  { actor, agency, isPerson }: PlaybookPlace,
  { ratification: { commander, commanderAgency }, version, message }: Facts,
): readonly Issue[] => [
  ...(isPerson ? [] : [approverIsProgram()]),
  ...(actor === commander || version.authors.includes(actor) ? [approverIsAuthor()] : []),
  ...(message.level !== 'serious' || agency !== commanderAgency
    ? []
    : [
        playbookFault('APPROVAL_MISSING', ['message'], {
          ko: '심각 단계의 긴급 발령은 다른 기관 사람이 승인하거나 거절해야 합니다.',
          en: 'What a commander sent at level serious is decided by a person of another agency.',
          expected: `a person of another agency than ${commanderAgency}`,
          got: agency,
        }),
      ]),
]

async function readRatification({ tx }: PlaybookPlace, { activation, message }: Facts): Promise<Ratification> {
  const found = (await listRatifications(tx, activation.id)).find(({ messageId }) => messageId === message.id)
  if (found === undefined) throw new Error(`The decision on ${message.id} is not there.`)
  return found
}
