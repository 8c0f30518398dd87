import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { parseDate } from '../../domain/period.js'

/** Korean business day as text; a day that the calendar does not have is refused. */
export const LocalDate = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description: 'A Korean business day (Asia/Seoul), YYYY-MM-DD, for example "2026-11-19".',
  serialize: readDay,
  parseValue: readDay,
  parseLiteral: node => readDay(node.kind === Kind.STRING ? node.value : null),
})

function readDay(value: unknown): string {
  const day = typeof value === 'string' ? parseDate(value) : null
  if (day !== null && day === value) return day
  throw new GraphQLError('A LocalDate is a day that exists, written YYYY-MM-DD, such as "2026-11-19".')
}
