import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GraphQLSchema } from 'graphql'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { ClientGone } from '../client-gone.js'
import { recordDenial } from '../auth/record-denial.js'
import { RULES } from '../auth/rules.js'
import type { ExportBook, FilePieces } from '../exports/export-book.js'
import type { Hub } from '../hub.js'
import { exportFigures } from '../operations/export-figures.js'
import { refusedField } from '../resolvers/value-or-error.js'
import { admitRequest, countRequestBody, type AdmissionRules } from './admit-request.js'
import { checkAnnouncedLength, SMALL_BODY_BYTES, transferLimitMs } from './body-limits.js'
import { describeFault } from './describe-fault.js'
import { EXPORT_FORMATS, type ExportFormat } from './export-formats.js'
import { ExportTurns } from './export-turns.js'
import { paceReader } from './pace-reader.js'
import { readQuestion } from './read-question.js'
import { requireVisit } from './visit.js'

type ExportOptions = AdmissionRules & { readonly schema: GraphQLSchema }

/** A file is a list of figures, so who may ask for figures may have it. */
const RULE = 'Query.figures'

const forbidden = issue({
  code: 'FORBIDDEN',
  path: ['export'],
  messageKo: '통계를 내보낼 권한이 없습니다. 역할 하나(예: stats:read)가 필요합니다. 협의체 관리자에게 문의하십시오.',
  messageEn: 'You have no right to export figures; it needs any role, such as stats:read. Ask the council administrator.',
  expected: 'any role',
})

/**
 * `POST /export/csv`, `/xlsx`, `/sdmx-csv`, `/json-stat`: the figures of a question as a file. The body is the `FiguresInput` of GraphQL in JSON;
 * token, quota, size and strict body are settled as for `/graphql`, and who sees what by the same operation.
 */
export function addExportRoutes(app: FastifyInstance, options: ExportOptions): void {
  const turns = new ExportTurns()
  for (const [name, format] of Object.entries(EXPORT_FORMATS)) {
    app.route({
      method: 'POST',
      url: `/export/${name}`,
      // The token is checked before a byte of the body is read.
      async onRequest(request, reply) {
        const { visit } = await admitRequest(request, reply, options)
        Object.assign(visit, { operationName: `export ${name}`, operationKind: 'query', rootFields: ['figures'] })
        checkAnnouncedLength(request, SMALL_BODY_BYTES)
      },
      async preParsing(request, _reply, payload) {
        return countRequestBody(request, payload as Readable, { limitBytes: SMALL_BODY_BYTES, onLarge: () => undefined })
      },
      handler: (request, reply) => answerExport({ request, reply, format, turns, options }),
    })
  }
}

type Export = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly format: ExportFormat
  readonly turns: ExportTurns
  readonly options: ExportOptions
}

/** Refused are a body that is no question with 400, a question that cannot be answered with 422, a caller without a role with 403. */
async function answerExport(asked: Export): Promise<FastifyReply> {
  const { request, reply, options } = asked
  const { caller } = requireVisit(request)
  if (RULES[RULE]?.(caller) !== true) {
    await recordDenial(options.hub, caller, `export.${request.routeOptions.url?.split('/').at(-1) ?? ''}`)
    return refuseWith(asked, 403, [forbidden])
  }
  const question = readQuestion(options.schema, request.body)
  if (!question.ok) return refuseWith(asked, 400, question.issues)
  const write = asked.format.prepare(request.query)
  const gone = new AbortController()
  const endTurn = asked.turns.take(caller)
  reply.raw.once('close', () => {
    gone.abort(new ClientGone())
    if (!reply.raw.writableFinished) options.hub.log.info({ event: 'client.gone', requestId: request.id, path: 'export' })
    endTurn()
  })
  // A sender who has gone already will not close again.
  if (reply.raw.closed) endTurn()
  try {
    return await sendFile(asked, { caller, question: question.value, write, signal: gone.signal })
  } catch (fault) {
    // Nobody is there to hear of it.
    if (gone.signal.aborted) return reply.hijack()
    throw fault
  }
}

/**
 * The question as it was put, but for `asOf`: the instant of the answer stands in the file by itself. A file that is asked for again as of the
 * instant which the first one states has the same bytes.
 */
const askedText = (body: unknown): string => JSON.stringify(body, (key, value: unknown) => (key === 'asOf' ? undefined : value))

type Wanted = {
  readonly caller: Caller
  readonly question: FigureQuestion
  readonly write: ReturnType<ExportFormat['prepare']>
  readonly signal: AbortSignal
}

async function sendFile(asked: Export, { caller, question, write, signal }: Wanted): Promise<FastifyReply> {
  const { request, reply, format, options } = asked
  const made = await options.quota.inTurn(caller, () => exportFigures({ ...options.hub, gone: signal }, caller, { question }))
  if (!made.ok) {
    const waiting = made.issues.find(({ code }) => code === 'QUESTIONS_WAITING')
    if (waiting !== undefined) void reply.header('retry-after', /\d+/.exec(waiting.expected ?? '')?.[0] ?? '5')
    return refuseWith(asked, waiting === undefined ? 422 : 429, made.issues)
  }
  const book: ExportBook = { ...made.value, asked: askedText(request.body) }
  return reply
    .headers({
      'content-type': format.contentType,
      // Days are digits and hyphens.
      'content-disposition': `attachment; filename="hub120-figures-${question.from}-${question.to}.${format.extension}"`,
      'cache-control': 'no-store',
    })
    .send(Readable.from(untilSent(asked, { pieces: write(book), signal }), { objectMode: false }))
}

/** The pieces of the file. A fault is logged here, once, and cuts the connection, so that a file which ends early never looks whole. */
async function* untilSent(
  { request, reply, options }: Export,
  { pieces, signal }: { readonly pieces: FilePieces; readonly signal: AbortSignal },
): FilePieces {
  const cut = () => void reply.raw.destroy()
  try {
    yield* paceReader(pieces, cut)
  } catch (fault) {
    if (!signal.aborted) logFault(options.hub, request, fault)
    throw fault
  }
  // What is made lies in buffers now; its reader has a while for it.
  const last = setTimeout(cut, transferLimitMs(0))
  reply.raw.once('close', () => clearTimeout(last))
}

const logFault = (hub: Hub, request: FastifyRequest, fault: unknown): void =>
  hub.log.error({ event: 'export.failed', requestId: request.id, fault: describeFault(fault) })

/** The errors that a refused field of GraphQL has, in the same words (S28). */
function refuseWith({ request, reply }: Export, status: number, issues: readonly Issue[]): FastifyReply {
  const { visit } = requireVisit(request)
  for (const { code } of issues) visit.issueCodes.add(code)
  const { message, extensions } = refusedField(issues)
  return reply.code(status).send({ errors: [{ message, extensions: { ...extensions, requestId: request.id } }] })
}
