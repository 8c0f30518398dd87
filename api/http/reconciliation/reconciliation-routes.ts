import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findConcept } from '../../../schema/domain/terms/find-concept.js'
import type { Hub } from '../../hub.js'
import { requireGlossary, type KnownGlossary } from '../../operations/read-glossary.js'
import { countRequestBody } from '../admit-request.js'
import { checkAnnouncedLength } from '../body-limits.js'
import { badRequest, DoorRefusal } from '../door-refusal.js'
import type { RequestQuota } from '../request-quota.js'
import { requireVisit } from '../visit.js'
import { admitSteward } from './admit-steward.js'
import { answerExtension, answerQueries, answerSuggestion, proposeProperties } from './answer-reconciliation.js'
import { readParameters } from './read-parameters.js'
import { writeManifest } from './write-manifest.js'
import { PREVIEW_POLICY, writeNoPreview, writePreview } from './write-preview.js'

type ReconciliationOptions = {
  readonly hub: Hub
  readonly quota: RequestQuota
  /** How the hub is reached from outside; null: as the request says. */
  readonly publicUrl: string | null
}

const FORM = 'application/x-www-form-urlencoded'
const FORM_BYTES = 256 * 1024
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'content-type, accept, accept-language',
  'access-control-max-age': '86400',
  // Of another origin is who reads here; there are no cookies, and the address is the credential.
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'no-store',
}

/**
 * The Reconciliation Service API 0.2 (Entity Reconciliation Community Group, 2023-04-10) over the glossary, at `/reconcile/<token>`: what OpenRefine
 * speaks. Read-only; no figure can be reached by it. Who asks is told by the token in the address (docs/decisions/0021).
 */
export async function addReconciliationRoutes(app: FastifyInstance, options: ReconciliationOptions): Promise<void> {
  await app.register(
    async scope => {
      scope.addContentTypeParser(FORM, { parseAs: 'buffer', bodyLimit: FORM_BYTES }, async (_request: FastifyRequest, bytes: Buffer) => {
        try {
          return readParameters(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
        } catch (error) {
          throw error instanceof DoorRefusal ? error : badRequest('본문이 UTF-8이 아닙니다.', 'The body is not UTF-8.')
        }
      })
      scope.addHook('onRequest', async (request, reply) => {
        void reply.headers(CORS)
        // Asked by browsers without the credential, and answered alike whatever the token.
        if (request.method === 'OPTIONS') return
        const { visit } = await admitSteward(request, reply, options)
        Object.assign(visit, { operationName: 'reconcile', operationKind: 'query' })
        checkAnnouncedLength(request, FORM_BYTES)
      })
      scope.addHook('preParsing', async (request, _reply, payload) =>
        request.method === 'POST'
          ? countRequestBody(request, payload as Readable, { limitBytes: FORM_BYTES, onLarge: () => undefined }) // Fastify hands on the request's stream
          : payload,
      )
      addRoutes(scope, options)
    },
    { prefix: '/reconcile/:token' },
  )
}

/** Parameters of the form, or of the address where there is none. */
const parametersOf = ({ body, raw }: FastifyRequest): ReadonlyMap<string, string> => {
  if (body instanceof Map) return body as ReadonlyMap<string, string> // made by readParameters
  if (body !== undefined) throw badRequest(`content-type은 ${FORM}이어야 합니다.`, `The content type must be ${FORM}.`)
  const url = raw.url ?? ''
  const at = url.indexOf('?')
  return at === -1 ? new Map() : readParameters(url.slice(at + 1))
}

function addRoutes(scope: FastifyInstance, { hub, quota, publicUrl }: ReconciliationOptions): void {
  const known = () => requireGlossary(hub)
  const inTurn = async (request: FastifyRequest, work: (glossary: KnownGlossary) => object) =>
    quota.inTurn(requireVisit(request).caller, async () => work(await known()))
  const baseOf = (request: FastifyRequest) =>
    `${publicUrl ?? `${request.protocol}://${request.host}`}${(request.raw.url ?? '').split(/[?]/)[0]?.replace(/\/$/, '') ?? ''}`

  scope.route({
    method: ['GET', 'POST'],
    url: '/',
    async handler(request) {
      const parameters = parametersOf(request)
      const [queries, extend] = [parameters.get('queries'), parameters.get('extend')]
      if (queries !== undefined) return inTurn(request, glossary => answerQueries(glossary, queries))
      if (extend !== undefined) return inTurn(request, glossary => answerExtension(glossary, extend))
      return inTurn(request, ({ glossary }) => writeManifest(glossary, baseOf(request)))
    },
  })
  for (const of of ['entity', 'type', 'property'] as const) {
    scope.get(`/suggest/${of}`, request => inTurn(request, glossary => answerSuggestion(glossary, of, parametersOf(request))))
  }
  scope.get('/extend/propose', request => inTurn(request, () => proposeProperties(parametersOf(request))))
  scope.get('/preview', async (request, reply) => answerPreview(request, reply, await known()))
  scope.options('/', async (_request, reply) => reply.code(204).send())
  scope.all('/*', async (request, reply) => {
    if (request.method === 'OPTIONS') return reply.code(204).send()
    throw new DoorRefusal({
      status: 404,
      code: 'NOT_FOUND',
      messageKo: '조정 서비스에 이런 주소가 없습니다.',
      messageEn: 'The reconciliation service has no such address.',
    })
  })
}

function answerPreview(request: FastifyRequest, reply: FastifyReply, { glossary }: KnownGlossary): FastifyReply {
  const concept = findConcept(glossary, parametersOf(request).get('id') ?? '')
  return reply
    .code(concept === undefined ? 404 : 200)
    .removeHeader('x-frame-options')
    .headers({ 'content-security-policy': PREVIEW_POLICY, 'referrer-policy': 'no-referrer' })
    .type('text/html; charset=utf-8')
    .send(concept === undefined ? writeNoPreview() : writePreview(concept, glossary))
}
