import type { Figure, FigureChange } from '../../schema/domain/figures/figure.js'
import { MARK_SENTENCES, qualitySentence, REASON_SENTENCES } from '../../schema/domain/figures/describe-reasons.js'
import { placeKey, reasonsIn } from '../../schema/domain/figures/summarize-figures.js'
import { qualitiesText } from '../../schema/domain/figures/tell-qualities.js'
import { CHANGE_FIELDS, CHANGE_NAMES, changeOf } from './change-cells.js'
import { itemNames, itemOf, placeNames, type ExportBook, type FilePieces } from './export-book.js'
import { TITLE } from './header-block.js'
import { isNumeral } from './neutralize-formula.js'

type Category = { readonly id: string; readonly label: string }
type Dimension = { readonly id: string; readonly label: string; readonly categories: readonly Category[] }

/** A number of a figure; `why` says where it is a number that may lack for a reason of its own, or rest on values that are not ordinary. */
type Part = {
  readonly id: string
  readonly label: string
  readonly read: (figure: Figure) => string | number | null
  readonly why?: (figure: Figure) => string | null
}

/** `ESTIMATED=3 SPECIAL_EVENT=1`: a word each, as reasons and marks are. */
const wordsOf = (qualities: Figure['qualities']): string => qualitiesText(qualities).replaceAll('; ', ' ')

/** The numbers of every figure, the innermost dimension: one cell of the cube each. */
const PARTS: readonly Part[] = [
  { id: 'value', label: '값 · value', read: (figure: Figure) => figure.value },
  { id: 'numerator', label: '분자 · numerator', read: (figure: Figure) => figure.numerator },
  { id: 'denominator', label: '분모 · denominator', read: (figure: Figure) => figure.denominator },
  { id: 'centers_in', label: '든 센터 · centers in', read: ({ coverage }: Figure) => coverage.centersIn },
  { id: 'centers_expected', label: '들어야 할 센터 · centers expected', read: ({ coverage }: Figure) => coverage.centersExpected },
  { id: 'cells_in', label: '든 칸 · cells in', read: ({ coverage }: Figure) => coverage.cellsIn },
  { id: 'cells_expected', label: '들어야 할 칸 · cells expected', read: ({ coverage }: Figure) => coverage.cellsExpected },
  { id: 'extra', label: '예정 외 칸 · extra cells', read: ({ coverage }: Figure) => coverage.extra },
]

/** Why a change has no number, or in what its two periods rest on other support. */
const whyOf = (change: FigureChange | null): string | null =>
  change === null ? null : [...(change.reason === null ? [] : [change.reason]), ...change.unequal].join(' ') || null

/** Of each percentile asked for, the seconds over which and up to which its band goes; of each kind of change, its numbers. */
const partsOf = ({ question }: ExportBook): readonly Part[] => [
  ...PARTS,
  ...[...new Set(question.percentiles)].flatMap((percent): readonly Part[] => {
    const bandOf = (figure: Figure) => figure.percentiles.find(one => one.percent === percent)
    return [
      { id: `p${percent}_over`, label: `백분위 ${percent} 초과 초 · over, seconds`, read: figure => bandOf(figure)?.over ?? null },
      { id: `p${percent}_up_to`, label: `백분위 ${percent} 이하 초 · up to, seconds`, read: figure => bandOf(figure)?.upTo ?? null },
    ]
  }),
  ...[...new Set(question.changes)].flatMap(kind =>
    CHANGE_FIELDS.filter(({ holdsNumbers }) => holdsNumbers).map(({ name, titleKo, read }): Part => {
      const { prefix, titleKo: kindKo } = CHANGE_NAMES[kind]
      const of = (figure: Figure) => changeOf(figure, kind)
      return {
        id: `${prefix}_${name}`,
        label: `${kindKo} ${titleKo} · ${prefix.replace('_', ' ')} ${name}`,
        read: figure => {
          const change = of(figure)
          return change === null ? null : read(change)
        },
        ...(name === 'difference' || name === 'percent' ? { why: figure => whyOf(of(figure)) } : {}),
        ...(name === 'value' ? { why: figure => wordsOf(of(figure)?.qualities ?? []) || null } : {}),
      }
    }),
  ),
]

