import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { parseDate } from '../../domain/period.js'

const INSTANT = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/** An instant as ISO 8601 text with its offset and up to microseconds, as the database gives it. A Date would drop the microseconds. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'An instant, ISO 8601 with offset and up to six decimals of a second, for example "2026-11-20T02:10:00.123456+09:00".',
  serialize: readInstant,
  parseValue: readInstant,
  parseLiteral: node => readInstant(node.kind === Kind.STRING ? node.value : null),
})

function readInstant(value: unknown): string {
  if (typeof value === 'string' && parseDate(INSTANT.exec(value)?.[1] ?? '') !== null) return value
  throw new GraphQLError('A DateTime is written with seconds and offset, such as "2026-11-20T02:10:00+09:00".')
}
