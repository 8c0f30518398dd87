import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Gauge, type Registry } from 'prom-client'

/** Sampling of the event loop, milliseconds. */
const RESOLUTION_MS = 10

/** Delay of the event loop since the scrape before, and memory. `close` ends the sampling. */
export function watchProcess(registry: Registry): { readonly close: () => void } {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  const registers = [registry]
  new Gauge({
    name: 'hub120_event_loop_delay_seconds',
    help: 'How late the event loop came to its work since the scrape before: 0.5, 0.99 and 1 (the worst).',
    labelNames: ['quantile'],
    registers,
    collect() {
      // The sampler counts its own interval in; nanoseconds.
      const late = (nanoseconds: number) => (Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1_000) : 0)
      this.set({ quantile: '0.5' }, late(delay.percentile(50)))
      this.set({ quantile: '0.99' }, late(delay.percentile(99)))
      this.set({ quantile: '1' }, late(delay.max))
      delay.reset()
    },
  })
  new Gauge({
    name: 'hub120_process_resident_bytes',
    help: 'Memory of the process.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Gauge({ name: 'hub120_process_start_seconds', help: 'When the process started, since 1970.', registers }).set(
    Math.round(performance.timeOrigin / 1_000),
  )
  return { close: () => delay.disable() }
}
