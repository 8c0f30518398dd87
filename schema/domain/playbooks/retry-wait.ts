import { isUrgentLevel, type AlertLevel } from './alert-level.js'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Waits after the first, second, … failed attempt; the last one repeats until the message expires. */
const URGENT_WAITS_MS = [2, 5, 10, 20, 30, 60].map(seconds => seconds * SECOND)
const PLAIN_WAITS_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE]
/** The longest an endpoint may put off an urgent message (P7). */
const LONGEST_URGENT_PAUSE_MS = MINUTE
const SPREAD = 0.2

export type FailedAttempts = {
  readonly level: AlertLevel
  /** How many attempts have failed so far, from 1. */
  readonly failures: number
  /** A random number from 0 up to 1. */
  readonly jitter: number
  /** What the last answer asked for in Retry-After; null where it asked for nothing. */
  readonly retryAfterMs: number | null
}

/**
 * Milliseconds from the end of a failed attempt to the next one (P2): at 경계 and 심각 2, 5, 10, 20, 30 s, then a minute each time, at
 * 주의 and 관심 5 s, 30 s, 2, 5, 15, 30 min, then an hour; 20 % more or less of each. A longer Retry-After is kept to, at 경계 and 심각
 * up to a minute (P7). Whether the message has expired by then is the caller's to see.
 */
export function retryWaitMs({ level, failures, jitter, retryAfterMs }: FailedAttempts): number {
  const isUrgent = isUrgentLevel(level)
  const waits = isUrgent ? URGENT_WAITS_MS : PLAIN_WAITS_MS
  const base = waits[Math.min(Math.max(failures, 1), waits.length) - 1]! // the list is not empty, and the index lies in it
  const wait = Math.round(base * (1 - SPREAD + 2 * SPREAD * jitter))
  const asked = retryAfterMs ?? 0
  return Math.max(wait, isUrgent ? Math.min(asked, LONGEST_URGENT_PAUSE_MS) : asked)
}
