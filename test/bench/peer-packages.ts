import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { BenchOptions } from './bench.js'

/** The newest that name each other as peers; the aggregates for version 5 are a release candidate. */
export const PEER_VERSIONS = { postgraphile: '5.1.5', '@graphile/pg-aggregates': '0.2.0-rc.2' } as const

const specifiers = Object.entries(PEER_VERSIONS).map(([name, version]) => `${name}@${version}`)
const folder = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'hub120',
  'bench',
  specifiers.join('+').replaceAll('/', '-'),
)

/**
 * The folder that holds the peer's packages, outside the project and kept for later runs. Installs them the first time, saying so;
 * null, with the reason said, where that fails: the peer's lines are then not measured.
 */
export async function requirePeerPackages({ say }: Pick<BenchOptions, 'say'>): Promise<string | null> {
  const done = join(folder, 'node_modules', '@graphile', 'pg-aggregates', 'package.json')
  if (existsSync(done)) return folder
  say(`The peer is not a dependency of hub120: npm installs ${specifiers.join(' and ')} into ${folder}, once.`)
  try {
    await mkdir(folder, { recursive: true })
    const install = [
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--fetch-retries=1',
      '--prefix',
      folder,
      ...specifiers,
    ]
    await promisify(execFile)('npm', install, { cwd: folder, timeout: 180_000 })
    return folder
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    say(`They could not be installed, so the peer's lines are not measured. ${String(error).slice(0, 500)}`)
    return null
  }
}
