import type { ClientSettings } from './client-options.js'
import type { TokenSource } from './access-token.js'
import { HubFault } from './hub-fault.js'
import { Retryable, withRetries } from './retry.js'
import { factsOf, sendSigned } from './send-signed.js'
import { writeJson, type JsonInput } from './write-json.js'

/** One error of a GraphQL answer, as far as the hub's contract goes (S28). */
export type GraphqlError = { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }
export type GraphqlAnswer<T> = { readonly data: T | null; readonly errors: readonly GraphqlError[] }

/** Puts one GraphQL question. The answer's shape is the hub's promise and is not checked again. */
export type PostGraphql = <T>(query: string, variables: { readonly [name: string]: JsonInput }) => Promise<GraphqlAnswer<T>>

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** GraphQL writes enum values in capitals; issues keep the domain's own words for their severity. No other field has that name. */
const inDomainWords = (key: string, value: unknown): unknown =>
  key === 'severity' && typeof value === 'string' ? value.toLowerCase() : value

const isGraphqlError = (value: unknown): value is GraphqlError => isObject(value) && typeof value['message'] === 'string'

/** The answer in a response. Faults: `answer` where it is none, Retryable where it is cut off. */
export async function readAnswer<T>(response: Response, statuses: readonly number[] = [200]): Promise<GraphqlAnswer<T>> {
  const text = await response.text().catch((cause: unknown) => {
    throw new Retryable(new HubFault('unreachable', 'The answer of the hub was cut off.', { ...factsOf(response), cause }), null)
  })
  let parsed: unknown = null
  try {
    parsed = JSON.parse(text, inDomainWords)
  } catch (cause) {
    throw new HubFault('answer', `The hub answered HTTP ${response.status} without JSON.`, { ...factsOf(response), cause })
  }
  const errors = isObject(parsed) && Array.isArray(parsed['errors']) ? parsed['errors'].filter(isGraphqlError) : []
  const data = isObject(parsed) && isObject(parsed['data']) ? parsed['data'] : null
  if (!statuses.includes(response.status) || (data === null && errors.length === 0)) {
    const said = errors.map(error => error.message).join(' ') || 'no reason given'
    throw new HubFault('answer', `The hub answered HTTP ${response.status}: ${said}`, factsOf(response))
  }
  return { data: data as T | null, errors } // the hub's schema promises T for the document sent
}

/** Every wait and retry of one question lies in here. Faults: `unreachable`, `signIn`, `answer`. */
export function createPostGraphql(settings: ClientSettings, tokens: TokenSource): PostGraphql {
  return async <T>(query: string, variables: { readonly [name: string]: JsonInput }) => {
    const body = writeJson({ query, variables })
    return withRetries(settings, async () => {
      const request = { path: '/graphql', body, accept: 'application/json', signal: AbortSignal.timeout(settings.timeoutMs) }
      return readAnswer<T>(await sendSigned(request, tokens, settings))
    })
  }
}
