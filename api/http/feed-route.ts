import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { toKstInstant } from '../../schema/domain/playbooks/kst-instant.js'
import { recordDenial } from '../auth/record-denial.js'
import { RULES } from '../auth/rules.js'
import { listHeadlines, pullMessage } from '../operations/pull-messages.js'
import { contentHashOf } from '../playbooks/compose-delivery.js'
import { renderAtomFeed } from '../playbooks/render-atom.js'
import { renderCap } from '../playbooks/render-cap.js'
import { admitRequest, type AdmissionRules } from './admit-request.js'
import { DoorRefusal } from './door-refusal.js'
import { requireVisit } from './visit.js'

type FeedOptions = AdmissionRules & { readonly publicUrl: string | null }

const FIELD = 'Query.emergencyFeed'

/**
 * `GET /feed/atom`: what was sent within 48 hours, as Atom; `GET /feed/cap/<id>`: one message as CAP 1.2, `GET /feed/message/<id>`: the whole of it
 * as JSON with its signature; it is received by either. For whoever may ask
 * `emergencyFeed`, with the same token.
 */
export function addFeedRoutes(app: FastifyInstance, options: FeedOptions): void {
  const { hub } = options
  const routes = {
    '/feed/atom': async (request: FastifyRequest, reply: FastifyReply, caller: Caller) => {
      const { now, messages } = await listHeadlines(hub, caller)
      const base = baseOf(request, options)
      const capUrl = (id: string): string => `${base}/feed/cap/${id}`
      const at = toKstInstant(now) ?? now
      const feed = renderAtomFeed(messages, { now: at, selfUrl: `${base}/feed/atom`, capUrl, authorName: '120 콜센터 협의체' })
      return reply.header('content-type', 'application/atom+xml; charset=utf-8').send(feed)
    },
    '/feed/cap/:id': async (request: FastifyRequest, reply: FastifyReply, caller: Caller) => {
      const { id } = request.params as { id: string } // the route names it
      const pulled = await pullMessage(hub, caller, id)
      if (pulled === null) throw noMessage()
      const sender = new URL(baseOf(request, options)).hostname
      return reply.header('content-type', 'application/cap+xml; charset=utf-8').send(renderCap(pulled.message, { sender, web: null }))
    },
    '/feed/message/:id': async (request: FastifyRequest, reply: FastifyReply, caller: Caller) => {
      const { id } = request.params as { id: string } // the route names it
      const pulled = await pullMessage(hub, caller, id)
      if (pulled === null) throw noMessage()
      const { message, signature } = pulled
      const text = canonicalJson({ message, contentHash: contentHashOf(message), contentSignature: signature })
      return reply.header('content-type', 'application/json; charset=utf-8').send(text)
    },
  }
  for (const [url, answer] of Object.entries(routes)) {
    app.route({
      method: 'GET',
      url,
      async onRequest(request, reply) {
        const { visit, caller } = await admitRequest(request, reply, options)
        Object.assign(visit, { operationName: url, operationKind: 'query', rootFields: ['emergencyFeed'] })
        if (RULES[FIELD]?.(caller) === true) return
        await recordDenial(hub, caller, FIELD)
        throw noMessage()
      },
      async handler(request, reply) {
        const { caller } = requireVisit(request)
        void reply.header('cache-control', 'no-store')
        return options.quota.inTurn(caller, () => answer(request, reply, caller))
      },
    })
  }
}

/** What the hub is called from outside; where nobody said so, the address that the connection has reached. */
const baseOf = ({ protocol, host }: FastifyRequest, { publicUrl }: FeedOptions): string => publicUrl ?? `${protocol}://${host}`

/** Whether there is none or it is not for the caller cannot be told apart. */
const noMessage = () =>
  new DoorRefusal({
    status: 404,
    code: 'NOT_FOUND',
    messageKo: '이 이름으로 받을 발령이 없습니다. 받을 수 있는 발령은 emergencyFeed에 있습니다.',
    messageEn: 'There is no message for you here; what you can fetch is in emergencyFeed.',
  })
