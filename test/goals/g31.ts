import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type postgres from 'postgres'
import { registerCallers } from '../../db/queries/callers.js'
import { migrate } from '../../db/migrate.js'
import { projectRoot } from '../../db/project-root.js'
import { setUpDatabase } from '../../db/set-up.js'
import { createEmptyDatabase } from '../support/database.js'
import { startTestIssuer, TEST_CLIENTS } from '../support/issuer.js'
import type { GoalResult, RunGoal } from './goal.js'
import { startHubProcess, type HubProcess } from './hub-process.js'
import { openOwner } from './hub-site.js'
import { buildOldHub, type OldHub } from './old-hub.js'
import { daysBefore, push, pushText, seriesOf, VALUES_PER_DAY } from './push.js'

const run = promisify(execFile)
const BACK = 2
const LOCK_LIMIT_MS = 2_000

type Load = { isOver: boolean; answered: number; readonly faults: string[]; slowestMs: number }

/** G31: the program of two migrations ago serves under load while its database is brought to the newest schema, and goes on serving there. */
export const runG31: RunGoal = async () => {
  const newest = readdirSync(join(projectRoot, 'db/migrations')).filter(name => name.endsWith('.sql'))
  const old = await buildOldHub(newest, BACK)
  if (old === null) return runWithoutHistory(newest)
  const [issuer, database] = await Promise.all([startTestIssuer(), createEmptyDatabase()])
  const owner = openOwner(database.url)
  const started: HubProcess[] = []
  try {
    await setUpWith(old, database.url)
    await registerCallers(owner, TEST_CLIENTS)
    const newApp = await startHubProcess({ databaseUrl: database.url, issuer: issuer.url })
    started.push(newApp)
    const tooEarly = await fetch(`${newApp.url}/readyz`)
    const oldApp = await startHubProcess({ databaseUrl: database.url, issuer: issuer.url, root: old.root })
    started.push(oldApp)
    const load: Load = { isOver: false, answered: 0, faults: [], slowestMs: 0 }
    const [token, analyst] = await Promise.all([issuer.token('seoul-client'), issuer.token('analyst')])
    const loads = [0, 1].map(n => keepPushing(oldApp, token, { load, from: n * 400 })).concat(keepAsking(oldApp, analyst, load))
    const watch = watchLocks(owner, load)
    await sleep(2_000)
    const before = load.answered
    const { applied } = await migrate(database.url)
    await sleep(3_000)
    load.isOver = true
    await Promise.all(loads)
    const longestLockMs = await watch
    const isNewReady = await becomesReady(newApp)
    const pushedByNew = await push(
      newApp.url,
      token,
      pushText({
        idempotencyKey: 'g31-new',
        series: [seriesOf({ measure: 'inquiries_recorded', last: '2026-10-31', count: 24, offset: 1 })],
      }),
    )
    const isNewServing = pushedByNew?.body.data?.submitStatistics?.__typename === 'SubmissionReceipt'
    return {
      id: 'G31',
      value:
        `${applied.length} migrations under load: ${load.faults.length} faults of ${load.answered} answers of the former program${load.faults.length > 0 ? ` (${load.faults[0]})` : ''}, ` +
        `longest lock ${Math.round(longestLockMs)} ms, slowest answer ${Math.round(load.slowestMs)} ms; new program ${tooEarly.status} before, ${isNewReady && isNewServing ? 'serving' : 'NOT serving'} after`,
      bar: `at least ${BACK} migrations, 0 faults, no lock >2 s, new program 503 before and serving after`,
      ok:
        applied.length >= BACK &&
        load.faults.length === 0 &&
        before > 0 &&
        load.answered > before &&
        longestLockMs <= LOCK_LIMIT_MS &&
        tooEarly.status === 503 &&
        isNewReady &&
        isNewServing,
    }
  } finally {
    await Promise.all(started.map(hub => hub.stop()))
    await owner.end({ timeout: 1 })
    await issuer.close()
    await database.drop()
    old.remove()
  }
}

