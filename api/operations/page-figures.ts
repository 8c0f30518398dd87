import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'
import { queryFigures, type AnswerHead } from './query-figures.js'

/** A page of an answer, and how long the whole is. */
export type AnswerPage<Item> = Page<Item> & AnswerHead & { readonly totalCount: number }

/** Place of a figure in its answer: subject, unit, items, first day. */
type Place = readonly [code: string, unit: string, items: string, from: string]

const placeOf = (figure: Figure): Place => [
  figure.code,
  figure.center ?? (figure.region === null ? '' : `region ${figure.region}`),
  figure.dimensions.map(({ item }) => item).join('|'),
  figure.from,
]

const isPlace = (place: unknown): place is Place =>
  Array.isArray(place) && place.length === 4 && place.every(part => typeof part === 'string')

const unknownPlace = issue({
  code: 'INVALID_CURSOR',
  path: ['after'],
  messageKo: '커서가 이 질문의 것이 아닙니다. 같은 질문의 앞 쪽에서 받은 endCursor를 넣으십시오.',
  messageEn: 'The cursor does not belong to this question; give the endCursor of its page before.',
  expected: 'endCursor of the page before, of the same question',
})

/**
 * Place of the first figure after the cursor. Figures of one subject and unit are ordered by items and then by day, so that the place is found
 * even when the figure itself is no longer there; a subject or unit that the question does not have is another question's cursor.
 */
const findNext = (figures: readonly Figure[], [code, unit, items, from]: Place): number => {
  const isSeries = (figure: Figure) => figure.code === code && placeOf(figure)[1] === unit
  const first = figures.findIndex(isSeries)
  if (first === -1) return -1
  const isAfter = (figure: Figure) => {
    const [, , itemsHere, fromHere] = placeOf(figure)
    return !isSeries(figure) || itemsHere > items || (itemsHere === items && fromHere > from)
  }
  const next = figures.findIndex((figure, at) => at >= first && isAfter(figure))
  return next === -1 ? figures.length : next
}

/** Which page of an answer is asked for. */
export type AskedPage = { readonly first: number; readonly after: string | null }

/**
 * A page of what `answer` gives, in the order of figures; `figureOf` is the figure by which a part of the answer is found again. Refusals of
 * the question, the size and the cursor come together.
 */
export async function pageAnswer<Item>(
  { first, after }: AskedPage,
  answer: () => Promise<Outcome<AnswerHead & { readonly items: readonly Item[] }>>,
  figureOf: (item: Item) => Figure,
): Promise<Outcome<AnswerPage<Item>>> {
  const size = readPageSize(first)
  const place = readCursor(after, isPlace)
  if (!size.ok || !place.ok) return refuse(...(size.ok ? [] : size.issues), ...(place.ok ? [] : place.issues))
  const answered = await answer()
  if (!answered.ok) return answered
  const { items, ...head } = answered.value
  const start = place.value === null ? 0 : findNext(items.map(figureOf), place.value)
  if (start === -1) return refuse(unknownPlace)
  const page = toPage(items.slice(start, start + size.value + 1), size.value, item => placeOf(figureOf(item)))
  return accept({ ...page, totalCount: items.length, ...head })
}

/** A page of the figures of a question. */
export async function pageFigures(
  hub: Hub,
  caller: Caller,
  { question, ...page }: AskedPage & { readonly question: FigureQuestion },
): Promise<Outcome<AnswerPage<Figure>>> {
  const answer = async () => {
    const answered = await queryFigures(hub, caller, question)
    if (!answered.ok) return answered
    const { figures, ...head } = answered.value
    return accept({ ...head, items: figures })
  }
  return pageAnswer(page, answer, figure => figure)
}
