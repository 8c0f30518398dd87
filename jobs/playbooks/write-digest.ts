import { appendAudit } from '../../db/queries/audit.js'
import { appendPage } from '../../db/queries/pages.js'
import { findStanding, readKoreanMinute } from '../../db/queries/standings.js'
import { setRoundAt } from '../../db/queries/timers.js'
import { dayBegins, nextBeginning } from '../../schema/domain/centers/opening-now.js'
import { reasonToStop } from '../../schema/domain/playbooks/ladder.js'
import type { Opening } from './climb-ladder.js'
import type { TimerHandler } from './fire-timers.js'

/**
 * 관심 rings nobody up: what a center has not acknowledged stands in one digest a day, when its day begins. The subject of the page is the center and the day, so
 * that of all messages and replicas one takes the slot; the digest itself is read when it is told. The first timer of a message only waits for the next beginning.
 */
export const writeDigest =
  (read: () => Opening): TimerHandler =>
  async ({ tx }, timer) => {
    const { messageId, activationId, centerId, round } = timer
    const standing = await findStanding(tx, messageId, centerId)
    const opening = read()
    const center = opening.centerCodes.get(centerId ?? 0)
    if (standing === null || centerId === null || center === undefined) return 'canceled'
    const stop = reasonToStop('DIGEST', standing)
    if (stop !== null) return stop
    const now = await readKoreanMinute(tx)
    const next = nextBeginning(opening, center, now)
    if (next !== null) await setRoundAt(tx, timer, `${next.day}T${next.time}:00+09:00`)
    const begins = dayBegins(opening, center, now.day)
    // The calendar may have changed since the timer was set.
    if (round === 0 || begins === null || now.time < begins) return 'deferred'
    const isOurs = await appendPage(tx, {
      kind: 'DIGEST',
      subject: `${centerId} ${now.day} ${standing.status}`,
      audience: 'DUTY',
      toCenterId: centerId,
      centerId,
      activationId,
      messageId,
      detail: { day: now.day },
    })
    if (!isOurs) return 'deferred'
    const subject = { activation: activationId, message: messageId, day: now.day }
    await appendAudit(tx, { chain: centerId, actor: 'job:fire-timers', action: 'digest.due', subject })
    return 'fired'
  }
