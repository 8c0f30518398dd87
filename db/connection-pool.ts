import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { createHeartbeat } from './heartbeat.js'
import { postgresTypes } from './postgres-types.js'

/** One session of the database, used by one holder at a time and thrown away when its socket closes. */
export interface Connection {
  readonly sql: postgres.Sql
  readonly isLost: boolean
  /** Settles as `work` does, or rejects at once when the connection is lost, or after `limitMs`. What `work` does later is ignored. */
  hold<T>(work: Promise<T>, limitMs: number): Promise<T>
}

export interface PoolFigures {
  readonly max: number
  readonly idle: number
  readonly busy: number
  readonly waiting: number
  /** Connections lost since the start, for whatever reason. */
  readonly lost: number
}

export interface ConnectionPool {
  acquire(): Promise<Connection>
  release(connection: Connection): void
  discard(connection: Connection): void
  figures(): PoolFigures
  close(): Promise<void>
}

export interface PoolOptions {
  readonly url: string
  readonly max: number
  /** Startup parameters of every session, e.g. role and timeouts. */
  readonly session: Readonly<Record<string, string>>
  /** How long a caller waits for a free connection before DatabaseBusy. */
  readonly acquireTimeoutMs: number
}

export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** No connection became free in time: the pool is too small for the load, or the database hangs. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy'
}

const IDLE_LIMIT_MS = 60_000
/** A connection held for longer makes the pool ask whether the database answers at all. */
const SUSPECT_MS = 500
const AGE_LIMIT_MS = 30 * 60_000
const CONNECT_TIMEOUT_S = 5

/**
 * A pool of clients of one connection each, instead of the driver's own pool of many.
 *
 * postgres.js 3.4.9 keeps a connection object when its socket dies and opens the next socket inside the same object. Whoever still holds it
 * then writes into a stranger's session (upstream #1216, #1204, #1189), writes to a socket that is null (#1208: an uncaught exception from
 * setImmediate), or leaves half a message in its buffer and hangs it for good. Here nobody meets a connection object twice: when its socket
 * closes, the client of that one connection is ended and never used again. So no transaction can reach another's session, and no handler for
 * uncaught exceptions is needed.
 */
export function createConnectionPool(options: PoolOptions): ConnectionPool {
  const idle: OwnConnection[] = []
  const busy = new Set<OwnConnection>()
  const waiting: Waiter[] = []
  const counts = { lost: 0 }
  const state = { isClosed: false }

  const open = () =>
    openConnection(options, connection => {
      counts.lost += 1
      const index = idle.indexOf(connection)
      if (index >= 0) idle.splice(index, 1)
    })
  const serveNext = () => {
    if (waiting.length > 0 && idle.length + busy.size < options.max) take(open(), waiting.shift())
  }
  const take = (connection: OwnConnection, receiver?: Waiter) => {
    connection.heldSince = performance.now()
    busy.add(connection)
    heartbeat.watch()
    receiver?.receive(connection)
    return connection
  }
  const discard = (connection: Connection) => {
    busy.delete(connection as OwnConnection) // the pool hands out no others
    void (connection as OwnConnection).end()
    serveNext()
  }

  const heartbeat = createHeartbeat({
    open: () => openClient(options, () => undefined),
    isInUse: () => busy.size > 0,
    isSuspect: () => [...busy].some(({ heldSince }) => performance.now() - heldSince > SUSPECT_MS),
    onAway: () => {
      for (const waiter of waiting.splice(0)) waiter.refuse(awayError())
      for (const connection of [...busy, ...idle.splice(0)]) connection.lose(awayError())
    },
  })

  return {
    async acquire() {
      if (state.isClosed) throw new ConnectionLost('The database connections were closed.')
      if (heartbeat.isAway) throw awayError()
      const ready = idle.pop()
      if (ready) return take(ready)
      if (busy.size < options.max) return take(open())
      return waitForTurn(waiting, options)
    },
    release(connection) {
      const own = connection as OwnConnection // the pool hands out no others
      if (own.isLost || own.isOld() || state.isClosed) return discard(own)
      const next = waiting.shift()
      if (next) return void take(own, next)
      busy.delete(own)
      idle.push(own)
      own.restUntil(() => {
        const index = idle.indexOf(own)
        if (index >= 0) void idle.splice(index, 1)[0]?.end()
      })
    },
    discard,
    figures: () => ({ max: options.max, idle: idle.length, busy: busy.size, waiting: waiting.length, lost: counts.lost }),
    async close() {
      state.isClosed = true
      heartbeat.stop()
      const limit = performance.now() + 5000
      while (busy.size > 0 && performance.now() < limit) await sleep(5)
      await Promise.all([...idle.splice(0), ...busy].map(connection => connection.end()))
    },
  }
}

