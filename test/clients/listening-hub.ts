import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Heard = {
  readonly body: string
  readonly authorization: string
  readonly query: string
  readonly variables: Record<string, unknown>
}
export type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown }

/** A listener that keeps every word it hears and answers as told: what a client sends and how it takes faults, not what a hub decides. */
export type ListeningHub = {
  readonly url: string
  readonly heard: Heard[]
  /** Answers in turn; the last one goes on. */
  answerWith: (...answers: readonly (Answer | ((heard: Heard) => Answer))[]) => void
  /** Status and headers with which it answers whether it is ready; 200 without it. */
  readyWith: (status: number, headers: Record<string, string>) => void
  /** Ends it, so that its port refuses connections. */
  close: () => Promise<void>
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer) // no encoding is set on the request
  return Buffer.concat(chunks).toString('utf8')
}

export async function startListeningHub(port = 0): Promise<ListeningHub> {
  const heard: Heard[] = []
  let answers: (Answer | ((heard: Heard) => Answer))[] = [{ body: { data: {} } }]
  let ready: { status: number; headers: Record<string, string> } = { status: 200, headers: {} }
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET') {
      response.writeHead(ready.status, ready.headers).end('{}')
      return
    }
    const body = await readBody(request)
    const { query, variables } = JSON.parse(body) as Pick<Heard, 'query' | 'variables'> // the client under test speaks GraphQL
    const said: Heard = { body, authorization: request.headers.authorization ?? '', query, variables }
    heard.push(said)
    const next = answers.length > 1 ? answers.shift() : answers[0]
    const answer = typeof next === 'function' ? next(said) : next
    response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json', ...answer?.headers })
    response.end(JSON.stringify(answer?.body ?? {}))
  }
  const server = createServer((request, response) => void respond(request, response))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // a TCP server has such an address
    heard,
    answerWith: (...next) => {
      answers = [...next]
    },
    readyWith: (status, headers) => {
      ready = { status, headers }
    },
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const emptyPage = { nodes: [], endCursor: null, hasNextPage: false }

/** A receipt as the hub gives it, with `counts` and rows as told. */
export function receiptOf(changes: { counts?: Record<string, number>; nodes?: readonly unknown[]; [field: string]: unknown } = {}) {
  const { counts, nodes = [], ...others } = changes
  return {
    __typename: 'SubmissionReceipt',
    id: '0193c0de-0000-7000-8000-000000000001',
    center: 'busan',
    idempotencyKey: 'key',
    contentHash: 'ab',
    uploadId: null,
    mode: 'PARTIAL',
    strategy: 'MERGE',
    status: 'ACCEPTED',
    timeliness: null,
    deadlines: [],
    edition: '2026.1',
    receivedAt: '2026-11-20T02:10:00+09:00',
    replayed: false,
    newerSubmissions: [],
    dryRun: false,
    dryRunHash: null,
    counts: {
      received: 1,
      inserted: 1,
      revised: 0,
      unchanged: 0,
      retracted: 0,
      quarantined: 0,
      rejected: 0,
      impliedRetractions: 0,
      ...counts,
    },
    issues: [],
    impliedRetractions: [],
    rows: { ...emptyPage, nodes },
    ...others,
  }
}

export const submitted = (receipt: unknown): Answer => ({ body: { data: { submitStatistics: receipt } } })
