import type { Issue } from '../../schema/domain/issue.js'
import { parsePlaybookMessage } from '../../schema/domain/playbooks/parse-playbook-message.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { AuditKey } from './audit-types.js'
import type {
  AnsweredMessage,
  AppliedAnswer,
  FeedEntry,
  FeedEvent,
  FeedPage,
  FetchFeed,
  MessageAnswer,
  WatchOptions,
} from './emergency-types.js'
import { HubFault } from './hub-fault.js'
import type { OpenNudges } from './open-nudges.js'
import type { PostGraphql } from './post-graphql.js'
import { readField, readMutation } from './refusals.js'
import { contentHashOf } from './verify-content.js'
import { watchFeed } from './watch-feed.js'

const RECEIPT =
  'broadcast seq state receivedAt acknowledgedAt acknowledgedDesk appliedAt appliedDesk desksBriefed desksTotal routingSet routing rejectedAt rejectReason isLate acknowledgeBy applyBy'
const FEED = `query emergencyFeed($first: Int!, $after: String, $isForAll: Boolean!) {
  emergencyFeed(first: $first, after: $after, isForAll: $isForAll) {
    nodes { broadcast activation seq status type hazard level state sentAt expiresAt part message messageHash contentSignature { keyId value } receipt { ${RECEIPT} } changes { part ko en } }
    endCursor hasNextPage
  }
}`
const KEYS = 'query messageKeys { messageKeys { id publicKey firstUsedAt } }'
const answerOf = (field: string, input: string): string => `mutation ${field}($input: ${input}!) { ${field}(input: $input) { __typename
  ... on AnsweredBroadcast { isRepeated receipt { ${RECEIPT} } head { ${RECEIPT} } }
  ... on Refused { issues { code severity path messageKo messageEn expected got sourceRow rule } } } }`
const ACKNOWLEDGE = answerOf('acknowledgeMessage', 'AcknowledgeMessageInput')
const APPLY = answerOf('applyMessage', 'ApplyMessageInput')
const REJECT = answerOf('rejectMessage', 'RejectMessageInput')

/** What a center asks and answers in an emergency. Every answer is an Outcome, as with all methods of the client. */
export type EmergencyQuestions = {
  /**
   * A page of the messages of emergencies: whoever goes on from the last cursor misses none. What a client or duty officer of a center fetches is received by
   * that. Refused with FORBIDDEN, INVALID_CURSOR. Needs stats:write or playbooks:ack.
   */
  readonly emergencyFeed: FetchFeed
  /** One message by its id, with how the own center stands to it, also where it was sent to others; null where there is none. Reads the feed through. */
  readonly emergencyMessage: (id: string) => Promise<Outcome<FeedEntry | null>>
  /** Public keys that messages are or were signed with, for `verifyContent`; compare their ids with what the council announced. */
  readonly messageKeys: () => Promise<Outcome<readonly AuditKey[]>>
  /** Somebody of the center has read it. Of an earlier message it is kept as late: look at `head`. Needs playbooks:ack. */
  readonly acknowledgeMessage: (answer: MessageAnswer) => Promise<Outcome<AnsweredMessage>>
  /**
   * The center works by it: desks told, of how many, whether calls are routed so, and how. Refused with WRONG_STATE before it is acknowledged, DESKS_IMPOSSIBLE,
   * BAD_USER_INPUT for a routing that is said and not set.
   */
  readonly applyMessage: (answer: AppliedAnswer) => Promise<Outcome<AnsweredMessage>>
  /** The center will not work by it, and why, without personal data; coordinators are told at once. */
  readonly rejectMessage: (answer: MessageAnswer & { readonly reason: string }) => Promise<Outcome<AnsweredMessage>>
  /**
   * Every message from a cursor on, as it comes, for as long as it takes: fetched when the hub nudges, asked for where it cannot, and again after an outage. Keep
   * the cursor of each `messages` once you have dealt with them, and begin there next time. Throws HubFault `signIn` or `configuration` before anything was
   * answered; later faults are told as `link` and tried again.
   *
   * @example
   * ```ts
   * for await (const event of hub.watchMessages({ after: await readCursor() })) {
   *   if (event.kind !== 'messages') continue
   *   for (const entry of event.entries) await showOnScreens(entry)
   *   await keepCursor(event.cursor)
   * }
   * ```
   */
  readonly watchMessages: (options?: WatchOptions) => AsyncGenerator<FeedEvent, void, undefined>
}

type Answered = Readonly<Record<string, AnsweredMessage | { readonly issues: readonly Issue[] } | null>>

const PAGE_SIZE = 100
const LARGEST_PAGE = 500

function requirePage(read: Outcome<FeedPage | null>): Outcome<FeedPage> {
  if (!read.ok) return read
  if (read.value === null) throw new HubFault('answer', 'The hub answered nothing for emergencyFeed.')
  return accept(read.value)
}

export function createEmergencyQuestions(post: PostGraphql, openNudges: OpenNudges): EmergencyQuestions {
  const emergencyFeed: FetchFeed = async ({ after = null, first = PAGE_SIZE, isForAll = false } = {}) =>
    requirePage(readField(await post<Readonly<Record<string, FeedPage | null>>>(FEED, { first, after, isForAll }), 'emergencyFeed'))
  return {
    emergencyFeed,
    async emergencyMessage(id) {
      for (let after: string | null = null; ;) {
        const page: Outcome<FeedPage> = await emergencyFeed({ after, first: LARGEST_PAGE, isForAll: true })
        if (!page.ok) return page
        const found = page.value.nodes.find(({ broadcast }) => broadcast === id)
        if (found !== undefined || !page.value.hasNextPage) return accept(found ?? null)
        after = page.value.endCursor
      }
    },
    async messageKeys() {
      const read = readField(await post<Readonly<Record<string, readonly AuditKey[] | null>>>(KEYS, {}), 'messageKeys')
      return read.ok ? accept(read.value ?? []) : read
    },
    acknowledgeMessage: async input => readMutation<AnsweredMessage>(await post<Answered>(ACKNOWLEDGE, { input }), 'acknowledgeMessage'),
    applyMessage: async input => readMutation<AnsweredMessage>(await post<Answered>(APPLY, { input }), 'applyMessage'),
    rejectMessage: async input => readMutation<AnsweredMessage>(await post<Answered>(REJECT, { input }), 'rejectMessage'),
    watchMessages: (options = {}) => watchFeed({ emergencyFeed, openNudges }, options),
  }
}

/**
 * The message of an entry as it was signed. Null where there is no text, or the text is not the one that its hash is of, or no message that this version reads:
 * such a text is not to be shown.
 */
export function readEntry({ message, messageHash }: Pick<FeedEntry, 'message' | 'messageHash'>): PlaybookMessage | null {
  if (message === null) return null
  const parsed = parsePlaybookMessage(parseJson(message))
  return parsed !== null && contentHashOf(parsed) === messageHash ? parsed : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // no message either
  }
}
