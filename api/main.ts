import { buildSchema } from './build-schema.js'
import { createVerifyToken } from './auth/verify-token.js'
import { readConfig, requireServers } from './config.js'
import { warnUnlessReady } from './http/health.js'
import { listenForFeed } from './playbooks/listen-for-feed.js'
import { readProcessConfig } from './process-config.js'
import { openDoor } from './http/open-door.js'
import { openHub } from './hub.js'
import { createLog } from './log.js'
import { onStop } from './stop.js'
import { serveMetrics } from './watch/serve-metrics.js'
import { watchIssuer } from './watch/watch-issuer.js'

// The API process. Migrations and the edition are brought by `npm start` or by the operator; until then /readyz says what is missing.

const config = readProcessConfig(() => requireServers(readConfig()))
const log = createLog(config.logLevel)
const hub = openHub(config, log, 'hub120-api')
const { issuer, audience, tokenMinutes } = config.signIn
const app = await openDoor({
  hub,
  schema: buildSchema(),
  verifyToken: createVerifyToken({ issuer, audience, tokenMinutes, environment: config.environment, log, fetch: watchIssuer(hub.metrics) }),
  requestsPerSecond: config.requestsPerSecond,
  gatewaySecret: config.gatewaySecret,
  senderRules: config.dpop,
  drainMs: 1_000,
})

const metrics = await serveMetrics(hub, config.metrics)
const listening = listenForFeed(hub, config.database.url.reveal())

onStop(async () => {
  log.info({ event: 'api.stopping' })
  await app.close()
  await listening.close()
  await metrics?.close()
  await hub.db.close()
  log.info({ event: 'api.stopped' })
})

// The address as it came to be: port 0 asks for a free one.
const url = await app.listen({ host: config.http.host, port: config.http.port })
log.info({ event: 'api.started', url })
await warnUnlessReady(hub)
