import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Lets a connection whose idle time is up end only when nothing has come on it. Timers come before what sockets have brought meanwhile, so Node alone ends it
 * after a busy moment with a request in it that came in time, and its sender sees a broken connection (ECONNRESET) and cannot tell what became of a mutation.
 */
export function readBeforeEnding(server: Server): void {
  server.on('timeout', (socket: Socket) => {
    const { bytesRead } = socket
    // After sockets have been read; a request that was begun has stopped the idle time.
    setImmediate(() => {
      if (socket.bytesRead === bytesRead) socket.destroy()
    })
  })
}
