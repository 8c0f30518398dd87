import { askColumns, askPeer, questionBody, requireEqual, sumsOf, textsOf, type Columns } from './ask-figures.js'
import { atLeast, atMost, median, notMeasured, percentile, timed } from './bench.js'
import type { Year, YearBench } from './year.js'

/** The work of `query` and `asof`: response rate by center by month over the year. */
export const responseRate = ({ from, to }: Pick<Year, 'from' | 'to'>) => ({ indicators: ['response_rate'], from, to, by: 'MONTH' })

/** Response rate by center by month over one year at full grain, against SQL over the roll-ups and against PostGraphile over the facts. */
export const query: YearBench = async (year, { isQuick, say }) => {
  const { hub, from, to } = year
  const [limitUrl, peerUrl] = [await year.limitUrl(), await year.peerUrl()]
  const requests = isQuick ? 60 : 200
  const body = questionBody(responseRate(year))
  const limitBody = JSON.stringify({ from, to })
  const token = await hub.analystToken()
  const figures = await askColumns(hub.url, body, token)
  requireEqual('The hub and the hand-written SQL', textsOf(figures), textsOf(await askColumns(limitUrl, limitBody, token)))
  const seconds: Record<'hub' | 'limit' | 'peer', number[]> = { hub: [], limit: [], peer: [] }
  for (let request = 0; request < requests; request++) {
    // In turn, so that whatever else the machine does meets both.
    seconds.hub.push(await timed(() => askColumns(hub.url, body, token)))
    seconds.limit.push(await timed(() => askColumns(limitUrl, limitBody, token)))
  }
  const [hubP95, limitP95] = [percentile(seconds.hub, 0.95), percentile(seconds.limit, 0.95)]
  say(`query: ${requests} requests, p95 of the hub ${(hubP95 * 1_000).toFixed(1)} ms, of the limit ${(limitP95 * 1_000).toFixed(1)} ms`)
  const againstLimit = atMost('query, p95, times that of hand-written SQL over the roll-ups', hubP95 / limitP95, 2)
  const peerLine = { name: 'query, times faster than PostGraphile over the facts', bar: 50, sense: '>=' } as const
  if (peerUrl === null) return { lines: [againstLimit, notMeasured(peerLine)], raw: { hubP95, limitP95 } }
  await checkPeer(year, peerUrl, figures)
  // Each of its answers takes long: few are asked for, and their median stands against the hub's p95.
  const repetitions = isQuick ? 5 : 3
  const peerQuery = await peerQueryOf(year)
  for (let request = 0; request < repetitions; request++) seconds.peer.push(await timed(() => askPeer(peerUrl, peerQuery)))
  say(`query: PostGraphile ${median(seconds.peer).toFixed(2)} s, median of ${repetitions}`)
  return {
    lines: [againstLimit, atLeast(peerLine.name, median(seconds.peer) / hubP95, peerLine.bar)],
    raw: { requests, hubP95, limitP95, hubMedian: median(seconds.hub), limitMedian: median(seconds.limit), peerSeconds: seconds.peer },
  }
}

async function peerQueryOf({ hub }: Year): Promise<string> {
  const ids = await idsOf(hub.owner`select code, id from measures where code in ('calls_offered', 'calls_answered')`)
  const groups = (code: string) =>
    `allFacts(condition: { measureId: ${ids.get(code)} }) { groupedAggregates(groupBy: [CENTER_ID, MONTH]) { keys sum { value } } }`
  return `{ answered: ${groups('calls_answered')} offered: ${groups('calls_offered')} }`
}

/** Numbers of a registry by code. */
export async function idsOf(rows: PromiseLike<readonly Record<string, unknown>[]>): Promise<ReadonlyMap<string, number>> {
  return new Map((await rows).map(({ code, id }) => [String(code), Number(id)]))
}

async function checkPeer(year: Year, peerUrl: string, figures: Columns): Promise<void> {
  const { answered = [], offered = [] } = await askPeer(peerUrl, await peerQueryOf(year))
  const [above, below] = [sumsOf(answered), sumsOf(offered)]
  const centers = await idsOf(year.hub.owner`select code, id from centers`)
  const got = figures.center.map((center, i) => {
    const key = `${centers.get(center ?? '')} ${figures.from[i]?.slice(0, 7)}-01`
    return `${center} ${figures.from[i]} ${above.get(key)} ${below.get(key)}`
  })
  const wanted = figures.center.map((center, i) => `${center} ${figures.from[i]} ${figures.numerator[i]} ${figures.denominator[i]}`)
  requireEqual('PostGraphile and the hub', got, wanted)
}
