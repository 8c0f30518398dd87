import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { listApprovingAgencies } from '../../db/queries/contacts.js'
import { appendPage } from '../../db/queries/pages.js'
import { findPendingRatification } from '../../db/queries/standings.js'
import { isOvertaken } from '../../db/queries/timers.js'
import type { TimerHandler } from './fire-timers.js'

/**
 * Tells the approvers of every agency that a message went out on one commander's word and waits for theirs: at once, and after 10, 20 and 30 minutes. A page for each
 * agency, so that one that cannot be reached is seen. Of calls that were missed together only the last is made.
 */
export const pageApprovers: TimerHandler = async ({ tx }, timer) => {
  const { messageId, activationId, round } = timer
  const ratification = await findPendingRatification(tx, messageId)
  if (ratification?.isPending !== true) return 'decided'
  if (await isOvertaken(tx, timer)) return 'deferred'
  for (const toCenterId of await listApprovingAgencies(tx)) {
    const subject = `${messageId} ${round} ${toCenterId ?? 'council'}`
    await appendPage(tx, { kind: 'RATIFICATION', subject, audience: 'APPROVER', toCenterId, activationId, messageId, detail: { round } })
  }
  const subject = { activation: activationId, message: messageId, round }
  await appendAudit(tx, { chain: COUNCIL_CHAIN, actor: 'job:fire-timers', action: 'ratification.asked', subject })
  return 'fired'
}
