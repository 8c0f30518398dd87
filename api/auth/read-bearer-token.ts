import type { IncomingMessage } from 'node:http'

const BEARER = /^Bearer ([\w\-.~+/]+=*)$/i
const MAX_TOKEN_LENGTH = 8_192

/**
 * The bearer token of a request: from exactly one Authorization header and from nowhere else (RFC 9700).
 * Null for everything else; also when a token stands in the URL, even beside a good header, because URLs end up in logs (H25).
 */
export function readBearerToken({ rawHeaders, url = '' }: Pick<IncomingMessage, 'rawHeaders' | 'url'>): string | null {
  const query = url.includes('?') ? new URLSearchParams(url.slice(url.indexOf('?'))) : null
  if (query?.has('access_token')) return null
  // Node keeps the first of several such headers and drops the others silently, so the raw list is counted.
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization')
  const [value = '', ...others] = values
  if (others.length > 0 || value.length > MAX_TOKEN_LENGTH) return null
  return BEARER.exec(value)?.[1] ?? null
}
