import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { exportTerms } from '../operations/export-terms.js'
import { refusedField } from '../resolvers/value-or-error.js'
import { admitRequest, countRequestBody, type AdmissionRules } from './admit-request.js'
import { checkAnnouncedLength, SMALL_BODY_BYTES } from './body-limits.js'
import { TERM_EXPORT_FORMATS, type TermExportFormat } from './term-export-formats.js'
import { requireVisit } from './visit.js'

type Wanted = Parameters<typeof exportTerms>[2]

const unfit = issue({
  code: 'BAD_USER_INPUT',
  path: [],
  messageKo: '본문은 {} 또는 {"edition": "2026.1"}이어야 합니다.',
  messageEn: 'The body must be {} or {"edition": "2026.1"}.',
  expected: '{} or {"edition": code}',
})

function readWanted(body: unknown): Outcome<Wanted> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse(unfit)
  const { edition = null, ...others }: { edition?: unknown } = body
  if (Object.keys(others).length > 0 || (edition !== null && typeof edition !== 'string')) return refuse(unfit)
  return accept({ edition })
}

/**
 * `POST /export/skos-turtle`, `/skos-jsonld`: the glossary as a file with what words were decided to mean; `/sssom`: those decisions alone. Open to every
 * caller as `terms` is, the words to those who may see them; token, quota, size and strict body are
 * settled as for `/graphql`.
 */
export function addTermExportRoutes(app: FastifyInstance, options: AdmissionRules): void {
  for (const [name, format] of Object.entries(TERM_EXPORT_FORMATS)) {
    app.route({
      method: 'POST',
      url: `/export/${name}`,
      // The token is checked before a byte of the body is read.
      async onRequest(request, reply) {
        const { visit } = await admitRequest(request, reply, options)
        Object.assign(visit, { operationName: `export ${name}`, operationKind: 'query', rootFields: ['terms'] })
        checkAnnouncedLength(request, SMALL_BODY_BYTES)
      },
      async preParsing(request, _reply, payload) {
        return countRequestBody(request, payload as Readable, { limitBytes: SMALL_BODY_BYTES, onLarge: () => undefined })
      },
      handler: (request, reply) => answerExport(request, reply, { format, options }),
    })
  }
}

async function answerExport(
  request: FastifyRequest,
  reply: FastifyReply,
  { format, options }: { readonly format: TermExportFormat; readonly options: AdmissionRules },
): Promise<FastifyReply> {
  const { caller } = requireVisit(request)
  const wanted = readWanted(request.body)
  if (!wanted.ok) return refuseWith(request, reply.code(400), wanted.issues)
  const terms = await options.quota.inTurn(caller, () => exportTerms(options.hub, caller, wanted.value))
  if (!terms.ok) return refuseWith(request, reply.code(422), terms.issues)
  const { edition } = terms.value.glossary
  return reply
    .headers({
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="hub120-terms-${edition.replace(/[^\w.-]/g, '_')}.${format.extension}"`,
      'cache-control': 'no-store',
    })
    .send(format.write(terms.value))
}

/** The errors that a refused field of GraphQL has, in the same words (S28). */
function refuseWith(request: FastifyRequest, reply: FastifyReply, issues: readonly Issue[]): FastifyReply {
  const { visit } = requireVisit(request)
  for (const { code } of issues) visit.issueCodes.add(code)
  const { message, extensions } = refusedField(issues)
  return reply.send({ errors: [{ message, extensions: { ...extensions, requestId: request.id } }] })
}
