import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { ClientGone } from '../client-gone.js'
import type { Secret } from '../secret.js'
import { admitRequest, countRequestBody, type AdmissionRules } from './admit-request.js'
import { bodyLimitOf, checkAnnouncedLength, LargeBodyTurns, SMALL_BODY_BYTES } from './body-limits.js'
import { checkDocument, requireSingleWrite } from './check-document.js'
import { checkGatewayFields, isFromGateway } from './check-gateway.js'
import { bodyTooLarge } from './door-refusal.js'
import { isSingleSubmission } from './limits.js'
import { readGraphqlBody, readGraphqlQuery } from './parse-body.js'
import { requireVisit, type Visit } from './visit.js'

type RouteOptions = AdmissionRules & {
  readonly schema: GraphQLSchema
  readonly gatewaySecret: Secret | null
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => unknown
  readonly answerSubscription: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>
}

/** `/graphql`: token, size, strict body and limits of the document are settled, in this order, before the GraphQL server sees a request. */
export function addGraphqlRoute(app: FastifyInstance, options: RouteOptions): void {
  const { hub, quota, schema, gatewaySecret, answer, answerSubscription } = options
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
      const { visit, caller } = await admitRequest(request, reply, options)
      visit.isGateway = isFromGateway(request.headers, gatewaySecret)
      checkAnnouncedLength(request, bodyLimitOf(caller))
      if (Number(request.headers['content-length'] ?? 0) > SMALL_BODY_BYTES) takeTurn(visit, caller, reply)
    },
    async preParsing(request, reply, payload) {
      const { visit, caller } = requireVisit(request)
      const isAnnounced = Number(request.headers['content-length'] ?? 0) > SMALL_BODY_BYTES
      return countRequestBody(request, payload, {
        limitBytes: bodyLimitOf(caller),
        onLarge: () => {
          if (!isAnnounced) takeTurn(visit, caller, reply)
        },
      })
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
      if (checked.kind === 'subscription' && checked.document !== null)
        visit.subscription = { document: checked.document, operationName, variables }
    },
    async handler(request, reply) {
      const { visit, caller } = requireVisit(request)
      visit.isExecuting = true
      reply.raw.once('close', () => visit.gone.abort(new ClientGone()))
      try {
        if (visit.subscription !== null) return await answerSubscription(request, reply)
        return await quota.inTurn(caller, async () => answer(request, reply))
      } finally {
        visit.isExecuting = false
        visit.endTurn()
      }
    },
  })
}