/** Category of a figure that has nothing to group by in a dimension. */
const NOTHING = '_U'
const TOGETHER = '_T'

const bothNames = ({ nameKo, nameEn }: { readonly nameKo: string; readonly nameEn: string }): string =>
  [nameKo, nameEn].filter(name => name !== '').join(' · ')
const spanOf = ({ from, to }: Pick<Figure, 'from' | 'to'>): string => (from === to ? from : `${from}/${to}`)
const placeOf = (figure: Pick<Figure, 'center' | 'region'>): string => placeKey(figure).replace(' ', ':') || TOGETHER

/** The cube: what, whose, the items grouped by, when, and which number. */
const dimensionsOf = (book: ExportBook): readonly Dimension[] => {
  const { summary, question, standards } = book
  return [
    {
      id: 'figure',
      label: '지표 · figure',
      categories: summary.subjects.map(subject => ({ id: subject.code, label: bothNames(subject) })),
    },
    {
      id: 'place',
      label: '센터나 지역 · center or region',
      categories: summary.places.map(place => ({ id: placeOf(place), label: bothNames(placeNames(book, place)) })),
    },
    ...question.dimensions.map(dimension => ({
      id: dimension,
      label: bothNames(standards.edition.codelists.get(dimension) ?? { nameKo: dimension, nameEn: '' }),
      categories: [
        ...(summary.items.get(dimension) ?? []).map(item => ({ id: item, label: bothNames(itemNames(book, { dimension, item })) || item })),
        { id: NOTHING, label: '나눌 것이 없음 · nothing to group' },
      ],
    })),
    { id: 'period', label: '기간 · period', categories: summary.spans.map(span => ({ id: spanOf(span), label: spanOf(span) })) },
    { id: 'part', label: '수 · number', categories: partsOf(book).map(({ id, label }) => ({ id, label })) },
  ]
}

/** Place of the first number of a figure in the cube, row by row. */
const createLocate = (dimensions: readonly Dimension[], parts: number): ((keys: readonly string[]) => number) => {
  const places = dimensions.map(({ categories }) => new Map(categories.map(({ id }, place) => [id, place])))
  return keys =>
    keys.reduce((start, key, at) => {
      const place = places[at]?.get(key)
      if (place === undefined) throw new Error(`The category ${key} of ${dimensions[at]?.id ?? ''} was not met before.`)
      return start * (places[at]?.size ?? 1) + place
    }, 0) * parts
}

const describeDimension = ({ label, categories }: Dimension) => ({
  label,
  category: {
    index: categories.map(({ id }) => id),
    label: Object.fromEntries(categories.map(category => [category.id, category.label])),
  },
})

const notesOf = ({ summary, standards }: ExportBook): readonly string[] => {
  return [
    ...reasonsIn(summary).map(word => `${word}: ${REASON_SENTENCES[word].ko} ${REASON_SENTENCES[word].en}`),
    ...[...summary.marks.keys()].map(word => `${word}: ${MARK_SENTENCES[word].ko} ${MARK_SENTENCES[word].en}`),
    ...[...summary.qualities.keys()].map(word => {
      const { ko, en } = qualitySentence(standards.edition, word)
      return `${word}: ${ko} ${en}`
    }),
  ]
}

const extensionOf = (book: ExportBook) => {
  const { edition, asOf, asked, indicators, measures, summary } = book
  const { figures, withoutValue, coverage, gaps, used, subjects } = summary
  return {
    edition,
    asOf,
    question: asked,
    figures: subjects,
    indicators,
    measures,
    used,
    coverage: { figures, withoutValue, ...coverage, gaps },
  }
}

const headOf = (book: ExportBook, dimensions: readonly Dimension[]) => ({
  version: '2.0',
  class: 'dataset',
  label: `${TITLE.ko} · ${TITLE.en}`,
  source: `${TITLE.ko} · hub120, ${book.edition}`,
  updated: book.asOf,
  note: notesOf(book),
  id: dimensions.map(({ id }) => id),
  size: dimensions.map(({ categories }) => categories.length),
  role: { geo: ['place'], time: ['period'], metric: ['part'] },
  dimension: Object.fromEntries(dimensions.map(dimension => [dimension.id, describeDimension(dimension)])),
})

