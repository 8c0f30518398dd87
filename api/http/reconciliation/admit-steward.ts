import type { FastifyReply, FastifyRequest } from 'fastify'
import { findCaller } from '../../../db/queries/callers.js'
import { findReconciliationSteward } from '../../../db/queries/reconciliation-urls.js'
import { holdsAny, type Caller } from '../../../schema/domain/centers/caller.js'
import type { Hub } from '../../hub.js'
import { hashOfToken, RECONCILIATION_TOKEN } from '../../operations/reconciliation-urls.js'
import { DoorRefusal } from '../door-refusal.js'
import type { RequestQuota } from '../request-quota.js'
import { startVisit, type Visit } from '../visit.js'

/** By whom tokens that nobody has met yet are counted, all together: who guesses keeps only other newcomers waiting. */
const STRANGER: Caller = { subject: 'reconciliation: unknown token', kind: 'client', center: null, scopes: new Set() }

/** One answer for a token that is malformed, unknown, revoked, past its time, or of a steward who is none any more. */
const noAddress = () =>
  new DoorRefusal({
    status: 404,
    code: 'NOT_FOUND',
    messageKo: '이 주소는 쓸 수 없습니다. 기한이 지났거나 폐기되었을 수 있습니다. hub120 terms url로 새 주소를 받으십시오.',
    messageEn: 'This address is not good; it may have expired or been revoked. Ask for a new one with hub120 terms url.',
  })

/** Whoever holds the address is its steward, with the right to curate terms alone: what else the steward may do is not handed on. */
async function findSteward(hub: Hub, token: string): Promise<Caller | null> {
  const subject = await hub.db.query(sql => findReconciliationSteward(sql, hashOfToken(token)))
  const registered = subject === null ? null : await hub.db.query(sql => findCaller(sql, subject))
  if (registered === null) return null
  const caller: Caller = { ...registered, scopes: new Set(registered.scopes) }
  return holdsAny(caller, 'terms:curate') ? { ...caller, scopes: new Set(['terms:curate']) } : null
}

/** Starts the visit of a request to the reconciliation service: quota and token are settled before a byte of the body is read. */
export async function admitSteward(
  request: FastifyRequest,
  reply: FastifyReply,
  { hub, quota }: { readonly hub: Hub; readonly quota: RequestQuota },
): Promise<{ readonly visit: Visit; readonly caller: Caller }> {
  const visit = (request.visit = startVisit())
  reply.raw.once('close', () => visit.isExecuting || visit.endTurn())
  const { token = '' }: { token?: string } = Object(request.params)
  if (!RECONCILIATION_TOKEN.test(token)) throw noAddress()
  const isCounted = quota.takeKnown(`reconcile ${token}`)
  if (!isCounted) quota.takeNew(undefined, STRANGER)
  const caller = await findSteward(hub, token)
  if (caller === null) throw noAddress()
  if (!isCounted) quota.takeNew(`reconcile ${token}`, caller)
  visit.caller = caller
  return { visit, caller }
}
