import { Counter, type Registry } from 'prom-client'
import { gauge, keepSnapshot } from '../../api/watch/watch-database.js'
import { readWatchedDeliveries } from '../../db/queries/watching-deliveries.js'
import type { AttemptOutcome } from '../../schema/domain/playbooks/delivery-state.js'
import { JOBS, type JobHub } from '../job.js'

const OUTCOMES: readonly AttemptOutcome[] = ['delivered', 'rejected', 'retry', 'unknown']
const WAITING = ['PENDING', 'RETRY_WAIT', 'UNKNOWN', 'IN_FLIGHT']

/** Messages on their way, endpoints and sweeps, read from the database at the scrape; attempts as this process makes them. */
export function watchDeliveries(registry: Registry, hub: JobHub): (outcome: AttemptOutcome) => void {
  const attempts = new Counter({
    name: 'hub120_delivery_attempts_total',
    help: 'Attempts to deliver a message, by what came of them; retry: certainly not taken, unknown: no answer came.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  for (const outcome of OUTCOMES) attempts.inc({ outcome }, 0)
  watchQueue(registry, hub)
  return outcome => attempts.inc({ outcome })
}

function watchQueue(registry: Registry, hub: JobHub): void {
  const snapshot = keepSnapshot(hub, 'deliveries', () =>
    hub.db.transaction(JOBS, readWatchedDeliveries, { isReadOnly: true, timeoutMs: 3_000 }),
  )
  gauge(registry, snapshot, {
    name: 'hub120_deliveries_waiting',
    help: 'Copies of messages that are not settled, by state.',
    labels: ['state'],
    show: (seen, set) =>
      seen && WAITING.forEach(state => set({ state }, seen.waiting.find(({ state: name }) => name === state)?.count ?? 0)),
  })
  gauge(registry, snapshot, {
    name: 'hub120_delivery_oldest_due_seconds',
    help: 'For how long the longest due copy has been due; 0 when none is.',
    show: (seen, set) => seen && set({}, seen.oldestDueAge ?? 0),
  })
  gauge(registry, snapshot, {
    name: 'hub120_endpoints_suspect',
    help: 'Endpoints that answered 401, 403, 404 or 410, that have no key, or whose address is refused. They are tried on.',
    show: (seen, set) => seen && set({}, seen.endpoints.filter(({ isSuspect }) => isSuspect).length),
  })
  gauge(registry, snapshot, {
    name: 'hub120_endpoint_last_good_timestamp_seconds',
    help: 'When an endpoint last answered a message or a ping well; 0 when it never did.',
    labels: ['center', 'kind'],
    show: (seen, set) => seen?.endpoints.forEach(({ center, kind, goodAt }) => set({ center, kind }, goodAt ?? 0)),
  })
  gauge(registry, snapshot, {
    name: 'hub120_sweep_age_seconds',
    help: 'Since when no replica has brought the sweep to its end; absent before the first time.',
    labels: ['sweep'],
    show: (seen, set) => seen?.sweeps.forEach(({ name, age }) => set({ sweep: name }, age)),
  })
  gauge(registry, snapshot, {
    name: 'hub120_pages_untold',
    help: 'Things that coordinators must be told and that have reached nobody yet.',
    show: (seen, set) => seen && set({}, seen.untoldPages),
  })
  gauge(registry, snapshot, {
    name: 'hub120_pages_failing',
    help: 'Of those, how many a channel did not take last time, by why: EAUTH 535, ETLS, ESOCKET, timeout, noContact, ...',
    labels: ['cause'],
    show: (seen, set) => seen?.failingPages.forEach(({ cause, count }) => set({ cause }, count)),
  })
}
