import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running PostgreSQL says about itself in `postmaster.pid` (lines 1, 4 and 8 of the file). */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly isReady: boolean
}

export function readPostmaster(clusterDir: string): Postmaster | null {
  const lines = readIfThere(join(clusterDir, 'postmaster.pid'))?.split('\n') ?? []
  const pid = Number(lines[0])
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3] ?? 0), isReady: lines[7]?.trim() === 'ready' } : null
}

/** Null where there is no such file. Asked and read in one: a file that other processes remove may be gone between the two. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    // ESRCH: what /proc says of a process that ended after its file was opened
    if (['ENOENT', 'ESRCH'].includes(code)) return null
    throw error
  }
}

/** False where there is no such process, or none any more. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    return false
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // alive, but another user's
  }
}

/**
 * Removes a `postmaster.pid` whose number now belongs to some other program: after a container restart small numbers come round again,
 * and PostgreSQL would refuse to start beside any living process of that number. Judged by the program's name where /proc tells it.
 */
export async function dropForeignPostmasterFile(clusterDir: string): Promise<void> {
  const postmaster = readPostmaster(clusterDir)
  if (postmaster === null || !isAlive(postmaster.pid)) return
  const name = readIfThere(`/proc/${postmaster.pid}/comm`)
  if (name !== null && name.trim() !== 'postgres') await rm(join(clusterDir, 'postmaster.pid'), { force: true })
}
