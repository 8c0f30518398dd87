import { requireEdition } from '../../db/queries/editions.js'
import type { NormalForm, Polynomial } from '../../schema/domain/statistics/normalize-formula.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { askColumns, askPeer, questionBody, requireEqual, sumsOf, type Columns, type Sums } from './ask-figures.js'
import { atLeast, median, notMeasured, timed } from './bench.js'
import { idsOf } from './query.js'
import type { YearBench } from './year.js'

const PEER_QUERY = '{ sums: allFacts { groupedAggregates(groupBy: [CENTER_ID, MEASURE_ID, DAY]) { keys sum { value } } } }'

/**
 * Every indicator of every center by day over a year, in one columnar answer. The peer gives the sums of all measures by center and day;
 * making ratios of them is the reader's work and is not counted against it.
 */
export const series: YearBench = async ({ hub, from, to, ...year }, { isQuick, say }) => {
  const peerUrl = await year.peerUrl()
  const standards = await requireEdition(hub.owner)
  // One of the 45 is asked for one survey item only, which no other has; a measure stands in its place.
  const indicators = [...standards.edition.indicators.values()].filter(one => one.requiresSingle.length === 0).map(({ code }) => code)
  const question = { indicators, measures: ['calls_offered'], from, to, by: 'DAY' }
  const body = questionBody(question, 'rows code version center from to value numerator denominator reason')
  const repetitions = isQuick ? 2 : 5
  const figures = await askColumns(hub.url, body, await hub.analystToken())
  const reasons = countReasons(figures)
  const raw = { figures: figures.rows, series: indicators.length + 1, withoutValue: reasons }
  const line = { name: 'series, times faster than PostGraphile for the same numbers', bar: 5, sense: '>=' } as const
  const seconds: Record<'hub' | 'peer', number[]> = { hub: [], peer: [] }
  for (let request = 0; request < repetitions; request++) {
    const token = await hub.analystToken()
    seconds.hub.push(await timed(() => askColumns(hub.url, body, token)))
  }
  say(
    `series: ${figures.rows} figures, hub ${median(seconds.hub).toFixed(2)} s, median of ${repetitions}; without a value: ${JSON.stringify(reasons)}`,
  )
  if (peerUrl === null) return { lines: [notMeasured(line)], raw: { ...raw, hubSeconds: seconds.hub } }
  const { sums = [] } = await askPeer(peerUrl, PEER_QUERY)
  await checkParts(figures, sumsOf(sums), { standards, centers: await idsOf(hub.owner`select code, id from centers`) })
  for (let request = 0; request < repetitions; request++) seconds.peer.push(await timed(() => askPeer(peerUrl, PEER_QUERY)))
  say(`series: PostGraphile ${median(seconds.peer).toFixed(2)} s, median of ${repetitions}`)
  return {
    lines: [atLeast(line.name, median(seconds.peer) / median(seconds.hub), line.bar)],
    raw: { ...raw, hubSeconds: seconds.hub, peerSeconds: seconds.peer, peerGroups: sums.length },
  }
}

const countReasons = ({ reason }: Columns): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const one of reason) if (one !== null) counts[one] = (counts[one] ?? 0) + 1
  return counts
}

type Place = { readonly standards: Standards; readonly centers: ReadonlyMap<string, number> }

/** Numerator and denominator of every figure with a value, made from the peer's sums by the formula of its version. Whole numbers: exact. */
async function checkParts(figures: Columns, sums: Sums, { standards, centers }: Place): Promise<void> {
  const forms = new Map(
    [...standards.edition.indicators.values()].flatMap(({ code, versions }) =>
      versions.map(({ version, form }) => [`${code} ${version}`, form] as const),
    ),
  )
  const [got, wanted]: [string[], string[]] = [[], []]
  for (const [i, code] of figures.code.entries()) {
    if (figures.value[i] === null) continue
    const form = forms.get(`${code} ${figures.version?.[i]}`) ?? formOfMeasure(code)
    const day = figures.from[i] ?? ''
    const valueOf = (measure: string) =>
      measure === 'period_days'
        ? 1
        : (sums.get(`${centers.get(figures.center[i] ?? '')} ${standards.measureIds.get(measure)} ${day}`) ?? Number.NaN)
    const place = `${code} ${figures.center[i]} ${day}`
    got.push(`${place} ${evaluate(form.numerator, valueOf)} ${evaluate(form.denominator, valueOf)}`)
    wanted.push(`${place} ${Number(figures.numerator[i])} ${Number(figures.denominator[i] ?? 1)}`)
  }
  requireEqual('PostGraphile and the hub', got, wanted)
}

/** A measure by itself is its sum over nothing. */
const formOfMeasure = (code: string): Pick<NormalForm, 'numerator' | 'denominator'> => ({
  numerator: [{ coefficient: 1n, measures: [code] }],
  denominator: [{ coefficient: 1n, measures: [] }],
})

const evaluate = (terms: Polynomial, valueOf: (measure: string) => number): number =>
  terms.reduce(
    (sum, { coefficient, measures }) => sum + measures.reduce((product, code) => product * valueOf(code), Number(coefficient)),
    0,
  )
