import { createHash, createHmac } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { openReceiver, TRIAL_ADDRESS } from './hostile-receiver.js'

/** One request as a center saw it. */
export type Received = {
  readonly center: string
  /** `actual`, `drill`, or whatever else stands in the path. */
  readonly door: string
  readonly webhookId: string
  readonly timestamp: number
  readonly bodyHash: string
  readonly type: string
  readonly activationId: string | null
  readonly status: string | null
  readonly seq: number | null
  readonly isSigned: boolean
  /** Milliseconds since 1970, by the clock of this machine; the database's is the same one. */
  readonly at: number
  /** Another request was open at the same endpoint when it came. */
  readonly isBeside: boolean
  /** What was answered; null where nothing was, or not yet. */
  answered: number | null
}

/** What an endpoint does with a request. Nothing: it hangs. */
export type Behavior = (request: IncomingMessage, response: ServerResponse, received: Received) => void

export const answer =
  (status: number, body = ''): Behavior =>
  (_, response, received) => {
    received.answered = status
    response.writeHead(status).end(body)
  }
export const hang: Behavior = () => undefined
/** Takes the message, and the answer is lost on the way. */
export const takeAndReset: Behavior = request => request.socket.destroy()

export type Receivers = {
  readonly log: Received[]
  url(center: string, door?: string): string
  /** From now on; 204 unless told. */
  behave(center: string, behavior: Behavior): void
  /** What came to a center, in order. */
  of(center: string): readonly Received[]
  close(): Promise<void>
}

/** Endpoints of every center behind one listener over TLS, each with a log of what came. `secret` checks the signature `v1`. */
export async function openReceivers(secret: Buffer): Promise<Receivers> {
  const log: Received[] = []
  const behaviors = new Map<string, Behavior>()
  const open = new Map<string, number>()
  const receiver = await openReceiver((request, response) => {
    const body = receiver.bodies.pop() ?? Buffer.alloc(0)
    receiver.requests.length = 0
    const door = request.url ?? ''
    const others = open.get(door) ?? 0
    open.set(door, others + 1)
    response.once('close', () => open.set(door, (open.get(door) ?? 1) - 1))
    const received = { ...describe(request, body, secret), isBeside: others > 0 }
    log.push(received)
    const behavior = behaviors.get(received.center) ?? answer(204)
    behavior(request, response, received)
  })
  return {
    log,
    url: (center, door = 'actual') => `https://${TRIAL_ADDRESS}:${receiver.port}/${center}/${door}`,
    behave: (center, behavior) => void behaviors.set(center, behavior),
    of: center => log.filter(one => one.center === center),
    close: () => receiver.close(),
  }
}

function describe(request: IncomingMessage, body: Buffer, secret: Buffer): Omit<Received, 'isBeside'> {
  const [, center = '', door = ''] = (request.url ?? '').split('/')
  const header = (name: string) => String(request.headers[name] ?? '')
  const signed = Buffer.concat([Buffer.from(`${header('webhook-id')}.${header('webhook-timestamp')}.`), body])
  const signature = `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`
  const event = JSON.parse(body.toString('utf8')) as {
    type: string
    data: { message?: { activationId: string; status: string; seq: number } }
  } // the hub's own body
  return {
    center,
    door,
    webhookId: header('webhook-id'),
    timestamp: Number(header('webhook-timestamp')),
    bodyHash: createHash('sha256').update(body).digest('hex'),
    type: event.type,
    activationId: event.data.message?.activationId ?? null,
    status: event.data.message?.status ?? null,
    seq: event.data.message?.seq ?? null,
    isSigned: header('webhook-signature').split(' ').includes(signature),
    at: Date.now(),
    answered: null,
  }
}
