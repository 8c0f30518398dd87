import { join } from 'node:path'
import { projectRoot } from '../../db/project-root.js'
import { startBenchHub, type BenchHub } from './bench-hub.js'
import { atLeast, inLanes, median, timed, type BenchOptions, type BenchResult } from './bench.js'
import { copyPersisted, emptyFacts, readPersisted } from './copy-limit.js'
import { countRows, nightOf, toRows, toSeries, type Night } from './night.js'
import { post, push, submitBody } from './push.js'

/** Connections at once, on two cores: the hub's process and the database have one each. */
const LANES = 4

type Shape = 'columns' | 'rows'

const bodyOf = (night: Night, shape: Shape, key: string): string =>
  submitBody({ idempotencyKey: key, ...(shape === 'columns' ? { series: toSeries(night) } : { rows: toRows(night) }) })

async function pushNight(hub: BenchHub, night: Night, shape: Shape): Promise<number> {
  const bodies = hub.centers.map(center => ({ center, body: bodyOf(night, shape, `${shape}-${night.day}-${center}`) }))
  await Promise.all(hub.centers.map(center => hub.token(center)))
  return timed(() => inLanes(bodies, LANES, async ({ center, body }) => void (await push(hub, center, body))))
}

const PEER_TABLE = `create table peer_rows (center text, measure text, period_start date, dimensions text, value numeric not null, submission integer not null,
  primary key (center, measure, period_start, dimensions))`

const PEER = `mutation ($center: String!, $rows: [PeerRow!]!) { insertRows(center: $center, rows: $rows) }`

async function pushToPeer(peer: string, hub: BenchHub, night: Night): Promise<number> {
  const bodies = hub.centers.map(center => JSON.stringify({ query: PEER, variables: { center, rows: toRows(night) } }))
  return timed(() => inLanes(bodies, LANES, async body => void (await post(peer, body, null))))
}

/** One night of 17 centers over HTTP with everything on, against COPY of what it leaves, and against drizzle behind plain Apollo. */
export async function benchIngest({ isQuick, say }: BenchOptions): Promise<BenchResult> {
  const hub = await startBenchHub()
  try {
    const rounds = isQuick ? 1 : 3
    const seconds: Record<'columns' | 'rows' | 'copy' | 'peer', number[]> = { columns: [], rows: [], copy: [], peer: [] }
    await hub.owner.unsafe(PEER_TABLE)
    const peer = await hub.startProcess(
      ['--import', join(projectRoot, 'test', 'support', 'typescript-resolver.mjs'), join(projectRoot, 'test', 'bench', 'peer-server.ts')],
      {},
    )
    await pushNight(hub, nightOf('2026-10-01', isQuick), 'columns') // warms both processes up
    for (let round = 0; round < rounds; round++) {
      const [columns, rows] = [nightOf(`2026-11-0${round + 1}`, isQuick), nightOf(`2026-11-1${round + 1}`, isQuick)]
      seconds.columns.push(await pushNight(hub, columns, 'columns'))
      seconds.rows.push(await pushNight(hub, rows, 'rows'))
      const persisted = await readPersisted(hub.owner, columns.day)
      await emptyFacts(hub.owner)
      seconds.copy.push(await timed(() => copyPersisted(hub.owner, persisted, LANES)))
      await emptyFacts(hub.owner)
      seconds.peer.push(await pushToPeer(peer, hub, columns))
      say(
        `${round + 1}/${rounds}: columns ${seconds.columns.at(-1)?.toFixed(2)} s, rows ${seconds.rows.at(-1)?.toFixed(2)} s, COPY ${seconds.copy.at(-1)?.toFixed(2)} s, drizzle ${seconds.peer.at(-1)?.toFixed(2)} s`,
      )
    }
    const total = countRows(nightOf('2026-11-01', isQuick)) * hub.centers.length
    const [columns, rows, copy, drizzle] = [median(seconds.columns), median(seconds.rows), median(seconds.copy), median(seconds.peer)]
    const [version] = await hub.owner<{ server_version: string }[]>`show server_version`
    return {
      lines: [
        atLeast('columns, of COPY', copy / columns, 0.5),
        atLeast('rows, of COPY', copy / rows, 0.25),
        atLeast('columns, times drizzle behind Apollo', drizzle / columns, 4),
      ],
      rows: total,
      versions: { node: process.version, postgres: version?.server_version ?? '' },
      raw: { seconds, rowsPerSecond: { columns: total / columns, rows: total / rows, copy: total / copy, drizzle: total / drizzle } },
    }
  } finally {
    await hub.close()
  }
}

/** The same night again under new keys: unchanged, and with every tenth value revised. */
export async function benchReingest({ isQuick, say }: BenchOptions): Promise<BenchResult> {
  const hub = await startBenchHub()
  try {
    const rounds = isQuick ? 1 : 3
    const seconds: Record<'first' | 'unchanged' | 'revised', number[]> = { first: [], unchanged: [], revised: [] }
    await pushNight(hub, nightOf('2026-10-01', isQuick), 'columns') // warms both processes up
    const again = async (night: Night, key: string): Promise<number> => {
      const bodies = hub.centers.map(center => ({ center, body: bodyOf(night, 'columns', `${key}-${night.day}-${center}`) }))
      return timed(() => inLanes(bodies, LANES, async ({ center, body }) => void (await push(hub, center, body))))
    }
    for (let round = 0; round < rounds; round++) {
      const night = nightOf(`2026-11-0${round + 1}`, isQuick)
      seconds.first.push(await again(night, 'first'))
      seconds.unchanged.push(await again(night, 'unchanged'))
      seconds.revised.push(await again({ ...night, revise: true }, 'revised'))
      say(
        `${round + 1}/${rounds}: first ${seconds.first.at(-1)?.toFixed(2)} s, unchanged ${seconds.unchanged.at(-1)?.toFixed(2)} s, revised ${seconds.revised.at(-1)?.toFixed(2)} s`,
      )
    }
    const total = countRows(nightOf('2026-11-01', isQuick)) * hub.centers.length
    const [first, unchanged, revised] = [median(seconds.first), median(seconds.unchanged), median(seconds.revised)]
    const [version] = await hub.owner<{ server_version: string }[]>`show server_version`
    return {
      lines: [atLeast('unchanged, of first ingest', first / unchanged, 1), atLeast('10 % revised, of first ingest', first / revised, 0.5)],
      rows: total,
      versions: { node: process.version, postgres: version?.server_version ?? '' },
      raw: { seconds },
    }
  } finally {
    await hub.close()
  }
}
