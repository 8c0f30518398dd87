import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { RunGoal } from './goal.js'
import { askSteadily, p95, startLoadedHub, type LoadedHub } from './hub-under-load.js'

const EACH = 25
const LONGEST_MS = 15_000
const FLOOR_MS = 10
const LARGE_ANSWER = JSON.stringify({
  query: `{ figureColumns(input: { measures: ["calls_offered", "calls_answered", "talk_seconds"], from: "2026-01-01", to: "2026-11-19", by: DAY }) {
    centers periodStarts values reasons } }`,
})

type Slow = { readonly kind: string; readonly closedAfterMs: number | null; readonly said: string }

/** G15: clients that send or read without end, each kind 25 times at once, while an ordinary client asks on. */
export const runG15: RunGoal = async ({ isQuick }) => {
  const hub = await startLoadedHub()
  try {
    const token = await hub.token('seoul-client')
    await askSteadily(hub.url, token, { perSecond: 20, forMs: 2_000 })
    const alone = await askSteadily(hub.url, token, { perSecond: 20, forMs: isQuick ? 4_000 : 15_000 })
    const head = (...lines: string[]) =>
      ['POST /graphql HTTP/1.1', 'host: hub', `authorization: Bearer ${token}`, ...lines, ''].join('\r\n')
    const json = 'content-type: application/json'
    const kinds: readonly [string, (kind: string) => Promise<Slow>][] = [
      ['slow headers', kind => dribble(hub, kind, 'POST /graphql HTTP/1.1\r\nhost: hub\r\n', 'x-a: b\r\n')],
      ['slow body', kind => dribble(hub, kind, `${head(json, 'content-length: 100000')}\r\n`, ' ')],
      ['stopped body', kind => dribble(hub, kind, `${head(json, 'content-length: 100000')}\r\n{`, '')],
      ['slow chunks', kind => dribble(hub, kind, `${head(json, 'transfer-encoding: chunked')}\r\n`, '1\r\n \r\n')],
    ]
    const reader = readSlowly(hub, `${head(json, `content-length: ${LARGE_ANSWER.length}`)}\r\n${LARGE_ANSWER}`)
    await sleep(3_000) // making the large answer is work like other work; that it is not read is what counts here
    const [beside, slow] = await Promise.all([
      askSteadily(hub.url, token, { perSecond: 20, forMs: 15_000 }),
      Promise.all([reader, ...kinds.flatMap(([kind, start]) => Array.from({ length: EACH }, () => start(kind)))]),
    ])
    const ended = { oversize: await refusalOf(hub, token, 'oversize'), compressed: await refusalOf(hub, token, 'compressed') }
    const open = slow.filter(({ closedAfterMs }) => closedAfterMs === null || closedAfterMs > LONGEST_MS)
    const longest = Math.max(...slow.map(({ closedAfterMs }) => closedAfterMs ?? Number.POSITIVE_INFINITY))
    const ratio = Math.max(p95(beside), FLOOR_MS) / Math.max(p95(alone), FLOOR_MS)
    const failures = beside.filter(({ status }) => status !== 200).length
    return {
      id: 'G15',
      value:
        `${open.length} of ${slow.length} slow clients over 15 s${open[0] ? ` (${open[0].kind}: ${open[0].said})` : ''}, longest ${(longest / 1_000).toFixed(1)} s; ` +
        `oversize ${ended.oversize}, compressed ${ended.compressed}; ordinary p95 ${p95(alone).toFixed(1)} -> ${p95(beside).toFixed(1)} ms, ${failures} failures`,
      bar: 'closed <= 15 s, 413/415, legit p95 <= 2x',
      ok: open.length === 0 && ended.oversize === 413 && ended.compressed === 415 && ratio <= 2 && failures === 0,
    }
  } finally {
    await hub.close()
  }
}

const open = (hub: LoadedHub): Socket => connect(Number(new URL(hub.url).port), '127.0.0.1')

/** Sends the beginning and then a piece every 400 ms until the hub closes; null where it does not within 20 s. */
async function dribble(hub: LoadedHub, kind: string, beginning: string, piece: string): Promise<Slow> {
  const socket = open(hub)
  const state = { isClosed: false, said: '' }
  socket.on('error', () => undefined) // a reset is one way of being closed
  socket.on('close', () => (state.isClosed = true))
  socket.on('data', (chunk: Buffer) => (state.said += chunk.toString('utf8', 0, 40)))
  const startedAt = performance.now()
  socket.write(beginning)
  while (!state.isClosed && performance.now() - startedAt < 20_000) {
    await sleep(400)
    if (piece !== '' && !socket.destroyed) socket.write(piece)
  }
  socket.destroy()
  return { kind, closedAfterMs: state.isClosed ? performance.now() - startedAt : null, said: state.said.slice(0, 40) }
}

/** Asks for megabytes and reads none of them; then reads on to see whether the hub has cut the answer. */
async function readSlowly(hub: LoadedHub, request: string): Promise<Slow> {
  const socket = open(hub)
  socket.on('error', () => undefined) // as above
  const startedAt = performance.now()
  socket.pause()
  socket.write(request)
  await sleep(14_000)
  let bytes = 0
  let announced = Number.POSITIVE_INFINITY
  const isOver = new Promise<void>(resolve => {
    socket.on('close', () => resolve())
    socket.on('data', (chunk: Buffer) => {
      if (bytes === 0) announced = Number(/content-length: (\d+)/i.exec(chunk.toString('latin1'))?.[1] ?? 0)
      bytes += chunk.length
      if (bytes >= announced) resolve()
    })
  })
  socket.resume()
  await Promise.race([isOver, sleep(5_000)])
  socket.destroy()
  const isCut = bytes < announced
  const said = `${bytes} of ${announced} bytes`
  // An answer that fits the buffers of the system holds nothing of the hub any more.
  return {
    kind: 'slow reader',
    closedAfterMs: isCut || announced < 4_000_000 ? Math.min(14_000, performance.now() - startedAt) : null,
    said,
  }
}

async function refusalOf(hub: LoadedHub, token: string, kind: 'oversize' | 'compressed'): Promise<number> {
  const text = '{"query":"{ viewer { subject } }"}'
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(kind === 'compressed' && { 'content-encoding': 'gzip' }),
    },
    body: kind === 'compressed' ? gzipSync(text) : text.padEnd(33 * 1024 * 1024, ' '),
  })
  return response.status
}
