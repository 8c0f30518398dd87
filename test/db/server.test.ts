import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { projectRoot } from '../../db/project-root.js'
import { findServerBinaries } from '../../db/server/server-binaries.js'
import { findServerUser } from '../../db/server/server-user.js'
import { isAlive, readPostmaster } from '../../db/server/postmaster-file.js'
import { startServer, type Server } from '../../db/server/start-server.js'

const settings = { max_connections: '10', fsync: 'off' }
const isRoot = process.getuid?.() === 0
const places: string[] = []
let made: string
let folder: string
let servers: Server[]
let said: string[]

beforeAll(async () => {
  made = openFolder()
  const server = await startServer({ dataDir: join(made, 'data'), settings })
  await server.stop()
  rmSync(join(server.dataDir, 'port'))
  places.push(made, server.dataDir)
})
afterAll(() => {
  for (const place of places) rmSync(place, { recursive: true, force: true })
})

beforeEach(() => {
  folder = openFolder()
  servers = []
  said = []
})

afterEach(async () => {
  for (const server of servers) {
    await server.stop()
    if (!server.dataDir.startsWith(folder)) rmSync(server.dataDir, { recursive: true, force: true })
  }
  rmSync(folder, { recursive: true, force: true })
})

function openFolder(): string {
  const opened = mkdtempSync(join(tmpdir(), 'hub120-server-'))
  chmodSync(opened, 0o755)
  return opened
}

/** What a first start leaves behind, for tests that are about a later one: initdb is most of what a start costs. */
function takeMadeCluster(): void {
  // Elsewhere where PostgreSQL's user cannot reach the temporary folder; then each test makes its own.
  if (existsSync(join(made, 'data'))) execFileSync('cp', ['-a', join(made, 'data'), folder])
}

async function start(dataDir = join(folder, 'data')): Promise<Server> {
  const server = await startServer({ dataDir, settings, say: line => said.push(line) })
  servers.push(server)
  return server
}

async function ask(server: Server, query: string): Promise<unknown[]> {
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  try {
    return (await sql.unsafe(query)).map(row => Object.values(row)[0] as unknown) // rows of one column
  } finally {
    await sql.end()
  }
}

function pidOf(server: Server): number {
  return readPostmaster(join(server.dataDir, 'cluster'))?.pid ?? 0
}

/** The answer of `attempt` as soon as it gives one; the last error after 20 s. */
async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const limit = performance.now() + 20_000
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (performance.now() > limit) throw error
      await sleep(50)
    }
  }
}

