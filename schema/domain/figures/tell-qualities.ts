import type { FigureQuality } from './figure.js'
import type { Support } from './support.js'

/** Of values whose status was not kept with their sum: those of months that were detached when sums began to tell of it. */
const NOT_KNOWN = 'NOT_KNOWN'

/**
 * In which order qualities are told, and which one stands for the figure where one letter is wanted: a break outranks all others (design/exchange.md 2.3),
 * then what is least sure of itself. A special event comes last, because its number is as good as any. Others of an edition stand between.
 */
const FIRST = ['BREAK', NOT_KNOWN, 'UNVALIDATED', 'LOW_RELIABILITY', 'IMPUTED', 'ESTIMATED']
const LAST = 'SPECIAL_EVENT'

const rankOf = (quality: string): number => {
  const place = FIRST.indexOf(quality)
  return place !== -1 ? place : quality === LAST ? FIRST.length + 1 : FIRST.length
}

const byRank = (a: FigureQuality, b: FigureQuality): number =>
  rankOf(a.quality) - rankOf(b.quality) || (a.quality < b.quality ? -1 : a.quality > b.quality ? 1 : 0)

const NONE: readonly never[] = []

/** What a figure says of the values in it, added up over its centers; the shared empty list, which nearly every figure has, where all are ordinary. */
export const tellQualities = (supports: readonly Pick<Support, 'qualities'>[]): readonly FigureQuality[] => {
  if (supports.every(({ qualities }) => qualities === null)) return NONE
  const counts = new Map<string, number>()
  for (const { qualities } of supports)
    for (const [quality, values] of qualities ?? NONE) counts.set(quality, (counts.get(quality) ?? 0) + values)
  return [...counts].map(([quality, values]) => ({ quality, values })).sort(byRank)
}

/** `ESTIMATED=3; SPECIAL_EVENT=1`, in the order in which they are told. */
export const qualitiesText = (qualities: readonly FigureQuality[]): string =>
  qualities.map(({ quality, values }) => `${quality}=${values}`).join('; ')
