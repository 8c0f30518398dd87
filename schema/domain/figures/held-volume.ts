import { parseDecimal, roundRational, toRational, type Rational } from '../decimal.js'
import { addAmounts, addFractions, isAbove, parseAmount, percentOf, textOfAmount, toFraction, type Amount } from './exact-sum.js'
import type { FigurePart, HeldVolume } from './figure.js'
import type { AnswerContext, FigureFrame } from './figure-frame.js'
import { itemsOfTerm } from './figure-groups.js'
import type { TermPlan } from './figure-plan.js'
import { ABSENT } from './resolve-cells.js'
import type { HeldWord } from './stored-cells.js'
import { slotOfDay } from './timeline.js'

const ZERO: Rational = toRational(0n, 1n)

/** Only what is counted and added over days has a volume. */
const isCounted = ({ measure }: TermPlan): boolean =>
  (measure.kind === 'flow_count' || measure.kind === 'duration_sum') && measure.additivity.overTime === 'sum'

/** A figure about items of one dimension: a word for another of its items may mean one of them. Of any other word it does not know how much is theirs. */
const isAskedOf = ({ dimensions }: TermPlan, { dimension }: HeldWord): boolean => dimensions.length === 1 && dimensions[0] === dimension

type Share = { readonly volume: Amount; readonly percent: Rational; readonly words: ReadonlySet<string> }

/**
 * Whether a word's rows are missing from what was served: those of a word for an item where the figure is summed from a table with its dimension, or nothing was
 * served at all. Where the total stands itself, or another breakdown gave it, they are no part of it (S3).
 */
const isMissing = ({ grid }: Pick<AnswerContext, 'grid'>, term: TermPlan, word: HeldWord): boolean => {
  const { dimension, center, day } = word
  if (term.dimensions.length > 0) return isAskedOf(term, word)
  if (dimension === null) return true
  const found = term.request === null ? null : grid.seriesOf(term.request, { center, type: 'day' }, itemsOfTerm(term, []))
  const slot = slotOfDay(grid.timeline('day'), day)
  if (found === null || (found.states[slot] ?? ABSENT) === ABSENT) return true
  const table = found.tables[(found.chosen[slot] ?? 0) - 1] ?? ''
  return table.split(',').includes(dimension)
}

const shareOf = (term: TermPlan, words: readonly HeldWord[], parts: readonly FigurePart[]): Share | null => {
  const waiting = words.filter(({ measure }) => measure === term.measure.code)
  const volume = waiting.reduce<Amount>((sum, word) => addAmounts(sum, parseAmount(word.volume)), 0)
  if (!isAbove(volume, 0)) return null
  const served = parseDecimal(parts.find(({ measure }) => measure === term.measure.code)?.value ?? '0')
  const held = toFraction(volume)
  const percent = percentOf(held, addFractions(held, served === null ? ZERO : toFraction(served)))
  return percent === null ? null : { volume, percent, words: new Set(waiting.map(({ word }) => word)) }
}

const isMore = (a: Rational, b: Rational): boolean => a.numerator * b.denominator > b.numerator * a.denominator

const describe = (percent: string, words: number) => ({
  textKo: `물량의 ${percent} %가 용어 ${words}개의 뜻이 정해지기를 기다리며 보류 중입니다.`,
  textEn: `${percent} % of volume held: ${words} ${words === 1 ? 'word' : 'words'}`,
})

/**
 * What share of a figure's volume waits for words, or null where none does: of its counted measures the one of which most waits, held against what was
 * served and what waits together. Of whole figures, not by hour; and of figures about items of one dimension, of which the words for its items are told.
 */
export const findHeldVolume = (
  context: Pick<AnswerContext, 'heldWords' | 'grid'>,
  { series, span }: FigureFrame,
  parts: readonly FigurePart[],
): HeldVolume | null => {
  const { heldWords } = context
  if (heldWords.length === 0 || span.definition === null || series.hours !== null) return null
  const centers = new Set(series.unit.groupsIn(span).flat())
  const words = heldWords.filter(({ center, day }) => centers.has(center) && span.from <= day && day <= span.to)
  if (words.length === 0) return null
  const shares = span.definition.terms.filter(isCounted).flatMap(term => {
    const missing = words.filter(word => isMissing(context, term, word))
    return shareOf(term, missing, parts) ?? []
  })
  const [first, ...others] = shares
  if (first === undefined) return null
  const most = others.reduce((best, share) => (isMore(share.percent, best.percent) ? share : best), first)
  const count = new Set(shares.flatMap(share => [...share.words])).size
  const percent = roundRational(most.percent, 1)
  return { percent, volume: textOfAmount(most.volume), words: count, ...describe(percent, count) }
}
