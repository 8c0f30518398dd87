import { hostname } from 'node:os'
import { createTask } from 'node-cron'
import { readConfig, requireDatabase } from '../api/config.js'
import { openHub } from '../api/hub.js'
import { readProcessConfig } from '../api/process-config.js'
import { createLog } from '../api/log.js'
import { onStop } from '../api/stop.js'
import { serveMetrics } from '../api/watch/serve-metrics.js'
import { readHeadSigner } from './head-signer.js'
import { scheduleWith } from './schedule.js'
import { createSweeper } from './sweep.js'
import { watchJobs } from './watch-jobs.js'

/** Every five seconds in every replica. This only wakes: what is due is decided by the database, so a late or double tick costs nothing. */
const TICK = '*/5 * * * * *'
/** How long running jobs may finish after SIGTERM. */
const GRACE_MS = 10_000

const config = readProcessConfig(readConfig)
const database = readProcessConfig(() => requireDatabase(config))

const signer = readProcessConfig(() => readHeadSigner(config))
const jobs = scheduleWith(signer)
/** Jobs run beside each other, each with a transaction and a renewal of its lease at times; the sweep needs one more. */
const fewestConnections = jobs.length * 2 + 1

const worker = `${hostname()}:${process.pid}`
const log = createLog(config.logLevel)
const poolSize = Math.max(database.poolSize, fewestConnections)
const hub = openHub({ ...config, database: { ...database, poolSize } }, log, 'hub120-jobs')
const sweeper = createSweeper(hub, { jobs, worker })

const metrics = await serveMetrics(hub, config.metrics)
watchJobs(hub.metrics.registry, hub, jobs)

const tick = createTask(TICK, () => sweeper.sweep(), {
  name: 'sweep',
  timezone: 'Asia/Seoul',
  noOverlap: true,
  logger: {
    info: said => log.debug({ event: 'tick.said', said }),
    warn: said => log.debug({ event: 'tick.said', said }),
    debug: said => log.debug({ event: 'tick.said', said: String(said) }),
    error: (said, err) => log.error({ event: 'tick.failed', said: String(said), err }),
  },
})

onStop(async () => {
  await tick.destroy()
  await sweeper.stop(GRACE_MS)
  await metrics?.close()
  await hub.db.close()
  log.info({ event: 'jobs.stopped', worker })
})

await tick.start()
log.info({ event: 'jobs.started', worker, jobs: jobs.map(({ name }) => name) })
if (signer === null) log.warn({ event: 'audit.headsNotPublished', missing: 'HUB120_AUDIT_KEY_FILE' })
// The first one at once: a deploy during the night should not wait for the next tick.
await sweeper.sweep()
