import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { parseInstant } from '../../domain/instant.js'

/** An instant as ISO 8601 text with its offset and up to microseconds, as the database gives it. A Date would drop the microseconds. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'An instant, ISO 8601 with offset and up to six decimals of a second, for example "2026-11-20T02:10:00.123456+09:00".',
  serialize: readInstant,
  parseValue: readInstant,
  parseLiteral: node => readInstant(node.kind === Kind.STRING ? node.value : null),
})

function readInstant(value: unknown): string {
  if (typeof value === 'string' && parseInstant(value) !== null) return value
  throw new GraphQLError('A DateTime is written with seconds and offset, such as "2026-11-20T02:10:00+09:00".')
}
