import { appendAudit } from '../../db/queries/audit.js'
import { findCoordinatorDesk } from '../../db/queries/contacts.js'
import { appendPage } from '../../db/queries/pages.js'
import { openPhoneTask } from '../../db/queries/phone-tasks.js'
import { findStanding, readKoreanMinute } from '../../db/queries/standings.js'
import { countFired, setNextRound, type ClaimedTimer, type TimerOutcome } from '../../db/queries/timers.js'
import type { Tx } from '../../db/transaction.js'
import { isOpenNow } from '../../schema/domain/centers/opening-now.js'
import { applyStep, escalationOf, reasonToStop, roundAfter, type Standing } from '../../schema/domain/playbooks/ladder.js'
import { LEVEL_POLICY } from '../../schema/domain/playbooks/level-policy.js'
import { audienceOf, type Escalation } from '../../schema/domain/playbooks/page.js'
import type { Opening } from './opening.js'
import { askInDigest } from './write-digest.js'
import type { TimerHandler, TimerPlace } from './fire-timers.js'

const ACTOR = 'job:fire-timers'
/** Who calls where no coordinators' desk is entered. */
const SOME_DESK = '협의체 상황 근무'

type Telling = { readonly timer: ClaimedTimer; readonly centerId: number; readonly standing: Standing; readonly tells: Escalation }

/**
 * Writes the page of one step, once: its subject is the step. Whoever tells people works it off (tell-pages). The last rung is a call, which a coordinator makes and
 * whose result is kept; while one is open no other is asked for.
 */
async function tell(tx: Tx, { timer, centerId, standing, tells }: Telling): Promise<boolean> {
  const { activationId, messageId, round } = timer
  const isCall = tells === 'LADDER_PHONE' || tells === 'APPLY_PHONE'
  const task = isCall ? await openCall(tx, { timer, centerId, standing, about: tells === 'LADDER_PHONE' ? 'ACKNOWLEDGE' : 'APPLY' }) : null
  if (isCall && task === null) return false
  const audience = audienceOf(tells)
  const isNew = await appendPage(tx, {
    kind: tells,
    subject: `${messageId} ${centerId} ${round}`,
    audience,
    toCenterId: audience === 'COORDINATOR' ? null : centerId,
    centerId,
    activationId,
    messageId,
    detail: { round, ...(task === null ? {} : { phoneTask: task }) },
  })
  if (isNew) {
    const subject = { activation: activationId, message: messageId, rung: tells, round, audience }
    await appendAudit(tx, { chain: centerId, actor: ACTOR, action: 'ladder.climbed', subject })
  }
  return isNew
}

type Call = Omit<Telling, 'tells'> & { readonly about: 'ACKNOWLEDGE' | 'APPLY' }

async function openCall(tx: Tx, { timer, centerId, standing, about }: Call): Promise<string | null> {
  const callerDesk = (await findCoordinatorDesk(tx, standing.status === 'ACTUAL' ? 'ACTUAL' : 'DRILL')) ?? SOME_DESK
  return openPhoneTask(tx, { centerId, activationId: timer.activationId, messageId: timer.messageId, about, callerDesk })
}

/** A rung of the ladder. The last one of a round sets the next round of all of them. */
export const climbLadder: TimerHandler = async ({ tx }, timer) => {
  const { kind, round, messageId, centerId } = timer
  const standing = await findStanding(tx, messageId, centerId)
  const tells = escalationOf(kind)
  if (standing === null || centerId === null || tells === null) return 'canceled'
  const stop = reasonToStop(tells, standing)
  if (stop !== null) return stop
  const isTold = await tell(tx, { timer, centerId, standing, tells })
  const rungs = LEVEL_POLICY[standing.level].ladder.map(([rung]) => rung)
  const seconds = rungs.at(-1) === kind ? roundAfter(standing, round) : null
  if (seconds !== null) await setNextRound(tx, timer, { kinds: rungs, afterSeconds: seconds })
  return isTold ? 'fired' : 'deferred'
}

/**
 * Before the time to acknowledge is over nobody asks whether it is applied: the ladder runs, and this looks again. At the lowest level nobody is rung up: what is not
 * applied when a shift begins stands in the digest of its day.
 */
export const remindToApply =
  (read: () => Opening): TimerHandler =>
  async (place, timer) => {
    const { messageId, centerId } = timer
    const standing = await findStanding(place.tx, messageId, centerId)
    if (standing === null || centerId === null) return 'canceled'
    const stop = reasonToStop('APPLY_DUTY', standing)
    if (stop !== null) return stop
    return standing.level === 'attention'
      ? askInDigest(read(), place.tx, { timer, centerId, standing })
      : askToApply(place, { timer, centerId, standing })
  }

type Asking = Omit<Telling, 'tells'>

async function askToApply({ tx }: TimerPlace, { timer, centerId, standing }: Asking): Promise<TimerOutcome> {
  const again = (seconds: number) => setNextRound(tx, timer, { kinds: [timer.kind], afterSeconds: seconds })
  if (standing.receipt !== 'ACKNOWLEDGED') {
    await again(LEVEL_POLICY[standing.level].ackDue)
    return 'deferred'
  }
  const step = applyStep(standing, await countFired(tx, timer))
  for (const tells of step.tells) await tell(tx, { timer, centerId, standing, tells })
  if (step.thenSeconds !== null) await again(step.thenSeconds)
  return 'fired'
}

/** A center whose doors are closed: its duty desk is told at once, and not when half of the time is over. */
export const callClosedCenter =
  (opening: () => Opening): TimerHandler =>
  async (place, timer): Promise<TimerOutcome> => {
    const code = opening().centerCodes.get(timer.centerId ?? 0)
    if (code === undefined) return 'canceled'
    return isOpenNow(opening(), code, await readKoreanMinute(place.tx)) ? 'open' : climbLadder(place, timer)
  }