/** Why a figure is null and what marks it, as one word list; null where there is nothing to say. */
const statusOf = ({ reason, marks, qualities }: Figure): string | null =>
  [...(reason === null ? [] : [reason]), ...marks, ...(qualities.length === 0 ? [] : [wordsOf(qualities)])].join(' ') || null

/** What is said at places of the cube, by number; each saying is kept once, however many figures it is said of. */
class SayingList {
  private readonly sayings = new Map<string, number>()
  private readonly entries: number[] = []

  /** `saying` is JSON text. */
  add(place: number, saying: string): void {
    const known = this.sayings.get(saying) ?? this.sayings.size
    this.sayings.set(saying, known)
    this.entries.push(place, known)
  }

  *pieces(): Generator<string, void, undefined> {
    const texts = [...this.sayings.keys()]
    for (let start = 0; start < this.entries.length; start += 1_000) {
      const pairs = this.entries.slice(start, start + 1_000)
      const written: string[] = []
      for (let at = 0; at < pairs.length; at += 2) written.push(`"${pairs[at]}":${texts[pairs[at + 1] ?? 0] ?? '""'}`)
      yield `${start === 0 ? '' : ','}${written.join(',')}`
    }
  }
}

/** What is told beside a figure, as in the other shapes: the two numbers that disagree. */
const issuesOf = ({ issues }: Figure): string =>
  JSON.stringify(issues.map(({ code, severity, messageKo, messageEn }) => ({ code, severity, messageKo, messageEn })))

/** The numbers of a figure at their places in the cube. The value itself stands there even where it is null, so that every figure is seen. */
const numbersOf = (figure: Figure, parts: readonly Part[], start: number): readonly string[] =>
  parts.flatMap(({ id, read }, at) => {
    const number = read(figure)
    if (number === null) return id === 'value' ? [`"${start + at}":null`] : []
    const text = String(number)
    return [`"${start + at}":${isNumeral(text) ? text : JSON.stringify(text)}`]
  })

/**
 * JSON-stat 2.0, one data set: numbers as sparse `value` (by place in the cube, row by row), since not every combination is a figure; reasons and
 * marks and qualities as `status` at the place of the value, what a change lacks at the place of the change. Instant and meanings stand before them; definitions,
 * versions, coverage and what is told beside single figures behind them, in `extension`.
 * Source: JSON-stat 2.0, full format.
 */
export async function* writeJsonStat(book: ExportBook): FilePieces {
  const dimensions = dimensionsOf(book)
  const parts = partsOf(book)
  const locate = createLocate(dimensions.slice(0, -1), parts.length)
  const [statuses, issues] = [new SayingList(), new SayingList()]
  const keysOf = (figure: Figure): readonly string[] => [
    figure.code,
    placeOf(figure),
    ...book.question.dimensions.map(dimension => itemOf(figure, dimension) ?? NOTHING),
    spanOf(figure),
  ]
  yield `${JSON.stringify(headOf(book, dimensions)).slice(0, -1)},"value":{`
  let isFirst = true
  for await (const batch of book.batches()) {
    const numbers = batch.flatMap(figure => {
      const start = locate(keysOf(figure))
      const status = statusOf(figure)
      if (status !== null) statuses.add(start, JSON.stringify(status))
      if (figure.issues.length > 0) issues.add(start, issuesOf(figure))
      for (const [at, { why }] of parts.entries()) {
        const reason = why?.(figure) ?? null
        if (reason !== null) statuses.add(start + at, JSON.stringify(reason))
      }
      return numbersOf(figure, parts, start)
    })
    yield `${isFirst ? '' : ','}${numbers.join(',')}`
    isFirst = false
  }
  yield '},"status":{'
  yield* statuses.pieces()
  yield `},"extension":${JSON.stringify(extensionOf(book)).slice(0, -1)},"issues":{`
  yield* issues.pieces()
  yield '}}}\n'
}
