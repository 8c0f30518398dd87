import { setTimeout as sleep } from 'node:timers/promises'
import type { SendResult } from '../../api/playbooks/send-result.js'
import type { WebhookToSend } from '../../api/playbooks/send-webhook.js'
import { signWebhook } from '../../api/playbooks/sign-webhook.js'
import { LEASE_SECONDS } from '../../db/queries/deliveries.js'
import { finishAttempt, mayStart, type AttemptEnd } from '../../db/queries/delivery-ends.js'
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

/** A message that lives on for the whole lease cannot expire between the claim and a request that follows within this. */
const PROMPT_MS = (LEASE_SECONDS * 1_000) / 2

/** One attempt: sign, send, store what came of it. Gives the wait until the next one; null where none follows. Never rejects. */
export async function attemptDelivery(hub: JobHub, copy: Copy, attempting: Attempting): Promise<number | null> {
  const answer = await trySend(hub, copy, attempting)
  if (answer === null) return null
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

/** Null: nothing was started, because the message has expired since the claim or another replica has the copy by now. */
async function trySend(hub: JobHub, copy: Copy, { send, keys }: Sending): Promise<Answer | null> {
  const { body, secretRef, webhookId, timestamp, url } = copy
  const claimedAt = performance.now()
  if (body === null) return unsent('noBody')
  const found = await keys(secretRef)
  if (found.length === 0) return unsent('noKey')
  if (!(await isStillDue(hub, copy, performance.now() - claimedAt))) return null
  return send({ url, headers: signWebhook({ id: webhookId, timestamp, body }, found), body })
}

/**
 * The claim looked at the expiry. It is looked at again where it may have passed since: near the end of the message's life, and in a process that stood still. Asking
 * each time would cost a question a copy for nothing.
 */
async function isStillDue(hub: JobHub, copy: Copy, elapsedMs: number): Promise<boolean> {
  if (copy.livesMs > LEASE_SECONDS * 1_000 && elapsedMs < PROMPT_MS) return true
  const { activationId, messageId, center, attempt } = copy
  try {
    const isDue = await hub.db.transaction(JOBS, tx => mayStart(tx, copy))
    if (!isDue) hub.log.info({ event: 'delivery.notStarted', activationId, messageId, center, attempt })
    return isDue
  } catch (err) {
    // Left to whoever finds the lease run out, and the message expired or not.
    hub.log.error({ event: 'delivery.notStarted', activationId, messageId, center, attempt, err })
    return false
  }
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
