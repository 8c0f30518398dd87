import type { Day, PeriodType } from '../period.js'
import type { Coverage, Figure, FigureItem, FigureMark, NullReason } from './figure.js'

/** Cells that are in none of the figures for one reason; a cell that several figures ask for is counted with each. */
export type SummaryGap = {
  readonly reason: NullReason
  readonly periodType: PeriodType
  readonly cells: number
  readonly centers: readonly string[]
  readonly from: Day
  readonly to: Day
}

/** The days that one version of a definition answered for, with the factor of its formula; null where no figure has a value. */
export type UsedDefinition = {
  readonly code: string
  readonly version: string | null
  readonly variant: string | null
  readonly factor: string | null
  readonly from: Day
  readonly to: Day
}

/** Where figures are about: a center, a region, or several centers together. */
export type FigurePlace = Pick<Figure, 'center' | 'region'>

/** What a list of figures holds as a whole, known before the first of them is passed on. */
export type FiguresSummary = {
  readonly figures: number
  readonly withoutValue: number
  /** Sums over the figures. */
  readonly coverage: Pick<Coverage, 'cellsIn' | 'cellsExpected' | 'extra'>
  readonly gaps: readonly SummaryGap[]
  /** Figures without a value, by reason. */
  readonly reasons: ReadonlyMap<NullReason, number>
  /** Why figures could not be held against another period. */
  readonly changeReasons: ReadonlySet<NullReason>
  readonly marks: ReadonlyMap<FigureMark, number>
  /** Figures that rest on values of a quality, and those held against one that does. */
  readonly qualities: ReadonlyMap<string, number>
  readonly used: readonly UsedDefinition[]
  readonly subjects: readonly Pick<Figure, 'code' | 'nameKo' | 'nameEn' | 'unit' | 'scale'>[]
  readonly places: readonly FigurePlace[]
  /** Items met of each dimension grouped by. */
  readonly items: ReadonlyMap<string, readonly string[]>
  /** Days of the figures, each span once. */
  readonly spans: readonly Pick<Figure, 'from' | 'to'>[]
}

/** Takes figures one after the other and keeps of them only what the summary says. */
export type FiguresTally = { readonly add: (figure: Figure) => void; readonly summary: () => FiguresSummary }

type Counted<T> = { -readonly [K in keyof T]: T[K] }

const count = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

const note = <T>(known: Map<string, T>, key: string, thing: () => T): void => {
  if (!known.has(key)) known.set(key, thing())
}

const addGaps = (gaps: Map<string, Counted<SummaryGap> & { readonly met: Set<string> }>, found: Coverage['gaps']): void => {
  for (const { reason, periodType, cells, centers, from, to } of found) {
    const key = `${reason} ${periodType}`
    const gap = gaps.get(key) ?? { reason, periodType, cells: 0, centers: [], met: new Set<string>(), from, to }
    gap.cells += cells
    for (const center of centers) gap.met.add(center)
    if (from < gap.from) gap.from = from
    if (to > gap.to) gap.to = to
    gaps.set(key, gap)
  }
}

const addUse = (used: Map<string, Counted<UsedDefinition>>, { code, version, variant, factor, from, to }: Figure): void => {
  const key = `${code} ${version ?? ''} ${variant ?? ''}`
  const use = used.get(key) ?? { code, version, variant, factor, from, to }
  use.factor ??= factor
  if (from < use.from) use.from = from
  if (to > use.to) use.to = to
  used.set(key, use)
}

const qualitiesMet = ({ qualities, changes }: Figure): ReadonlySet<string> =>
  new Set([...qualities, ...changes.flatMap(change => change.qualities)].map(({ quality }) => quality))

/** Text that differs for every place; no code holds a blank. */
export const placeKey = ({ center, region }: FigurePlace): string => (region !== null ? `region ${region}` : (center ?? ''))

/** Every reason that stands anywhere in the figures, each once. */
export const reasonsIn = ({ gaps, reasons, changeReasons }: FiguresSummary): readonly NullReason[] => [
  ...new Set([...gaps.map(({ reason }) => reason), ...reasons.keys(), ...changeReasons]),
]

/** A summary that grows with each figure added; memory grows with subjects, places, items and spans, not with figures. */
export const startTally = (): FiguresTally => {
  let [figures, withoutValue, cellsIn, cellsExpected, extra] = [0, 0, 0, 0, 0]
  const gaps: Parameters<typeof addGaps>[0] = new Map()
  const used = new Map<string, Counted<UsedDefinition>>()
  const reasons = new Map<NullReason, number>()
  const changeReasons = new Set<NullReason>()
  const marks = new Map<FigureMark, number>()
  const qualities = new Map<string, number>()
  const subjects = new Map<string, FiguresSummary['subjects'][number]>()
  const places = new Map<string, FigurePlace>()
  const items = new Map<string, Set<string>>()
  const spans = new Map<string, FiguresSummary['spans'][number]>()
  const addItem = ({ dimension, item }: FigureItem) => {
    const known = items.get(dimension) ?? new Set<string>()
    items.set(dimension, known.add(item))
  }
  return {
    add(figure) {
      const { code, nameKo, nameEn, unit, scale, center, region, from, to, reason, coverage } = figure
      figures++
      if (figure.value === null) withoutValue++
      cellsIn += coverage.cellsIn
      cellsExpected += coverage.cellsExpected
      extra += coverage.extra
      if (reason !== null) count(reasons, reason)
      for (const mark of figure.marks) count(marks, mark)
      for (const quality of qualitiesMet(figure)) count(qualities, quality)
      for (const change of figure.changes) if (change.reason !== null) changeReasons.add(change.reason)
      addGaps(gaps, coverage.gaps)
      addUse(used, figure)
      note(subjects, code, () => ({ code, nameKo, nameEn, unit, scale }))
      note(places, placeKey(figure), () => ({ center, region }))
      note(spans, `${from} ${to}`, () => ({ from, to }))
      figure.dimensions.forEach(addItem)
    },
    summary: () => ({
      figures,
      withoutValue,
      coverage: { cellsIn, cellsExpected, extra },
      gaps: [...gaps.values()].map(({ met, ...gap }) => ({ ...gap, centers: [...met].sort() })),
      reasons,
      changeReasons,
      marks,
      qualities,
      used: [...used.values()],
      subjects: [...subjects.values()],
      places: [...places.values()],
      items: new Map([...items].map(([dimension, met]) => [dimension, [...met].sort()])),
      spans: [...spans.values()].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1)),
    }),
  }
}
