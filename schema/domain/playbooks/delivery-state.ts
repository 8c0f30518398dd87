import type { AlertLevel } from './alert-level.js'
import { retryWaitMs } from './retry-wait.js'

/**
 * How one copy of a message for one endpoint stands (emergency.md §2.4). PENDING, RETRY_WAIT and UNKNOWN wait for the next attempt; of an UNKNOWN one
 * nobody knows whether it was taken.
 */
const DELIVERY_STATES = [
  'PENDING',
  'IN_FLIGHT',
  'DELIVERED',
  'REJECTED',
  'RETRY_WAIT',
  'UNKNOWN',
  'SUPERSEDED',
  'CANCELED',
  'EXPIRED',
  'EXHAUSTED',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What an attempt came to: taken, refused for good (422), certainly not taken, or nobody knows. */
export type AttemptOutcome = 'delivered' | 'rejected' | 'retry' | 'unknown'

export type EndedAttempt = {
  readonly outcome: AttemptOutcome
  readonly level: AlertLevel
  /** Attempts so far, this one among them. */
  readonly attempts: number
  /** A random number from 0 up to 1. */
  readonly jitter: number
  readonly retryAfterMs: number | null
}

/** Where a copy stands after an attempt, and in how many milliseconds it is tried again; null: never. */
export function stateAfterAttempt({ outcome, level, attempts, jitter, retryAfterMs }: EndedAttempt): {
  readonly state: DeliveryState
  readonly waitMs: number | null
} {
  if (outcome === 'delivered') return { state: 'DELIVERED', waitMs: null }
  if (outcome === 'rejected') return { state: 'REJECTED', waitMs: null }
  const waitMs = retryWaitMs({ level, failures: attempts, jitter, retryAfterMs })
  return { state: outcome === 'unknown' ? 'UNKNOWN' : 'RETRY_WAIT', waitMs }
}
