import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'

/** Codes under which the GraphQL server itself refuses a request; their messages speak of the document only. */
const REQUEST_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
])

/** What of a coercion error may be said again: the names of types and fields, never the value that was sent. */
const SAYABLE =
  /^(?:Field "\w+" (?:is not defined by type "[\w![\]]+"|of required type "[\w![\]]+" was not provided)|Expected (?:non-nullable )?type "[\w![\]]+" (?:not to be null|to be an object))\.$/
const COERCION = /^Variable "(\$\w+)" got invalid value [\s\S]* at "([^"]*)"; ([\s\S]*)$|^Variable "(\$\w+)" got invalid value ([\s\S]*)$/

/** Whether the error is a fault of ours: thrown by a resolver and not a refusal, which is a GraphQLError made on purpose. */
export function isFault(error: unknown): boolean {
  const thrown = unwrapResolverError(error)
  if (thrown !== error) return !(thrown instanceof GraphQLError)
  return !(
    error instanceof GraphQLError &&
    (typeof error.extensions.code !== 'string' || error.extensions.code !== 'INTERNAL_SERVER_ERROR')
  )
}

/** What a client gets to see: refusals as they are, coercion errors without the value, everything else as INTERNAL. */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  if (isFault(error))
    return { message: '처리 중 오류가 발생했습니다. (Internal error.)', ...placeOf(formatted), extensions: { code: 'INTERNAL' } }
  const code = formatted.extensions?.code
  if (formatted.extensions?.issues !== undefined) return formatted // a refusal of ours (S28)
  if (code === 'BAD_USER_INPUT') {
    return { ...formatted, message: withoutValue(formatted.message), extensions: { code } }
  }
  if (typeof code === 'string' && REQUEST_CODES.has(code))
    return { ...formatted, message: withoutEcho(formatted.message), extensions: { code } }
  return formatted
}

const placeOf = ({ locations, path }: GraphQLFormattedError) => ({ ...(locations && { locations }), ...(path && { path }) })

/** A parser's or validator's sentence without the text it met, which may be anything, and without what it would have liked better. */
const withoutEcho = (message: string): string =>
  message
    .replace(/,? did you mean[\s\S]*\?/i, '.')
    .replace(/\b(String|BlockString|Int|Float) "[\s\S]*"\.?$/, '$1.')
    .replace(/(, found )[\s\S]*$|( value: )[\s\S]*$/, '.')

function withoutValue(message: string): string {
  const match = COERCION.exec(message)
  if (match === null) return message
  const [, variable = match[4] ?? '', place = variable.slice(1), reason = ''] = match
  return `Variable "${variable}": ${sayableReason(reason)} (at "${place}")`
}

/** Why a value does not fit its type, in words that hold nothing of the value. */
export const sayableReason = (reason: string): string => (SAYABLE.test(reason) ? reason : 'a value that its type does not accept')
