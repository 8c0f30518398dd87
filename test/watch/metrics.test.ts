import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMetrics } from '../../api/watch/metrics.js'
import { serveMetrics, type MetricsServer } from '../../api/watch/serve-metrics.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
let metrics: MetricsServer
let writer: string

beforeAll(async () => {
  hub = await startHubServer()
  writer = await hub.token('seoul-client')
  const served = await serveMetrics(hub.hub, { host: '127.0.0.1', port: 0 })
  if (served === null) throw new Error('The port could not be had.')
  metrics = served
})

afterAll(async () => {
  await metrics.close()
  await hub.close()
})

/** Every sample by its name and labels as written. */
async function scrape(): Promise<Map<string, number>> {
  const text = await (await fetch(metrics.url)).text()
  return new Map(
    text
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'))
      .map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  )
}

const push = (key: string, rows: readonly object[], fields: object = {}) =>
  hub.graphql(
    `mutation Push($input: SubmitStatisticsInput!) {
      submitStatistics(input: $input) { ... on SubmissionReceipt { status counts { received } } ... on Refused { issues { code } } }
    }`,
    { input: { idempotencyKey: key, ...fields, rows } },
    writer,
  )
const row = (measure: string, value: unknown) => ({ measure, periodStart: '2026-11-19', value })

describe('/metrics', () => {
  it('shows a push right after it: rows by outcome, the receipt, what is held and since when, and the last submission', async () => {
    const before = await scrape()
    expect(before.get('hub120_rows_total{outcome="inserted"}')).toBe(0)
    const rows = [row('calls_offered', 100), row('calls_answered', 'many'), row('talk_seconds', 120), row('no_such_measure', 1)]
    expect((await push('watched-1', rows)).data.submitStatistics.status).toBe('PARTIAL')
    await push('watched-1', rows)
    await push('watched-2', [], {})
    await push('watched-3', [row('calls_offered', 101)], { dryRun: true })
    const after = await freshScrape()
    expect(Object.fromEntries([...after].filter(([name]) => /_(rows|submissions)_total/.test(name)))).toEqual({
      'hub120_rows_total{outcome="inserted"}': 2,
      'hub120_rows_total{outcome="revised"}': 0,
      'hub120_rows_total{outcome="unchanged"}': 0,
      'hub120_rows_total{outcome="retracted"}': 0,
      'hub120_rows_total{outcome="quarantined"}': 1,
      'hub120_rows_total{outcome="rejected"}': 1,
      'hub120_submissions_total{status="ACCEPTED"}': 0,
      'hub120_submissions_total{status="PARTIAL"}': 1,
      'hub120_submissions_total{status="REJECTED"}': 0,
      'hub120_submissions_total{status="REPLAYED"}': 1,
      'hub120_submissions_total{status="DRY_RUN"}': 1,
      'hub120_submissions_total{status="REFUSED"}': 1,
    })
    expect(after.get('hub120_refusals_total{code="ROWS_REQUIRED"}')).toBe(1)
    expect(after.get('hub120_held_rows')).toBe(1)
    expect(after.get('hub120_held_rows_by_reason{reason="WORD_UNKNOWN"}')).toBe(1)
    expect(after.get('hub120_held_rows_oldest_seconds')).toBeLessThan(120)
    expect(after.get('hub120_last_submission_timestamp_seconds{center="seoul"}')).toBeGreaterThan(Date.now() / 1_000 - 120)
    expect(after.get('hub120_last_submission_timestamp_seconds{center="busan"}')).toBe(0)
    expect(after.get('hub120_audit_entries')).toBe(1)
    expect(after.get('hub120_http_requests_total{route="graphql",operation="submitStatistics",status="2xx"}')).toBe(4)
    expect(after.get('hub120_issuer_requests_total{outcome="answered"}')).toBe(2)
    expect(after.get('hub120_queue_waiting{queue="submissions"}')).toBe(0)
    expect(after.get('hub120_pool_waiting')).toBe(0)
    expect(after.get('hub120_database_up')).toBe(1)
    expect(after.get('hub120_event_loop_delay_seconds{quantile="0.99"}')).toBeLessThan(5)
  })

  it('shows nothing that a client has written, and as many series after 10,000 hostile names as after one', async () => {
    const hostile = (n: number) => `query Op_${n} { field_${n} { a } }`
    await hub.graphql(hostile(0), {}, writer)
    const { size } = await scrape()
    await Promise.all(Array.from({ length: 300 }, (_, n) => hub.graphql(hostile(n), {}, writer)))
    for (let n = 0; n < 10_000; n++) {
      const request = { route: `/x/${n}`, status: 200 + (n % 300), seconds: 0.001, rootFields: [`f_${n}`], codes: [`CODE_${n}`] }
      hub.hub.metrics.noteRequest(request)
    }
    const after = await scrape()
    // other/other in three classes of status, with its histogram, and one code.
    expect(after.size - size).toBeLessThan(25)
    expect([...after.keys()].join('\n')).not.toMatch(/Op_|field_|f_\d|CODE_|\/x\//)
    expect(after.get('hub120_http_requests_total{route="graphql",operation="other",status="4xx"}')).toBe(301)
    await hub.graphql('{ viewer { subject } }', {}, writer)
    expect((await scrape()).size).toBeLessThan(400)
  })

  it('is on no port of the API, and answers nothing else', async () => {
    expect((await fetch(`${hub.url}/metrics`)).status).toBe(404)
    expect((await fetch(metrics.url.replace('/metrics', '/'))).status).toBe(404)
    expect((await fetch(metrics.url, { method: 'POST' })).status).toBe(404)
  })

  it('is off where no port is named, and a port that is taken stops nothing', async () => {
    expect(await serveMetrics(hub.hub, null)).toBeNull()
    const port = Number(new URL(metrics.url).port)
    expect(await serveMetrics({ ...hub.hub, metrics: createMetrics() }, { host: '127.0.0.1', port })).toBeNull()
    expect(hub.logLines.at(-1)).toMatchObject({ event: 'metrics.unavailable', port })
  })
})

/** Figures from the database are read again after ten seconds; another watcher has its own. */
async function freshScrape(): Promise<Map<string, number>> {
  const metricsOnly = createMetrics()
  const server = await serveMetrics({ ...hub.hub, metrics: metricsOnly }, { host: '127.0.0.1', port: 0 })
  if (server === null) throw new Error('The port could not be had.')
  const text = await (await fetch(server.url)).text()
  await server.close()
  const fresh = text
    .split('\n')
    .filter(line => /^hub120_(held|last|audit|database)/.test(line))
    .map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))] as const)
  return new Map([...(await scrape()), ...fresh])
}
