import { isDeepStrictEqual } from 'node:util'
import { MAY_BE_PENDING } from './combine.js'
import { keyOf, type ExpectedFigure } from './expected-figure.js'
import type { AnsweredFigure, Answer } from './ask.js'
import { refusalsOf, type Question } from './question.js'

export type Difference = {
  readonly question: Question
  readonly figure: string
  readonly field: string
  readonly oracle: unknown
  readonly hub: unknown
}

/** Every difference between what the rules say of a question and what the hub answered, field by field. */
export function differencesOf(
  question: Question,
  expected: ReadonlyMap<string, ExpectedFigure>,
  { figures, refusal }: Answer,
): readonly Difference[] {
  const differ = (figure: string, field: string, [oracle, hub]: readonly [unknown, unknown]): readonly Difference[] =>
    isDeepStrictEqual(oracle, hub) ? [] : [{ question, figure, field, oracle, hub }]
  const refusals = refusalsOf(question)
  if (refusals.length > 0 && refusal.length === 1 && refusals.includes(refusal[0] ?? '')) return []
  if (refusals.length + refusal.length > 0) return differ('', 'refusal', [refusals, refusal])
  const answered = new Map(figures.map(figure => [keyOfAnswered(figure), figure]))
  const absent = [...expected.values()].filter(({ key, isThere }) => isThere && !answered.has(key))
  return [
    ...absent.flatMap(({ key, value }) => differ(key, 'figure', [value, 'absent'])),
    ...differ('', 'count of keys', [answered.size, figures.length]),
    ...[...answered].flatMap(([key, figure]) => {
      const own = expected.get(key)
      if (own !== undefined) return fieldsOf(own, figure).flatMap(([field, oracle, hub]) => differ(key, field, [oracle, hub]))
      return isUngrouped(question, figure) ? [] : differ(key, 'figure', ['none', figure.value])
    }),
  ]
}

/** Where nothing was there to group, one figure without items says so. */
const isUngrouped = ({ dimensions }: Question, { dimensions: items, value }: AnsweredFigure): boolean =>
  dimensions.length > 0 && items.length === 0 && value === null

const keyOfAnswered = ({ dimensions, ...figure }: AnsweredFigure): string =>
  keyOf({ ...figure, items: Object.fromEntries(dimensions.map(({ dimension, item }) => [dimension, item])) })

function fieldsOf(own: ExpectedFigure, hub: AnsweredFigure): readonly (readonly [field: string, oracle: unknown, hub: unknown])[] {
  const { coverage } = own
  return [
    ['value', own.value, hub.value],
    ['reason', own.reason, hub.reason],
    ['numerator', own.numerator, hub.numerator],
    ['denominator', own.denominator, hub.denominator],
    ...(own.value === null ? [] : ([['factor', own.factor, hub.factor]] as const)),
    ['parts', own.parts, Object.fromEntries(hub.parts.map(({ measure, value }) => [measure, value]))],
    ['marks', marksOf(own.marks, own.marks), marksOf(own.marks, hub.marks)],
    ['qualities', own.qualities, hub.qualities.map(({ quality, values }) => `${quality} ${values}`).toSorted()],
    ['derivedFrom', own.derivedFrom, hub.derivedFrom.toSorted()],
    ...(coverage === null
      ? []
      : ([
          ['coverage', { ...coverage, gaps: [] }, { ...hub.coverage, gaps: [] }],
          ['gaps', coverage.gaps.map(lineOf).toSorted(), hub.coverage.gaps.map(gapOf).toSorted()],
        ] as const)),
  ]
}

/** Marks that the rules decide; the oracle knows no rule for which breakdowns a total is held against. */
function marksOf(own: readonly string[], marks: readonly string[]): readonly string[] {
  const open = own.includes(MAY_BE_PENDING) && !own.includes('PENDING_REVISION') ? ['PENDING_REVISION'] : []
  return marks.filter(mark => ![...open, 'TOTAL_MISMATCH', MAY_BE_PENDING].includes(mark)).toSorted()
}

type Line = {
  readonly reason: string
  readonly kind: string
  readonly cells: number
  readonly centers: string
  readonly from: string
  readonly to: string
}
const lineOf = ({ reason, kind, cells, centers, from, to }: Line): string => `${reason} ${kind} x${cells} ${centers} ${from}..${to}`
const gapOf = ({ periodType, centers, ...gap }: AnsweredFigure['coverage']['gaps'][number]): string =>
  lineOf({ ...gap, kind: periodType.toLowerCase(), centers: centers.toSorted().join(',') })
