import { badRequest } from './door-refusal.js'
import { JsonFault, readJson } from '../../schema/domain/read-json.js'

/** The request members that GraphQL over HTTP knows; what else a body holds is ignored. */
export type GraphqlBody = {
  readonly query: string
  readonly operationName: string | null
  readonly variables: Readonly<Record<string, unknown>> | null
}

/** A JSON body from its bytes: strict UTF-8, strict JSON (S6). Throws a refusal with status 400. */
export function parseBody(bytes: Buffer): unknown {
  try {
    return readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof JsonFault) {
      throw badRequest(
        `요청 본문이 올바른 JSON이 아닙니다(${error.at}번째 문자).`,
        `The body is not the JSON that the hub reads. ${error.message}`,
      )
    }
    throw badRequest('요청 본문이 UTF-8이 아닙니다.', 'The body is not UTF-8.')
  }
}

/** One GraphQL request in the shape of the specification; batches (an array) are not taken. Throws a refusal with status 400. */
export function readGraphqlBody(body: unknown): GraphqlBody {
  if (!isRecord(body)) throw badRequest('요청 본문은 GraphQL 요청 하나여야 합니다.', 'The body must be one GraphQL request, a JSON object.')
  const { query, operationName = null, variables = null, extensions = null } = body
  if (typeof query !== 'string' || query === '') throw badRequest('query가 없습니다.', 'The text "query" is missing.')
  if (operationName !== null && typeof operationName !== 'string')
    throw badRequest('operationName은 문자열이어야 합니다.', '"operationName" must be a text.')
  if (variables !== null && !isRecord(variables)) throw badRequest('variables는 객체여야 합니다.', '"variables" must be an object.')
  if (extensions !== null && !isRecord(extensions)) throw badRequest('extensions는 객체여야 합니다.', '"extensions" must be an object.')
  return { query, operationName, variables }
}

/**
 * The GraphQL request in the URL of a GET. Its variables are read again by the GraphQL server with a lax reader, so they pass the strict one
 * first, and numbers that a double does not carry are refused here: they would be rounded silently.
 */
export function readGraphqlQuery(parameters: unknown): GraphqlBody {
  const { query, operationName, variables, extensions } = isRecord(parameters) ? parameters : {}
  const parsed = readParameter(variables)
  if (holdsNumberText(parsed))
    throw badRequest('정확한 수는 문자열로 보내거나 POST로 보내 주십시오.', 'Send exact numbers as text, or by POST.')
  return readGraphqlBody({
    query: Array.isArray(query) ? null : query,
    operationName: operationName ?? null,
    variables: parsed,
    extensions: readParameter(extensions),
  })
}

const readParameter = (text: unknown): unknown => (text === undefined ? null : parseBody(Buffer.from(typeof text === 'string' ? text : '')))

function holdsNumberText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return 'numberText' in value || Object.values(value).some(holdsNumberText)
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
