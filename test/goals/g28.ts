import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startFaultProxy, type FaultProxy } from './fault-proxy.js'
import type { RunGoal } from './goal.js'
import { startHubProcess, type HubProcess } from './hub-process.js'
import { startHubSite, type HubSite } from './hub-site.js'
import { pushText, seriesOf } from './push.js'

const NOTICE_LIMIT_MS = 2_000
const CALL_LIMIT_MS = 5_000
const RECOVERY_LIMIT_MS = 10_000
/** One call in the middle of its work when the fault comes, and new ones all the while. */
const CALL_EVERY_MS = 100

type Bench = { readonly site: HubSite; readonly proxy: FaultProxy; readonly hub: HubProcess; readonly token: string }
type Fault = { readonly name: string; readonly begin: () => Promise<void> | void; readonly end: () => Promise<void> | void }
type Findings = {
  name: string
  noticedMs: number
  slowestMs: number
  recoveredMs: number
  otherAnswers: string[]
  liveness: number
  refused: number
}

/** G28: the database stops, restarts, freezes, answers two seconds late, or its connections are reset. The API keeps its process through all of it. */
export const runG28: RunGoal = async ({ isQuick }) => {
  const site = await startHubSite()
  const proxy = await startFaultProxy(site.server.port)
  const databaseUrl = new URL(site.server.url)
  databaseUrl.port = String(proxy.port)
  const hub = await startHubProcess({ databaseUrl: databaseUrl.href, issuer: site.issuer.url })
  try {
    const bench: Bench = { site, proxy, hub, token: await site.token('seoul-client') }
    const all: Findings[] = []
    await untilReady(hub, RECOVERY_LIMIT_MS)
    for (const fault of faultsOf(bench)) all.push(await meet(bench, fault, isQuick ? 4_000 : 8_000))
    const worst = (pick: (found: Findings) => number) => Math.max(...all.map(pick))
    const others = all.flatMap(({ name, otherAnswers }) => otherAnswers.map(answer => `${name}: ${answer}`))
    const isSamePid = await Promise.race([hub.exited.then(() => false), Promise.resolve(true)])
    const lines = all.map(
      ({ name, noticedMs, slowestMs, recoveredMs, refused }) =>
        `${name} ${[noticedMs, slowestMs, recoveredMs].map(seconds).join('/')} (${refused} × 503)`,
    )
    return {
      id: 'G28',
      value: `unready/slowest call/recovery: ${lines.join(', ')}; ${others.length} other answers${others.length > 0 ? ` (${others[0]})` : ''}`,
      bar: 'unready ≤2 s, 503 + Retry-After, no call >5 s, recovery ≤10 s without restart',
      ok:
        isSamePid &&
        others.length === 0 &&
        worst(found => found.noticedMs) <= NOTICE_LIMIT_MS &&
        worst(found => found.slowestMs) <= CALL_LIMIT_MS &&
        worst(found => found.recoveredMs) <= RECOVERY_LIMIT_MS &&
        worst(found => found.liveness) <= 1_000,
    }
  } finally {
    await hub.stop()
    await proxy.close()
    await site.close()
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

function faultsOf({ site, proxy }: Bench): readonly Fault[] {
  const signalAll = (name: 'SIGSTOP' | 'SIGCONT') => () => {
    for (const pid of serverProcesses(site.server.dataDir)) process.kill(pid, name)
  }
  return [
    { name: 'gone', begin: () => proxy.set('reset'), end: () => proxy.set('none') },
    { name: 'frozen server', begin: signalAll('SIGSTOP'), end: signalAll('SIGCONT') },
    { name: 'frozen wire', begin: () => proxy.set('freeze'), end: () => proxy.set('none') },
    { name: '2 s latency', begin: () => proxy.set({ delayMs: 2_000 }), end: () => proxy.set('none') },
    // The fast shutdown of an operator; the server comes back by itself, as a supervised one does, and until then the wire finds nobody.
    {
      name: 'restart',
      begin: () => {
        proxy.set('reset')
        process.kill(postmasterOf(site.server.dataDir), 'SIGINT')
      },
      end: () => proxy.set('none'),
    },
  ]
}

const postmasterOf = (dataDir: string): number => Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

/** The postmaster of our own cluster and its children: sessions run in process groups of their own. */
function serverProcesses(dataDir: string): number[] {
  const postmaster = postmasterOf(dataDir)
  const children = readdirSync('/proc').filter(name => /^\d+$/.test(name) && parentOf(name) === postmaster)
  return [postmaster, ...children.map(Number)]
}

function parentOf(pid: string): number {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1])
  } catch {
    return 0 // it ended meanwhile
  }
}

