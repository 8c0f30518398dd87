import { setTimeout as pause } from 'node:timers/promises'
import { isHubFault, type HubFault } from './hub-fault.js'

/** Longest wait between two attempts, also where the hub asks for more. */
const LONGEST_DELAY_MS = 60_000

/** Attempt `attempt` of `maxAttempts` begins in `delayMs`, because of `fault`. */
export type RetryNotice = { readonly attempt: number; readonly maxAttempts: number; readonly delayMs: number; readonly fault: HubFault }

type RetryOptions = { readonly maxAttempts: number; readonly firstDelayMs: number; readonly onRetry: (notice: RetryNotice) => void }

/** An attempt that may be made again: why it failed, and how long the hub asked to be left alone. */
export class Retryable extends Error {
  readonly fault: HubFault
  readonly retryAfterMs: number | null

  constructor(fault: HubFault, retryAfterMs: number | null) {
    super(fault.message)
    this.fault = fault
    this.retryAfterMs = retryAfterMs
  }
}

/** Milliseconds that a Retry-After header asks for, as seconds or as a date (RFC 9110 §10.2.3); null without one. */
export function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === '') return null
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const until = Date.parse(text)
  return Number.isNaN(until) ? null : Math.max(0, until - nowMs)
}

/** Wait before attempt `attempt + 1`: doubling, half of it by chance so that centers that failed together do not come back together. */
export function delayBefore(attempt: number, facts: { firstDelayMs: number; retryAfterMs: number | null; chance: number }): number {
  const doubled = facts.firstDelayMs * 2 ** (attempt - 1)
  const jittered = doubled / 2 + (doubled / 2) * facts.chance
  return Math.min(LONGEST_DELAY_MS, Math.max(jittered, facts.retryAfterMs ?? 0))
}

const asRetryable = (error: unknown): Retryable | null => {
  if (error instanceof Retryable) return error
  return isHubFault(error, 'unreachable') ? new Retryable(error, null) : null
}

/** The first answer within `maxAttempts`; throws the fault of the last attempt. Only what fails as Retryable or `unreachable` is tried again. */
export async function withRetries<T>(options: RetryOptions, attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      const retryable = asRetryable(error)
      if (retryable === null) throw error
      if (count >= options.maxAttempts) throw retryable.fault
      const delayMs = delayBefore(count, { ...options, retryAfterMs: retryable.retryAfterMs, chance: Math.random() })
      options.onRetry({ attempt: count + 1, maxAttempts: options.maxAttempts, delayMs, fault: retryable.fault })
      await pause(delayMs)
    }
  }
}
