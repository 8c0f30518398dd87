import type { FeedEvent, FetchFeed, WatchOptions } from './emergency-types.js'
import { HubFault, isHubFault } from './hub-fault.js'
import type { OpenNudges } from './open-nudges.js'
import { createBell, type Bell } from './ring-bell.js'

type Ways = { readonly emergencyFeed: FetchFeed; readonly openNudges: OpenNudges }

const POLL_MS = 15_000
/** While nudges come the feed is asked all the same: a nudge may be lost. */
const SURE_AFTER_POLLS = 4
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [1_000, 30_000]

const waitBefore = (attempt: number): number => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))

/** See EmergencyQuestions.watchMessages. */
export async function* watchFeed({ emergencyFeed, openNudges }: Ways, options: WatchOptions): AsyncGenerator<FeedEvent, void, undefined> {
  const { isForAll = false, pollMs = POLL_MS } = options
  const ended = new AbortController()
  const signal = options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal])
  const bell = createBell(signal)
  const link: Link = { state: 'opening' }
  let following: Promise<void> | null = null
  let after = options.after ?? null
  let said: 'nudge' | 'poll' | 'none' | null = null
  let failures = 0
  try {
    while (!signal.aborted) {
      let fault: HubFault | null = null
      try {
        const page = await emergencyFeed({ after, isForAll })
        if (!page.ok) return yield { kind: 'refused', issues: page.issues }
        after = page.value.endCursor
        if (page.value.nodes.length > 0) yield { kind: 'messages', entries: page.value.nodes, cursor: after }
        // Only once the feed was answered is it worth following.
        following ??= follow({ open: () => openNudges({ isForAll, signal }), link, bell, signal })
        failures = 0
        if (page.value.hasNextPage) continue
      } catch (error) {
        if (signal.aborted) return
        fault = passingFault(error, following !== null)
        failures += 1
      }
      const by = fault !== null ? 'none' : BY[link.state]
      // A link that is just being opened, as when a token has ended, is worth no word.
      if (by !== null && by !== said) yield { kind: 'link', by, fault }
      said = by ?? said
      await bell.wait(fault !== null ? waitBefore(failures) : link.state === 'open' ? pollMs * SURE_AFTER_POLLS : pollMs)
    }
  } finally {
    ended.abort()
    await following
  }
}

/** What passes by itself. A credential that was good before may be so again; what never worked will not. Throws everything else. */
function passingFault(error: unknown, hasWorked: boolean): HubFault {
  if (isHubFault(error, 'unreachable') || (isHubFault(error) && hasWorked) || (isHubFault(error, 'answer') && (error.status ?? 500) >= 500))
    return error
  throw error
}

type Link = { state: 'opening' | 'open' | 'closed' }
const BY = { opening: null, open: 'nudge', closed: 'poll' } as const

type Following = {
  readonly open: () => Promise<AsyncIterable<unknown>>
  readonly link: Link
  readonly bell: Bell
  readonly signal: AbortSignal
}

/** Rings at each nudge, and when the link cannot be had. It never rejects: without nudges the feed is asked from time to time. */
async function follow({ open, link, bell, signal }: Following): Promise<void> {
  for (let failures = 0; !signal.aborted;) {
    let wasOpen = false
    try {
      for await (const _nudge of await open()) {
        wasOpen = true
        link.state = 'open'
        bell.ring()
      }
    } catch (error) {
      // Faults of the network, of the hub and of the stream itself; what the watch can do is the same for each.
      if (!(error instanceof Error)) throw error
    }
    failures = wasOpen ? 0 : failures + 1
    if (wasOpen) link.state = 'opening'
    else if (link.state !== 'closed') {
      link.state = 'closed'
      bell.ring()
    }
    await bell.pause(waitBefore(Math.max(1, failures)))
  }
}
