import { join } from 'node:path'
import { projectRoot } from '../../db/project-root.js'
import { AUDIENCE, startBenchHub, type BenchHub } from './bench-hub.js'
import type { BenchLine, BenchOptions, BenchResult } from './bench.js'
import { fullNight, type Span } from './facts-plan.js'
import { PEER_VERSIONS, requirePeerPackages } from './peer-packages.js'
import { storeFacts } from './store-facts.js'

/** A hub with a year of every center's nights up to yesterday, and the servers it is compared with. */
export type Year = Span & {
  readonly hub: BenchHub
  /** Started when first asked for. */
  limitUrl(): Promise<string>
  /** The same; null where its packages could not be had. */
  peerUrl(): Promise<string | null>
}

export type YearBench = (year: Year, options: BenchOptions) => Promise<{ readonly lines: readonly BenchLine[]; readonly raw: unknown }>

/** Runs the benches, by name, one after another on one year of data. */
export async function withYear(options: BenchOptions, benches: Readonly<Record<string, YearBench>>): Promise<BenchResult> {
  const { isQuick, say } = options
  const hub = await startBenchHub()
  try {
    const [span] = await hub.owner<Span[]>`select (hub_today() - 365)::text as from, (hub_today() - 1)::text as to`
    if (span === undefined) throw new Error('The database gave no date.')
    say(`A year of ${hub.centers.length} centers is made in the database, ${span.from} to ${span.to}.`)
    const rows = await storeFacts(hub.owner, fullNight(isQuick), { ...span, say })
    const year = { ...span, hub, limitUrl: once(() => startLimit(hub)), peerUrl: once(() => startPeer(hub, options)) }
    const lines: BenchLine[] = []
    const raw: Record<string, unknown> = {}
    for (const [name, bench] of Object.entries(benches)) {
      const measured = await bench(year, options)
      lines.push(...measured.lines)
      raw[name] = measured.raw
    }
    const [version] = await hub.owner<{ server_version: string }[]>`show server_version`
    return {
      lines,
      rows,
      versions: { node: process.version, postgres: version?.server_version ?? '', ...PEER_VERSIONS },
      raw,
    }
  } finally {
    await hub.close()
  }
}

const RUN = ['--import', join(projectRoot, 'test', 'support', 'typescript-resolver.mjs')]

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | null = null
  return () => (made ??= make())
}

const startLimit = (hub: BenchHub): Promise<string> =>
  hub.startProcess([...RUN, join(projectRoot, 'test', 'bench', 'limit-server.ts')], { BENCH_AUDIENCE: AUDIENCE })

/** What the peer is shown: the facts with the month they lie in, because its groups are columns. */
async function startPeer(hub: BenchHub, options: BenchOptions): Promise<string | null> {
  const folder = await requirePeerPackages(options)
  if (folder === null) return null
  await hub.owner`create schema peer`
  await hub.owner`
    create view peer.facts as
    select center_id, measure_id, period_start as day, date_trunc('month', period_start::timestamp)::date as month, value
    from observations
    where not is_retracted`
  return hub.startProcess([...RUN, join(projectRoot, 'test', 'bench', 'postgraphile-server.ts')], { PEER_FOLDER: folder })
}
