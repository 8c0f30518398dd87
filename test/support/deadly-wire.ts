import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { cutFrames, textsOf } from './postgres-frames.js'

/** Where a process dies that speaks to the database over the wire: at the commit of a transaction that said all of this. */
export type Failpoint = {
  /** Parts of statements, or of the values that were bound to them. */
  readonly texts: readonly string[]
  /** `before`: the commit never arrives, and all of it is undone. `after`: it is committed, and the process never hears so. */
  readonly at: 'before' | 'after'
  /** At the how manyth such commit; 1 unless told. */
  readonly nth?: number
}

export type DeadlyWire = {
  /** Of the database, by way of the wire. */
  readonly url: string
  /** From now on; once. Whoever calls `kill` sees to it that nothing more is done: nothing of that connection goes on afterwards. */
  arm(failpoint: Failpoint, kill: () => void): void
  close(): Promise<void>
}

type Armed = { readonly failpoint: Failpoint; readonly kill: () => void; met: number }

/**
 * A wire on loopback to a database that reads along: it knows the moment between a commit and the word of it, which no code in the process could stop at. So
 * what dies is the program as operators run it, with nothing built into it.
 */
export async function openDeadlyWire(databaseUrl: string): Promise<DeadlyWire> {
  const url = new URL(databaseUrl)
  const target = { host: url.hostname, port: Number(url.port) }
  const state: { armed: Armed | null } = { armed: null }
  const open = new Set<Socket>()
  // Nothing is held back until the other side has told what came before: that cost 40 ms a statement.
  const server = createServer({ noDelay: true }, near => {
    const far = connect({ ...target, noDelay: true })
    const cut = () => {
      near.destroy()
      far.destroy()
    }
    for (const end of [near, far]) {
      open.add(end)
      end.on('error', cut)
      end.on('close', () => {
        open.delete(end)
        cut()
      })
    }
    carry({ near, far, cut }, state)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as { port: number }).port) // a TCP server has a port
  return {
    url: url.href,
    arm: (failpoint, kill) => void (state.armed = { failpoint, kill, met: 0 }),
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

type Line = { readonly near: Socket; readonly far: Socket; readonly cut: () => void }

/** Carries both ways and looks at each commit. */
function carry({ near, far, cut }: Line, state: { armed: Armed | null }): void {
  const statements = new Map<string, string>()
  const heard: { said: string; dying: Armed | null } = { said: '', dying: null }
  const die = (armed: Armed) => {
    state.armed = null
    armed.kill()
    cut()
  }
  const onStatement = (sql: string): boolean => {
    if (sql.startsWith('begin')) heard.said = ''
    const armed = state.armed
    if (sql !== 'commit' || armed === null || !armed.failpoint.texts.every(text => heard.said.includes(text))) return true
    armed.met += 1
    if (armed.met < (armed.failpoint.nth ?? 1)) return true
    if (armed.failpoint.at === 'after') heard.dying = armed
    else die(armed)
    return armed.failpoint.at === 'after'
  }
  near.on(
    'data',
    cutFrames({ isGreeted: false }, (kind, frame) => {
      const [first = '', second = ''] = textsOf(frame)
      if (kind === 'P') statements.set(first, second)
      if (kind === 'P' || kind === 'B') heard.said += `${statements.get(kind === 'P' ? first : second) ?? ''}\n${frame.toString('utf8')}\n`
      if (kind !== 'Q' || onStatement(first)) far.write(frame)
    }),
  )
  far.on(
    'data',
    cutFrames({ isGreeted: true }, (kind, frame) => {
      if (heard.dying !== null && kind === 'C' && textsOf(frame)[0] === 'COMMIT') die(heard.dying)
      else near.write(frame)
    }),
  )
}
