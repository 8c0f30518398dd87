import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const CONFIGS = ['.ci', '.dependency-cruiser.cjs', '.oxlintrc.json', 'package.json', 'tsconfig.json', 'schema/domain/tsconfig.json']

export type Ended = { readonly exitCode: number; readonly stdout: string; readonly stderr: string }

export type ScratchTree = {
  readonly folder: string
  /** Runs a program in the tree for at most 50 seconds; one that was killed is a fault. */
  readonly run: (program: string, args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<Ended>
  readonly remove: () => Promise<void>
}

/** A copy of the house's checks in a temporary folder, with the installed packages, and only the source files given. */
export async function createScratchTree(files: Readonly<Record<string, string>>): Promise<ScratchTree> {
  const folder = await mkdtemp(join(tmpdir(), 'hub120-house-'))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text, { mode: text.startsWith('#!') ? 0o755 : 0o644 })
  }
  for (const path of CONFIGS) await cp(resolve(path), join(folder, path), { recursive: true })
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  for (const [path, text] of Object.entries(files)) await write(path, text)
  return {
    folder,
    run: (program, args, env = process.env) =>
      new Promise((done, fail) => {
        execFile(program, args, { cwd: folder, env, timeout: 50_000, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
          if (error && typeof error.code !== 'number') fail(error)
          else done({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
        })
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
