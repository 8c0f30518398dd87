// npm run test:postgres15 [-- vitest arguments]: the whole suite against PostgreSQL 15, in a cluster of its own that is thrown away afterwards.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const BIN = process.env['HUB120_POSTGRES15'] ?? '/usr/lib/postgresql/15/bin'
const READY_LIMIT_MS = 60_000
/** Fast rather than safe, as test/support/cluster.ts sets the embedded one. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '200',
  max_locks_per_transaction: '256',
}

if (!existsSync(join(BIN, 'initdb'))) {
  console.error(`No PostgreSQL 15 in ${BIN}. Install it (apt-get install postgresql-15) or name its programs' folder in HUB120_POSTGRES15.`)
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'hub120-postgres15-'))
const user = findUser()
if (user) chownSync(folder, user.uid, user.gid)
const as = { ...user, cwd: folder, env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' } }
const cluster = join(folder, 'cluster')
const state = { server: null, tests: null, hasEnded: false }
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (state.tests ? state.tests.kill(signal) : void end(1)))

const made = spawnSync(
  join(BIN, 'initdb'),
  ['-D', cluster, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
  { ...as, encoding: 'utf8' },
)
if (made.status !== 0) await fail(`initdb: ${made.stderr}`)
const port = await findFreePort()
await startServer()
const url = `postgres://postgres@127.0.0.1:${port}/postgres`
console.log(`PostgreSQL 15 runs on port ${port}`)
state.tests = spawn('npm', ['test', '--', ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, DATABASE_URL: url } })
const [code] = await once(state.tests, 'exit')
await end(code ?? 1)

/** PostgreSQL refuses to run as root. */
function findUser() {
  if (process.getuid() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody')
  return { uid: Number(account[2]), gid: Number(account[3]) }
}

async function findFreePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port: free } = probe.address()
  probe.close()
  await once(probe, 'close')
  return free
}

async function startServer() {
  const log = openSync(join(folder, 'postgres.log'), 'a')
  const flags = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // In a group of its own, so that Ctrl-C reaches the tests first and the database goes last.
  state.server = spawn(join(BIN, 'postgres'), ['-D', cluster, ...flags], { ...as, stdio: ['ignore', log, log], detached: true })
  const limit = performance.now() + READY_LIMIT_MS
  while (performance.now() < limit && state.server.exitCode === null) {
    if (spawnSync(join(BIN, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)], as).status === 0) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  await fail(`PostgreSQL 15 did not start:\n${readFileSync(join(folder, 'postgres.log'), 'utf8').slice(-1500)}`)
}

async function fail(words) {
  console.error(words)
  await end(1)
}

/** Immediate shutdown of our own server by its id: nothing in it is worth a checkpoint. */
async function end(exitCode) {
  if (state.hasEnded) return
  state.hasEnded = true
  if (state.server !== null && state.server.exitCode === null) {
    const gone = once(state.server, 'exit')
    state.server.kill('SIGQUIT')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
  process.exit(exitCode)
}
