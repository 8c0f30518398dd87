import type { TokenSource } from './access-token.js'
import type { ClientSettings } from './client-options.js'
import { HubFault } from './hub-fault.js'
import { factsOf, sendSigned } from './send-signed.js'
import { readEventStream } from './read-event-stream.js'
import { writeJson } from './write-json.js'

/** Opens the hub's nudges: something may be new at each turn. It ends where the hub ends it, and rejects where nothing comes for too long. */
export type OpenNudges = (options: { readonly isForAll: boolean; readonly signal: AbortSignal }) => Promise<AsyncIterable<unknown>>

const NUDGE = 'subscription emergencyNudge($isForAll: Boolean!) { emergencyNudge(isForAll: $isForAll) { cursor } }'
/** The hub beats every 15 s; a link over which three of them did not come is dead, whatever TCP believes. */
const SILENCE_MS = 45_000

/** HubFault where no stream comes of it: the hub is away, has no subscriptions, or refuses this one. */
export const createOpenNudges =
  (settings: ClientSettings, tokens: TokenSource): OpenNudges =>
  async ({ isForAll, signal }) => {
    const silent = new AbortController()
    const timer = setTimeout(() => silent.abort(), SILENCE_MS)
    const body = writeJson({ query: NUDGE, variables: { isForAll } })
    const request = { path: '/graphql', body, accept: 'text/event-stream', signal: AbortSignal.any([signal, silent.signal]) }
    try {
      const response = await sendSigned(request, tokens, settings)
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
      if (response.status === 200 && isStream && response.body !== null) return turnsOf(response.body, timer)
      await response.body?.cancel()
      throw new HubFault('answer', `The hub answered a subscription with HTTP ${response.status}.`, factsOf(response))
    } catch (error) {
      clearTimeout(timer)
      throw error
    }
  }

async function* turnsOf(body: ReadableStream<Uint8Array>, timer: NodeJS.Timeout): AsyncGenerator<unknown, void, undefined> {
  try {
    for await (const { event, data } of readEventStream(body, () => timer.refresh())) {
      if (event === 'complete') return
      if (event !== 'next') continue
      if (isRefusal(data)) throw new HubFault('answer', 'The hub refuses the subscription.')
      yield data
    }
  } finally {
    clearTimeout(timer)
  }
}

const isRefusal = (data: unknown): boolean => typeof data === 'object' && data !== null && 'errors' in data