interface Waiter {
  receive(connection: OwnConnection): void
  refuse(error: Error): void
}

function waitForTurn(waiting: Waiter[], { acquireTimeoutMs, max }: PoolOptions): Promise<OwnConnection> {
  return new Promise((resolve, reject) => {
    const waiter: Waiter = {
      receive(connection) {
        clearTimeout(timer)
        resolve(connection)
      },
      refuse(error) {
        clearTimeout(timer)
        reject(error)
      },
    }
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(waiter), 1)
      reject(new DatabaseBusy(`None of ${max} database connections became free within ${acquireTimeoutMs} ms.`))
    }, acquireTimeoutMs)
    waiting.push(waiter)
  })
}

interface OwnConnection extends Connection {
  /** When its present holder got it. */
  heldSince: number
  /** Gives it up although its socket may still be open: whoever holds it is told so at once. */
  lose(error: Error): void
  isOld(): boolean
  /** Calls back after the idle limit, unless the connection is taken up again or ended before. */
  restUntil(tooLong: () => void): void
  end(): Promise<void>
}

function openConnection(options: PoolOptions, onLost: (connection: OwnConnection) => void): OwnConnection {
  const bornAt = performance.now()
  const listeners = new Set<Listener>()
  const state: { isLost: boolean; isEnding: boolean; rest: NodeJS.Timeout | null } = { isLost: false, isEnding: false, rest: null }
  const lose = (error: Error) => {
    if (state.isLost) return
    state.isLost = true
    if (!state.isEnding) onLost(connection)
    void connection.end()
    for (const listener of listeners) listener(error)
  }
  // Called in the same turn in which the driver sees the socket close, before any query's rejection reaches its caller.
  const sql = openClient(options, () => lose(lostError()))
  const wake = () => {
    if (state.rest) clearTimeout(state.rest)
    state.rest = null
  }
  const connection: OwnConnection = {
    sql,
    heldSince: bornAt,
    lose,
    get isLost() {
      return state.isLost || state.isEnding
    },
    isOld: () => performance.now() - bornAt > AGE_LIMIT_MS,
    restUntil(tooLong) {
      wake()
      state.rest = setTimeout(tooLong, IDLE_LIMIT_MS).unref()
    },
    end() {
      wake()
      state.isEnding = true
      return sql.end({ timeout: 0 })
    },
    hold(work, limitMs) {
      wake()
      // The race takes care of what `work` may still reject with; the loss, being first, wins.
      return connection.isLost ? Promise.race([Promise.reject(lostError()), work]) : settleOrFail(work, { listeners, limitMs })
    },
  }
  return connection
}

function openClient({ url, session }: PoolOptions, onclose: () => void): postgres.Sql {
  return postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: CONNECT_TIMEOUT_S,
    types: postgresTypes,
    fetch_types: false, // postgres-types.ts names the arrays it needs; saves a round trip per connection
    connection: session,
    onnotice: () => undefined,
    onclose,
  })
}

function lostError(): ConnectionLost {
  return new ConnectionLost('The connection to the database was lost.')
}

function awayError(): ConnectionLost {
  return new ConnectionLost('The database does not answer.')
}

type Listener = (error: Error) => void

/** Not Promise.race: a promise that lives as long as the connection would keep every race ever run against it. */
function settleOrFail<T>(work: Promise<T>, { listeners, limitMs }: { listeners: Set<Listener>; limitMs: number }): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer)
      listeners.delete(fail)
    }
    const fail = (error: Error) => {
      settle()
      reject(error)
    }
    const timer = setTimeout(() => fail(new ConnectionLost(`The database did not finish within ${limitMs} ms.`)), limitMs)
    listeners.add(fail)
    work.then(resolve, reject).finally(settle)
  })
}
