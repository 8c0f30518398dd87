import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '../config.js'
import type { Hub } from '../hub.js'
import { watchDatabase } from './watch-database.js'
import { watchProcess } from './watch-process.js'

export type MetricsServer = { readonly url: string; close(): Promise<void> }

/** An answer is one scrape; nobody else has business here. */
const REQUEST_LIMIT_MS = 5_000

/**
 * `/metrics` for Prometheus, on a port of its own that only the watchers' network reaches: it needs no token and tells nothing about rows.
 * Null where it is off, and where the port cannot be had: watching must not take down what it watches, and a missing target is an alert itself.
 */
export async function serveMetrics(hub: Pick<Hub, 'db' | 'log' | 'metrics'>, at: Config['metrics']): Promise<MetricsServer | null> {
  if (at === null) return null
  const { registry } = hub.metrics
  hub.metrics.watchPool(hub.db)
  watchDatabase(registry, hub)
  const watched = watchProcess(registry)
  const server = createServer({ requestTimeout: REQUEST_LIMIT_MS, headersTimeout: REQUEST_LIMIT_MS }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end()
    registry.metrics().then(
      text => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      (err: unknown) => {
        hub.log.error({ event: 'metrics.failed', err })
        response.writeHead(500).end()
      },
    )
  })
  const close = async () => {
    watched.close()
    server.close()
    server.closeAllConnections()
  }
  try {
    server.listen(at.port, at.host)
    await once(server, 'listening')
  } catch (err) {
    hub.log.error({ event: 'metrics.unavailable', port: at.port, err })
    watched.close()
    return null
  }
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  const url = `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}/metrics`
  hub.log.info({ event: 'metrics.started', url })
  return { url, close }
}
