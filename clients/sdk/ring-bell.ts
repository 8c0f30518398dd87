import { setTimeout as sleep } from 'node:timers/promises'

/** One waits, another rings; a ring that nobody waited for is heard by the next who does. */
export type Bell = {
  ring(): void
  /** Until somebody rings, but no longer than that. */
  wait(limitMs: number): Promise<void>
  /** That long, whoever rings. Both end with the signal. */
  pause(ms: number): Promise<void>
}

export function createBell(signal: AbortSignal): Bell {
  let hasRung = false
  let wake: (() => void) | null = null
  const pause = async (ms: number, earlier: AbortSignal = signal): Promise<void> => {
    await sleep(ms, undefined, { signal: earlier }).catch(() => undefined) // ended early, as was asked
  }
  return {
    ring() {
      hasRung = true
      wake?.()
    },
    pause: ms => pause(ms),
    async wait(limitMs) {
      const rung = new AbortController()
      wake = () => rung.abort()
      if (!hasRung) await pause(limitMs, AbortSignal.any([signal, rung.signal]))
      hasRung = false
      wake = null
    },
  }
}
