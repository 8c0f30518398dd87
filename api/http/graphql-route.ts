import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import type { SenderRules } from '../auth/check-sender.js'
import type { VerifyToken } from '../auth/verify-token.js'
import type { Hub } from '../hub.js'
import type { Secret } from '../secret.js'
import { authenticate } from './authenticate.js'
import { bodyLimitOf, checkAnnouncedLength, countBody, LargeBodyTurns, SMALL_BODY_BYTES } from './body-limits.js'
import { checkDocument, requireSingleWrite } from './check-document.js'
import { checkGatewayFields, isFromGateway } from './check-gateway.js'
import { badRequest, bodyTooLarge } from './door-refusal.js'
import { isSingleSubmission } from './limits.js'
import { readGraphqlBody, readGraphqlQuery } from './parse-body.js'
import { RequestQuota } from './request-quota.js'
import { requireVisit, startVisit, type Visit } from './visit.js'

type RouteOptions = {
  readonly hub: Hub
  readonly schema: GraphQLSchema
  readonly requestsPerSecond: number
  readonly verifyToken: VerifyToken
  readonly gatewaySecret: Secret | null
  readonly senderRules: SenderRules
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => unknown
}

/** `/graphql`: token, size, strict body and limits of the document are settled, in this order, before the GraphQL server sees a request. */
export function addGraphqlRoute(app: FastifyInstance, options: RouteOptions): void {
  const { hub, schema, requestsPerSecond, verifyToken, gatewaySecret, senderRules, answer } = options
  const quota = new RequestQuota(requestsPerSecond)
  const turns = new LargeBodyTurns()
  const takeTurn = (visit: Visit, caller: Caller, reply: FastifyReply) => {
    visit.endTurn = turns.take(caller)
    // A sender who has gone already will not close again.
    if (reply.raw.closed) visit.endTurn()
  }
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    // The token is checked before a byte of the body is read.
    async onRequest(request, reply) {
      const visit = (request.visit = startVisit())
      reply.raw.once('close', () => visit.isExecuting || visit.endTurn())
      // The GraphQL server makes a URL of the two, and throws where they make none.
      if (!URL.canParse(request.url, `${request.protocol}://${request.hostname}/`)) {
        throw badRequest('Host 헤더가 올바르지 않습니다.', 'The Host header names no host.')
      }
      const { authorization } = request.headers
      const isCounted = quota.takeKnown(authorization)
      visit.caller = await authenticate(request.raw, { hub, verifyToken, senderRules })
      if (!isCounted) quota.takeNew(authorization, visit.caller)
      visit.isGateway = isFromGateway(request.headers, gatewaySecret)
      checkAnnouncedLength(request, bodyLimitOf(visit.caller))
      if (Number(request.headers['content-length'] ?? 0) > SMALL_BODY_BYTES) takeTurn(visit, visit.caller, reply)
    },
    async preParsing(request, reply, payload) {
      const { visit, caller } = requireVisit(request)
      const isAnnounced = Number(request.headers['content-length'] ?? 0) > SMALL_BODY_BYTES
      const counted = countBody({
        limitBytes: bodyLimitOf(caller),
        onLarge: () => {
          if (!isAnnounced) takeTurn(visit, caller, reply)
        },
      })
      visit.bodyBytes = () => counted.receivedEncodedLength
      request.raw.once('close', () => request.raw.complete || counted.destroy())
      return payload.pipe(counted)
    },
    async preHandler(request) {
      const { visit, caller } = requireVisit(request)
      const { query, operationName, variables } = request.method === 'GET' ? readGraphqlQuery(request.query) : readGraphqlBody(request.body)
      const maySeeSchema = hub.settings.environment === 'development' || holdsAny(caller, 'hub:admin')
      const checked = checkDocument(query, { schema, operationName, variables, maySeeSchema })
      visit.operationName = checked.operationName
      visit.operationKind = checked.kind
      visit.rootFields = checked.rootFields
      if (checked.document !== null) checkGatewayFields(checked.document, visit.isGateway)
      if (visit.bodyBytes() > SMALL_BODY_BYTES && (checked.document === null || !isSingleSubmission(checked.document)))
        throw bodyTooLarge(SMALL_BODY_BYTES)
      requireSingleWrite(checked.document)
    },
    async handler(request, reply) {
      const { visit, caller } = requireVisit(request)
      visit.isExecuting = true
      try {
        return await quota.inTurn(caller, async () => answer(request, reply))
      } finally {
        visit.isExecuting = false
        visit.endTurn()
      }
    },
  })
}