describe('startServer', () => {
  it('makes a cluster whose trigrams know Hangul, reachable on loopback with a password nobody else can read', async () => {
    const server = await start()
    expect(await ask(server, 'create extension pg_trgm; select show_trgm($$상담$$) <> array[]::text[]').then(rows => rows.at(-1))).not.toBe(
      false,
    )
    expect(await ask(server, "select similarity('상담사', '상담원') > 0")).toEqual([true])
    expect(
      await ask(server, "select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()"),
    ).toEqual(['b C.UTF-8'])
    expect(await ask(server, 'show listen_addresses')).toEqual(['127.0.0.1'])
    expect(statSync(join(server.dataDir, 'password')).mode & 0o777).toBe(0o600)
    await expect(ask({ ...server, url: server.url.replace(/:[^:@/]+@/, ':wrong@') }, 'select 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('keeps data and port over a stop and a start', async () => {
    takeMadeCluster()
    const first = await start()
    await ask(first, 'create table kept as select 7 as n')
    await first.stop()
    expect(isAlive(pidOf(first)) && pidOf(first) !== 0).toBe(false)
    const second = await start()
    expect(second.port).toBe(first.port)
    expect(await ask(second, 'select n from kept')).toEqual([7])
  })

  it('starts the database again after it was killed, with every committed row', async () => {
    takeMadeCluster()
    const server = await start()
    await ask(server, 'create table kept as select 7 as n')
    const before = pidOf(server)
    process.kill(before, 'SIGKILL')
    expect(await eventually(() => ask(server, 'select n from kept'))).toEqual([7])
    expect(pidOf(server)).not.toBe(before)
  })

  it('stops for good, even while it is being started again', async () => {
    takeMadeCluster()
    const server = await start()
    process.kill(pidOf(server), 'SIGKILL')
    await eventually(() => (said.length > 0 ? Promise.resolve() : Promise.reject(new Error('not noticed yet'))))
    await server.stop()
    const left = readPostmaster(join(server.dataDir, 'cluster'))
    expect(left !== null && isAlive(left.pid)).toBe(false)
    await expect(ask(server, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('adopts a database that outlived its hub, and stops it', async () => {
    takeMadeCluster()
    const first = await start()
    await first.stop()
    const user = findServerUser(join(first.dataDir, 'cluster'))
    const { postgres: program } = await findServerBinaries(user, join(folder, 'cache'))
    const args = ['-D', join(first.dataDir, 'cluster'), '-p', String(first.port), '-c', 'unix_socket_directories=']
    const orphan = spawn(program, args, { ...user, cwd: first.dataDir, stdio: 'ignore', detached: true })
    const ended = once(orphan, 'exit')
    await eventually(() => ask(first, 'select 1'))
    const second = await start()
    expect(second.port).toBe(first.port)
    expect(pidOf(second)).toBe(orphan.pid)
    await second.stop()
    await ended
  })

  it('stops the database when the hub is killed, and finds every committed row again', async () => {
    takeMadeCluster()
    const args = ['--import', './test/support/typescript-resolver.mjs', 'test/support/serve-until-killed.ts', join(folder, 'data')]
    const hub = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(hub.stdout, 'data')) as [Buffer]
    const first = JSON.parse(line.toString()) as Server // what serve-until-killed.ts prints
    await ask(first, 'create table kept as select 7 as n')
    const pid = pidOf(first)
    hub.kill('SIGKILL')
    if (process.platform === 'linux') await eventually(() => (isAlive(pid) ? Promise.reject(new Error('still there')) : Promise.resolve()))
    expect(await ask(await start(), 'select n from kept')).toEqual([7])
  })

  it('leaves a database alone that another living process supervises', async () => {
    takeMadeCluster()
    const server = await start()
    const neighbor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    writeFileSync(join(server.dataDir, 'supervisor.pid'), String(neighbor.pid))
    const guest = await start()
    await guest.stop()
    expect(await ask(server, 'select 1')).toEqual([1])
    neighbor.kill()
  })

  it('forgets a postmaster.pid whose number belongs to another program', async () => {
    takeMadeCluster()
    const first = await start()
    await first.stop()
    writeFileSync(
      join(first.dataDir, 'cluster', 'postmaster.pid'),
      `${process.pid}\n${first.dataDir}/cluster\n0\n${first.port}\n\n127.0.0.1\n0 0\nready\n`,
    )
    expect(await ask(await start(), 'select 1')).toEqual([1])
  })

  it.runIf(isRoot)('moves out of a home that the unprivileged user cannot enter, and says so', async () => {
    chmodSync(folder, 0o700)
    const server = await start()
    expect(server.dataDir.startsWith('/var/lib/hub120/')).toBe(true)
    expect(said.join()).toContain(folder)
    expect(await ask(server, 'select 1')).toEqual([1])
  })

  it('is two starts at once over one fresh folder: one cluster, both served', async () => {
    const [a, b] = await Promise.all([start(), start()])
    expect(a?.port).toBe(b?.port)
    expect(readFileSync(join(a.dataDir, 'postgres.log'), 'utf8')).not.toContain('PANIC')
    expect(await ask(b, 'select 1')).toEqual([1])
  })
})

describe('postmaster.pid', () => {
  it('is there or is not, and no fault, in the moment in which somebody else takes it away', async () => {
    const file = join(folder, 'postmaster.pid')
    const takeAway = `const { unlinkSync, writeFileSync } = require('node:fs'), { parentPort, workerData: file } = require('node:worker_threads')
      parentPort.postMessage('begins')
      for (;;) { writeFileSync(file, '7\\n'); unlinkSync(file) }`
    const other = new Worker(takeAway, { eval: true, workerData: file })
    await once(other, 'message')
    try {
      const seen = new Set(Array.from({ length: 20_000 }, () => readPostmaster(folder)?.pid ?? null))
      expect([...seen].filter(pid => pid !== null && pid !== 7)).toEqual([])
    } finally {
      await other.terminate()
    }
  })
})
