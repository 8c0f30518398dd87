import { createServer, request } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { BAD_TOKENS, pointAt, type BadRequest, type BadToken } from '../support/bad-tokens.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import type { RunGoal } from './goal.js'

export type TokenTrial = {
  readonly title: string
  readonly status: number
  /** The answer with its request id taken out, headers that vary with the instant left aside. */
  readonly body: string
  readonly milliseconds: number
}

export type TokenFindings = {
  readonly trials: readonly TokenTrial[]
  /** Titles of cases whose token stands in a log line. */
  readonly logged: readonly string[]
  /** Requests that reached the address in jku and x5u. */
  readonly canaryCalls: number
}

const QUERY = JSON.stringify({ query: '{ viewer { subject } }' })

/** Sends every bad token to a hub with its own issuer, each as often as said; times are medians of a case. */
export async function tryBadTokens(hub: HubServer, { rounds }: { rounds: number }): Promise<TokenFindings> {
  await hub.database.owner`update callers set valid_to = hub_now() where subject = 'jeju-client' and valid_to is null`
  await hub.database.owner`update callers set valid_from = hub_now() + interval '1 day' where subject = 'ulsan-client'`
  const canary = await startCanary()
  pointAt(hub.issuer, canary.url)
  await hub.graphql('{ viewer { subject } }', {}, await hub.token('seoul-client')) // keys are known, the pool is warm
  const trials: TokenTrial[] = []
  const logged: string[] = []
  for (const bad of BAD_TOKENS) {
    const { trial, secrets } = await tryOne(hub, bad, rounds)
    trials.push(trial)
    const log = JSON.stringify(hub.logLines)
    if (secrets.some(secret => log.includes(secret))) logged.push(bad.title)
  }
  await canary.close()
  return { trials, logged, canaryCalls: canary.calls() }
}

async function tryOne(hub: HubServer, bad: BadToken, rounds: number): Promise<{ trial: TokenTrial; secrets: string[] }> {
  const answers: Answer[] = []
  const secrets: string[] = []
  for (let round = 0; round < rounds; round++) {
    const made = await bad.make(hub.issuer)
    secrets.push(...piecesOf(made.secret))
    answers.push(await send(hub.url, made))
  }
  const [first] = answers
  if (first === undefined || answers.some(({ status, body }) => status !== first.status || body !== first.body)) {
    throw new Error(`The hub answers differently to the same bad token: ${bad.title}.`)
  }
  return {
    trial: { title: bad.title, status: first.status, body: first.body, milliseconds: medianOf(answers.map(a => a.milliseconds)) },
    secrets,
  }
}

/** A token, its payload and its signature: none of them belongs into a log. */
const piecesOf = (secret: string | null): string[] =>
  secret === null ? [] : [secret, ...secret.split('.').slice(1)].filter(piece => piece.length > 20)

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

type Answer = Omit<TokenTrial, 'title'>

/** With raw headers, because fetch joins repeated ones. */
export function send(url: string, { headers, path }: BadRequest): Promise<Answer> {
  const { host } = new URL(url)
  const start = performance.now()
  return new Promise((resolve, reject) => {
    const call = request(`${url}${path}`, { method: 'POST', headers: ['host', host, 'content-type', 'application/json', ...headers] })
    call.once('error', reject)
    call.once('response', response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('end', () => {
        const milliseconds = performance.now() - start
        const id = String(response.headers['x-request-id'])
        // Date and what is said of the connection depend on the instant, not on the token.
        const { date: _date, connection: _connection, 'keep-alive': _keepAlive, ...told } = response.headers
        const body = `${JSON.stringify(told)}\n${Buffer.concat(chunks).toString()}`.replaceAll(id, '*')
        resolve({ status: response.statusCode ?? 0, body, milliseconds })
      })
    })
    call.end(QUERY)
  })
}

/** Listens where an attacker's keys would lie, and counts who comes. */
async function startCanary(): Promise<{ url: string; calls: () => number; close: () => Promise<void> }> {
  let calls = 0
  const server = createServer((_request, response) => {
    calls += 1
    response.end('{"keys":[]}')
  })
  server.on('connection', () => (calls += 1))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server has such an address
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    async close() {
      server.close()
      await once(server, 'close')
    },
  }
}

/** G05: every bad token is answered 401 with one generic body, in 10 ms, and stands in no log. `value` is the share of cases for which all of it holds. */
export const runG05: RunGoal = async ({ isQuick }) => {
  const hub = await startHubServer()
  try {
    const { trials, logged, canaryCalls } = await tryBadTokens(hub, { rounds: isQuick ? 5 : 21 })
    const bodies = new Set(trials.map(({ body }) => body))
    const median = medianOf(trials.map(({ milliseconds }) => milliseconds))
    const slowest = Math.max(...trials.map(({ milliseconds }) => milliseconds))
    const good = trials.filter(({ title, status, milliseconds }) => status === 401 && milliseconds <= 10 && !logged.includes(title))
    const value = { cases: trials.length, share: good.length / trials.length, bodies: bodies.size, medianMs: median, slowestMs: slowest }
    const bar = { cases: 24, share: 1, bodies: 1, slowestMs: 10 }
    return { id: 'G05', value, bar, ok: trials.length >= bar.cases && value.share === 1 && bodies.size === 1 && canaryCalls === 0 }
  } finally {
    await hub.close()
  }
}
