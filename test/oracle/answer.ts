import { ITEMS, measureOf, measuresIn, type Formula } from './definitions.js'
import { combine } from './combine.js'
import { daysOf, periodAround, wholePeriods, type PeriodKind, type Span } from './days.js'
import { keyOf, nothing, type ExpectedFigure } from './expected-figure.js'
import type { Items } from './ledger.js'
import { askedDimensions, piecesOf, sharing, subjectsOf, type Piece, type Question, type Subject } from './question.js'
import { isInRegion } from './registry.js'
import { isValid, supportOf, type Knowledge, type Scene } from './support.js'

type Who = { readonly center: string | null; readonly region: string | null; readonly centers: readonly string[] }

const whoOf = ({ centers, regions, groupByCenter }: Question, everyone: readonly string[]): readonly Who[] => [
  ...(groupByCenter ? centers.map(center => ({ center, region: null, centers: [center] })) : []),
  ...(!groupByCenter && centers.length > 0 ? [{ center: centers.length === 1 ? (centers[0] ?? null) : null, region: null, centers }] : []),
  ...regions.map(region => ({ center: null, region, centers: everyone })),
]

/** Every group that the codelists allow; the hub names those that it met. */
const groupsOf = ({ dimensions, filters }: Question): readonly Items[] =>
  dimensions.reduce<readonly Items[]>(
    (found, dimension) => found.flatMap(one => (filters[dimension] ?? ITEMS[dimension] ?? []).map(item => ({ ...one, [dimension]: item }))),
    [{}],
  )

/** All figures that a question can have, by key. */
export function answer(knowledge: Knowledge, question: Question, everyone: readonly string[]): ReadonlyMap<string, ExpectedFigure> {
  const figures = subjectsOf(question).flatMap(subject =>
    whoOf(question, everyone).flatMap(who =>
      piecesOf(subject, question, who.region).flatMap(piece =>
        groupsOf(question).map(group => figureOf(knowledge, question, { subject, who, piece, group })),
      ),
    ),
  )
  return new Map(figures.map(figure => [figure.key, figure]))
}

type Place = { readonly subject: Subject; readonly who: Who; readonly piece: Piece; readonly group: Items }

/** A formula over longer measures has longer cells; what must not be added over time is asked of the whole period (S17, measures.yaml). */
function cellKindOf(formula: Formula, piece: Span): PeriodKind {
  const measures = measuresIn(formula).map(measureOf)
  const own = measures.some(({ every }) => every === 'month') ? 'month' : 'day'
  if (!measures.some(({ overTime }) => overTime === 'none')) return own
  const kinds = (['day', 'month', 'quarter', 'half', 'year'] as const).filter(kind => {
    const { from, to } = periodAround(piece.from, kind)
    return from === piece.from && to === piece.to && !(kind === 'day' && own === 'month')
  })
  return kinds[0] ?? own
}

function figureOf(knowledge: Knowledge, question: Question, place: Place): ExpectedFigure {
  const { subject, who, piece, group } = place
  const key = keyOf({ code: subject.definition.code, ...who, version: piece.version, items: group, from: piece.from, to: piece.to })
  const centers = centersIn(who, piece)
  const isShare = askedDimensions(question).some(name => piece.formula !== null && sharing(piece.formula, name) === 'whole')
  const marks = [...(piece.isBreak ? ['BREAK'] : []), ...(isShare ? ['SHARE_OF_WHOLE'] : [])]
  if (who.region !== null && !isValid(who.region, piece.from)) return nothing(key, 'REGION_NOT_VALID', { marks })
  if (isWithheld(subject, question, centers)) return nothing(key, 'WITHHELD', { marks })
  if (piece.formula === null) return nothing(key, 'NO_DEFINITION', { marks })
  const cellKind = cellKindOf(piece.formula, piece)
  if (wholePeriods(piece, cellKind) === null) return nothing(key, 'NOT_ALIGNED', { marks })
  const scene: Scene = {
    from: piece.from,
    to: piece.to,
    formula: piece.formula,
    cellKind,
    centers,
    region: who.region,
    filters: { ...question.filters, ...scopeOf(subject) },
    group,
    previewOf: question.preview ? question.reader : null,
  }
  return combine(knowledge, { key, subject, question, scene, cells: supportOf(knowledge, scene), marks })
}

/** Centers of a region are those that it has on some day of the piece (S33). */
const centersIn = ({ region, centers }: Who, piece: Span): readonly string[] =>
  region === null ? centers : centers.filter(center => daysOf(piece).some(day => isInRegion(center, region, day)))

/** S20: the fixed filter of an indicator. */
const scopeOf = ({ kind, definition }: Subject): Readonly<Record<string, readonly string[]>> =>
  kind === 'measure' ? {} : Object.fromEntries(Object.entries(definition.scope).map(([name, item]) => [name, [item]]))

/** S24: only the center that a figure is about by itself sees it, be it named or the only one of a region. */
const isWithheld = ({ kind, definition }: Subject, question: Question, centers: readonly string[]): boolean => {
  const codes = kind === 'measure' ? [definition.code] : definition.versions.flatMap(({ formula }) => measuresIn(formula))
  return codes.some(code => measureOf(code).isRestricted) && !(centers.length === 1 && centers[0] === question.reader)
}
