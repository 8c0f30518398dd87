import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** For a request that is on its way to a connection just opened, from a machine or to a machine that is busy. */
const LAST_CALL_MS = 2_000

/**
 * Gives a function that cuts the connections which have not brought a byte. Clients and balancers open some ahead of need; Node counts those as busy, so its
 * `close()` would wait for as long as they stay.
 */
export function watchSilent(server: Server): () => void {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  const cut = () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
  }
  // Timers come before what sockets have brought meanwhile: that is read first.
  return () => void setTimeout(() => setImmediate(cut), LAST_CALL_MS)
}
