import { setTimeout as sleep } from 'node:timers/promises'
import type { RunGoal } from './goal.js'
import { createDocumentFuzzer, HOSTILE, randomFrom } from './hostile-documents.js'
import { askTimed, ORDINARY, startLoadedHub, type LoadedHub } from './hub-under-load.js'

const MEGABYTE = 1024 * 1024
const BAR_MB = 60

/** G13: a hub with 512 MB of heap under hostile and ordinary requests; its memory after a rest against its memory after the same rest before. */
export const runG13: RunGoal = async ({ isQuick }) => {
  const hub = await startLoadedHub({ NODE_OPTIONS: '--max-old-space-size=512' })
  try {
    // What a process needs to have done everything once is no leak.
    await load(hub, isQuick ? 10_000 : 30_000, 1)
    await sleep(isQuick ? 5_000 : 15_000)
    const before = hub.rss()
    const counts = await load(hub, isQuick ? 15_000 : 120_000, 2)
    await sleep(isQuick ? 8_000 : 30_000)
    const alive = (await fetch(`${hub.url}/healthz`)).status === 200
    const after = hub.rss()
    const grown = (after - before) / MEGABYTE
    return {
      id: 'G13',
      value:
        `${alive ? 'no OOM' : 'gone'}, ${(before / MEGABYTE).toFixed(0)} -> ${(after / MEGABYTE).toFixed(0)} MB after rest (${grown.toFixed(0)} MB, peak ${(counts.peak / MEGABYTE).toFixed(0)} MB), ` +
        `${counts.sent} requests, ${counts.lost} without an answer, ${counts.faults} of 5xx`,
      bar: `no OOM; RSS after idle <= start + ${BAR_MB} MB`,
      ok: alive && grown <= BAR_MB && counts.lost === 0 && counts.faults === 0,
    }
  } finally {
    await hub.close()
  }
}

type Counts = { sent: number; lost: number; faults: number; peak: number }

async function load(hub: LoadedHub, forMs: number, seed: number): Promise<Counts> {
  const counts: Counts = { sent: 0, lost: 0, faults: 0, peak: 0 }
  const until = performance.now() + forMs
  const lanes = [hostileLane(seed), hostileLane(seed + 100), ordinaryLane(), pushLane(seed, 200), pushLane(seed + 1, 20_000), figureLane()]
  await Promise.all(
    lanes.map(async ({ client, next }) => {
      const token = await hub.token(client)
      while (performance.now() < until) {
        const { status } = await askTimed(hub.url, token, next())
        counts.sent += 1
        counts.peak = Math.max(counts.peak, hub.rss())
        if (status === 0) counts.lost += 1
        if (status >= 500) counts.faults += 1
      }
    }),
  )
  return counts
}

type Lane = { readonly client: string; readonly next: () => string }

function hostileLane(seed: number): Lane {
  const document = createDocumentFuzzer(seed)
  let n = 0
  return {
    client: 'analyst',
    next: () => (n++ % 5 === 0 ? (HOSTILE[n % HOSTILE.length]?.body ?? '') : JSON.stringify({ query: document() })),
  }
}

const ordinaryLane = (): Lane => ({ client: 'busan-client', next: () => ORDINARY })

const figureLane = (): Lane => ({
  client: 'analyst',
  next: () =>
    JSON.stringify({
      query: `{ figureColumns(input: { measures: ["calls_offered", "calls_answered"], from: "2026-01-01", to: "2026-11-19", by: DAY }) { values } }`,
    }),
})

/** Days of one measure in columns, new keys each time; every tenth is over the size of any body. */
function pushLane(seed: number, values: number): Lane {
  const random = randomFrom(seed)
  let n = 0
  return {
    client: values > 1_000 ? 'jeju-client' : 'daegu-client',
    next: () => {
      n += 1
      if (n % 10 === 0) return '{"query":"{ viewer { subject } }"}'.padEnd(2 * MEGABYTE, ' ')
      const rows = Array.from({ length: Math.min(values, 3_000) }, (_, i) => ({
        measure: i % 2 === 0 ? 'calls_offered' : 'no such word',
        periodStart: new Date(Date.UTC(2026, 0, 1 + (i % 300))).toISOString().slice(0, 10),
        value: Math.floor(random() * 1_000),
      }))
      return JSON.stringify({
        query: `mutation($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { ... on SubmissionReceipt { status } } }`,
        variables: { input: { idempotencyKey: `g13-${seed}-${values}-${n}`, dryRun: values > 1_000, rows } },
      })
    },
  }
}
