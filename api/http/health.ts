import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { projectRoot } from '../../db/project-root.js'
import { readReadiness } from '../../db/queries/readiness.js'
import type { Hub } from '../hub.js'
import { describeFault } from './describe-fault.js'

type Checks = { readonly [name in 'database' | 'migrations' | 'edition']: boolean }

const NOTHING: Checks = { database: false, migrations: false, edition: false }
/** Shorter than any prober waits, and short enough for every prober to know within two seconds (G28). */
const LIMIT_MS = 1_000

/** `/healthz`: the process answers, whatever the database does. `/readyz`: it can serve; each check by name, 503 when one fails. Neither needs a token. */
export function addHealthRoutes(app: FastifyInstance, hub: Hub, isDraining: () => boolean): void {
  app.get('/healthz', () => ({ status: 'alive' }))
  // Probers that come at once share one question: while the database hangs, theirs must not take up the connections.
  const current: { asking: Promise<Checks> | null } = { asking: null }
  const check = (requestId: string): Promise<Checks> => {
    current.asking ??= checkReadiness(hub, requestId).finally(() => (current.asking = null))
    return current.asking
  }
  app.get('/readyz', async (request, reply) => {
    const checks = await check(request.id)
    const isReady = Object.values(checks).every(Boolean) && !isDraining()
    if (!isReady) void reply.code(503).header('retry-after', '5')
    return { status: isReady ? 'ready' : isDraining() ? 'draining' : 'not ready', checks }
  })
}

/** One line at start when nothing can be answered yet, with what to do; the process stays up, because the database may come later. */
export async function warnUnlessReady(hub: Hub): Promise<void> {
  const checks = await checkReadiness(hub, 'start')
  if (Object.values(checks).every(Boolean)) return
  hub.log.warn({
    event: 'api.notReady',
    checks,
    hint: checks.database ? 'npm run setup' : 'DATABASE_URL, then npm run setup',
    hintKo: '데이터베이스가 준비되지 않았습니다. DATABASE_URL을 확인하고 npm run setup을 실행하십시오.',
  })
}

async function checkReadiness(hub: Hub, requestId: string): Promise<Checks> {
  try {
    const [files, found] = await Promise.all([listMigrationFiles(), within(hub.db.query(readReadiness))])
    return {
      database: true,
      migrations: files.every(name => found.migrations.includes(name)),
      edition: found.hasEdition,
    }
  } catch (fault) {
    hub.log.warn({ event: 'readiness.failed', requestId, fault: describeFault(fault) })
    // A database without our tables answers, with a code of its own: 42P01, unknown table. One that lets nobody in was not reached.
    const isReached = fault instanceof Error && 'code' in fault && typeof fault.code === 'string' && fault.code.startsWith('42')
    return { ...NOTHING, database: isReached }
  }
}

const listMigrationFiles = async () => (await readdir(join(projectRoot, 'db', 'migrations'))).filter(name => name.endsWith('.sql'))

async function within<T>(work: Promise<T>): Promise<T> {
  const limit = new AbortController()
  try {
    return await Promise.race([
      work,
      sleep(LIMIT_MS, undefined, { signal: limit.signal }).then(() => Promise.reject(new Error(`No answer within ${LIMIT_MS} ms.`))),
    ])
  } finally {
    limit.abort()
    work.catch(() => undefined) // its fault, if it comes later, was told as the missing answer
  }
}
