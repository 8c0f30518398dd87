import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../../db/project-root.js'

/** The jobs of this project as a process of their own, as operators run them: dist/jobs/main.js. They do what is due at once, and then every five seconds. */
export type JobsProcess = {
  /** Settles with the signal that ended it, null where none did. */
  readonly exited: Promise<string | null>
  readonly kill: () => void
  /** Last lines that it logged. */
  readonly tail: () => string
}

export function startJobsProcess(environment: Readonly<Record<string, string>>): JobsProcess {
  const env = { ...process.env, HUB120_ENV: 'development', NODE_ENV: 'production', LOG_LEVEL: 'info', ...environment }
  const child = spawn(process.execPath, [join(projectRoot, 'dist/jobs/main.js')], {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', line => {
      lines.push(line)
      if (lines.length > 40) lines.shift()
    })
  return {
    exited: once(child, 'exit').then(([, signal]) => signal as string | null), // Node's own signature of the event
    kill: () => void child.kill('SIGKILL'),
    tail: () => lines.join('\n'),
  }
}
