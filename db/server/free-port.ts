import { createServer, type AddressInfo } from 'node:net'

/** `wanted` if nothing listens there, else a port the system picks. Loopback only. */
export async function findFreePort(wanted: number | null): Promise<number> {
  return (wanted !== null && (await tryPort(wanted))) || (await tryPort(0)) || 0
}

function tryPort(port: number): Promise<number | null> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(port, '127.0.0.1', () => {
      const { port: found } = probe.address() as AddressInfo // a TCP server has an AddressInfo, not a pipe name
      probe.close(() => resolve(found))
    })
  })
}
