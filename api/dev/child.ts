import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'

export type Child = {
  readonly name: string
  readonly pid: number
  /** Resolves when the process has ended, whatever ended it. */
  readonly ended: Promise<void>
  /** Asks it to end, then ends it. Resolves when it is gone. */
  readonly stop: () => Promise<void>
}

type ChildOptions = {
  readonly name: string
  readonly program: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Takes what the process prints. */
  readonly logFile: string
}

const STOP_LIMIT_MS = 16_000

/**
 * A part of the hub in a process of its own. In a process group of its own too, because Ctrl-C goes to a whole group and the parts stop in order;
 * its IPC channel closes when this process dies in any way, and `onStop` takes that as the request to end.
 */
export async function startChild({ name, program, environment, logFile }: ChildOptions): Promise<Child> {
  const log = openSync(logFile, 'a')
  const child = fork(program, { env: environment, stdio: ['ignore', log, log, 'ipc'], detached: true })
  closeSync(log)
  const ended = once(child, 'exit').then(() => undefined)
  await once(child, 'spawn')
  return { name, pid: child.pid ?? 0, ended, stop: () => stop(child, ended) }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS)
  child.kill('SIGTERM')
  await ended
  clearTimeout(limit)
}
