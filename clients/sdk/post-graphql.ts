import type { ClientSettings } from './client-options.js'
import type { TokenSource } from './access-token.js'
import { HubFault } from './hub-fault.js'
import { readRetryAfter, Retryable, withRetries } from './retry.js'
import { writeJson, type JsonInput } from './write-json.js'

/** One error of a GraphQL answer, as far as the hub's contract goes (S28). */
export type GraphqlError = { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }
export type GraphqlAnswer<T> = { readonly data: T | null; readonly errors: readonly GraphqlError[] }

/** Puts one GraphQL question. The answer's shape is the hub's promise and is not checked again. */
export type PostGraphql = <T>(query: string, variables: { readonly [name: string]: JsonInput }) => Promise<GraphqlAnswer<T>>

/** Too busy, restarting, or a proxy that does not reach the hub. The key makes a second try safe. */
const RETRYABLE = new Set([429, 502, 503, 504])

async function send(body: string, signed: { token: string; tokens: TokenSource }, settings: ClientSettings): Promise<Response> {
  const url = `${settings.url.replace(/\/+$/, '')}/graphql`
  const shown = await signed.tokens.present(signed.token, url)
  const headers = { ...shown, 'content-type': 'application/json; charset=utf-8', accept: 'application/json' }
  try {
    // A redirect could carry the token to another host.
    return await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(settings.timeoutMs) })
  } catch (cause) {
    throw new HubFault('unreachable', `The hub at ${settings.url} cannot be reached.`, { cause })
  }
}

/** A token is refused once for its age; a fresh one that is refused too is a matter of the credential. */
async function sendSigned(body: string, tokens: TokenSource, settings: ClientSettings): Promise<Response> {
  const token = await tokens.take()
  const response = await send(body, { token, tokens }, settings)
  if (response.status !== 401) return response
  await response.body?.cancel()
  tokens.renew(token)
  const again = await send(body, { token: await tokens.take(), tokens }, settings)
  if (again.status !== 401) return again
  await again.body?.cancel()
  throw new HubFault('signIn', `The hub at ${settings.url} refuses the token of ${settings.clientId}.`, factsOf(again))
}

const factsOf = (response: Response) => ({ status: response.status, requestId: response.headers.get('x-request-id') })

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** GraphQL writes enum values in capitals; issues keep the domain's own words for their severity. No other field has that name. */
const inDomainWords = (key: string, value: unknown): unknown =>
  key === 'severity' && typeof value === 'string' ? value.toLowerCase() : value

const isGraphqlError = (value: unknown): value is GraphqlError => isObject(value) && typeof value['message'] === 'string'

async function readAnswer<T>(response: Response): Promise<GraphqlAnswer<T>> {
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
  if (response.status !== 200 || (data === null && errors.length === 0)) {
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
      const response = await sendSigned(body, tokens, settings)
      if (!RETRYABLE.has(response.status)) return readAnswer<T>(response)
      await response.body?.cancel()
      const fault = new HubFault('unreachable', `The hub at ${settings.url} is busy or away (HTTP ${response.status}).`, factsOf(response))
      throw new Retryable(fault, readRetryAfter(response.headers.get('retry-after'), Date.now()))
    })
  }
}
