import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { recordDenial } from '../auth/record-denial.js'
import { RULES } from '../auth/rules.js'
import { writeDrillCsv } from '../exports/write-drill-csv.js'
import { readDrillReport } from '../operations/read-drill-report.js'
import { refusedField } from '../resolvers/value-or-error.js'
import { admitRequest, countRequestBody, type AdmissionRules } from './admit-request.js'
import { checkAnnouncedLength, SMALL_BODY_BYTES } from './body-limits.js'
import { requireVisit } from './visit.js'

/** The same report as a file, so who may read the one may have the other. */
const RULE = 'Query.drillReport'
const NAME = 'export drill-csv'

const unfit = issue({
  code: 'BAD_USER_INPUT',
  path: [],
  messageKo: '본문은 {"drill": "훈련 번호"}여야 합니다.',
  messageEn: 'The body must be {"drill": id}.',
  expected: '{"drill": id of a drill, as listed by drills}',
})

const forbidden = issue({
  code: 'FORBIDDEN',
  path: ['export'],
  messageKo: '훈련 보고서를 볼 권한이 없습니다. 협의체 관리자에게 문의하십시오.',
  messageEn: 'You have no right to drill reports; ask the council administrator.',
  expected: 'stats:write, playbooks:ack, a scope of a coordinator, or hub:admin',
})

function readDrill(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const { drill, ...others }: { drill?: unknown } = body
  return typeof drill === 'string' && Object.keys(others).length === 0 ? drill : null
}

/** `POST /export/drill-csv`: the report of a drill as CSV; token, quota, size and strict body are settled as for `/graphql`. */
export function addDrillExportRoute(app: FastifyInstance, options: AdmissionRules): void {
  app.route({
    method: 'POST',
    url: '/export/drill-csv',
    // The token is checked before a byte of the body is read.
    async onRequest(request, reply) {
      const { visit } = await admitRequest(request, reply, options)
      Object.assign(visit, { operationName: NAME, operationKind: 'query', rootFields: ['drillReport'] })
      checkAnnouncedLength(request, SMALL_BODY_BYTES)
    },
    async preParsing(request, _reply, payload) {
      return countRequestBody(request, payload as Readable, { limitBytes: SMALL_BODY_BYTES, onLarge: () => undefined })
    },
    handler: (request, reply) => answerExport(request, reply, options),
  })
}

async function answerExport(request: FastifyRequest, reply: FastifyReply, options: AdmissionRules): Promise<FastifyReply> {
  const { caller } = requireVisit(request)
  if (RULES[RULE]?.(caller) !== true) {
    await recordDenial(options.hub, caller, 'export.drill-csv')
    return refuseWith(request, reply.code(403), [forbidden])
  }
  const drill = readDrill(request.body)
  if (drill === null) return refuseWith(request, reply.code(400), [unfit])
  const report = await options.quota.inTurn(caller, () => readDrillReport(options.hub, caller, drill))
  if (!report.ok) return refuseWith(request, reply.code(422), report.issues)
  return reply
    .headers({
      'content-type': 'text/csv; charset=utf-8',
      // Ids are letters, digits and hyphens.
      'content-disposition': `attachment; filename="hub120-drill-${report.value.drill.id}.csv"`,
      'cache-control': 'no-store',
    })
    .send(writeDrillCsv(report.value, await options.hub.standards()))
}

/** The errors that a refused field of GraphQL has, in the same words (S28). */
function refuseWith(request: FastifyRequest, reply: FastifyReply, issues: readonly Issue[]): FastifyReply {
  const { visit } = requireVisit(request)
  for (const { code } of issues) visit.issueCodes.add(code)
  const { message, extensions } = refusedField(issues)
  return reply.send({ errors: [{ message, extensions: { ...extensions, requestId: request.id } }] })
}
