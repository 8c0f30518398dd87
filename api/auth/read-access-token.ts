import type { IncomingMessage } from 'node:http'
import { headerValues } from './header-values.js'

/** A token as it was sent: `dpop` with a proof that its sender holds the key it is bound to (RFC 9449), `bearer` without. */
export type PresentedToken = { readonly scheme: 'bearer' | 'dpop'; readonly token: string }

const CREDENTIALS = /^(Bearer|DPoP) ([\w\-.~+/]+=*)$/i
const MAX_TOKEN_LENGTH = 8_192

/**
 * The access token of a request: from exactly one Authorization header and from nowhere else (RFC 9700).
 * Null for everything else; also when a token stands in the URL, even beside a good header, because URLs end up in logs (H25).
 */
export function readAccessToken(request: Pick<IncomingMessage, 'rawHeaders' | 'url'>): PresentedToken | null {
  const { url = '' } = request
  const query = url.includes('?') ? new URLSearchParams(url.slice(url.indexOf('?'))) : null
  if (query?.has('access_token')) return null
  const [value = '', ...others] = headerValues(request, 'authorization')
  if (others.length > 0 || value.length > MAX_TOKEN_LENGTH) return null
  const [, scheme, token] = CREDENTIALS.exec(value) ?? []
  if (scheme === undefined || token === undefined) return null
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'dpop' : 'bearer', token }
}