async function meet({ hub, token }: Bench, fault: Fault, durationMs: number): Promise<Findings> {
  const found: Findings = {
    name: fault.name,
    noticedMs: Infinity,
    slowestMs: 0,
    recoveredMs: Infinity,
    otherAnswers: [],
    liveness: 0,
    refused: 0,
  }
  const run = { isOver: false, isFaulty: false, n: 0 }
  const calls: Promise<void>[] = []
  const caller = (async () => {
    while (!run.isOver) {
      calls.push(callOnce({ hub, token, n: run.n++ }, run, found))
      await sleep(CALL_EVERY_MS)
    }
  })()
  await sleep(1_000)
  const beganAt = performance.now()
  await fault.begin()
  run.isFaulty = true
  found.noticedMs = await timeUntil(hub, { isReady: false, from: beganAt, limitMs: NOTICE_LIMIT_MS * 2 })
  await sleep(Math.max(0, durationMs - (performance.now() - beganAt)))
  await fault.end()
  run.isFaulty = false
  found.recoveredMs = await timeUntil(hub, { isReady: true, from: performance.now(), limitMs: RECOVERY_LIMIT_MS * 2 })
  await sleep(1_500)
  run.isOver = true
  await caller
  await Promise.all(calls)
  const last = await ask(hub, token, run.n)
  if (last.status !== 200) found.recoveredMs = Infinity
  return found
}

type Call = { readonly hub: HubProcess; readonly token: string; readonly n: number }

/** Reads and writes in turn, and asks for a sign of life. Right answers are 200 and 503 with Retry-After; nothing else, and nothing late. */
async function callOnce({ hub, token, n }: Call, run: { isFaulty: boolean }, found: Findings): Promise<void> {
  const startedAt = performance.now()
  const [answer, livenessMs] = await Promise.all([
    ask(hub, token, n),
    fetch(`${hub.url}/healthz`).then(response => (response.ok ? performance.now() - startedAt : Infinity)),
  ])
  found.slowestMs = Math.max(found.slowestMs, performance.now() - startedAt)
  found.liveness = Math.max(found.liveness, livenessMs)
  if (answer.status === 503 && answer.retryAfter !== null) found.refused += 1
  else if (answer.status !== 200) found.otherAnswers.push(`${answer.status} ${answer.text.slice(0, 120)}${run.isFaulty ? '' : ' (after)'}`)
}

async function ask({ url }: HubProcess, token: string, n: number): Promise<{ status: number; retryAfter: string | null; text: string }> {
  const series = [seriesOf({ measure: 'contacts_handled', last: '2026-10-31', count: 120, offset: n })]
  const body =
    n % 2 === 0 ? JSON.stringify({ query: '{ centers { code } }' }) : pushText({ idempotencyKey: `g28-${process.hrtime.bigint()}`, series })
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
      signal: AbortSignal.timeout(30_000),
    })
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() }
  } catch (fault) {
    return { status: 0, retryAfter: null, text: String(fault) }
  }
}

const isReady = (hub: HubProcess): Promise<boolean> => fetch(`${hub.url}/readyz`).then(({ status }) => status === 200)

async function timeUntil(
  hub: HubProcess,
  { isReady: wanted, from, limitMs }: { isReady: boolean; from: number; limitMs: number },
): Promise<number> {
  while (performance.now() - from < limitMs) {
    if ((await isReady(hub)) === wanted) return performance.now() - from
    await sleep(25)
  }
  return Infinity
}

async function untilReady(hub: HubProcess, limitMs: number): Promise<void> {
  const ms = await timeUntil(hub, { isReady: true, from: performance.now(), limitMs })
  if (ms === Infinity) throw new Error(`The API did not become ready:\n${hub.tail()}`)
}
