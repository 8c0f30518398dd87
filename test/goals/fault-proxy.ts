import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** What the wire does: let through, hold every byte back, delay each by so many milliseconds, or reset whatever comes. */
export type WireFault = 'none' | 'freeze' | 'reset' | { readonly delayMs: number }

export type FaultProxy = {
  readonly port: number
  readonly set: (fault: WireFault) => void
  readonly close: () => Promise<void>
}

/** A wire on loopback to a port on loopback. What was held back goes on in its order when the fault is over. */
export async function startFaultProxy(toPort: number): Promise<FaultProxy> {
  const state: { fault: WireFault } = { fault: 'none' }
  const open = new Set<Socket>()
  const pumps = new Set<() => void>()
  const server = createServer({ pauseOnConnect: true, noDelay: true }, socket => {
    if (state.fault === 'reset') return void socket.resetAndDestroy()
    const onward = connect({ port: toPort, host: '127.0.0.1', noDelay: true })
    for (const end of [socket, onward]) {
      open.add(end)
      end.on('error', () => undefined)
      end.on('close', () => {
        open.delete(end)
        socket.destroy()
        onward.destroy()
      })
    }
    socket.resume()
    pumps.add(pump(socket, onward, () => state.fault))
    pumps.add(pump(onward, socket, () => state.fault))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as { port: number }).port, // a TCP server has a port
    set(fault) {
      state.fault = fault
      if (fault === 'reset') for (const socket of open) socket.resetAndDestroy()
      else for (const flush of pumps) flush()
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

type Held = { readonly chunk: Buffer; readonly arrivedAt: number }

/** Carries bytes one way and gives back how to look again at what is held. */
function pump(from: Socket, to: Socket, faultOf: () => WireFault): () => void {
  const held: Held[] = []
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    if (timer) clearTimeout(timer)
    timer = null
    const fault = faultOf()
    if (fault === 'freeze' || fault === 'reset') return
    const delayMs = fault === 'none' ? 0 : fault.delayMs
    for (let [next] = held; next !== undefined; [next] = held) {
      const waitMs = next.arrivedAt + delayMs - performance.now()
      if (waitMs > 0) {
        timer = setTimeout(flush, waitMs)
        return
      }
      held.shift()
      to.write(next.chunk)
    }
  }
  from.on('data', (chunk: Buffer) => {
    held.push({ chunk, arrivedAt: performance.now() })
    flush()
  })
  return flush
}
