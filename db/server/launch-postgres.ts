import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { platform } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { readPostmaster } from './postmaster-file.js'
import { serverEnvironment, type Site } from './prepare-site.js'
import { ServerFault } from './server-fault.js'

export interface Launched {
  readonly pid: number
  readonly exited: Promise<void>
}

const LOG_LIMIT_BYTES = 10_000_000
const LOG_TAIL = 1500
/** Recovery after a crash replays at most max_wal_size; minutes, on a slow disk. */
const READY_LIMIT_MS = 300_000

/** Said by a postgres that would not start because the one before it is not quite gone, or was just started by another process. */
const OLD_ONE_LOOKS_ALIVE = /lock file "postmaster\.pid" already exists|pre-existing shared memory block|is another postmaster/i

/**
 * Starts postgres and waits until it takes connections; null when an older one still holds the cluster (try again).
 * It gets its own process group, so that Ctrl-C in a terminal reaches the hub alone, which then stops the database last.
 * On Linux it asks the kernel to be stopped (SIGINT: fast shutdown) when this process dies.
 */
export async function launchPostgres(site: Site, port: number, settings: Readonly<Record<string, string>>): Promise<Launched | null> {
  const logStart = rotateLog(site.logFile)
  const log = openSync(site.logFile, 'a', 0o600)
  const defaults = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', log_timezone: 'Asia/Seoul' }
  const flags = Object.entries({ ...settings, ...defaults }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [program, ...args] = [...stopWithParent(), site.binaries.postgres, '-D', site.clusterDir, ...flags] as [string, ...string[]] // never empty
  const child = spawn(program, args, {
    ...site.user,
    cwd: site.dataDir,
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)

  const state: { isOver: boolean; cause?: unknown } = { isOver: false }
  const exited = new Promise<void>(resolve => {
    const end = (cause?: unknown) => {
      state.isOver = true
      state.cause = cause
      resolve()
    }
    child.once('error', end)
    child.once('exit', () => end())
  })

  const limit = performance.now() + READY_LIMIT_MS
  while (!state.isOver && performance.now() < limit) {
    const running = readPostmaster(site.clusterDir)
    if (child.pid !== undefined && running?.pid === child.pid && running.isReady) return { pid: child.pid, exited }
    await sleep(10)
  }
  if (!state.isOver) child.kill('SIGKILL')
  const said = readFileSync(site.logFile).subarray(logStart).toString()
  if (OLD_ONE_LOOKS_ALIVE.test(said)) return null
  throw new ServerFault(`PostgreSQL would not start in ${site.dataDir}:\n${said.slice(-LOG_TAIL)}`, { cause: state.cause })
}

/** Length of the log before this start. One old log is kept. */
function rotateLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size <= LOG_LIMIT_BYTES) return size
  renameSync(file, `${file}.1`)
  return 0
}

/** util-linux's setpriv sets the parent-death signal; BusyBox's does not know the option. */
function stopWithParent(): string[] {
  if (platform() !== 'linux') return []
  const help = spawnSync('setpriv', ['--help'], { encoding: 'utf8' })
  return help.stdout?.includes('--pdeathsig') ? ['setpriv', '--pdeathsig', 'INT'] : []
}
