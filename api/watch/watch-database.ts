import { setTimeout as sleep } from 'node:timers/promises'
import { Gauge, type Registry } from 'prom-client'
import { readWatchedState, type WatchedState } from '../../db/queries/watching.js'
import type { Hub } from '../hub.js'
import { codeLabel } from './bounded-labels.js'

const AGE_LIMIT_MS = 10_000
/** Shorter than any scraper waits. */
const TIME_LIMIT_MS = 3_000

export type Snapshot<T> = () => Promise<T | null>

/** What `read` gives, read again when older than ten seconds; null, told to the log, when it cannot be had in time. */
export function keepSnapshot<T>(hub: Pick<Hub, 'log'>, name: string, read: () => Promise<T>): Snapshot<T> {
  let kept: { readonly value: Promise<T | null>; readonly at: number } | null = null
  const readInTime = async () => {
    const limit = new AbortController()
    const reading = read()
    try {
      return await Promise.race([reading, sleep(TIME_LIMIT_MS, null, { signal: limit.signal })])
    } catch (err) {
      hub.log.warn({ event: 'watch.failed', name, err })
      return null
    } finally {
      limit.abort()
      reading.catch(() => undefined) // a fault that comes late was told as the missing answer
    }
  }
  return () => {
    if (kept === null || performance.now() - kept.at > AGE_LIMIT_MS) kept = { value: readInTime(), at: performance.now() }
    return kept.value
  }
}

/** Quarantine, last submissions and audit chains, read at the scrape. While the database is away these series are absent and `hub120_database_up` is 0. */
export function watchDatabase(registry: Registry, hub: Pick<Hub, 'db' | 'log'>): void {
  const snapshot = keepSnapshot(hub, 'state', () =>
    hub.db.transaction({ centerId: null, role: 'jobs' }, readWatchedState, { isReadOnly: true, timeoutMs: TIME_LIMIT_MS }),
  )
  gauge(registry, snapshot, {
    name: 'hub120_database_up',
    help: 'Whether the database answered the watcher within 3 s.',
    show: (state, set) => set({}, state === null ? 0 : 1),
  })
  watchQuarantine(registry, snapshot)
  gauge(registry, snapshot, {
    name: 'hub120_last_submission_timestamp_seconds',
    help: 'When a center last handed in something that landed; 0 when it never did.',
    labels: ['center'],
    show: (state, set) => state?.lastSubmissions.forEach(({ center, at }) => set({ center }, at ?? 0)),
  })
  gauge(registry, snapshot, {
    name: 'hub120_audit_entries',
    help: 'Entries of all audit chains; never falls but when an older database was restored.',
    show: (state, set) => state && set({}, state.auditEntries),
  })
  gauge(registry, snapshot, {
    name: 'hub120_audit_chain_intact',
    help: 'Whether the last check found every audit chain whole.',
    show: (state, set) => state?.auditCheck && set({}, state.auditCheck.isIntact ? 1 : 0),
  })
  gauge(registry, snapshot, {
    name: 'hub120_audit_check_timestamp_seconds',
    help: 'When the audit chains were last checked.',
    show: (state, set) => state?.auditCheck && set({}, state.auditCheck.at),
  })
}

function watchQuarantine(registry: Registry, snapshot: Snapshot<WatchedState>): void {
  gauge(registry, snapshot, {
    name: 'hub120_held_rows',
    help: 'Rows that wait in quarantine.',
    show: (state, set) => state && set({}, state.held.waiting),
  })
  gauge(registry, snapshot, {
    name: 'hub120_held_rows_by_reason',
    help: 'Rows that wait in quarantine by issue code; a row with two reasons counts under both.',
    labels: ['reason'],
    show: (state, set) => state?.held.byReason.forEach(({ reason, waiting }) => set({ reason: codeLabel(reason) }, waiting)),
  })
  gauge(registry, snapshot, {
    name: 'hub120_held_rows_oldest_seconds',
    help: 'How long the oldest of them has waited; 0 when none waits.',
    show: (state, set) => state && set({}, state.held.oldestAge ?? 0),
  })
}

type Labels = Readonly<Record<string, string>>

export type WatchedGauge<T> = {
  readonly name: string
  readonly help: string
  readonly labels?: readonly string[]
  readonly show: (value: T | null, set: (labels: Labels, value: number) => void) => unknown
}

/** A gauge that is filled from a snapshot at each scrape; what the snapshot no longer holds is no longer shown. */
export function gauge<T>(registry: Registry, snapshot: Snapshot<T>, { name, help, labels = [], show }: WatchedGauge<T>): void {
  new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    async collect() {
      const value = await snapshot()
      this.reset()
      if (labels.length === 0) this.remove() // it would show 0 where nothing is known
      show(value, (at, figure) => this.set(at, figure))
    },
  })
}
