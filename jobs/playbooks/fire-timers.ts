import { claimTimers, finishTimer, type ClaimedTimer, type TimerOutcome } from '../../db/queries/timers.js'
import { JOBS, type JobHub } from '../job.js'

/**
 * What a timer of one kind does when it falls due. It looks again whether there is anything left to do, and says so. Safe to do twice: a worker may be
 * killed between the act and the word that it was done.
 */
export type TimerHandler = (hub: JobHub, timer: ClaimedTimer) => Promise<TimerOutcome>

/** By kind of timer; kinds without a handler wait. */
export type TimerHandlers = Readonly<Record<string, TimerHandler>>

const AT_ONCE = 100

/** Claims the timers that are due and lets their handlers act. One that fails is logged, and claimed again when its lease has run out. */
export async function fireTimers(hub: JobHub, handlers: TimerHandlers): Promise<void> {
  const kinds = Object.keys(handlers)
  if (kinds.length === 0) return
  for (;;) {
    const timers = await hub.db.transaction(JOBS, tx => claimTimers(tx, kinds, AT_ONCE))
    await Promise.all(timers.map(timer => fire(hub, timer, handlers)))
    if (timers.length < AT_ONCE) return
  }
}

async function fire(hub: JobHub, timer: ClaimedTimer, handlers: TimerHandlers): Promise<void> {
  const { activationId, messageId, centerId, kind, round } = timer
  const line = { activationId, messageId, centerId, kind, round }
  try {
    const outcome = await handlers[kind]!(hub, timer) // only kinds with a handler were claimed
    const isOurs = await hub.db.transaction(JOBS, tx => finishTimer(tx, timer, outcome))
    hub.log.info({ event: isOurs ? 'timer.fired' : 'timer.ended', ...line, outcome })
  } catch (err) {
    hub.log.error({ event: 'timer.failed', ...line, err })
  }
}
