import { readJson } from '../../schema/domain/read-json.js'
import { endpointKindOf, type ContentSignature } from '../../schema/domain/playbooks/delivery.js'
import { parsePlaybookMessage } from '../../schema/domain/playbooks/parse-playbook-message.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import type { RefusalReason } from './read-delivery.js'
import { verifyContent, type ContentKey } from './verify-content.js'

/** A message as it was fetched: `message` and `contentSignature` of an entry of `emergencyFeed`, or of `GET /feed/message/<id>`. */
export type PulledText = {
  /** JSON text, or what it says. */
  readonly message: unknown
  /** Null where the hub has not signed it yet: fetch it again. */
  readonly contentSignature: ContentSignature | null
}

export type ReadPulled =
  | { readonly event: 'message'; readonly message: PlaybookMessage }
  | { readonly event: 'refused'; readonly reason: Extract<RefusalReason, 'unreadable' | 'otherKind' | 'badContent' | 'notSigned'> }

/**
 * The message of a fetched text, if the hub signed it with one of `contentKeys` and it is for endpoints of `kind`. Refused as `unreadable`, `otherKind` (a drill for a live
 * screen, or the other way round), `notSigned`, `badContent` (another key, or anything changed). The same check as for a delivery; there is no
 * sender to trust instead, so keys are needed.
 */
export function readPulled(
  { message: text, contentSignature }: PulledText,
  { contentKeys, kind }: { readonly contentKeys: readonly ContentKey[]; readonly kind: 'ACTUAL' | 'DRILL' },
): ReadPulled {
  const message = parsePlaybookMessage(typeof text === 'string' ? parsed(text) : text)
  if (message === null) return { event: 'refused', reason: 'unreadable' }
  if (endpointKindOf(message.status) !== kind) return { event: 'refused', reason: 'otherKind' }
  if (contentSignature === null) return { event: 'refused', reason: 'notSigned' }
  return verifyContent(message, contentSignature, contentKeys) ? { event: 'message', message } : { event: 'refused', reason: 'badContent' }
}

function parsed(text: string): unknown {
  try {
    return readJson(text)
  } catch {
    return null // no JSON: no message
  }
}