/** Where the former program is not at hand (an archive, a shallow clone): the migrations alone, from two ago, under statements that read and write. */
async function runWithoutHistory(newest: readonly string[]): Promise<GoalResult> {
  const folder = mkdtempSync(join(tmpdir(), 'hub120-migrations-'))
  for (const name of newest.toSorted().slice(0, -BACK)) cpSync(join(projectRoot, 'db/migrations', name), join(folder, name))
  const [issuer, database] = await Promise.all([startTestIssuer(), createEmptyDatabase()])
  const owner = openOwner(database.url)
  await migrate(database.url, folder)
  const hub = await startHubProcess({ databaseUrl: database.url, issuer: issuer.url })
  try {
    const tooEarly = await fetch(`${hub.url}/readyz`)
    const load: Load = { isOver: false, answered: 0, faults: [], slowestMs: 0 }
    const statements = keepTouching(owner, load)
    const watch = watchLocks(owner, load)
    const { applied } = await migrate(database.url)
    load.isOver = true
    const longestLockMs = await watch
    await statements
    await setUpDatabase(database.url)
    const isReady = await becomesReady(hub)
    return {
      id: 'G31',
      value: `no history here, so the migrations alone: ${applied.length} under ${load.answered} statements, ${load.faults.length} faults, longest lock ${Math.round(longestLockMs)} ms; new program ${tooEarly.status} before, ${isReady ? 'ready' : 'NOT ready'} after`,
      bar: `${BACK} migrations, 0 faults, no lock >2 s, new program 503 before and ready after`,
      ok: applied.length === BACK && load.faults.length === 0 && longestLockMs <= LOCK_LIMIT_MS && tooEarly.status === 503 && isReady,
    }
  } finally {
    await hub.stop()
    await owner.end({ timeout: 1 })
    await issuer.close()
    await database.drop()
    rmSync(folder, { recursive: true })
  }
}

async function keepTouching(owner: postgres.Sql, load: Load): Promise<void> {
  while (!load.isOver) {
    await measure(load, async () => {
      await owner`select (select count(*) from observations), (select count(*) from submissions), (select count(*) from callers), (select count(*) from audit_entries)`
      return null
    })
  }
}

/** The old program sets the database up as it did then: its migrations and its edition. */
async function setUpWith(old: OldHub, url: string): Promise<void> {
  const program = `import { setUpDatabase } from ${JSON.stringify(join(old.root, 'dist/db/set-up.js'))}; await setUpDatabase(process.argv[1])`
  await run(process.execPath, ['--input-type=module', '-e', program, url], { cwd: old.root })
}

async function keepPushing({ url }: HubProcess, token: string, { load, from }: { load: Load; from: number }): Promise<void> {
  for (let n = from; !load.isOver; n++) {
    const series = seriesOf({ measure: 'contacts_handled', last: daysBefore('2026-10-31', n), count: VALUES_PER_DAY, offset: n % 7 })
    await measure(load, async () => {
      const answer = await push(url, token, pushText({ idempotencyKey: `g31-${n}`, series: [series] }))
      return answer?.body.data?.submitStatistics?.__typename === 'SubmissionReceipt' ? null : JSON.stringify(answer)
    })
  }
}

async function keepAsking({ url }: HubProcess, token: string, load: Load): Promise<void> {
  const query =
    '{ figures(input: { measures: ["contacts_handled"], centers: ["seoul"], from: "2026-10-01", to: "2026-10-31" }, first: 10) { nodes { value } } }'
  while (!load.isOver) {
    await measure(load, async () => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      })
      const text = await response.text()
      return response.status === 200 && !text.includes('"errors"') ? null : text
    })
    await sleep(50)
  }
}

async function measure(load: Load, ask: () => Promise<string | null>): Promise<void> {
  const startedAt = performance.now()
  const fault = await ask()
  load.slowestMs = Math.max(load.slowestMs, performance.now() - startedAt)
  load.answered += 1
  if (fault !== null) load.faults.push(fault.slice(0, 300))
}

/** The longest time that anybody has waited for a lock on a table: the chains' own locks, which order the writers of a center, are no such. */
async function watchLocks(owner: postgres.Sql, load: Load): Promise<number> {
  let longestMs = 0
  while (!load.isOver) {
    const [row] = await owner<{ ms: number | null }[]>`
      select extract(epoch from max(clock_timestamp() - waitstart)) * 1000 as ms
      from pg_locks where not granted and locktype = 'relation'`
    longestMs = Math.max(longestMs, Number(row?.ms ?? 0))
    await sleep(20)
  }
  return longestMs
}

async function becomesReady({ url }: HubProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await fetch(`${url}/readyz`)).status === 200) return true
    await sleep(50)
  }
  return false
}
