import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseUnavailable } from '../../db/database-unavailable.js'
import { ClientGone } from '../client-gone.js'
import type { Hub } from '../hub.js'
import { LARGE_BODY_BYTES } from './body-limits.js'
import { describeFault } from './describe-fault.js'
import { badRequest, bodyTooLarge, clientGone, DoorRefusal, unavailable } from './door-refusal.js'

type Answer = { readonly error: Error; readonly request: FastifyRequest; readonly reply: FastifyReply; readonly hub: Hub }

/** One shape for everything the door refuses: a GraphQL error with code and request id. Faults are logged here, once. */
export function answerError({ error, request, reply, hub }: Answer): FastifyReply {
  const refusal = toRefusal(error)
  if (refusal === null || refusal.statusCode >= 500) {
    hub.log.error({ event: 'request.failed', requestId: request.id, fault: describeFault(error) })
  }
  const { statusCode, code, messageKo, messageEn, headers } = refusal ?? INTERNAL
  if (request.visit) request.visit.code = code
  letRestOfBodyPass(request, reply)
  return reply
    .code(statusCode)
    .headers({ 'x-request-id': request.id, ...headers })
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message: `${messageKo} (${messageEn})`, extensions: { code, requestId: request.id } }] })
}

/** How long a sender may go on after its answer. */
const LINGER_MS = 2_000

/**
 * A refusal may go out while the body is still coming. Closing at once would reset the connection, and the sender would see a broken pipe
 * instead of the answer; so what still comes is thrown away for a moment, and then the connection is cut.
 */
function letRestOfBodyPass({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.complete) return
  void reply.removeHeader('connection') // Fastify closes at once where a body was not read
  raw.unpipe()
  raw.resume()
  const cut = setTimeout(() => raw.complete || raw.destroy(), LINGER_MS)
  raw.socket.once('close', () => clearTimeout(cut))
}

const INTERNAL = new DoorRefusal({ status: 500, code: 'INTERNAL', messageKo: '처리 중 오류가 발생했습니다.', messageEn: 'Internal error.' })

function toRefusal(error: Error): DoorRefusal | null {
  if (error instanceof DoorRefusal) return error
  if (error instanceof ClientGone || ('code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) return clientGone()
  if (isDatabaseUnavailable(error)) return unavailable()
  const { statusCode = 500, code = '' } = error as Partial<FastifyError> // Fastify's own faults carry both
  // A content type that the hub does not read is a bad request, as for every other body that is not GraphQL over JSON (H03).
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return badRequest('content-type은 application/json이어야 합니다.', 'The content type must be application/json.')
  if (statusCode === 413) return bodyTooLarge(LARGE_BODY_BYTES)
  return statusCode >= 400 && statusCode < 500 ? badRequest('요청을 읽을 수 없습니다.', 'The request cannot be read.') : null
}

/** Counts every answer that has gone out, and writes one line per GraphQL request. Ids, codes and times only. */
export function logAnswer(hub: Hub, request: FastifyRequest, reply: FastifyReply): void {
  const { visit } = request
  hub.metrics.noteRequest({
    route: request.routeOptions.url,
    status: reply.statusCode,
    seconds: (visit?.openedAfterMs ?? reply.elapsedTime) / 1_000,
    rootFields: visit?.rootFields ?? [],
    codes: visit?.code == null ? (visit?.issueCodes ?? []) : [visit.code],
  })
  if (!visit) return
  const { caller, operationName, operationKind, issueCodes, code } = visit
  hub.log.info({
    event: code === null ? 'operation.answered' : 'request.refused',
    requestId: request.id,
    caller: caller?.subject ?? null,
    centerId: caller?.center?.id ?? null,
    operationName: operationName?.slice(0, 80) ?? null,
    operationKind,
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime),
    codes: code === null ? [...issueCodes] : [code],
  })
}
