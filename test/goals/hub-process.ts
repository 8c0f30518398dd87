import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../../db/project-root.js'

/** An API of this project as a process of its own, as operators run it: dist/api/main.js. */
export type HubProcess = {
  readonly url: string
  readonly pid: number
  /** From the spawn to the first word that it listens. */
  readonly startedInMs: number
  /** Settles with the exit code, null where a signal ended it. */
  readonly exited: Promise<number | null>
  readonly signal: (name: 'SIGTERM' | 'SIGKILL') => void
  /** Last lines that it logged. */
  readonly tail: () => string
  /** SIGTERM, then SIGKILL after 16 s. */
  readonly stop: () => Promise<void>
}

export type HubProcessOptions = {
  readonly databaseUrl: string
  readonly issuer: string
  /** A free one by default. */
  readonly port?: number
  /** Where package.json and dist are; this project by default. */
  readonly root?: string
  readonly environment?: Readonly<Record<string, string>>
}

const START_LIMIT_MS = 30_000

/** Starts one and waits until it listens; ready it may become later. */
export async function startHubProcess(options: HubProcessOptions): Promise<HubProcess> {
  const startedAt = performance.now()
  const root = options.root ?? projectRoot
  const env = {
    ...process.env,
    HUB120_ENV: 'development',
    NODE_ENV: 'production', // the test runner's own value is none of the hub's
    HOST: '127.0.0.1',
    PORT: String(options.port ?? 0),
    LOG_LEVEL: 'info',
    DATABASE_URL: options.databaseUrl,
    OIDC_ISSUER: options.issuer,
    HUB120_REQUESTS_PER_SECOND: '100000', // fairness is another goal
    ...options.environment,
  }
  const child = spawn(process.execPath, [join(root, 'dist/api/main.js')], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit').then(([code]) => code as number | null) // Node's own signature of the event
  const lines: string[] = []
  const url = await Promise.race([readUrl(child, lines), exited.then(() => null), limit()])
  if (url === null) {
    child.kill('SIGKILL')
    throw new Error(`The API did not start:\n${lines.join('\n')}`)
  }
  return {
    url,
    pid: child.pid ?? 0,
    startedInMs: performance.now() - startedAt,
    exited,
    signal: name => void child.kill(name),
    tail: () => lines.join('\n'),
    async stop() {
      const cut = setTimeout(() => child.kill('SIGKILL'), 16_000)
      child.kill('SIGTERM')
      await exited
      clearTimeout(cut)
    },
  }
}

/** The address from the line `api.started`; goes on reading, so that the pipe never fills. */
function readUrl(child: ChildProcess, lines: string[]): Promise<string> {
  return new Promise(resolve => {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', line => {
        lines.push(line)
        if (lines.length > 40) lines.shift()
        const url = /"event":"api\.started".*"url":"([^"]+)"/.exec(line)?.[1]
        if (url !== undefined) resolve(url)
      })
    }
  })
}

const limit = () =>
  new Promise<null>(resolve => {
    setTimeout(() => resolve(null), START_LIMIT_MS).unref()
  })
