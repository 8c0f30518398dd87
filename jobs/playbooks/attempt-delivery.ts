import { setTimeout as sleep } from 'node:timers/promises'
import type { SendResult } from '../../api/playbooks/send-result.js'
import type { WebhookToSend } from '../../api/playbooks/send-webhook.js'
import { signWebhook } from '../../api/playbooks/sign-webhook.js'
import { finishAttempt, type AttemptEnd } from '../../db/queries/delivery-ends.js'
import { stateAfterAttempt, type AttemptOutcome } from '../../schema/domain/playbooks/delivery-state.js'
import { JOBS, type JobHub } from '../job.js'
import type { Copy } from './claim-copies.js'
import type { EndpointKeys } from './endpoint-keys.js'

export type Send = (webhook: WebhookToSend) => Promise<SendResult>

export type Sending = { readonly send: Send; readonly keys: EndpointKeys }

export type Attempting = Sending & { readonly noteAttempt?: (outcome: AttemptOutcome) => void }

type Answer = Omit<SendResult, 'cause'> & { readonly cause: SendResult['cause'] | 'noKey' | 'noBody' }

/** The result is kept for as long as the lease may last; then another replica tries again, and this one's word counts no more. */
const STORE_ATTEMPTS = 8
const STORE_PAUSE_MS = 2_000

/** One attempt: sign, send, store what came of it. Gives the wait until the next one; null where none follows. Never rejects. */
export async function attemptDelivery(hub: JobHub, copy: Copy, attempting: Attempting): Promise<number | null> {
  const answer = await trySend(copy, attempting)
  attempting.noteAttempt?.(answer.outcome)
  const { outcome, retryAfterMs, status, cause, isSuspect, reason, durationMs } = answer
  const next = stateAfterAttempt({ outcome, level: copy.level, attempts: copy.attempt, jitter: Math.random(), retryAfterMs })
  // A 422 is an answer of an endpoint that works.
  const isGood = outcome === 'delivered' || outcome === 'rejected'
  const end: AttemptEnd = { ...next, retryAfterMs, reason, isGood, isSuspect, httpStatus: status, cause }
  const { activationId, messageId, center, endpointId, attempt } = copy
  const line = { activationId, messageId, center, endpointId, attempt, outcome, status, cause, durationMs }
  const isStored = await store(hub, copy, end)
  if (isStored) hub.log.info({ event: 'delivery.attempted', ...line })
  else hub.log.warn({ event: 'delivery.leaseLost', ...line })
  return next.waitMs
}

const unsent = (cause: 'noKey' | 'noBody'): Answer => ({
  outcome: 'retry',
  status: null,
  cause,
  isSuspect: true,
  retryAfterMs: null,
  reason: null,
  durationMs: 0,
})

async function trySend({ body, secretRef, webhookId, timestamp, url }: Copy, { send, keys }: Sending): Promise<Answer> {
  if (body === null) return unsent('noBody')
  const found = await keys(secretRef)
  if (found.length === 0) return unsent('noKey')
  return send({ url, headers: signWebhook({ id: webhookId, timestamp, body }, found), body })
}

async function store(hub: JobHub, copy: Copy, end: AttemptEnd): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await hub.db.transaction(JOBS, tx => finishAttempt(tx, copy, end))
    } catch (err) {
      hub.log.error({ event: 'delivery.unrecorded', messageId: copy.messageId, center: copy.center, err })
      if (attempt === STORE_ATTEMPTS) return false
      await sleep(STORE_PAUSE_MS)
    }
  }
}
