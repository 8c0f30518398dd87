import { markSweep } from '../db/queries/sweeps.js'
import { JOBS, type JobHub } from './job.js'

/** Something that is looked for every few seconds by every replica: due rows, claimed one by one. Safe to do twice, also at the same time. */
export type Beat = { readonly name: string; readonly run: () => Promise<unknown> }

export type Beats = {
  /** Starts every beat that is not under way. Resolves when those it started have ended; never rejects. */
  tick(): Promise<void>
  /** Starts nothing more; resolves when what runs has ended. */
  stop(): Promise<void>
}

/**
 * Beats do not wait for each other: one that hangs holds up nobody but itself. When one has ended well its sweep is marked, and a mark that grows old
 * is an alarm; a fault is logged, and the next tick tries again.
 */
export function createBeats(hub: JobHub, { beats, worker }: { readonly beats: readonly Beat[]; readonly worker: string }): Beats {
  const running = new Map<string, Promise<void>>()
  const state = { isStopped: false }
  const beat = async ({ name, run }: Beat) => {
    try {
      await run()
      await hub.db.transaction(JOBS, tx => markSweep(tx, { name, worker }))
    } catch (err) {
      hub.log.error({ event: 'beat.failed', beat: name, worker, err })
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
