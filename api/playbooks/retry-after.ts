const LONGEST_MS = 24 * 60 * 60 * 1000

/**
 * Milliseconds that an answer asks to wait: seconds, or a date held against the answer's own Date (RFC 9110), so that no clock of ours is in it.
 * At most a day; null for a header that is absent or cannot be read.
 */
export function parseRetryAfter(retryAfter: string | undefined, date: string | undefined): number | null {
  const text = retryAfter?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_MS)
  if (!/^[A-Z][a-z]{2}, /.test(text)) return null
  const wait = Date.parse(text) - Date.parse(date ?? '')
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), LONGEST_MS)
}
