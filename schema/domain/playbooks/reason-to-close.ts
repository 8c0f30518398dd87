import { endOfMessage, reasonToStop, type Standing, type StopReason } from './ladder.js'
import type { BroadcastStatus } from './level-policy.js'
import type { MessageState } from './message-state.js'
import { isEscalation, type PageKind } from './page.js'

/** What is known of a page when it is about to be told. */
export type UntoldPage = {
  readonly kind: string
  readonly status: BroadcastStatus | null
  readonly standing: Standing | null
  /** Null: it is about no message. */
  readonly messageState: MessageState | null
  readonly hasExpired: boolean
  /** Null: it is about no activation. */
  readonly activationState: string | null
  readonly isRatificationPending: boolean | null
  /** The message has been corrected since, and nothing else: the correction waits for the same word. */
  readonly isOnlyCorrected: boolean | null
  readonly isEndpointSuspect: boolean | null
  readonly ageSeconds: number
  /** Messages in the digest of its center; 0 for every other page. */
  readonly waiting: number
  /** Whether the party has any contact of its kind. */
  readonly hasContact: boolean
}

/** Why a page is closed without being told. */
export type CloseReason = StopReason | 'test' | 'noDrillContact' | 'decided' | 'closed' | 'recovered' | 'tooOld'

/** As long as the longest message lives; what nobody could be told by then is found in the list of pages. */
const LONGEST_AGE = 168 * 3600

/** Of use while their message holds. */
const ABOUT_MESSAGE: readonly string[] = ['EXPIRING', 'REJECTED', 'UNSENDABLE', 'RATIFICATION'] satisfies PageKind[]
/** Of use until their activation is closed. */
const ABOUT_ACTIVATION: readonly string[] = ['ALL_CLEAR_UNSENT', 'NO_CONTACT', 'DRILL_CUE', 'DRILL_INJECT_REFUSED'] satisfies PageKind[]

/**
 * Why nobody needs to be told of a page any more; null while somebody does. No page outlives what it is about: a message that ended, a closed activation, an endpoint that
 * works again, and nothing is tried for longer than a week.
 */
export function reasonToClose(page: UntoldPage): CloseReason | null {
  const { kind, status, standing } = page
  if (status === 'TEST') return 'test'
  if (kind === 'RATIFICATION' && page.isRatificationPending !== true) return 'decided'
  if (status === 'EXERCISE' && !page.hasContact && kind !== 'RATIFICATION') return 'noDrillContact'
  // A digest speaks of all that waits at the center, not of the message alone that was due first.
  if (kind === 'DIGEST') return page.waiting === 0 ? 'answered' : null
  // A center that is asked nothing (any more) owes no answer.
  if (isEscalation(kind)) return standing === null ? 'canceled' : reasonToStop(kind, standing)
  return reasonOfSubject(page) ?? (page.ageSeconds > LONGEST_AGE ? 'tooOld' : null)
}

function reasonOfSubject(page: UntoldPage): CloseReason | null {
  const { kind, standing, messageState, hasExpired, activationState, isEndpointSuspect, isOnlyCorrected } = page
  if (ABOUT_MESSAGE.includes(kind) && messageState !== null) {
    const end = endOfMessage({ messageState: isOnlyCorrected === true ? 'CURRENT' : messageState, hasExpired })
    if (end !== null) return end
  }
  // Rejected by a system, and then taken on by a person.
  if (kind === 'REJECTED' && (standing?.receipt === 'ACKNOWLEDGED' || standing?.receipt === 'APPLIED')) return 'answered'
  if (ABOUT_ACTIVATION.includes(kind) && activationState === 'CLOSED') return 'closed'
  return kind === 'SUSPECT' && isEndpointSuspect === false ? 'recovered' : null
}
