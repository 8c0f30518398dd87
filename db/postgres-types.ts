import type { PostgresType } from 'postgres'

/**
 * How values cross between PostgreSQL and this code, for every client of `db/`:
 *
 * | PostgreSQL | here |
 * |---|---|
 * | int2, int4, int8 | number; an int8 beyond 2^53 - 1 fails the query instead of losing digits |
 * | numeric | string, digit for digit |
 * | timestamptz | ISO 8601 string with the session's offset: `2026-11-19T02:10:00.123456+09:00` |
 * | date | `2026-11-19` |
 * | timestamp, time | PostgreSQL's own text |
 * | json, jsonb | parsed on the way out; a string on the way in is taken as JSON text, anything else is stringified. Select `::text` where digits matter |
 * | arrays | JavaScript arrays; SQL null inside an array is null (the driver alone gives the text `NULL`) |
 *
 * No Date comes out anywhere. A Date may go in as a timestamptz, never as a date. A list of booleans or bigints needs `sql.array(list, 16)`
 * or `sql.array(list, 20)`: the driver takes the element's type for the list's.
 */
export const postgresTypes: Record<string, PostgresType> = {
  int8: { to: 20, from: [20], parse: parseSafeInteger, serialize: String },
  numeric: { to: 1700, from: [1700], parse: (text: string) => text, serialize: String },
  timestamptz: {
    to: 1184,
    from: [1184],
    parse: parseInstant,
    serialize: (value: unknown) => (value instanceof Date ? value.toISOString() : String(value)),
  },
  timestamp: { to: 1114, from: [1114], parse: (text: string) => text, serialize: refuseDate },
  date: { to: 1082, from: [1082], parse: (text: string) => text, serialize: refuseDate },
  json: { to: 114, from: [114], parse: parseJson, serialize: serializeJson },
  jsonb: { to: 3802, from: [3802], parse: parseJson, serialize: serializeJson },
  booleans: arrayOf(1000, text => text === 't'),
  int2s: arrayOf(1005, Number),
  int4s: arrayOf(1007, Number),
  texts: arrayOf(1009, text => text),
  varchars: arrayOf(1015, text => text),
  int8s: arrayOf(1016, parseSafeInteger),
  float4s: arrayOf(1021, Number),
  float8s: arrayOf(1022, Number),
  dates: arrayOf(1182, text => text),
  instants: arrayOf(1185, parseInstant),
  numerics: arrayOf(1231, text => text),
  uuids: arrayOf(2951, text => text),
  jsons: arrayOf(199, parseJson),
  jsonbs: arrayOf(3807, parseJson),
}

/** Array type of each element type that `sql.array(list, elementType)` may name. */
export const ARRAY_TYPES: Readonly<Record<number, number>> = {
  16: 1000,
  20: 1016,
  21: 1005,
  23: 1007,
  25: 1009,
  114: 199,
  700: 1021,
  701: 1022,
  1043: 1015,
  1082: 1182,
  1184: 1185,
  1700: 1231,
  2950: 2951,
  3802: 3807,
}

type Nested<T> = T | null | Nested<T>[]

function parseSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a JavaScript number; select it as text.`)
  return value
}

/** `2026-11-19 02:10:00+09` to `2026-11-19T02:10:00+09:00`; `infinity` stays as it is. */
function parseInstant(text: string): string {
  return text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
}

function refuseDate(value: unknown): string {
  if (value instanceof Date) throw new TypeError('A Date has a time zone; give dates as text, e.g. 2026-11-19.')
  return String(value)
}

function parseJson(text: string): unknown {
  return JSON.parse(text)
}

function serializeJson(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function arrayOf<T>(oid: number, parseItem: (text: string) => T): PostgresType {
  return { to: oid, from: [oid], parse: (text: string) => parseArray(text, parseItem), serialize: serializeArray }
}

/** Text form of a PostgreSQL array: quoted items, backslash escapes, bare NULL, nested braces. */
function parseArray<T>(text: string, parseItem: (text: string) => T): Nested<T>[] {
  const stack: Nested<T>[][] = [[]]
  const token = /"((?:[^"\\]|\\.)*)"|[{}]|[^{},"]+/gsy
  token.lastIndex = text.indexOf('{') // after bounds such as [0:2]=
  while (token.lastIndex < text.length) {
    if (text[token.lastIndex] === ',') token.lastIndex++
    const [whole, quoted] = token.exec(text) ?? []
    if (whole === undefined) throw new SyntaxError(`Not an array: ${text.slice(0, 80)}`)
    const top = stack.at(-1) ?? []
    if (quoted !== undefined) top.push(parseItem(quoted.replace(/\\(.)/gs, '$1')))
    else if (whole === '{') stack.push([])
    else if (whole === '}') stack.at(-2)?.push(stack.pop() ?? [])
    else top.push(whole === 'NULL' ? null : parseItem(whole))
  }
  const [outer] = stack[0] ?? []
  return Array.isArray(outer) ? outer : []
}

function serializeArray(value: unknown): string {
  if (!Array.isArray(value)) return String(value)
  return `{${value.map(serializeItem).join(',')}}`
}

function serializeItem(item: unknown): string {
  if (item === null || item === undefined) return 'NULL'
  if (Array.isArray(item)) return serializeArray(item)
  const text =
    item instanceof Date
      ? item.toISOString()
      : typeof item === 'string'
        ? item
        : typeof item === 'bigint'
          ? String(item)
          : JSON.stringify(item)
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
