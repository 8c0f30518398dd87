import {
  INDICATORS,
  measureOf,
  measuresIn,
  type Formula,
  type IndicatorDefinition,
  type IndicatorVersion,
  type MeasureDefinition,
  type Terms,
} from './definitions.js'
import { cutBy, earlier, later, plusDays, type Day, type Grain, type Span } from './days.js'
import { validityOf } from './registry.js'

/** A question as a reader puts it. */
export type Question = Span & {
  readonly indicators: readonly string[]
  readonly measures: readonly string[]
  readonly centers: readonly string[]
  readonly regions: readonly string[]
  readonly groupByCenter: boolean
  readonly by: Grain | null
  readonly dimensions: readonly string[]
  readonly filters: Readonly<Record<string, readonly string[]>>
  readonly version: string | null
  /** `analyst`, or a center's code: its client. */
  readonly reader: string
  readonly preview: boolean
  /** What stood then; null is now (S25). */
  readonly asOf: string | null
}

/** What is asked for: an indicator, or a measure by itself. */
export type Subject =
  | { readonly kind: 'indicator'; readonly definition: IndicatorDefinition }
  | { readonly kind: 'measure'; readonly definition: MeasureDefinition }

/** A stretch of days under one formula; `formula` is null before the first version (S23). */
export type Piece = Span & { readonly version: string | null; readonly formula: Formula | null; readonly isBreak: boolean }

export const indicatorOf = (code: string): IndicatorDefinition => {
  const found = INDICATORS.find(indicator => indicator.code === code)
  if (found === undefined) throw new Error(`No indicator ${code}.`)
  return found
}

export const subjectsOf = ({ indicators, measures }: Question): readonly Subject[] => [
  ...indicators.map((code): Subject => ({ kind: 'indicator', definition: indicatorOf(code) })),
  ...measures.map((code): Subject => ({ kind: 'measure', definition: measureOf(code) })),
]

const alone = (code: string): Formula => ({ text: code, factor: '1', above: [{ sign: 1, product: [code] }], below: [] })

/** S23: periods as asked, each split where the version in force changes, unless one version is asked for. */
export function piecesOf(subject: Subject, { from, to, by, version }: Question, region: string | null = null): readonly Piece[] {
  const asked = by === null ? [{ from, to }] : cutBy({ from, to }, by)
  const periods = region === null ? asked : asked.flatMap(period => cutAtValidity(period, region))
  if (subject.kind === 'measure')
    return periods.map(period => ({ ...period, version: null, formula: alone(subject.definition.code), isBreak: false }))
  const { versions } = subject.definition
  if (version !== null) {
    const chosen = versions.find(one => one.version === version)
    if (chosen === undefined) throw new Error(`No version ${version}.`)
    return periods.map(period => ({ ...period, version, formula: chosen.formula, isBreak: false }))
  }
  return periods.flatMap(period => splitAt(period, versions, from))
}

/** S33: a region answers for its own days; the days before and after are figures of their own. */
function cutAtValidity(period: Span, region: string): readonly Span[] {
  const { from, to } = validityOf(region)
  const starts = [from, to === null ? null : plusDays(to, 1)].filter(day => day !== null && period.from < day && day <= period.to)
  return [period.from, ...starts].flatMap((day, i, all) =>
    day === null ? [] : [{ from: day, to: all[i + 1] == null ? period.to : plusDays(all[i + 1] ?? '', -1) }],
  )
}

function splitAt(period: Span, versions: readonly IndicatorVersion[], first: Day): readonly Piece[] {
  const [oldest] = versions
  const before: readonly Piece[] =
    oldest !== undefined && period.from < oldest.from
      ? [{ from: period.from, to: earlier(period.to, plusDays(oldest.from, -1)), version: null, formula: null, isBreak: false }]
      : []
  const inForce = versions.filter(one => one.from <= period.to && (one.to === null || period.from <= one.to))
  return [
    ...before,
    ...inForce.map((one): Piece => {
      const from = later(period.from, one.from)
      const isBreak = one !== oldest && from === one.from && first < one.from
      return { from, to: one.to === null ? period.to : earlier(period.to, one.to), version: one.version, formula: one.formula, isBreak }
    }),
  ]
}

const has = (dimension: string) => (product: readonly string[]) => product.some(code => measureOf(code).dimensions.includes(dimension))

/** S30: how the terms of a formula share an asked dimension. */
export function sharing({ above, below }: Pick<Formula, 'above' | 'below'>, dimension: string): 'all' | 'whole' | 'refused' {
  const count = (terms: Terms): number => terms.filter(({ product }) => has(dimension)(product)).length
  if (count(above) < above.length) return 'refused'
  return count(below) === below.length ? 'all' : count(below) === 0 ? 'whole' : 'refused'
}

/** Formulas that a question uses of a subject; the first one where none is in force yet. */
export function formulasOf(subject: Subject, question: Question): readonly Formula[] {
  const used = piecesOf(subject, question).flatMap(({ formula }) => formula ?? [])
  return used.length > 0 || subject.kind === 'measure' ? used : subject.definition.versions.slice(0, 1).map(({ formula }) => formula)
}

export const askedDimensions = ({ dimensions, filters }: Question): readonly string[] => [
  ...new Set([...dimensions, ...Object.keys(filters)]),
]

/** Codes with which the hub may refuse the question; none where it has to answer. */
export function refusalsOf(question: Question): readonly string[] {
  const formulas = subjectsOf(question).flatMap(subject => formulasOf(subject, question))
  const asked = askedDimensions(question)
  const isUnshared = formulas.some(formula => asked.some(dimension => sharing(formula, dimension) === 'refused'))
  const added = Object.entries(question.filters).filter(([name, items]) => items.length > 1 && !question.dimensions.includes(name))
  const isAdded = formulas
    .flatMap(measuresIn)
    .map(measureOf)
    .some(({ overDimensions, dimensions }) => overDimensions !== 'sum' && added.some(([name]) => dimensions.includes(name)))
  return [...(isUnshared ? ['DIMENSION_NOT_SHARED'] : []), ...(isAdded ? ['NOT_ADDITIVE'] : [])]
}
