import { noteBeatFault } from '../db/queries/jobs.js'
import { markSweep } from '../db/queries/sweeps.js'
import { JOBS, type JobHub } from './job.js'
import { describeFault } from './run-job.js'

/** Something that is looked for every few seconds by every replica: due rows, claimed one by one. Safe to do twice, also at the same time. */
export type Beat = { readonly name: string; readonly run: () => Promise<unknown> }

export type Beats = {
  /** Starts every beat that is not under way. Resolves when those it started have ended; never rejects. */
  tick(): Promise<void>
  /** Starts nothing more; resolves when what runs has ended. */
  stop(): Promise<void>
}

const TELL_AGAIN_MS = 3_600_000

/**
 * Beats do not wait for each other: one that hangs holds up nobody but itself. When one has ended well its sweep is marked, and a mark that grows old
 * is an alarm; a fault goes into the ledger, and the next tick tries again. The log tells it once an hour as an error, and again where its cause is another, for what stands in the
 * way of one beat stands in the way of the next.
 */
export function createBeats(hub: JobHub, { beats, worker }: { readonly beats: readonly Beat[]; readonly worker: string }): Beats {
  const running = new Map<string, Promise<void>>()
  const told = new Map<string, { readonly error: string; readonly atMs: number }>()
  const state = { isStopped: false }
  const beat = async ({ name, run }: Beat) => {
    try {
      await run()
      await hub.db.transaction(JOBS, tx => markSweep(tx, { name, worker }))
    } catch (err) {
      await noteFault(name, err)
    }
  }
  const noteFault = async (name: string, err: unknown) => {
    const error = describeFault(err)
    const last = told.get(name)
    const isNews = last?.error !== error || performance.now() - last.atMs > TELL_AGAIN_MS
    if (isNews) told.set(name, { error, atMs: performance.now() })
    hub.log[isNews ? 'error' : 'debug']({ event: 'beat.failed', beat: name, worker, err })
    try {
      await hub.db.transaction(JOBS, tx => noteBeatFault(tx, { beat: name, worker, error }))
    } catch (unrecorded) {
      // Without a database there is no ledger either; the log has it.
      hub.log[isNews ? 'error' : 'debug']({ event: 'beat.unrecorded', beat: name, worker, err: unrecorded })
    }
  }
  return {
    async tick() {
      if (state.isStopped) return
      const started = beats
        .filter(({ name }) => !running.has(name))
        .map(one => {
          const run = beat(one).finally(() => running.delete(one.name))
          running.set(one.name, run)
          return run
        })
      await Promise.all(started)
    },
    async stop() {
      state.isStopped = true
      await Promise.all(running.values())
    },
  }
}
