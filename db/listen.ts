import postgres from 'postgres'

export type Listening = { close(): Promise<void> }

export type ListenOptions = {
  readonly url: string
  /** A name of our own: letters, digits and _. */
  readonly channel: string
  /** At every notification, and whenever listening has begun: what was said before that is lost, so look for yourself. */
  readonly onNotify: () => void
}

const AGAIN_MS = 1_000

/**
 * Listens on a connection of its own, and again a second after it was lost, for as long as it takes. A notification is only a nudge: it may be lost,
 * so nothing rests on it but promptness. Each connection is a client of its own, for the reason given in connection-pool.ts.
 */
export function listen({ url, channel, onNotify }: ListenOptions): Listening {
  const state: { client: postgres.Sql | null; timer: NodeJS.Timeout | null; isClosed: boolean } = {
    client: null,
    timer: null,
    isClosed: false,
  }
  const openAgain = () => {
    if (!state.isClosed) state.timer = setTimeout(open, AGAIN_MS)
  }
  const open = () => {
    let isLost = false
    const lose = () => {
      if (isLost) return
      isLost = true
      void client.end({ timeout: 0 })
      openAgain()
    }
    const options = {
      max: 1,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: 5,
      fetch_types: false,
      keep_alive: 10,
      connection: { application_name: 'hub120-listen' },
      onnotice: () => undefined,
      onclose: lose,
      onnotify: onNotify, // taken by the driver, though its types do not say so
    }
    const client = postgres(url, options)
    state.client = client
    client.unsafe(`listen ${channel}`).then(onNotify, lose)
  }
  open()
  return {
    async close() {
      state.isClosed = true
      if (state.timer) clearTimeout(state.timer)
      await state.client?.end({ timeout: 1 })
    },
  }
}
