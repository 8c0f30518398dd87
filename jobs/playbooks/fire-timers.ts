import { RowFault } from '../../api/operations/each-in-turn.js'
import { claimTimers, finishTimer, type ClaimedTimer, type TimerOutcome } from '../../db/queries/timers.js'
import type { Tx } from '../../db/transaction.js'
import { JOBS, type JobHub } from '../job.js'

/** `tx` ends with the timer: what a handler writes there stays only if the timer was still its own to end. */
export type TimerPlace = JobHub & { readonly tx: Tx }

/**
 * What a timer of one kind does when it falls due. It looks again whether there is anything left to do, and says so. What it does by itself outside of `tx`
 * must be safe to do twice: a worker may be killed before the word that it was done.
 */
export type TimerHandler = (place: TimerPlace, timer: ClaimedTimer) => Promise<TimerOutcome>

/** By kind of timer; kinds without a handler wait. */
export type TimerHandlers = Readonly<Record<string, TimerHandler>>

/** How many were claimed, and those that failed. */
export type FiredTimers = { readonly claimed: number; readonly faults: readonly RowFault[] }

const AT_ONCE = 100

/** Thrown to undo what a handler wrote: an answer, a later message or another worker came first. */
class NotOurs extends Error {}

/**
 * Claims the timers that are due and lets their handlers act. One that fails is claimed again when its lease has run out; returns why. `prepare` reads what handlers know
 * besides, when there is anything to do and while no connection is held.
 */
export async function fireTimers(hub: JobHub, handlers: TimerHandlers, prepare?: () => Promise<void>): Promise<FiredTimers> {
  const kinds = Object.keys(handlers)
  const faults: RowFault[] = []
  let claimed = 0
  if (kinds.length === 0) return { claimed, faults }
  for (;;) {
    const timers = await hub.db.transaction(JOBS, tx => claimTimers(tx, kinds, AT_ONCE))
    if (timers.length > 0) await prepare?.()
    claimed += timers.length
    for (const fault of await Promise.all(timers.map(timer => fire(hub, timer, handlers)))) if (fault !== null) faults.push(fault)
    if (timers.length < AT_ONCE) return { claimed, faults }
  }
}

async function fire(hub: JobHub, timer: ClaimedTimer, handlers: TimerHandlers): Promise<RowFault | null> {
  const { activationId, messageId, centerId, kind, round } = timer
  const line = { activationId, messageId, centerId, kind, round }
  try {
    const outcome = await hub.db.transaction(JOBS, async tx => {
      const came = await handlers[kind]!({ ...hub, tx }, timer) // only kinds with a handler were claimed
      if (!(await finishTimer(tx, timer, came))) throw new NotOurs()
      return came
    })
    hub.log.info({ event: 'timer.fired', ...line, outcome })
    return null
  } catch (err) {
    if (!(err instanceof NotOurs)) return new RowFault(`${kind} ${round} of ${messageId} at ${centerId ?? 'the council'}`, err)
    hub.log.info({ event: 'timer.ended', ...line })
    return null
  }
}
