import postgres from 'postgres'

export interface Heartbeat {
  /** The database left a question unanswered and has not answered one since: nobody needs to wait for it. */
  readonly isAway: boolean
  /** Somebody took a connection: begin to look whether it comes back. */
  watch(): void
  stop(): void
}

export interface HeartbeatOptions {
  /** A client of one connection, apart from the pool: a full pool must not look like a database that hangs. */
  readonly open: () => postgres.Sql
  /** Whether anybody holds a connection at all. */
  readonly isInUse: () => boolean
  /** Whether somebody has held one so long that it is worth asking. */
  readonly isSuspect: () => boolean
  readonly onAway: () => void
}

const TICK_MS = 250
/**
 * 2 s. Counted in ticks and not by the clock: when this process itself was busy for seconds (a large body), its timer fires once, and the
 * answer that lies in the socket is read before the next tick.
 */
const SILENT_TICKS = 8

/** SQLSTATEs of a server that takes no sessions because it starts, stops or recovers. */
const NOT_SERVING = new Set(['57P01', '57P02', '57P03'])

/**
 * Tells a database that hangs from one that works long. A submission may rightly take a minute, so no limit on its time can be short; yet when
 * the server is frozen or the network swallows packets, nobody should wait a minute for it (G28). While somebody holds a connection for long,
 * `select 1` is asked over another one; when that stays silent for 2 s the database is away, until it answers again.
 */
export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const state: { isAway: boolean; silentTicks: number; timer: NodeJS.Timeout | null } = { isAway: false, silentTicks: 0, timer: null }
  const probe = createProbe(options.open, () => {
    state.silentTicks = 0
    state.isAway = false
  })
  const stop = () => {
    if (state.timer) clearInterval(state.timer)
    state.timer = null
    state.silentTicks = 0
    probe.end()
  }
  const tick = () => {
    if (!state.isAway && !options.isInUse()) return stop()
    if (!state.isAway && !options.isSuspect()) {
      state.silentTicks = 0
      return probe.end()
    }
    if (state.silentTicks >= SILENT_TICKS) {
      probe.end()
      state.silentTicks = 0
      if (!state.isAway) {
        state.isAway = true
        options.onAway()
      }
    }
    state.silentTicks += 1
    probe.ask()
  }
  return {
    get isAway() {
      return state.isAway
    },
    watch() {
      state.timer ??= setInterval(tick, TICK_MS).unref()
    },
    stop,
  }
}

interface Probe {
  /** Asks unless a question is open already. */
  ask(): void
  end(): void
}

function createProbe(open: () => postgres.Sql, onAnswer: () => void): Probe {
  let client: postgres.Sql | null = null
  let isAsking = false
  const end = () => {
    void client?.end({ timeout: 0 })
    client = null
    isAsking = false
  }
  return {
    ask() {
      if (isAsking) return
      const asked = (client ??= open())
      isAsking = true
      asked`select 1`.then(
        () => {
          if (client !== asked) return
          isAsking = false
          onAnswer()
        },
        (error: unknown) => {
          if (client !== asked) return
          end()
          // A refusal is an answer: the server is there, with no session left, say.
          if (error instanceof postgres.PostgresError && !NOT_SERVING.has(error.code)) onAnswer()
        },
      )
    },
    end,
  }
}
