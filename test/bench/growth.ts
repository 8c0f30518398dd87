import type postgres from 'postgres'
import { askColumns, questionBody } from './ask-figures.js'
import { startBenchHub, type BenchHub } from './bench-hub.js'
import { atMost, inLanes, median, timed, type BenchOptions, type BenchResult } from './bench.js'
import type { FactsPlan } from './facts-plan.js'
import { countRows, MEASURES, nightOf, toSeries, type Night } from './night.js'
import { push, submitBody } from './push.js'
import { storeFacts } from './store-facts.js'

/** Pushes at once, as in `ingest`. */
const LANES = 4

/** Nights that are pushed before those that count, at either size. */
const WARM_UP = 2

/** 1,008 rows of a center: six measures by hour and seven topics on one channel. Where quick: 24. */
const smallNight = (day: string, isQuick: boolean): Night => {
  const night = nightOf(day, false)
  return {
    ...night,
    channels: night.channels.slice(0, 1),
    topics: night.topics.slice(0, isQuick ? 1 : 7),
    hours: night.hours.slice(0, isQuick ? 4 : 24),
  }
}

const planOf = ({ hours, channels, topics }: Night): FactsPlan => ({
  blocks: [{ measures: MEASURES.map(([code, base]) => [code, base, 0]), axes: { hour: hours, channel: channels, topic: topics } }],
})

/** One night's ingest and a question about the last month on one year and on ten of 1,000 rows a center a night. */
export async function benchGrowth({ isQuick, say }: BenchOptions): Promise<BenchResult> {
  const hub = await startBenchHub()
  try {
    const nights = WARM_UP + (isQuick ? 5 : 7)
    const kept = 2 * nights // the newest days are left to the nights that are pushed
    const [today] = await hub.owner<{ day: string }[]>`select hub_today()::text as day`
    const day = (ago: number) => dayBefore(today?.day ?? '', ago)
    const plan = planOf(smallNight(day(1), isQuick))
    const measured: Record<string, Measured> = {}
    let rows = 0
    for (const [name, span, firstNight] of [
      ['one', { from: day(kept + 365), to: day(kept + 1) }, kept],
      ['ten', { from: day(kept + 3_650), to: day(kept + 366) }, nights],
    ] as const) {
      rows += await storeFacts(hub.owner, plan, { ...span, say })
      const days = Array.from({ length: nights }, (_, place) => day(firstNight - place))
      measured[name] = await measure(hub, { days, isQuick, last: { from: day(kept + 30), to: day(kept + 1) } })
      say(
        `growth: ${rows} values stand; a night ${measured[name].ingest.toFixed(3)} s, the last month ${(measured[name].query * 1_000).toFixed(1)} ms`,
      )
    }
    const { one, ten } = measured
    if (one === undefined || ten === undefined) throw new Error('A size was not measured.')
    const [version] = await hub.owner<{ server_version: string }[]>`show server_version`
    return {
      lines: [
        atMost("growth, a night's ingest at ten years, times that at one", ten.ingest / one.ingest, 1.2),
        atMost('growth, a question about the last month at ten years, times that at one', ten.query / one.query, 1.2),
      ],
      rows,
      versions: { node: process.version, postgres: version?.server_version ?? '' },
      raw: { measured, bytes: await sizeOf(hub.owner) },
    }
  } finally {
    await hub.close()
  }
}

type Measured = { readonly ingest: number; readonly query: number; readonly ingestSeconds: readonly number[] }

/** Medians: of the nights after those that warm up, and of the second half of the questions. */
async function measure(
  hub: BenchHub,
  { days, isQuick, last }: { readonly days: readonly string[]; readonly isQuick: boolean; readonly last: { from: string; to: string } },
): Promise<Measured> {
  const ingest: number[] = []
  for (const day of days) {
    const night = smallNight(day, isQuick)
    const bodies = hub.centers.map(center => ({
      center,
      body: submitBody({ idempotencyKey: `growth-${day}-${center}`, series: toSeries(night) }),
    }))
    const counts: number[] = []
    const seconds = await timed(() =>
      inLanes(bodies, LANES, async ({ center, body }) => void counts.push((await push(hub, center, body)).inserted)),
    )
    if (counts.some(count => count !== countRows(night)))
      throw new Error(`A night of ${countRows(night)} rows landed as ${counts.join(', ')}.`)
    ingest.push(seconds)
  }
  const body = questionBody({ indicators: ['fcr_rate'], ...last, by: 'MONTH' })
  const token = await hub.analystToken()
  await requireSums(hub, { ...last, figures: await askColumns(hub.url, body, token) })
  const query: number[] = []
  for (let request = 0; request < (isQuick ? 80 : 200); request++) query.push(await timed(() => askColumns(hub.url, body, token)))
  return { ingest: median(ingest.slice(WARM_UP)), query: median(query.slice(query.length / 2)), ingestSeconds: ingest }
}

/** Throws unless numerators and denominators over all centers are the sums of the values themselves. */
async function requireSums(
  { owner }: BenchHub,
  { from, to, figures }: { from: string; to: string; figures: Awaited<ReturnType<typeof askColumns>> },
): Promise<void> {
  const [sums] = await owner<{ above: string; below: string }[]>`
    select sum(value) filter (where code = 'contacts_resolved_first') as above, sum(value) filter (where code = 'contacts_handled') as below
    from observations o
    join measures m on m.id = o.measure_id
    where o.period_start between ${from}::text::date and ${to}::text::date`
  const total = (column: readonly (string | null)[]) => column.reduce((sum, value) => sum + Number(value), 0)
  const got = [total(figures.numerator), total(figures.denominator)].join(' ')
  if (got !== [Number(sums?.above), Number(sums?.below)].join(' '))
    throw new Error(`The hub gives ${got}, the values ${sums?.above} ${sums?.below}.`)
}

const dayBefore = (day: string, ago: number): string => new Date(Date.parse(day) - ago * 86_400_000).toISOString().slice(0, 10)

async function sizeOf(owner: postgres.Sql): Promise<number> {
  const [size] = await owner<{ bytes: number }[]>`select pg_database_size(current_database()) as bytes`
  return size?.bytes ?? 0
}
