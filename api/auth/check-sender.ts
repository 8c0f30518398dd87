import type { IncomingMessage } from 'node:http'
import type { ProofUse } from '../../db/queries/dpop-proofs.js'
import type { Config } from '../config.js'
import { headerValues } from './header-values.js'
import type { PresentedToken } from './read-access-token.js'
import { verifyDpop } from './verify-dpop.js'
import type { TokenClaims } from './verify-token.js'

/** How requests show that a token is their sender's own. */
export type SenderRules = Config['dpop']

/** `proof` must still be claimed; null where none is needed. */
export type CheckedSender = { readonly proof: ProofUse | null }

type Presented = PresentedToken & { readonly claims: TokenClaims }

/**
 * Whether a token that is in order may be used by who sent it: a bound one only under the scheme DPoP and with exactly one good proof,
 * an unbound one only as a bearer token and only where the council lets it (H25, H26). Null where it may not.
 */
export async function checkSender(
  request: IncomingMessage,
  { scheme, token, claims }: Presented,
  { publicUrl, isRequired }: SenderRules,
): Promise<CheckedSender | null> {
  const { keyThumbprint } = claims
  if (keyThumbprint === null) return scheme === 'bearer' && !isRequired ? { proof: null } : null
  const [proof, ...others] = headerValues(request, 'dpop')
  if (scheme !== 'dpop' || proof === undefined || others.length > 0) return null
  const path = request.url?.split('?')[0] ?? ''
  const urls = publicUrl === null ? urlsOf(request.socket, path) : [`${publicUrl}${path}`]
  const use = await verifyDpop(proof, { token, keyThumbprint, method: request.method ?? '', urls })
  return use === null ? null : { proof: use }
}

/**
 * What the resource is called where no public URL is configured: the address that the connection has reached, never what the client
 * writes into Host, or a proof made for one server would do at another.
 */
function urlsOf({ localAddress = '', localPort }: IncomingMessage['socket'], path: string): string[] {
  const address = localAddress.replace(/^::ffff:/i, '')
  const isLoopback = address === '::1' || address.startsWith('127.')
  const hosts = [address.includes(':') ? `[${address}]` : address, ...(isLoopback ? ['localhost'] : [])]
  const urls = hosts.map(host => `http://${host}:${localPort}${path}`)
  // A connection that has ended has no address any more.
  return urls.filter(url => URL.canParse(url)).map(url => new URL(url).href)
}
