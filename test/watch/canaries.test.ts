import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveMetrics, type MetricsServer } from '../../api/watch/serve-metrics.js'
import { flyCanaries, foundIn, plantedCanaries } from '../support/canaries.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
let metrics: MetricsServer | null

beforeAll(async () => {
  hub = await startHubServer({ environment: 'production' })
  metrics = await serveMetrics(hub.hub, { host: '127.0.0.1', port: 0 })
})

afterAll(async () => {
  await metrics?.close()
  await hub.close()
})

it('G34: what clients put in is in no log line, error, metric or audit entry, and neither are their tokens', async () => {
  const [writer, analyst] = await Promise.all([hub.token('seoul-client'), hub.token('analyst')])
  const planted = plantedCanaries()
  const errors = await flyCanaries({ url: hub.url, writer, analyst }, planted)
  expect(errors.length).toBeGreaterThan(6)
  const [stored] = await hub.database.owner<{ n: number }[]>`
    select count(*)::int as n from submission_bodies b join submissions s on s.center_id = b.center_id and s.no = b.submission_no where s.reason = ${planted.batchReason}`
  expect(stored?.n).toBe(1)
  const secrets = { ...planted, writer, analyst }
  const audit = await hub.database.owner`select actor, action, subject from audit_entries`
  expect(audit.length).toBeGreaterThan(1)
  expect({
    log: foundIn(JSON.stringify(hub.logLines), secrets),
    errors: foundIn(errors.join('\n'), secrets),
    metrics: foundIn(metrics === null ? '' : await (await fetch(metrics.url)).text(), secrets),
    audit: foundIn(JSON.stringify(audit), secrets),
  }).toEqual({ log: [], errors: [], metrics: [], audit: [] })
})
