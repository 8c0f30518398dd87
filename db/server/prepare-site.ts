import { createHash, randomBytes } from 'node:crypto'
import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { chmod, chown, mkdir, rename, rm } from 'node:fs/promises'
import { platform } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { findServerBinaries, type ServerBinaries } from './server-binaries.js'
import { ServerFault } from './server-fault.js'
import { canReach, findServerUser, type ServerUser } from './server-user.js'

/** Where one embedded server lives, and as whom. */
export interface Site {
  readonly dataDir: string
  readonly clusterDir: string
  readonly logFile: string
  readonly portFile: string
  readonly supervisorFile: string
  readonly password: string
  readonly user: ServerUser | null
  readonly binaries: ServerBinaries
}

/** The one superuser of the embedded cluster, and the database it makes for the hub. */
export const OWNER = 'hub120_owner'

const run = promisify(execFile)

/**
 * Makes the data folder and, the first time, the cluster in it: UTF8, the builtin C.UTF-8 locale (pg_trgm finds nothing in Hangul under plain C),
 * passwords checked with scram-sha-256. The password is random and stays in a 0600 file of the folder.
 *
 * `say` is told when the wanted folder cannot be reached by the unprivileged user and another one is taken.
 */
export async function prepareSite(wanted: string, { isDurable, say }: { isDurable: boolean; say: (line: string) => void }): Promise<Site> {
  const first = resolve(wanted)
  const user = findServerUser(join(first, 'cluster'))
  const dataDir = chooseDataDir(first, user)
  if (dataDir !== first) say(`The user that runs PostgreSQL (uid ${user?.uid}) cannot reach ${first}; the database is kept in ${dataDir}.`)
  await mkdir(dataDir, { recursive: true })
  await chmod(dataDir, 0o700)
  if (user) await chown(dataDir, user.uid, user.gid)

  const binaries = await findServerBinaries(user, user ? '/var/cache/hub120' : join(dataDir, 'cache'))
  const passwordFile = join(dataDir, 'password')
  const password = readOrCreatePassword(passwordFile, user)
  const clusterDir = join(dataDir, 'cluster')
  if (!existsSync(join(clusterDir, 'PG_VERSION'))) await initializeCluster({ dataDir, clusterDir, passwordFile, user, binaries, isDurable })
  return {
    dataDir,
    clusterDir,
    logFile: join(dataDir, 'postgres.log'),
    portFile: join(dataDir, 'port'),
    supervisorFile: join(dataDir, 'supervisor.pid'),
    password,
    user,
    binaries,
  }
}

function chooseDataDir(first: string, user: ServerUser | null): string {
  if (user === null || canReach(user, first)) return first
  return join('/var/lib/hub120', createHash('sha256').update(first).digest('hex').slice(0, 12))
}

function readOrCreatePassword(file: string, user: ServerUser | null): string {
  try {
    writeFileSync(file, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600 })
    if (user) chownSync(file, user.uid, user.gid)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

type NewCluster = Pick<Site, 'dataDir' | 'clusterDir' | 'user' | 'binaries'> & {
  readonly passwordFile: string
  readonly isDurable: boolean
}

/** Made beside and renamed: an initdb that was cut off leaves no half cluster, and of two that run at once one wins. */
async function initializeCluster({ dataDir, clusterDir, passwordFile, user, binaries, isDurable }: NewCluster): Promise<void> {
  const draft = mkdtempSync(join(dataDir, 'initdb-'))
  if (user) await chown(draft, user.uid, user.gid)
  const locale = [
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    `--locale=${platform() === 'win32' ? 'C' : 'C.UTF-8'}`,
  ]
  const access = ['-U', OWNER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  try {
    await run(binaries.initdb, ['-D', draft, ...locale, ...access, ...(isDurable ? [] : ['--no-sync'])], {
      ...user,
      cwd: dataDir,
      env: serverEnvironment(),
    })
    await rename(draft, clusterDir)
  } catch (cause) {
    if (!existsSync(join(clusterDir, 'PG_VERSION'))) throw new ServerFault(`initdb could not make a cluster in ${dataDir}.`, { cause })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** Nothing of this process's environment reaches PostgreSQL: no secrets, no PG* variables, no foreign locale. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' }
}
