import { appendAudit } from '../../db/queries/audit.js'
import { appendPage } from '../../db/queries/pages.js'
import { setReceiptDues } from '../../db/queries/receipts.js'
import { findStanding, readKoreanMinute, readSentMinute } from '../../db/queries/standings.js'
import { setRoundAt, type ClaimedTimer, type TimerOutcome } from '../../db/queries/timers.js'
import type { Tx } from '../../db/transaction.js'
import { afterOpenMinutes, dayBegins, nextBeginning, type KoreanMinute } from '../../schema/domain/centers/opening-now.js'
import { reasonToStop, type Standing } from '../../schema/domain/playbooks/ladder.js'
import { LEVEL_POLICY } from '../../schema/domain/playbooks/level-policy.js'
import type { TimerHandler } from './fire-timers.js'
import type { Opening } from './opening.js'

/**
 * 관심 rings nobody up: what a center has not acknowledged stands in one digest a day, when its day begins. The subject of the page is the center and the day, so
 * that of all messages and replicas one takes the slot; the digest itself is read when it is told. The first timer of a message only waits for the next beginning.
 */
export const writeDigest =
  (read: () => Opening): TimerHandler =>
  async ({ tx }, timer) => {
    const { messageId, centerId, round } = timer
    const standing = await findStanding(tx, messageId, centerId)
    const opening = read()
    const center = opening.centerCodes.get(centerId ?? 0)
    if (standing === null || centerId === null || center === undefined) return 'canceled'
    const stop = reasonToStop('DIGEST', standing)
    if (stop !== null) return stop
    await settleDues(opening, tx, { timer, centerId, center })
    const now = await readKoreanMinute(tx)
    await setNext(tx, timer, nextBeginning(opening, center, now))
    const begins = dayBegins(opening, center, now.day)
    // The calendar may have changed since the timer was set.
    if (round === 0 || begins === null || now.time < begins) return 'deferred'
    return fillSlot(tx, { timer, centerId, standing, day: now.day })
  }

type Asked = { readonly timer: ClaimedTimer; readonly centerId: number; readonly standing: Standing }

/**
 * Whether a message of 관심 is applied is asked from the shift on in which it was due, in the same digest of the day. What is not acknowledged by then stands there
 * already.
 */
export async function askInDigest(opening: Opening, tx: Tx, { timer, centerId, standing }: Asked): Promise<TimerOutcome> {
  const center = opening.centerCodes.get(centerId)
  if (center === undefined) return 'canceled'
  const due = await settleDues(opening, tx, { timer, centerId, center })
  const now = await readKoreanMinute(tx)
  if (due === null || isBefore(now, due)) {
    await setNext(tx, timer, due)
    return 'deferred'
  }
  await setNext(tx, timer, nextBeginning(opening, center, now))
  const begins = dayBegins(opening, center, now.day)
  if (standing.receipt !== 'ACKNOWLEDGED' || begins === null || now.time < begins) return 'deferred'
  return fillSlot(tx, { timer, centerId, standing, day: now.day })
}

const isBefore = (a: KoreanMinute, b: KoreanMinute): boolean => `${a.day} ${a.time}` < `${b.day} ${b.time}`
const instantOf = ({ day, time }: KoreanMinute): string => `${day}T${time}:00+09:00`

async function setNext(tx: Tx, timer: ClaimedTimer, at: KoreanMinute | null): Promise<void> {
  if (at !== null) await setRoundAt(tx, timer, instantOf(at))
}

type Owing = { readonly timer: ClaimedTimer; readonly centerId: number; readonly center: string }

/**
 * By when the center is to answer: four hours of its opening after it was sent, and the beginning of its first shift after that (emergency.md §2.5). Kept with its receipt,
 * anew where its calendar has changed. Gives when it is to be applied; null where doors stay closed for a month, or it is only to be read.
 */
async function settleDues(opening: Opening, tx: Tx, { timer, centerId, center }: Owing): Promise<KoreanMinute | null> {
  const sent = await readSentMinute(tx, timer.messageId)
  const acknowledge = afterOpenMinutes(opening, center, { ...sent, minutes: LEVEL_POLICY.attention.ackDue / 60 })
  const apply = acknowledge === null || sent.isEnding ? null : nextBeginning(opening, center, acknowledge)
  const [acknowledgeBy, applyBy] = [acknowledge, apply].map(at => (at === null ? null : instantOf(at)))
  await setReceiptDues(tx, { centerId, messageId: timer.messageId, acknowledgeBy: acknowledgeBy ?? null, applyBy: applyBy ?? null })
  return apply
}

async function fillSlot(tx: Tx, { timer, centerId, standing, day }: Asked & { readonly day: string }): Promise<TimerOutcome> {
  const { messageId, activationId } = timer
  const isOurs = await appendPage(tx, {
    kind: 'DIGEST',
    subject: `${centerId} ${day} ${standing.status}`,
    audience: 'DUTY',
    toCenterId: centerId,
    centerId,
    activationId,
    messageId,
    detail: { day },
  })
  if (!isOurs) return 'deferred'
  const subject = { activation: activationId, message: messageId, day }
  await appendAudit(tx, { chain: centerId, actor: 'job:fire-timers', action: 'digest.due', subject })
  return 'fired'
}
