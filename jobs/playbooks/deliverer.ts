import type { KeyObject } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Hub } from '../../api/hub.js'
import { endStaleDeliveries } from '../../db/queries/delivery-ends.js'
import { JOBS } from '../job.js'
import { attemptDelivery, type Attempting } from './attempt-delivery.js'
import { claimCopies, type Copy } from './claim-copies.js'

export type Deliverer = {
  /** Ends what must not be sent any more, claims what is due and starts it. Rejects when the database cannot be had; the next tick tries again. */
  sweep(): Promise<void>
  /** The same soon, at most once at a time: after a publication, or when a place has become free. Faults are logged. */
  wake(): void
  /** Resolves when no attempt runs in this process. */
  settled(): Promise<void>
  /** Starts nothing more and lets attempts end, for `graceMs` at most; their leases then run out. */
  stop(graceMs: number): Promise<void>
}

/** Names of hazards and regions come from the standards in force. */
export type DeliveryHub = Pick<Hub, 'db' | 'log' | 'standards'>

export type DelivererOptions = Attempting & {
  readonly worker: string
  /** The hub's own key, for the signature over the content. */
  readonly contentKey: KeyObject
  /** Attempts at once in this process; half of them at most are retries or at endpoints that fail. */
  readonly places?: number
}

const PLACES = 128
/** Attempts that end together are followed by one claim. */
const GATHER_MS = 20

/**
 * One replica's hands for messages on their way. What may be sent is decided in the database, row by row, so any number of replicas may sweep at any
 * moment. An endpoint that hangs takes one place for ten seconds; endpoints that have failed share half of the places, so they never hold up a first attempt.
 */
export function createDeliverer(hub: DeliveryHub, options: DelivererOptions): Deliverer {
  const { places = PLACES } = options
  const running = new Map<Promise<void>, { readonly isSlow: boolean }>()
  const state: State = { isStopped: false, turn: null, isWoken: false, timers: new Set() }

  const start = (copy: Copy) => {
    const attempt = attemptDelivery(hub, copy, options).then(waitMs => {
      running.delete(attempt)
      wakeIn(state, GATHER_MS, wake)
      // The tick would find it too, up to five seconds later.
      if (waitMs !== null) wakeIn(state, waitMs, wake)
    })
    running.set(attempt, copy)
  }
  const claim = async (): Promise<number> => {
    const slow = [...running.values()].filter(({ isSlow }) => isSlow).length
    const limits = { worker: options.worker, limit: places - running.size, slowLimit: Math.max(0, Math.floor(places / 2) - slow) }
    if (limits.limit <= 0) return 0
    // Read before, on a connection of its own: a transaction that waits for a second one could wait for itself.
    const making = { contentKey: options.contentKey, standards: await hub.standards() }
    const copies = await hub.db.transaction(JOBS, tx => claimCopies(tx, limits, making))
    // Claimed while stop() was called: left to another replica, when the lease has run out.
    if (!state.isStopped) copies.forEach(start)
    return copies.length
  }
  const takeTurn = async () => {
    await hub.db.transaction(JOBS, endStaleDeliveries)
    while (!state.isStopped && (await claim()) > 0);
  }
  const sweep = () =>
    (state.turn ??= takeTurn().finally(() => {
      state.turn = null
      if (state.isWoken) wake()
    }))
  const wake = () => {
    if (state.isStopped) return
    state.isWoken = state.turn !== null
    if (state.isWoken) return
    sweep().catch((err: unknown) => hub.log.error({ event: 'deliveries.failed', worker: options.worker, err }))
  }
  const settled = async () => {
    while (running.size > 0) await Promise.all(running.keys())
  }
  return {
    sweep: async () => (state.isStopped ? undefined : sweep()),
    wake,
    settled,
    async stop(graceMs) {
      state.isStopped = true
      for (const timer of state.timers) clearTimeout(timer)
      await Promise.race([Promise.all([settled(), state.turn?.catch(() => undefined)]), sleep(graceMs, undefined, { ref: false })])
    },
  }
}

type State = {
  isStopped: boolean
  /** The turn under way. */
  turn: Promise<void> | null
  /** Woken during a turn that may have looked before the reason was there. */
  isWoken: boolean
  readonly timers: Set<NodeJS.Timeout>
}

function wakeIn(state: State, ms: number, wake: () => void): void {
  if (state.isStopped) return
  const timer = setTimeout(() => {
    state.timers.delete(timer)
    wake()
  }, ms).unref()
  state.timers.add(timer)
}
