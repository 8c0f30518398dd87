import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveMetrics, type MetricsServer } from '../../api/watch/serve-metrics.js'
import { projectRoot } from '../../db/project-root.js'
import { SCHEDULE } from '../../jobs/schedule.js'
import { watchDeliveries } from '../../jobs/playbooks/watch-deliveries.js'
import { watchJobs } from '../../jobs/watch-jobs.js'
import { openActivation, publish, setReceiver } from '../support/broadcast.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

const PAGE = readFileSync(join(projectRoot, 'docs/alerts.md'), 'utf8')

let hub: HubServer
let metrics: MetricsServer
let text: string

beforeAll(async () => {
  hub = await startHubServer()
  await hub.database.owner`
    insert into job_runs (job, due_at, claimed_at, claimed_by, lease_until, finished_at, outcome) values
      ('check-audit-chain', hub_now() - interval '2 hours', hub_now(), 'w', hub_now(), hub_now(), 'done'),
      ('expire-held-rows', hub_now() - interval '3 hours', hub_now(), 'w', hub_now(), hub_now(), 'done'),
      ('expire-held-rows', hub_now() - interval '1 hour', hub_now(), 'w', hub_now(), hub_now(), 'failed'),
      ('a-job-of-old', hub_now() - interval '1 hour', hub_now(), 'w', hub_now(), hub_now(), 'done')`
  await hub.database.owner`insert into sweeps (name, last_sweep_at, worker) values ('deliver-due', hub_now() - interval '40 seconds', 'w')`
  await setReceiver(hub.database.owner, { center: 'busan', url: 'https://busan.example/hook' })
  await hub.database.owner`update endpoint_states set suspect_since = hub_now(), last_good_at = hub_now()`
  const broadcast = await openActivation(hub.database.owner)
  await publish(hub.database.owner, broadcast)
  await hub.database.owner`update deliveries set next_attempt_at = hub_now() - interval '90 seconds'`
  await hub.database.owner`insert into pages (kind, subject) values ('SUSPECT', 'x'), ('MISSED', 'y')`
  const served = await serveMetrics(hub.hub, { host: '127.0.0.1', port: 0 })
  if (served === null) throw new Error('The port could not be had.')
  metrics = served
  watchJobs(hub.hub.metrics.registry, hub.hub, SCHEDULE)
  watchDeliveries(hub.hub.metrics.registry, hub.hub)('retry')
  await hub.graphql('{ viewer { subject } }', {}, await hub.token('analyst'))
  await fetch(`${hub.url}/readyz`)
  text = await (await fetch(metrics.url)).text()
})

afterAll(async () => {
  await metrics.close()
  await hub.close()
})

const sample = (name: string) =>
  Number(
    text
      .split('\n')
      .find(line => line.startsWith(`${name} `))
      ?.slice(name.length + 1),
  )

describe('docs/alerts.md', () => {
  const named = [...new Set(PAGE.match(/hub120_\w+/g))].map(name => name.replace(/_(bucket|sum|count)$/, ''))
  const shown = () => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)

  it('names no metric that is not there', () => {
    expect(named.filter(name => !shown().includes(name))).toEqual([])
  })

  it('has a use for every metric of the hub', () => {
    const unused = shown().filter(name => name !== undefined && !named.includes(name))
    expect(unused).toEqual(['hub120_process_start_seconds'])
  })

  it('names no value of a label that cannot occur', () => {
    expect(text).toContain('hub120_pool_connections{state="busy"}')
    expect(text).toContain('hub120_pool_connections{state="max"}')
    expect(text).toContain('hub120_queue_waiting{queue="submissions"}')
    expect(text).toContain('hub120_event_loop_delay_seconds{quantile="0.99"}')
    expect(text).toMatch(/hub120_http_requests_total\{route="readyz",operation="none",status="2xx"\} 1/)
  })

  it('gives every alert an expression, and what it means in both languages', () => {
    const alerts = PAGE.split(/^### /m).slice(1)
    expect(alerts.length).toBeGreaterThan(20)
    for (const alert of alerts) expect(alert).toMatch(/^\w+\n\n```promql\n[^`]+\n```\n\n[\s\S]*[가-힣][\s\S]*\n_[\s\S]+_\n/)
  })
})

describe('what is known of the jobs', () => {
  it('shows how late each one is, when it last went well and whether it fails now, and no job of old', () => {
    expect(sample('hub120_job_lag_seconds{job="expire-held-rows"}')).toBeGreaterThan(3_600)
    expect(sample('hub120_job_lag_seconds{job="expire-held-rows"}')).toBeLessThan(4 * 3_600)
    expect(sample('hub120_job_failing{job="expire-held-rows"}')).toBe(1)
    expect(sample('hub120_job_failing{job="check-audit-chain"}')).toBe(0)
    expect(sample('hub120_job_last_success_timestamp_seconds{job="check-audit-chain"}')).toBeGreaterThan(Date.now() / 1_000 - 120)
    expect(sample('hub120_job_last_success_timestamp_seconds{job="ensure-partitions"}')).toBe(0)
    expect(sample('hub120_audit_chain_intact')).toBe(1)
    expect(text).not.toContain('a-job-of-old')
  })
})

describe('what is known of messages on their way', () => {
  it('shows queue, age, attempts, suspect and silent endpoints, sweeps and pages', () => {
    expect(sample('hub120_deliveries_waiting{state="PENDING"}')).toBe(1)
    expect(sample('hub120_deliveries_waiting{state="IN_FLIGHT"}')).toBe(0)
    expect(sample('hub120_delivery_oldest_due_seconds')).toBeGreaterThan(89)
    expect(sample('hub120_delivery_attempts_total{outcome="retry"}')).toBe(1)
    expect(sample('hub120_endpoints_suspect')).toBe(1)
    expect(sample('hub120_endpoint_last_good_timestamp_seconds{center="busan",kind="ACTUAL"}')).toBeGreaterThan(Date.now() / 1_000 - 120)
    expect(sample('hub120_sweep_age_seconds{sweep="deliver-due"}')).toBeGreaterThan(39)
    expect(sample('hub120_pages_untold')).toBe(2)
  })
})
