import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastifyApolloHandler } from '@as-integrations/fastify'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import type { SenderRules } from '../auth/check-sender.js'
import type { VerifyToken } from '../auth/verify-token.js'
import type { Context } from '../context.js'
import type { Hub } from '../hub.js'
import type { Secret } from '../secret.js'
import { answerError, logAnswer } from './answer-error.js'
import { createSubscriptionAnswer, STREAM_TIMES, type StreamTimes } from './answer-subscription.js'
import { LARGE_BODY_BYTES, transferLimitMs } from './body-limits.js'
import { badRequest, DoorRefusal } from './door-refusal.js'
import { addDrillExportRoute } from './drill-export-route.js'
import { addExportRoutes } from './export-route.js'
import { addFeedRoutes } from './feed-route.js'
import { addGraphqlRoute } from './graphql-route.js'
import { startGraphqlServer } from './graphql-server.js'
import { addHealthRoutes } from './health.js'
import { parseBody } from './parse-body.js'
import { readBeforeEnding } from './read-before-ending.js'
import { addReconciliationRoutes } from './reconciliation/reconciliation-routes.js'
import { RequestQuota } from './request-quota.js'
import { addTermExportRoutes } from './term-export-route.js'
import { requireVisit } from './visit.js'
import { watchSilent } from './watch-silent.js'

type DoorOptions = {
  readonly hub: Hub
  readonly schema: GraphQLSchema
  readonly verifyToken: VerifyToken
  readonly requestsPerSecond: number
  /** Null or left out: the fields of the federation are closed to everybody. */
  readonly gatewaySecret?: Secret | null
  /** Left out: bearer tokens are taken, and bound ones by the address that the connection has reached. */
  readonly senderRules?: SenderRules
  /** How long `close()` still takes what comes, each answer asking the client to go elsewhere; 0 if left out. */
  readonly drainMs?: number
  readonly streamTimes?: StreamTimes
}

const DEFAULT_SENDER_RULES: SenderRules = { publicUrl: null, isRequired: false }

const REQUEST_LIMIT_MS = 60_000
const HEADERS_LIMIT_MS = 10_000
const REQUEST_ID = /^[\w-]{8,64}$/

/** The hub's HTTP server, not yet listening: `/graphql`, `/export/...`, `/feed/...`, `/reconcile/...`, `/healthz`, `/readyz`. `close()` lets requests under way end and takes no new ones after `drainMs`. */
export async function openDoor(options: DoorOptions): Promise<FastifyInstance> {
  const { hub, schema, verifyToken, requestsPerSecond, gatewaySecret = null, senderRules = DEFAULT_SENDER_RULES, drainMs = 0 } = options
  const closing = new AbortController()
  const graphql = await startGraphqlServer(schema)
  const answer = fastifyApolloHandler(graphql, { context: async request => contextOf(hub, request) })
  const drain = { isOn: false }
  const app = Fastify({
    logger: false,
    // Node takes the smaller of the two as the larger unless both are named.
    requestTimeout: REQUEST_LIMIT_MS,
    http: { headersTimeout: HEADERS_LIMIT_MS, connectionsCheckingInterval: 1_000 },
    keepAliveTimeout: 20_000,
    bodyLimit: LARGE_BODY_BYTES,
    // What was sent before we stopped may lie unread in its socket still; it is answered as ever, not with 503.
    return503OnClosing: false,
    genReqId: request => takeRequestId(request.headers['x-request-id']),
    frameworkErrors: (error, request, reply) => void answerError({ error, request, reply: reply as FastifyReply, hub }), // the same reply, typed for no route
  })
  const cutSilent = watchSilent(app.server)
  readBeforeEnding(app.server)
  app.decorateRequest('visit', null)
  await app.register(helmet, { contentSecurityPolicy: { directives: { defaultSrc: ["'none'"] } } })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: LARGE_BODY_BYTES },
    async (request: FastifyRequest, bytes: Buffer) => {
      const charset = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8'
      if (!/^utf-?8$/i.test(charset)) throw badRequest('본문은 UTF-8이어야 합니다.', 'The body must be UTF-8.')
      return parseBody(bytes)
    },
  )
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  app.addHook('onSend', async (_request, reply, payload) => {
    if (drain.isOn) void reply.header('connection', 'close')
    // A file is paced while it is made (pace-reader.ts), and so is a stream (event-stream.ts).
    if (!(payload instanceof Readable)) cutSlowReader(reply, typeof payload === 'string' ? payload.length : 0)
  })
  app.addHook('preClose', async () => {
    drain.isOn = true
    closing.abort()
    // After this hook connections without a request under way are cut, even with one in their socket that nobody has read yet (G29).
    await sleep(drainMs)
    cutSilent()
  })
  app.addHook('onClose', () => graphql.stop())
  app.addHook('onResponse', async (request, reply) => logAnswer(hub, request, reply))
  app.setErrorHandler((error: FastifyError, request, reply) => answerError({ error, request, reply, hub }))
  app.setNotFoundHandler((request, reply) => answerError({ error: notFound(), request, reply, hub }))
  addHealthRoutes(app, hub, () => drain.isOn)
  const admission = { hub, verifyToken, senderRules, quota: new RequestQuota(requestsPerSecond) }
  addExportRoutes(app, { ...admission, schema })
  addTermExportRoutes(app, admission)
  addDrillExportRoute(app, admission)
  addFeedRoutes(app, { ...admission, publicUrl: senderRules.publicUrl })
  await addReconciliationRoutes(app, { hub, quota: admission.quota, publicUrl: senderRules.publicUrl })
  addGraphqlRoute(app, {
    ...admission,
    schema,
    gatewaySecret,
    answer: (request, reply) => answer.call(app, request, reply),
    answerSubscription: createSubscriptionAnswer({
      schema,
      quota: admission.quota,
      contextOf: request => contextOf(hub, request),
      closing: closing.signal,
      times: options.streamTimes ?? STREAM_TIMES,
    }),
  })
  return app
}

function contextOf(hub: Hub, request: FastifyRequest): Context {
  const { visit, caller } = requireVisit(request)
  return {
    hub: { ...hub, gone: visit.gone.signal },
    caller,
    isGateway: visit.isGateway,
    requestId: request.id,
    issueCodes: visit.issueCodes,
  }
}

/** Whoever takes too long to read the answer is let go, and with it the memory that the answer holds. */
function cutSlowReader({ raw }: FastifyReply, bytes: number): void {
  const cut = setTimeout(() => raw.destroy(), transferLimitMs(bytes))
  for (const event of ['finish', 'close']) raw.once(event, () => clearTimeout(cut))
}

const takeRequestId = (given: string | string[] | undefined): string =>
  typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()

const notFound = () =>
  new DoorRefusal({
    status: 404,
    code: 'NOT_FOUND',
    messageKo: '이 주소에는 아무것도 없습니다. API는 /graphql, 내보내기는 /export/csv 등입니다.',
    messageEn:
      'Nothing is here. The API is at /graphql, exports at /export/csv, xlsx, sdmx-csv, json-stat, skos-turtle, skos-jsonld and sssom.',
  })
