import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { authenticate, type SignInRules } from './authenticate.js'
import { countBody } from './body-limits.js'
import { badRequest } from './door-refusal.js'
import type { RequestQuota } from './request-quota.js'
import { requireVisit, startVisit, type Visit } from './visit.js'

/** By what a request is let on, the same for every address that answers with rows. */
export type AdmissionRules = SignInRules & { readonly quota: RequestQuota }

/** Starts the visit of a request: address, quota and token are settled, in this order, before a byte of the body is read. Throws the door's refusals. */
export async function admitRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  rules: AdmissionRules,
): Promise<{ readonly visit: Visit; readonly caller: Caller }> {
  const visit = (request.visit = startVisit())
  reply.raw.once('close', () => visit.isExecuting || visit.endTurn())
  // The GraphQL server makes a URL of the two, and throws where they make none.
  if (!URL.canParse(request.url, `${request.protocol}://${request.hostname}/`)) {
    throw badRequest('Host 헤더가 올바르지 않습니다.', 'The Host header names no host.')
  }
  const { authorization } = request.headers
  const isCounted = rules.quota.takeKnown(authorization)
  const { caller, tokenEndsAtMs } = await authenticate(request.raw, rules)
  if (!isCounted) rules.quota.takeNew(authorization, caller)
  visit.caller = caller
  visit.tokenEndsAtMs = tokenEndsAtMs
  return { visit, caller }
}

/** The body as it comes, counted against its limit and its slowest rate. */
export function countRequestBody(request: FastifyRequest, payload: Readable, limits: Parameters<typeof countBody>[0]): Readable {
  const { visit } = requireVisit(request)
  const counted = countBody(limits)
  visit.bodyBytes = () => counted.receivedEncodedLength
  request.raw.once('close', () => request.raw.complete || counted.destroy())
  return payload.pipe(counted)
}
