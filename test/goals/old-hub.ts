import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { projectRoot } from '../../db/project-root.js'

const run = promisify(execFile)

/** The program as it was before its last migrations, built in a folder of its own. */
export type OldHub = { readonly root: string; readonly migrations: readonly string[]; readonly remove: () => void }

/** At least `back` migrations ago. Null where the history is not at hand (an archive, a shallow clone). */
export async function buildOldHub(newest: readonly string[], back: number): Promise<OldHub | null> {
  const found = await findOldCommit(newest.toSorted(), back)
  if (found === null) return null
  const root = mkdtempSync(join(tmpdir(), 'hub120-old-'))
  await run('sh', ['-c', `git archive "$0" | tar x -C "$1"`, found.commit, root], { cwd: projectRoot })
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'))
  await run(join(projectRoot, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], { cwd: root }).catch(
    () => null, // types of a newer library may not suit the old program; what was emitted runs, or the goal says that it does not
  )
  return { root, migrations: found.migrations, remove: () => rmSync(root, { recursive: true, force: true }) }
}

type OldCommit = { readonly commit: string; readonly migrations: readonly string[] }

/**
 * The newest commit whose migrations are the first ones of today, text and all: numbers may have come to the main line in another order than theirs,
 * and a migration that was still being written may have been told in several commits.
 */
async function findOldCommit(newest: readonly string[], back: number): Promise<OldCommit | null> {
  const today = await linesOf('hash-object', ...newest.map(name => `db/migrations/${name}`)).catch(() => []) // no git here
  const commits = await linesOf('log', '--format=%H', '--', 'db/migrations').catch(() => [])
  for (const commit of commits) {
    const files = (await linesOf('ls-tree', '--format=%(objectname) %(path)', `${commit}:db/migrations`)).filter(line =>
      line.endsWith('.sql'),
    )
    const isBeginning = files.every((file, index) => file === `${today[index]} ${newest[index]}`)
    if (isBeginning && files.length <= newest.length - back) {
      return { commit, migrations: files.map(file => file.slice(file.indexOf(' ') + 1)) }
    }
  }
  return null
}

async function linesOf(...words: readonly string[]): Promise<string[]> {
  const { stdout } = await run('git', words, { cwd: projectRoot })
  return stdout.split('\n').filter(line => line !== '')
}
