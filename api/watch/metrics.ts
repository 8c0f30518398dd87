import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../../db/connect.js'
import type { ReceiptRecord } from '../../schema/domain/submissions/receipt.js'
import type { RowOutcome } from '../../schema/domain/submissions/submission.js'
import { codeLabel, operationLabel, routeLabel } from './bounded-labels.js'

export type AnsweredRequest = {
  /** The address as the router knows it; undefined where it has none. */
  readonly route: string | undefined
  readonly status: number
  readonly seconds: number
  /** Fields on the top level of the operation that ran. */
  readonly rootFields: readonly string[]
  readonly codes: Iterable<string>
}

/** What one process counts of itself. Every label has a closed set of values; docs/alerts.md says what to watch. */
export type Metrics = {
  readonly registry: Registry
  noteRequest(request: AnsweredRequest): void
  /** A receipt that was stored now; not for dry runs and not for a receipt that is given again. */
  noteReceipt(record: Pick<ReceiptRecord, 'status' | 'counts'>): void
  noteSubmission(status: 'REPLAYED' | 'DRY_RUN' | 'REFUSED'): void
  noteIssuerRequest(outcome: 'answered' | 'failed'): void
  /** Work that waits in this process for its turn. */
  noteWaiting(queue: 'submissions', change: 1 | -1): void
  /** From now on the connections of `db` are read at each scrape. */
  watchPool(db: Pick<Database, 'figures'>): void
}

const OUTCOMES: readonly RowOutcome[] = ['inserted', 'revised', 'unchanged', 'retracted', 'quarantined', 'rejected']
const STATUSES = ['ACCEPTED', 'PARTIAL', 'REJECTED', 'REPLAYED', 'DRY_RUN', 'REFUSED'] as const
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const counters = createCounters(registry)
  // Named from the start, so that the first event is an increase and not a new series.
  for (const outcome of OUTCOMES) counters.rows.inc({ outcome }, 0)
  for (const status of STATUSES) counters.submissions.inc({ status }, 0)
  for (const outcome of ['answered', 'failed']) counters.issuer.inc({ outcome }, 0)
  counters.waiting.set({ queue: 'submissions' }, 0)
  return {
    registry,
    noteRequest({ route, status, seconds, rootFields, codes }) {
      const labels = { route: routeLabel(route), operation: operationLabel(rootFields) }
      counters.requests.inc({ ...labels, status: `${Math.trunc(status / 100)}xx` })
      counters.seconds.observe(labels, seconds)
      for (const code of codes) counters.refusals.inc({ code: codeLabel(code) })
    },
    noteReceipt({ status, counts }) {
      counters.submissions.inc({ status })
      for (const outcome of OUTCOMES) counters.rows.inc({ outcome }, counts[outcome])
    },
    noteSubmission: status => counters.submissions.inc({ status }),
    noteIssuerRequest: outcome => counters.issuer.inc({ outcome }),
    noteWaiting: (queue, change) => counters.waiting.inc({ queue }, change),
    watchPool: db => watchPool(registry, db),
  }
}

function createCounters(registry: Registry) {
  const registers = [registry]
  return {
    requests: new Counter({
      name: 'hub120_http_requests_total',
      help: 'Requests answered, by address, root field and class of status.',
      labelNames: ['route', 'operation', 'status'],
      registers,
    }),
    seconds: new Histogram({
      name: 'hub120_http_request_duration_seconds',
      help: 'Time to the end of the answer.',
      labelNames: ['route', 'operation'],
      buckets: SECONDS,
      registers,
    }),
    refusals: new Counter({
      name: 'hub120_refusals_total',
      help: 'Codes of refusals and errors in answers, each once a request.',
      labelNames: ['code'],
      registers,
    }),
    rows: new Counter({
      name: 'hub120_rows_total',
      help: 'Rows of stored receipts by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    submissions: new Counter({
      name: 'hub120_submissions_total',
      help: 'Submissions by the status of their receipt; REPLAYED, DRY_RUN and REFUSED stored nothing.',
      labelNames: ['status'],
      registers,
    }),
    issuer: new Counter({
      name: 'hub120_issuer_requests_total',
      help: 'Requests to the token issuer for its description and keys.',
      labelNames: ['outcome'],
      registers,
    }),
    waiting: new Gauge({
      name: 'hub120_queue_waiting',
      help: 'Work that waits in this process for its turn.',
      labelNames: ['queue'],
      registers,
    }),
  }
}

function watchPool(registry: Registry, db: Pick<Database, 'figures'>): void {
  const registers = [registry]
  new Gauge({
    name: 'hub120_pool_connections',
    help: 'Database connections of this process by state; max is the most there can be.',
    labelNames: ['state'],
    registers,
    collect() {
      const { max, idle, busy } = db.figures()
      for (const [state, value] of Object.entries({ max, idle, busy })) this.set({ state }, value)
    },
  })
  new Gauge({
    name: 'hub120_pool_waiting',
    help: 'Callers that wait for a database connection.',
    registers,
    collect() {
      this.set(db.figures().waiting)
    },
  })
  new Counter({
    name: 'hub120_pool_lost_total',
    help: 'Database connections lost since the start.',
    registers,
    collect() {
      this.reset()
      this.inc(db.figures().lost)
    },
  })
}
