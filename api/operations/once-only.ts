import { findMessage } from '../../db/queries/activations.js'
import { claimKey } from '../../db/queries/playbook-requests.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Message } from '../../schema/domain/playbooks/activation.js'
import { canonicalJson, type Json } from '../../schema/domain/playbooks/canonical-json.js'
import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import { newPlaybookId, sha256, type PlaybookPlace } from './playbook-act.js'
import { keyRequired, keyReusedFor } from './playbook-refusals.js'
import { checkIdentifier } from './text-refusals.js'

/** A message, and whether this request made it or one before under the same key. */
export type SentMessage = { readonly message: Message; readonly isReplayed: boolean }

export type KeyedRequest = {
  readonly act: string
  readonly key: string
  readonly status: BroadcastStatus
  /** What was asked for, without the key. */
  readonly request: Json
}

const KEY = /^[^\p{Cc}]{1,200}$/u

/**
 * Makes one message for one key, however often it is asked for and however many ask at once: same key and request, the first message again; same key, another
 * request, IDEMPOTENCY_KEY_REUSED. A refused request leaves its key free.
 */
export async function onceOnly(
  place: PlaybookPlace,
  { act, key, status, request }: KeyedRequest,
  make: (messageId: string) => Promise<Outcome<Message>>,
): Promise<Outcome<SentMessage>> {
  if (!KEY.test(key) || key.trim() === '') return refuse(keyRequired())
  const suspect = checkIdentifier(key, ['input', 'idempotencyKey'])
  if (suspect.length > 0) return refuse(...suspect)
  const messageId = newPlaybookId(status, place.now)
  const requestHash = sha256(canonicalJson(request))
  const first = await claimKey(place.tx, { actor: place.actor, key, act, requestHash }, messageId)
  if (first === null) {
    const made = await make(messageId)
    return made.ok ? accept({ message: made.value, isReplayed: false }) : made
  }
  if (first.act !== act || first.requestHash !== requestHash) return refuse(keyReusedFor(first.messageId))
  const message = await findMessage(place.tx, first.messageId)
  if (message === null) throw new Error(`Message ${first.messageId} of a key is not there.`)
  return accept({ message, isReplayed: true })
}
