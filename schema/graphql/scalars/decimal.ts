import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { NumberText } from '../../domain/number-text.js'

const PLAIN_DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/
const MAX_LENGTH = 40

/** Exact decimal number: out as text; in as text or as a JSON number, read from its source text. For cells of a submission see Cell. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'Exact decimal number as text, for example "95.99": no exponent, no thousands separators, at most 40 characters.',
  serialize: value => readDecimal(value),
  parseValue: value => readDecimal(value),
  parseLiteral: node => readDecimal(node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING ? node.value : null),
})

function readDecimal(value: unknown): string {
  const text = value instanceof NumberText ? value.numberText : typeof value === 'number' ? String(value) : value
  if (typeof text === 'string' && text.length <= MAX_LENGTH && PLAIN_DECIMAL.test(text)) return text
  throw new GraphQLError('A Decimal is a plain decimal number of at most 40 characters, such as "95.99".')
}
