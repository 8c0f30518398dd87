import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../../db/server/free-port.js'
import type { RunGoal } from './goal.js'
import { startHubProcess, type HubProcess } from './hub-process.js'
import { startHubSite, type HubSite } from './hub-site.js'
import { push, pushText, seriesOf } from './push.js'

const RATE_PER_SECOND = 100
const EXIT_LIMIT_MS = 15_000
const READY_LIMIT_MS = 5_000
/** What is under way longest when the signal comes. */
const LARGE_VALUES = 20_000

type Request = { readonly sentAt: number; readonly answer: string; readonly endedAt: number }
type Round = { dropped: string[]; inFlight: number; exitMs: number; exitCode: number | null; readyMs: number; isLargeAnswered: boolean }

/** G29: SIGTERM under 100 requests a second, a cold start, and a process that lives without its database. */
export const runG29: RunGoal = async ({ isQuick }) => {
  const site = await startHubSite()
  try {
    const rounds: Round[] = []
    for (let n = 0; n < (isQuick ? 1 : 3); n++) rounds.push(await stopUnderLoad(site, n))
    const isAlive = await livesWithoutDatabase(site)
    const worst = (pick: (round: Round) => number) => Math.max(...rounds.map(pick))
    const dropped = rounds.flatMap(round => round.dropped)
    const inFlight = rounds.reduce((sum, round) => sum + round.inFlight, 0)
    return {
      id: 'G29',
      value:
        `${dropped.length} dropped of ${inFlight} in flight${dropped.length > 0 ? ` (${[...new Set(dropped)].join(', ')})` : ''}, exit ${seconds(worst(round => round.exitMs))}, ready ${seconds(worst(round => round.readyMs))}, ` +
        `${isAlive ? 'alive' : 'NOT alive'} without a database`,
      bar: '0 dropped in flight, exit ≤15 s with code 0, ready ≤5 s, alive without a database',
      ok:
        dropped.length === 0 &&
        inFlight > 0 &&
        isAlive &&
        rounds.every(({ exitCode, isLargeAnswered }) => exitCode === 0 && isLargeAnswered) &&
        worst(round => round.exitMs) <= EXIT_LIMIT_MS &&
        worst(round => round.readyMs) <= READY_LIMIT_MS,
    }
  } finally {
    await site.close()
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

async function stopUnderLoad(site: HubSite, n: number): Promise<Round> {
  const startedAt = performance.now()
  const hub = await startHubProcess({ databaseUrl: site.server.url, issuer: site.issuer.url })
  await untilReady(hub)
  const readyMs = performance.now() - startedAt
  const token = await site.token('seoul-client')
  const run = { isOver: false }
  const load = sendSteadily(hub, token, run)
  await sleep(2_000)
  const series = [seriesOf({ measure: 'contacts_handled', last: '2026-10-31', count: LARGE_VALUES, offset: n })]
  const large = timed(push(hub.url, await site.token('busan-client'), pushText({ idempotencyKey: `g29-${n}`, series })))
  await sleep(150)
  const signalledAt = performance.now()
  hub.signal('SIGTERM')
  const exitCode = await hub.exited
  const exitMs = performance.now() - signalledAt
  run.isOver = true
  const requests = await load
  const { answer, endedAt: largeEndedAt } = await large
  const inFlight = [...requests, { sentAt: 0, endedAt: largeEndedAt }].filter(
    ({ sentAt, endedAt }) => sentAt < signalledAt && endedAt > signalledAt,
  )
  // A request that was sent before the signal is answered, whatever comes after; a later one may find the door closed.
  const dropped = requests.filter(({ sentAt, answer }) => sentAt < signalledAt && answer !== '200')
  const isLargeAnswered = answer?.body.data?.submitStatistics?.__typename === 'SubmissionReceipt'
  return { dropped: dropped.map(({ answer }) => answer), inFlight: inFlight.length, exitMs, exitCode, readyMs, isLargeAnswered }
}

async function timed<Answer>(work: Promise<Answer>): Promise<{ answer: Answer; endedAt: number }> {
  const answer = await work
  return { answer, endedAt: performance.now() }
}

/** Open loop: a request every ten milliseconds, whether the ones before are answered or not. */
async function sendSteadily({ url }: HubProcess, token: string, run: { isOver: boolean }): Promise<Request[]> {
  const requests: Promise<Request>[] = []
  const startedAt = performance.now()
  for (let n = 0; !run.isOver; n++) {
    await sleep(Math.max(0, startedAt + (n * 1_000) / RATE_PER_SECOND - performance.now()))
    requests.push(sendOnce(url, token))
  }
  return Promise.all(requests)
}

async function sendOnce(url: string, token: string): Promise<Request> {
  const sentAt = performance.now()
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ centers { code nameKo } }' }),
      signal: AbortSignal.timeout(30_000),
    })
    await response.text()
    return { sentAt, answer: String(response.status), endedAt: performance.now() }
  } catch (fault) {
    const { cause } = fault as Error // fetch throws nothing else
    return { sentAt, answer: cause instanceof Error && 'code' in cause ? String(cause.code) : String(fault), endedAt: performance.now() }
  }
}

async function untilReady({ url, tail }: HubProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if ((await fetch(`${url}/readyz`)).status === 200) return
    await sleep(25)
  }
  throw new Error(`The API did not become ready:\n${tail()}`)
}

/** Nobody listens where the database should be: the process starts, lives, says that it is not ready, and ends when told to. */
async function livesWithoutDatabase({ issuer }: HubSite): Promise<boolean> {
  const databaseUrl = `postgres://nobody@127.0.0.1:${await findFreePort(null)}/nothing`
  const hub = await startHubProcess({ databaseUrl, issuer: issuer.url })
  const [live, ready] = await Promise.all([fetch(`${hub.url}/healthz`), fetch(`${hub.url}/readyz`)])
  await hub.stop()
  return live.status === 200 && ready.status === 503 && (await hub.exited) === 0
}
