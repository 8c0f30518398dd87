import type { TokenSource } from './access-token.js'
import type { ClientSettings } from './client-options.js'
import { HubFault } from './hub-fault.js'
import { readRetryAfter, Retryable } from './retry.js'

/** One POST of a JSON body to a path of the hub. `signal` ends it. */
export type SignedRequest = { readonly path: string; readonly body: string; readonly accept: string; readonly signal: AbortSignal }

/** Too busy, restarting, or a proxy that does not reach the hub. The key makes a second try safe. */
const RETRYABLE = new Set([429, 502, 503, 504])

/** What a fault names of an answer. */
export const factsOf = (response: Response) => ({ status: response.status, requestId: response.headers.get('x-request-id') })

type Signed = { readonly token: string; readonly tokens: TokenSource }

async function send({ path, body, accept, signal }: SignedRequest, { token, tokens }: Signed, settings: ClientSettings): Promise<Response> {
  const url = `${settings.url.replace(/\/+$/, '')}${path}`
  const shown = await tokens.present(token, url)
  const headers = { ...shown, 'content-type': 'application/json; charset=utf-8', accept }
  try {
    // A redirect could carry the token to another host.
    return await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal })
  } catch (cause) {
    throw new HubFault('unreachable', `The hub at ${settings.url} cannot be reached.`, { cause })
  }
}

/** A token is refused once for its age; a fresh one that is refused too is a matter of the credential. */
async function sendWithToken(request: SignedRequest, tokens: TokenSource, settings: ClientSettings): Promise<Response> {
  const token = await tokens.take()
  const response = await send(request, { token, tokens }, settings)
  if (response.status !== 401) return response
  await response.body?.cancel()
  tokens.renew(token)
  const again = await send(request, { token: await tokens.take(), tokens }, settings)
  if (again.status !== 401) return again
  await again.body?.cancel()
  throw new HubFault('signIn', `The hub at ${settings.url} refuses the token of ${settings.clientId}.`, factsOf(again))
}

/** The answer of one attempt. Retryable where the hub is busy or away; faults: `unreachable`, `signIn`. */
export async function sendSigned(request: SignedRequest, tokens: TokenSource, settings: ClientSettings): Promise<Response> {
  const response = await sendWithToken(request, tokens, settings)
  if (!RETRYABLE.has(response.status)) return response
  await response.body?.cancel()
  const fault = new HubFault('unreachable', `The hub at ${settings.url} is busy or away (HTTP ${response.status}).`, factsOf(response))
  throw new Retryable(fault, readRetryAfter(response.headers.get('retry-after'), Date.now()))
}
