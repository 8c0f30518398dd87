import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { registerCallers } from '../../db/queries/callers.js'
import { cloneDatabase } from '../support/database.js'
import { startTestIssuer, TEST_CLIENTS } from '../support/issuer.js'
import { startHubProcess, type HubProcess } from './hub-process.js'

/** A hub process on a database of its own in the cluster of the run, and its sign-in. */
export type LoadedHub = HubProcess & {
  readonly token: (client: string) => Promise<string>
  /** Resident memory, bytes. */
  readonly rss: () => number
  /** Processor time since its start, seconds: says what it cost where a busy machine blurs how long it took. */
  readonly cpu: () => number
  readonly close: () => Promise<void>
}

export async function startLoadedHub(environment: Readonly<Record<string, string>> = {}): Promise<LoadedHub> {
  const [database, issuer] = await Promise.all([cloneDatabase({ withEdition: true }), startTestIssuer()])
  await registerCallers(database.owner, TEST_CLIENTS)
  const hub = await startHubProcess({ databaseUrl: database.url, issuer: issuer.url, environment })
  return {
    ...hub,
    token: client => issuer.token(client),
    rss: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${hub.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024,
    cpu: () => {
      const fields = readFileSync(`/proc/${hub.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) / 100 // utime and stime, in hundredths of a second
    },
    async close() {
      await hub.stop()
      await issuer.close()
      await database.drop()
    },
  }
}

export type Answered = { readonly status: number; readonly ms: number; readonly retryAfter: string | null }

/** One request and its time to the last byte; status 0 where the connection gave no answer. */
export async function askTimed(url: string, token: string, body: string | Uint8Array<ArrayBuffer>): Promise<Answered> {
  const startedAt = performance.now()
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
      signal: AbortSignal.timeout(60_000),
    })
    await response.arrayBuffer()
    return { status: response.status, ms: performance.now() - startedAt, retryAfter: response.headers.get('retry-after') }
  } catch {
    return { status: 0, ms: performance.now() - startedAt, retryAfter: null }
  }
}

/** A question that a center's desk asks all day. */
export const ORDINARY = JSON.stringify({
  query: '{ viewer { subject } centers { code nameKo } heldRows(first: 20) { nodes { id state } } }',
})

/** Asks `perSecond` times a second for `forMs`, whatever comes back, as independent people do. */
export async function askSteadily(
  url: string,
  token: string,
  { perSecond, forMs, body = ORDINARY }: { perSecond: number; forMs: number; body?: string },
): Promise<readonly Answered[]> {
  const asked: Promise<Answered>[] = []
  const startedAt = performance.now()
  while (performance.now() - startedAt < forMs) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond) + 1
    while (asked.length < due) asked.push(askTimed(url, token, body))
    await sleep(Math.min(20, 1_000 / perSecond))
  }
  return Promise.all(asked)
}

/** The time within which 95 of 100 were answered, ms. */
export const p95 = (answers: readonly Answered[]): number => {
  const times = answers.map(({ ms }) => ms).toSorted((a, b) => a - b)
  return times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? Number.POSITIVE_INFINITY
}
