import { issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { parseDate } from '../../schema/domain/period.js'
import { readJson } from '../../schema/domain/read-json.js'

/** A page of a list: as many nodes as asked, and where the next page begins. */
export type Page<T> = { readonly nodes: readonly T[]; readonly endCursor: string | null; readonly hasNextPage: boolean }

const PAGE_LIMIT = 500

/** Cursors are opaque to callers: the place of the last node, in base64url. */
export const writeCursor = (place: readonly (string | number)[]): string => Buffer.from(JSON.stringify(place)).toString('base64url')

const invalidCursor = issue({
  code: 'INVALID_CURSOR',
  path: ['after'],
  messageKo: '커서가 올바르지 않습니다. 앞 쪽의 endCursor를 그대로 넣으십시오.',
  messageEn: 'The cursor is not valid; give the endCursor of the page before as it is.',
  expected: 'endCursor of the page before',
})

/** The place a cursor stands for, if `isPlace` finds it well-formed; null for the first page. */
export function readCursor<T>(after: string | null, isPlace: (place: unknown) => place is T): Outcome<T | null> {
  if (after === null) return accept(null)
  try {
    // Strict: no text that the database cannot hold comes in by a cursor.
    const place: unknown = after.length > 200 ? null : readJson(Buffer.from(after, 'base64url').toString('utf8'))
    return isPlace(place) ? accept(place) : refuse(invalidCursor)
  } catch {
    return refuse(invalidCursor) // not JSON: a cursor edited by hand
  }
}

/** The size of a page: 1 to 500. */
export function readPageSize(first: number): Outcome<number> {
  if (Number.isInteger(first) && first >= 1 && first <= PAGE_LIMIT) return accept(first)
  return refuse(
    issue({
      code: 'BAD_USER_INPUT',
      path: ['first'],
      messageKo: `한 쪽의 크기 ${first}은(는) 쓸 수 없습니다. 1에서 ${PAGE_LIMIT} 사이여야 합니다.`,
      messageEn: `A page of ${first} cannot be given; ask for 1 to ${PAGE_LIMIT}.`,
      expected: `1..${PAGE_LIMIT}`,
      got: String(first),
    }),
  )
}

/** A page from one row more than was asked for. */
export function toPage<T>(rows: readonly T[], size: number, placeOf: (row: T) => readonly (string | number)[]): Page<T> {
  const nodes = rows.slice(0, size)
  const last = nodes.at(-1)
  return { nodes, endCursor: last === undefined ? null : writeCursor(placeOf(last)), hasNextPage: rows.length > size }
}

/** Of an instant as Postgres or JavaScript writes it, after its day. */
const TIME = /^[T ](?:[01]\d|2[0-3])(?::[0-5]\d){1,2}(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-5])(?::?[0-5]\d){0,2})?$/

/** As the database gives it. A cursor edited by hand must not reach it as something it cannot read. */
export const isInstant = (text: unknown): text is string =>
  typeof text === 'string' && parseDate(text.slice(0, 10)) !== null && TIME.test(text.slice(10))

const ID = /^[A-Za-z0-9-]{1,60}$/

/** The place of a row that is listed by an instant and then by its id. */
export const isInstantPlace = (place: unknown): place is readonly [instant: string, id: string] =>
  Array.isArray(place) && place.length === 2 && isInstant(place[0]) && typeof place[1] === 'string' && ID.test(place[1])

/** One text: where a row stands in an order by words. */
export const isTextPlace = (place: unknown): place is [string] => Array.isArray(place) && place.length === 1 && typeof place[0] === 'string'
