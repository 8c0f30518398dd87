import { ISSUE_CODES } from '../../schema/domain/issue.js'
import { RULES } from '../auth/rules.js'

/** Every root field of the schema has a rule, so these are the operations there are. */
const OPERATIONS = new Set(Object.keys(RULES).map(name => name.slice(name.indexOf('.') + 1)))

/** Codes of the door and of the GraphQL server, beside the issue codes. */
const DOOR_CODES = [
  'BAD_REQUEST',
  'DOCUMENT_OVER_LIMIT',
  'INTROSPECTION_CLOSED',
  'FEDERATION_CLOSED',
  'BODY_TOO_LARGE',
  'CONTENT_TYPE_NOT_ACCEPTED',
  'REQUEST_TIMEOUT',
  'LARGE_BODY_UNDER_WAY',
  'EXPORTS_UNDER_WAY',
  'TOO_MANY_REQUESTS',
  'UNAVAILABLE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]
const CODES = new Set<string>([...ISSUE_CODES, ...DOOR_CODES])
const ROUTES = new Set(['/graphql', '/healthz', '/readyz', '/export/csv', '/export/xlsx', '/export/sdmx-csv', '/export/json-stat'])

/**
 * The operation of a request as a label: its one root field if the schema has it. What a client writes never becomes a label, so the number of
 * series stays what it is whatever is sent (G33).
 */
export function operationLabel(rootFields: readonly string[]): string {
  const [field, ...others] = new Set(rootFields)
  if (field === undefined) return 'none'
  if (others.length > 0) return 'several'
  return OPERATIONS.has(field) ? field : 'other'
}

export const codeLabel = (code: string): string => (CODES.has(code) ? code : 'other')

export const routeLabel = (route: string | undefined): string => (route !== undefined && ROUTES.has(route) ? route.slice(1) : 'other')
