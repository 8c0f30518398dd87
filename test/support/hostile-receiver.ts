import { readFileSync } from 'node:fs'
import { createServer as createPlain, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { projectRoot } from '../../db/project-root.js'

const read = (name: string): string => readFileSync(join(projectRoot, 'test/support/tls', name), 'utf8')

/** Certificate of receiver.test, *.receiver.test, 127.0.0.1 and 127.0.0.2, signed by itself; its key opens nothing but tests. */
const TEST_CA = read('receiver.crt')
const KEY = read('receiver.key')

/** The second loopback address: declared public by tests, so that 127.0.0.1 stays a place nothing may reach. */
export const TRIAL_ADDRESS = '127.0.0.2'
export const TRIAL_RULES = { privateRanges: [], trialRanges: [`${TRIAL_ADDRESS}/32`], ca: TEST_CA } as const

export type Receiver = {
  readonly port: number
  /** Connections so far, with or without a request. */
  connections(): number
  /** Bodies that came whole, as bytes. */
  readonly bodies: Buffer[]
  readonly requests: IncomingMessage[]
  close(): Promise<void>
}

export type ReceiverOptions = { readonly address?: string; readonly plain?: boolean }

/** A receiver on a free port. `answer` gets each request after its body; the sockets it leaves open die with `close`. */
export async function openReceiver(
  answer: RequestListener,
  { address = TRIAL_ADDRESS, plain = false }: ReceiverOptions = {},
): Promise<Receiver> {
  const [bodies, requests, sockets]: [Buffer[], IncomingMessage[], Set<Socket>] = [[], [], new Set()]
  let connections = 0
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks))
      requests.push(request)
      answer(request, response)
    })
    response.on('error', () => {}) // the other side has hung up
  }
  const server = plain ? createPlain(listener) : createTls({ key: KEY, cert: TEST_CA }, listener)
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>(resolve => server.listen(0, address, resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    port,
    bodies,
    requests,
    connections: () => connections,
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
