import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { findFreePort } from './free-port.js'
import { launchPostgres } from './launch-postgres.js'
import { dropForeignPostmasterFile, isAlive, readIfThere, readPostmaster, sendSignal } from './postmaster-file.js'
import { OWNER, prepareSite, type Site } from './prepare-site.js'
import { ServerFault } from './server-fault.js'

export interface ServerOptions {
  readonly dataDir: string
  /** Without it: the port of the last start if it is free, else any free one. */
  readonly port?: number
  /** PostgreSQL settings, e.g. `{ fsync: 'off' }` for tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** Told what an operator should know: another data folder was taken, a server was adopted, the database died and was started again. */
  readonly say?: (line: string) => void
}

export interface Server {
  /** Superuser's URL of the database `hub120`. Holds the password: never log it. */
  readonly url: string
  readonly port: number
  /** Where the data really is; differs from the wanted folder when PostgreSQL's user cannot reach that one. */
  readonly dataDir: string
  stop(): Promise<void>
}

const DATABASE = 'hub120'
const START_LIMIT_MS = 60_000
const RETRY_MS = 250

/**
 * A running PostgreSQL over `dataDir`, listening on 127.0.0.1 only. Four things are met on the way:
 * a fresh folder (initdb), a clean one, one whose server was killed (WAL recovery; its old process may look alive for seconds, so we try again),
 * and one whose server outlived the process that started it (adopted, if it answers to our password).
 * A server that dies later is started again on the same port.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { settings = {}, say = () => undefined } = options
  const site = await prepareSite(options.dataDir, { isDurable: settings.fsync !== 'off', say })
  const state: State = { pid: 0, isStopping: false, restart: Promise.resolve() }

  const bringUp = async (fixedPort?: number): Promise<number> => {
    const limit = performance.now() + START_LIMIT_MS
    while (performance.now() < limit && !state.isStopping) {
      const port = (await adopt(site, state, say)) ?? (await launch(fixedPort))
      if (port !== null) return port
      await sleep(RETRY_MS)
    }
    if (state.isStopping) throw new ServerFault(`PostgreSQL in ${site.dataDir} was told to stop while it was being started.`)
    throw new ServerFault(`PostgreSQL in ${site.dataDir} did not start within ${START_LIMIT_MS / 1000} s; see ${site.logFile}.`)
  }
  const launch = async (fixedPort?: number): Promise<number | null> => {
    await dropForeignPostmasterFile(site.clusterDir)
    const port = fixedPort ?? (await findFreePort(rememberedPort(site)))
    const launched = await launchPostgres(site, port, settings)
    if (launched === null) return null
    state.pid = launched.pid
    writeFileSync(site.portFile, `${port}\n`)
    writeFileSync(site.supervisorFile, `${process.pid}\n`)
    void launched.exited.then(() => {
      if (state.isStopping) return
      say(`PostgreSQL (pid ${launched.pid}) ended; starting it again on port ${port}.`)
      state.restart = bringUp(port).then(
        () => undefined,
        (fault: unknown) => say(String(fault)),
      )
    })
    return port
  }

  const port = await bringUp(options.port)
  await createDatabase(site, port)
  return { url: urlOf(site, port, DATABASE), port, dataDir: site.dataDir, stop: () => stop(site, state) }
}

interface State {
  /** Process that `stop` ends; 0 when the server belongs to another living process. */
  pid: number
  isStopping: boolean
  /** Settles when no restart after a crash is under way; never rejects. */
  restart: Promise<void>
}

/** The port of a server that already runs over this cluster and answers; null when there is none (yet). */
async function adopt(site: Site, state: State, say: (line: string) => void): Promise<number | null> {
  const running = readPostmaster(site.clusterDir)
  if (running === null || !running.isReady || !isAlive(running.pid) || !(await answers(urlOf(site, running.port, 'postgres')))) return null
  const holder = Number(readIfThere(site.supervisorFile) ?? 0)
  const isOrphan = holder === 0 || holder === process.pid || !isAlive(holder)
  if (isOrphan) writeFileSync(site.supervisorFile, `${process.pid}\n`)
  state.pid = isOrphan ? running.pid : 0
  say(`Using the PostgreSQL that already runs on port ${running.port} (pid ${running.pid}).`)
  return running.port
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, fetch_types: false })
  try {
    await sql`select 1`
    return true
  } catch {
    return false // whatever the reason: it is not a server of ours that we can use
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function rememberedPort(site: Site): number | null {
  return Number(readIfThere(site.portFile) ?? 0) || null
}

function urlOf(site: Site, port: number, database: string): string {
  return `postgres://${OWNER}:${site.password}@127.0.0.1:${port}/${database}`
}

async function createDatabase(site: Site, port: number): Promise<void> {
  const sql = postgres(urlOf(site, port, 'postgres'), { max: 1, fetch_types: false })
  try {
    const found = await sql`select from pg_database where datname = ${DATABASE}`
    if (found.length === 0) await sql`create database ${sql(DATABASE)}`
  } catch (error) {
    // Two starts at once both saw none: the other one made it.
    if (!(error instanceof postgres.PostgresError && ['42P04', '23505'].includes(error.code))) throw error
  } finally {
    await sql.end()
  }
}

/** Fast shutdown, then immediate, then the kernel's; a server that belongs to another living process is left alone. */
async function stop(site: Site, state: State): Promise<void> {
  state.isStopping = true
  await state.restart // else the database it is about to start would outlive this call
  if (state.pid === 0) return
  for (const [signal, limitMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!sendSignal(state.pid, signal)) break
    const limit = performance.now() + limitMs
    while (isAlive(state.pid) && performance.now() < limit) await sleep(10)
  }
  await rm(site.supervisorFile, { force: true })
}
