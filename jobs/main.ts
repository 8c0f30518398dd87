import { hostname } from 'node:os'
import { createTask } from 'node-cron'
import { readConfig, requireDatabase } from '../api/config.js'
import { openHub } from '../api/hub.js'
import { readProcessConfig } from '../api/process-config.js'
import { createLog } from '../api/log.js'
import { onStop } from '../api/stop.js'
import { serveMetrics } from '../api/watch/serve-metrics.js'
import { listen } from '../db/listen.js'
import { createBeats } from './beats.js'
import { readHeadSigner } from './head-signer.js'
import { makeReady } from './make-ready.js'
import { createDeliverer } from './playbooks/deliverer.js'
import { listBeats } from './playbooks/list-beats.js'
import { openPaging } from './playbooks/open-paging.js'
import { openSending } from './playbooks/open-sending.js'
import { signWhenMoved } from './playbooks/sign-messages.js'
import { watchDeliveries } from './playbooks/watch-deliveries.js'
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
const sending = readProcessConfig(() => openSending(config))
const channels = openPaging(config)
const jobs = scheduleWith(signer)
/** For beats, and for attempts that end together. */
const BEAT_CONNECTIONS = 8
/** Jobs run beside each other, each with a transaction and a renewal of its lease at times; the sweep needs one more. */
const fewestConnections = jobs.length * 2 + 1 + BEAT_CONNECTIONS

const worker = `${hostname()}:${process.pid}`
const log = createLog(config.logLevel)
const poolSize = Math.max(database.poolSize, fewestConnections)
const hub = openHub({ ...config, database: { ...database, poolSize } }, log, 'hub120-jobs')
const sweeper = createSweeper(hub, { jobs, worker })

const metrics = await serveMetrics(hub, config.metrics)
watchJobs(hub.metrics.registry, hub, jobs)
const noteAttempt = watchDeliveries(hub.metrics.registry, hub)
const deliverer = sending && createDeliverer(hub, { ...sending, worker, noteAttempt })
const beats = createBeats(hub, { beats: listBeats(hub, { sending, deliverer, paging: channels && { channels, worker } }), worker })
const signing = sending && listen({ url: database.url.reveal(), channel: 'hub120_feed', onNotify: signWhenMoved(hub, sending.contentKey) })
const listening = deliverer && listen({ url: database.url.reveal(), channel: 'hub120_deliveries', onNotify: () => deliverer.wake() })

const wakeUp = () => {
  // Not awaited: a beat may wait for an endpoint for ten seconds, and the next tick must come all the same.
  void beats.tick()
  return sweeper.sweep()
}
const tick = createTask(TICK, wakeUp, {
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
  await Promise.all([listening?.close(), signing?.close()])
  await Promise.all([sweeper.stop(GRACE_MS), deliverer?.stop(GRACE_MS), beats.stop()])
  await metrics?.close()
  await hub.db.close()
  log.info({ event: 'jobs.stopped', worker })
})

await makeReady(hub)
await tick.start()
log.info({ event: 'jobs.started', worker, jobs: jobs.map(({ name }) => name) })
if (signer === null) log.warn({ event: 'audit.headsNotPublished', missing: 'HUB120_AUDIT_KEY_FILE' })
if (sending === null) log.warn({ event: 'deliveries.notSent', missing: 'HUB120_ENDPOINT_KEYS or HUB120_MESSAGE_KEY_FILE' })
if (channels === null) log.warn({ event: 'pages.notTold', missing: 'HUB120_SMTP_URL or HUB120_SMS_URL' })
// The first one at once: a deploy during the night should not wait for the next tick.
await wakeUp()
