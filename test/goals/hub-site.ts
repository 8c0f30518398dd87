import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { registerCallers } from '../../api/dev/register-callers.js'
import { postgresTypes } from '../../db/postgres-types.js'
import { startServer, type Server } from '../../db/server/start-server.js'
import { setUpDatabase } from '../../db/set-up.js'
import { startTestIssuer, TEST_CLIENTS, type TestIssuer } from '../support/issuer.js'

/** A PostgreSQL of its own that a goal may stop, freeze and crash, set up for the hub, with the development sign-in beside it. */
export type HubSite = {
  readonly server: Server
  readonly issuer: TestIssuer
  readonly owner: postgres.Sql
  /** A token of a client, asked for once. */
  readonly token: (client: string) => Promise<string>
  readonly close: () => Promise<void>
}

/** `settings` are PostgreSQL's. Durable by default: what is acknowledged must outlive a crash. */
export async function startHubSite(settings: Readonly<Record<string, string>> = {}): Promise<HubSite> {
  const folder = mkdtempSync(join(tmpdir(), 'hub120-goal-'))
  chmodSync(folder, 0o755)
  const server = await startServer({ dataDir: join(folder, 'data'), settings })
  await setUpDatabase(server.url)
  await registerCallers(server.url, TEST_CLIENTS)
  const issuer = await startTestIssuer()
  const owner = openOwner(server.url)
  const tokens = new Map<string, Promise<string>>()
  return {
    server,
    issuer,
    owner,
    token(client) {
      const token = tokens.get(client) ?? issuer.token(client)
      tokens.set(client, token)
      return token
    },
    async close() {
      await owner.end({ timeout: 1 })
      await issuer.close()
      await server.stop()
      for (const place of [server.dataDir, folder]) rmSync(place, { recursive: true, force: true })
    },
  }
}

/** As the superuser: for arranging and for counting what is stored. */
export const openOwner = (url: string): postgres.Sql =>
  postgres(url, { max: 2, types: postgresTypes, fetch_types: false, onnotice: () => undefined, connection: { TimeZone: 'Asia/Seoul' } })
