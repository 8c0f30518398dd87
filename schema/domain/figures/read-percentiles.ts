import Big from 'big.js'
import { addAmounts, subtractAmounts, textOfAmount, type Amount } from './exact-sum.js'
import type { FigurePercentile } from './figure.js'
import type { AnswerContext, FigureFrame } from './figure-frame.js'
import { itemsOfTerm } from './figure-groups.js'
import type { BandsPlan } from './figure-plan.js'
import { expectationAt, type Support } from './support.js'
import { ABSENT, IS_UNREAD, NOT_APPLICABLE, VALUE, type ResolvedSeries } from './resolve-cells.js'
import { slotOfDay } from './timeline.js'

type Served = { readonly present: readonly Support[]; readonly isOverCenters: boolean }

const canCount = (state: number | undefined): boolean =>
  state === VALUE || state === NOT_APPLICABLE || state === undefined || state === ABSENT

/** A row of the distribution whose band nobody knows is in none of them. */
const isUnread = (found: ResolvedSeries | null, slot: number): boolean => ((found?.marks[slot] ?? 0) & IS_UNREAD) !== 0

/**
 * Counts of each band over the centers and days of the figure, from the lowest up. A day is in as it is in a figure (S17): with its total, and with no
 * band that waits or has no usable number; what was counted of the others would say that nobody waited as long as that.
 */
const mergeBands = (
  context: AnswerContext,
  { series, span }: FigureFrame,
  { bands, present, isOverCenters }: Served & { readonly bands: BandsPlan },
): readonly Amount[] => {
  const { grid } = context
  const { measure } = bands.term
  const timeline = grid.timeline(measure.frequency)
  const days = grid.timeline('day')
  const [main] = series.subject.definitions.flatMap(({ terms }) => terms)
  const seriesAt = (term: typeof bands.term, center: string, items: readonly string[]) =>
    term.request === null ? null : grid.seriesOf(term.request, { center, type: measure.frequency }, items)
  const stateOf = (found: ResolvedSeries | null, slot: number) => (isOverCenters ? found?.councilStates : found?.states)?.[slot]
  const sums = bands.items.map((): Amount => 0)
  for (const { center } of present) {
    const totals = main === undefined ? null : seriesAt(main, center, itemsOfTerm(main, series.group))
    const counts = bands.items.map(({ code }) =>
      seriesAt(bands.term, center, itemsOfTerm(bands.term, [...series.group, { dimension: bands.dimension, item: code }])),
    )
    const expectation = context.expectationOf(center, series.hours)
    for (let slot = slotOfDay(timeline, span.from); slot <= slotOfDay(timeline, span.to); slot++) {
      if (stateOf(totals, slot) !== VALUE || !counts.every(band => canCount(stateOf(band, slot)) && !isUnread(band, slot))) continue
      if (expectationAt({ expectation, days, today: context.today }, timeline, slot) === 'trial') continue
      counts.forEach((band, place) => {
        if (band === null || stateOf(band, slot) !== VALUE) return
        const excluded = isOverCenters ? (band.excluded.get(slot) ?? 0) : 0
        sums[place] = addAmounts(sums[place] ?? 0, subtractAmounts(band.values[slot] ?? 0, excluded))
      })
    }
  }
  return sums
}

/**
 * Percentiles of a distribution from its bands merged over centers and days: the lowest band by which so many percent are reached (nearest
 * rank). Empty where none is asked or nothing was counted.
 */
export const readPercentiles = (context: AnswerContext, frame: FigureFrame, served: Served): readonly FigurePercentile[] => {
  const { bands } = frame.series.subject
  if (bands === null) return []
  const counts = mergeBands(context, frame, { ...served, bands })
  const whole = new Big(counts.reduce<Amount>(addAmounts, 0))
  if (whole.lte(0)) return []
  return context.plan.question.percentiles.map(percent => {
    let reached = new Big(0)
    const place = counts.findIndex(count => {
      reached = reached.plus(count)
      return reached.times(100).gte(whole.times(percent))
    })
    const item = bands.items[place]
    if (item === undefined) throw new Error(`The bands of ${frame.series.subject.subject.code} do not reach ${percent} percent.`)
    const { code: band, nameKo, nameEn } = item
    return { percent, band, nameKo, nameEn, over: item.band?.over ?? null, upTo: item.band?.upTo ?? null, of: textOfAmount(whole) }
  })
}
