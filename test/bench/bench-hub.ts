import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { listDevelopmentClients, type DevelopmentClient } from '../../api/dev/development-clients.js'
import { startIssuer } from '../../api/dev/start-issuer.js'
import { migrate } from '../../db/migrate.js'
import { postgresTypes } from '../../db/postgres-types.js'
import { projectRoot } from '../../db/project-root.js'
import { registerCallers } from '../../db/queries/callers.js'
import { startServer } from '../../db/server/start-server.js'
import { setUpDatabase } from '../../db/set-up.js'

export const AUDIENCE = 'urn:hub120:api'

/** One analyst asks as fast as answers come; what is measured is the answer and not the quota of a tenant. */
const REQUESTS_PER_SECOND = '100000'

/** The hub as it runs in earnest: its own process, real tokens, a PostgreSQL that keeps what it says (fsync on). */
export type BenchHub = {
  readonly url: string
  /** The superuser, for arranging and for the limits. */
  readonly owner: postgres.Sql
  readonly centers: readonly string[]
  token(center: string): Promise<string>
  /** A token of the council's analyst, who reads figures of all centers. */
  analystToken(): Promise<string>
  /** A process of ours on the same database, with a line of its output that tells its address. */
  startProcess(program: readonly string[], environment: Readonly<Record<string, string>>): Promise<string>
  close(): Promise<void>
}

export async function startBenchHub(): Promise<BenchHub> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub120-bench-'))
  const server = await startServer({ dataDir, settings: { max_wal_size: '4GB', shared_buffers: '512MB' } })
  await setUpLongAgo(server.url)
  const owner = postgres(server.url, { max: 8, types: postgresTypes, onnotice: () => undefined })
  const centers = (await owner<{ code: string; name_ko: string }[]>`select code, name_ko from centers order by code`).map(row => row)
  const clients = listDevelopmentClients(centers.map(({ code, name_ko: nameKo }) => ({ code, nameKo })))
  await registerCallers(owner, clients)
  const issuer = await startIssuer({ port: 0, audience: AUDIENCE, clients })
  const children: ChildProcess[] = []
  const startProcess: BenchHub['startProcess'] = async (program, environment) => {
    const child = spawn(process.execPath, [...program], {
      env: {
        ...process.env,
        DATABASE_URL: server.url,
        OIDC_ISSUER: issuer.url,
        PORT: '0',
        LOG_LEVEL: 'info',
        NODE_ENV: 'production',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    return addressOf(child)
  }
  const url = await startProcess([join(projectRoot, 'dist', 'api', 'main.js')], { HUB120_REQUESTS_PER_SECOND: REQUESTS_PER_SECOND })
  return {
    url,
    owner,
    centers: centers.map(({ code }) => code),
    token: center => requestToken(issuer.tokenEndpoint, clients, `${center}-client`),
    analystToken: () => requestToken(issuer.tokenEndpoint, clients, 'analyst'),
    startProcess,
    async close() {
      for (const child of children) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      await issuer.close()
      await owner.end({ timeout: 5 })
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Two years ago by the clock of the database, so that questions as of an earlier instant find definitions and members. */
async function setUpLongAgo(url: string): Promise<void> {
  await migrate(url)
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  await sql`insert into test_clock (instant) values (now() - interval '2 years')`
  await setUpDatabase(url)
  await sql`delete from test_clock`
  await sql.end({ timeout: 5 })
}

async function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.on('exit', code => reject(new Error(`A process ended with ${code} before it listened: ${printed.slice(0, 2_000)}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      if (printed.length > 20_000) return // its log goes on; the address came long ago
      printed += chunk.toString()
      const listening = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)
      if (listening !== null) resolve(listening[0])
    })
  })
}

async function requestToken(endpoint: string, clients: readonly DevelopmentClient[], subject: string): Promise<string> {
  const client = clients.find(one => one.subject === subject)
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${subject}:${client?.secret ?? ''}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: client?.scopes.join(' ') ?? '' }),
  })
  const { access_token: token } = (await response.json()) as { access_token?: string } // a token response of RFC 6749
  if (token === undefined) throw new Error(`No token for ${subject}: ${response.status}`)
  return token
}
