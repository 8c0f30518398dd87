import { randomUUID } from 'node:crypto'
import { composePing } from '../../api/playbooks/compose-delivery.js'
import { signWebhook } from '../../api/playbooks/sign-webhook.js'
import { appendAudit } from '../../db/queries/audit.js'
import { noteEndpoint, type EndpointAnswer } from '../../db/queries/endpoint-states.js'
import { claimPings, type ClaimedPing } from '../../db/queries/pings.js'
import { JOBS, type JobHub } from '../job.js'
import type { Sending } from './attempt-delivery.js'

const AT_ONCE = 50

/**
 * Asks every endpoint each five minutes whether it lives (P5), so that a dead one is known before the storm. A ping carries no playbook, is no
 * test message, and takes no place from messages. Any 2xx is a sign of life; so is 422, which a receiver may say to an event it does not know.
 */
export async function pingEndpoints(hub: JobHub, sending: Sending): Promise<void> {
  const pings = await hub.db.transaction(JOBS, tx => claimPings(tx, AT_ONCE))
  await Promise.all(pings.map(ping => pingEndpoint(hub, ping, sending)))
}

async function pingEndpoint(hub: JobHub, ping: ClaimedPing, sending: Sending): Promise<void> {
  const answer = await askEndpoint(ping, sending)
  const { centerId, center, endpointId } = ping
  await hub.db.transaction(JOBS, async tx => {
    if (!(await noteEndpoint(tx, ping, answer))) return
    const subject = { endpoint: endpointId, status: answer.httpStatus, cause: answer.cause }
    await appendAudit(tx, { chain: centerId, actor: 'job:ping-endpoints', action: 'endpoint.suspected', subject })
  })
  hub.log[answer.isGood ? 'debug' : 'warn']({
    event: 'endpoint.pinged',
    center,
    endpointId,
    status: answer.httpStatus,
    cause: answer.cause,
  })
}

async function askEndpoint({ center, url, secretRef, timestamp, at }: ClaimedPing, { send, keys }: Sending): Promise<EndpointAnswer> {
  const found = await keys(secretRef)
  if (found.length === 0) return { isGood: false, isSuspect: true, httpStatus: null, cause: 'noKey' }
  const body = composePing(center, at)
  const headers = signWebhook({ id: `ping_${randomUUID()}`, timestamp, body }, found)
  const { outcome, isSuspect, status, cause } = await send({ url, headers, body })
  return { isGood: outcome === 'delivered' || outcome === 'rejected', isSuspect, httpStatus: status, cause }
}
