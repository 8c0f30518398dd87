import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Receipt, Receiver, TakeMessage } from '../sdk/index.js'

const LARGEST_BODY = 64 * 1024

type Parts = {
  readonly receiver: Receiver
  readonly take: TakeMessage
  readonly onReceipt: (receipt: Receipt) => void
  readonly onFault: (fault: unknown) => void
}

/**
 * A web server that takes the hub's messages at POST /hub120. It speaks plain http: put it behind the https of your own web server, and let that hand the body
 * through untouched. The body is never parsed before it is verified; another path, method or a larger body ends here.
 */
export function createReceiverServer({ receiver, take, onReceipt, onFault }: Parts): Server {
  return createServer({ requestTimeout: 10_000, headersTimeout: 10_000, connectionsCheckingInterval: 2_000 }, (request, response) => {
    answer(request, response).catch((fault: unknown) => {
      onFault(fault)
      // The message is not kept: the hub shall try again.
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url !== '/hub120') return void response.writeHead(404).end()
    const body = await readBody(request)
    if (body === null) return void response.writeHead(413, { connection: 'close' }).end()
    const receipt = await receiver.receive(request.headers, body, take)
    onReceipt(receipt)
    response.writeHead(receipt.status, { 'content-type': 'application/json' })
    response.end(receipt.result === 'refused' ? JSON.stringify({ reason: receipt.reason }) : undefined)
  }
}

/** The very bytes that were sent; null where there are too many. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    // a request without an encoding gives buffers
    length += chunk.length
    if (length > LARGEST_BODY) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
