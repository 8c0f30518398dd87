import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunGoal } from './goal.js'
import { askSteadily, ORDINARY, p95, startLoadedHub, type Answered, type LoadedHub } from './hub-under-load.js'

/** Requests a second that one tenant may ask for on average, as in production. */
const QUOTA = 50
const OTHERS = ['busan-client', 'daegu-client', 'jeju-client', 'analyst']
/** Below this a ratio speaks of the machine's scheduling and not of the hub. */
const FLOOR_MS = 10

/** G16: one center asks ten times what it may; four others go on at their own pace, before and meanwhile. */
export const runG16: RunGoal = async ({ isQuick }) => {
  const hub = await startLoadedHub({ HUB120_REQUESTS_PER_SECOND: String(QUOTA) })
  const forMs = isQuick ? 6_000 : 20_000
  try {
    const [greedy = '', ...others] = await Promise.all(['seoul-client', ...OTHERS].map(client => hub.token(client)))
    await askOthers(hub, others, 2_000)
    const cpuAtFirst = hub.cpu()
    const alone = await askOthers(hub, others, forMs)
    const cpuAlone = hub.cpu() - cpuAtFirst
    await flood(hub, greedy, 3_000) // its burst is used up
    const cpuBefore = hub.cpu()
    const [flooded, beside] = await Promise.all([flood(hub, greedy, forMs), askOthers(hub, others, forMs)])
    const cpuBeside = hub.cpu() - cpuBefore
    const ratio = Math.max(p95(beside), FLOOR_MS) / Math.max(p95(alone), FLOOR_MS)
    const failures = beside.filter(({ status }) => status !== 200).length
    return {
      id: 'G16',
      value:
        `others' p95 ${p95(alone).toFixed(1)} -> ${p95(beside).toFixed(1)} ms (${ratio.toFixed(2)}x), ${failures} failures of ${beside.length}; ` +
        `${flooded.refused} of ${flooded.sent} refused with 429, ${flooded.refused - flooded.withRetryAfter} without Retry-After; ` +
        `processor ${cpuAlone.toFixed(1)} -> ${cpuBeside.toFixed(1)} s in ${forMs / 1_000} s`,
      bar: "others' p95 <= 2x, 0 failures; 429 with Retry-After",
      ok: ratio <= 2 && failures === 0 && flooded.refused > flooded.sent / 2 && flooded.withRetryAfter === flooded.refused,
    }
  } finally {
    await hub.close()
  }
}

const askOthers = async (hub: LoadedHub, tokens: readonly string[], forMs: number): Promise<readonly Answered[]> =>
  (await Promise.all(tokens.map(token => askSteadily(hub.url, token, { perSecond: 5, forMs })))).flat()

type Flooded = { sent: number; refused: number; withRetryAfter: number }

/** Ten times the quota over twenty connections, written as fast as the clock says and never waiting for an answer; costs the machine little. */
async function flood(hub: LoadedHub, token: string, forMs: number): Promise<Flooded> {
  const counts: Flooded = { sent: 0, refused: 0, withRetryAfter: 0 }
  const head = `POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\nauthorization: Bearer ${token}\r\n`
  const request = `${head}content-length: ${Buffer.byteLength(ORDINARY)}\r\n\r\n${ORDINARY}`
  const sockets = Array.from({ length: 20 }, () => {
    const socket = connect(Number(new URL(hub.url).port), '127.0.0.1')
    socket.setEncoding('latin1')
    let rest = ''
    socket.on('data', (text: string) => {
      // Answers that are whole: each begins where the next one does.
      const answers = `${rest}${text}`.split(/(?=HTTP\/1\.1 )/)
      rest = answers.pop() ?? ''
      for (const answer of answers) {
        if (!answer.startsWith('HTTP/1.1 429 ')) continue
        counts.refused += 1
        if (/\r\nretry-after: \d+\r\n/i.test(answer)) counts.withRetryAfter += 1
      }
    })
    socket.on('error', () => undefined) // a hub that closes the connection of a flood is within its rights
    return socket
  })
  const startedAt = performance.now()
  while (performance.now() - startedAt < forMs) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * QUOTA * 10)
    for (; counts.sent < due; counts.sent++) sockets[counts.sent % sockets.length]?.write(request)
    await sleep(10)
  }
  await sleep(500)
  for (const socket of sockets) socket.destroy()
  return counts
}
