import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { createVerifyToken } from '../../api/auth/verify-token.js'
import type { StreamTimes } from '../../api/http/answer-subscription.js'
import { openDoor } from '../../api/http/open-door.js'
import { Secret } from '../../api/secret.js'
import { createHub, type Hub, type HubSettings } from '../../api/hub.js'
import { watchIssuer } from '../../api/watch/watch-issuer.js'
import { registerCallers } from '../../db/queries/callers.js'
import { cloneDatabase, type TestDatabase } from './database.js'
import { hubSchema } from './hub-schema.js'
import { AUDIENCE, startTestIssuer, TEST_CLIENTS, type TestIssuer } from './issuer.js'

/**
 * One hub for one test file: its own database with the edition, the development issuer, and the API over real HTTP, all in this process.
 *
 *   const hub = await startHubServer()          // beforeAll
 *   const token = await hub.token('seoul-client')
 *   const { status, data, errors } = await hub.graphql('{ viewer { subject } }', {}, token)
 *   await hub.close()                           // afterAll
 */
export interface HubServer {
  /** `http://127.0.0.1:<port>`, without a path. */
  readonly url: string
  readonly app: FastifyInstance
  readonly hub: Hub
  readonly database: TestDatabase
  readonly issuer: TestIssuer
  /** What was logged, one object per line. */
  readonly logLines: Record<string, unknown>[]
  token(client: string, scope?: string): Promise<string>
  graphql(query: string, variables: Record<string, unknown>, token: string): Promise<GraphqlAnswer>
  close(): Promise<void>
}

export interface GraphqlAnswer {
  readonly status: number
  readonly headers: Headers
  readonly data: any // oxlint-disable-line typescript/no-explicit-any -- tests compare whole values
  readonly errors: { readonly message: string; readonly path?: unknown[]; readonly extensions: Record<string, unknown> }[] | undefined
}

export interface HubServerOptions extends Partial<HubSettings> {
  /** None to speak of by default: most files ask in quick succession under one name. */
  readonly requestsPerSecond?: number
  /** Instead of a clone with the edition; not dropped by `close` then. */
  readonly database?: TestDatabase
  readonly streamTimes?: StreamTimes
  /** Credential of a gateway; the fields of the federation are closed without. */
  readonly gatewaySecret?: string
}

export async function startHubServer({
  database: given,
  gatewaySecret,
  requestsPerSecond = 100_000,
  streamTimes,
  ...settings
}: HubServerOptions = {}): Promise<HubServer> {
  const [database, issuer] = await Promise.all([given ?? cloneDatabase({ withEdition: true }), startTestIssuer()])
  await registerCallers(database.owner, TEST_CLIENTS)
  const logLines: Record<string, unknown>[] = []
  const log = pino({ level: 'debug', base: null }, toLines(logLines))
  const hub = createHub({ db: database.db, log, settings: { environment: 'development', heldRowDays: 90, ...settings } })
  const verifyToken = createVerifyToken({
    issuer: issuer.url,
    audience: AUDIENCE,
    environment: 'development',
    log,
    fetch: watchIssuer(hub.metrics),
  })
  const app = await openDoor({
    hub,
    schema: hubSchema(),
    verifyToken,
    requestsPerSecond,
    gatewaySecret: gatewaySecret === undefined ? null : new Secret(gatewaySecret),
    ...(streamTimes === undefined ? {} : { streamTimes }),
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    app,
    hub,
    database,
    issuer,
    logLines,
    token: (client, scope) => issuer.token(client, scope),
    graphql: (query, variables, token) => postGraphql(url, { query, variables, token }),
    async close() {
      await app.close()
      await issuer.close()
      if (given === undefined) await database.drop()
    },
  }
}

export async function postGraphql(
  url: string,
  { query, variables, token }: { query: string; variables: Record<string, unknown>; token: string },
): Promise<GraphqlAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  })
  const body = (await response.json()) as Pick<GraphqlAnswer, 'data' | 'errors'> // every answer of the hub is a GraphQL answer
  return { status: response.status, headers: response.headers, data: body.data, errors: body.errors }
}

const toLines = (lines: Record<string, unknown>[]) =>
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>) // pino writes one JSON object at a time
      done()
    },
  })
